"""What comes next for a person with a new phone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from holdfast.ui.home_state import HomeState, Phone
from holdfast.ui.new_phone_state import Stage, new_phone

EMPTY = HomeState(datetime(2026, 11, 26, tzinfo=UTC))
READ = replace(EMPTY, vault="/vault", loaded=True)
OLD = Phone("old", "Old", connected=False, known=True, filled=True)
OTHER = Phone("other", "Other", connected=False, known=True, filled=True)
NEW = Phone("new", "New", connected=True)


def stage(*phones, state=READ, **options):
    return new_phone(replace(state, phones=phones), **options).stage


def test_first_a_vault_is_opened_and_read():
    assert stage(state=EMPTY) is Stage.VAULT
    assert stage(state=replace(READ, loaded=False)) is Stage.READING
    assert stage() is Stage.NOTHING


def test_a_phone_that_was_never_backed_up_is_no_old_one():
    assert stage(NEW) is Stage.NOTHING


def test_one_whose_backups_are_all_empty_is_no_old_one_either():
    emptied = replace(OTHER, filled=False)

    assert stage(emptied) is Stage.NOTHING
    assert stage(OLD, emptied) is Stage.NEW


def test_one_old_phone_needs_no_choice_and_two_do():
    assert stage(OLD) is Stage.NEW
    assert stage(OLD, OTHER) is Stage.OLD
    assert stage(OLD, OTHER, chosen="other") is Stage.NEW


def test_a_connected_phone_goes_straight_on():
    found = new_phone(replace(READ, phones=(NEW, OLD)))

    assert found.stage is Stage.READY
    assert (found.old, found.new) == (OLD, NEW)


def test_one_without_backups_is_newer_than_one_with():
    there = replace(OTHER, connected=True)
    found = new_phone(replace(READ, phones=(there, NEW, OLD)), "old")

    assert found.new is NEW


def test_the_old_phone_gets_its_own_backup_only_when_its_owner_says_so():
    there = replace(OLD, connected=True)

    assert stage(there) is Stage.SAME
    found = new_phone(replace(READ, phones=(there,)), same=True)
    assert (found.stage, found.new) == (Stage.READY, there)
