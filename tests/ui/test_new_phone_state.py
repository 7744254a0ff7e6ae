"""What comes next for a person with a new phone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from holdfast.ui.home_state import HomeState, Phone
from holdfast.ui.new_phone_state import Stage, new_phone

EMPTY = HomeState(datetime(2026, 11, 26, tzinfo=UTC))
READ = replace(EMPTY, vault="/vault", loaded=True)
OLD = Phone("old", "Old", connected=False, known=True, held=412)
OTHER = Phone("other", "Other", connected=False, known=True, held=412)
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
    emptied = replace(OTHER, held=0)

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


def test_of_two_old_phones_the_one_that_is_away_is_meant_unless_another_is_asked_for():
    there = replace(OTHER, connected=True, last=EMPTY.now)
    found = new_phone(replace(READ, phones=(there, OLD)))

    assert (found.stage, found.old, found.new) == (Stage.READY, OLD, there)
    assert stage(there, OLD, ask=True) is Stage.OLD
    assert new_phone(replace(READ, phones=(there, OLD)), "other", ask=True).old is there


def test_the_likeliest_old_phone_is_offered_first():
    times = [EMPTY.now - timedelta(days=days) for days in (9, 2, 0)]
    phones = tuple(
        Phone(f"p{number}", "P", connected=number == 2, last=when, known=True, held=1)
        for number, when in enumerate(times)
    )

    assert [each.id for each in new_phone(replace(READ, phones=phones)).olds] == ["p1", "p0", "p2"]


def test_the_old_phone_gets_its_own_backup_only_when_its_owner_says_so():
    there = replace(OLD, connected=True)

    assert stage(there) is Stage.SAME
    found = new_phone(replace(READ, phones=(there,)), same=True)
    assert (found.stage, found.new) == (Stage.READY, there)
