from __future__ import annotations

import pytest

from holdfast.phones.handsets.android.asleep import DebuggingOff, Maker
from holdfast.phones.handsets.handset import KindRefused, NotAuthorised
from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.kinds import Kind
from holdfast.wording.android import not_in_backup, steps
from holdfast.wording.problems import sentence
from holdfast.wording.waiting import waiting


def phone(firmware="Android 16", protocol="Android (ADB)", users=()):
    return HandsetInfo("a", "A", "Google", "Pixel", protocol, firmware, users=users)


@pytest.mark.parametrize("maker", Maker)
def test_every_maker_has_its_way_to_the_switch(maker):
    said = steps(maker)

    assert len(said) == 5
    assert all(step.endswith(".") and "{" not in step for step in said)
    assert any("USB debugging" in step for step in said)


def test_where_the_way_differs_it_is_told():
    assert any("Software information" in step for step in steps(Maker.SAMSUNG))
    assert any("USB debugging (Security settings)" in step for step in steps(Maker.XIAOMI))
    assert any("charge only" in step for step in steps(Maker.HONOR))


def test_a_phone_whose_maker_says_no_name_is_a_phone():
    assert sentence(DebuggingOff()).startswith("A phone is connected")
    assert sentence(DebuggingOff("", "", Maker.SONY)).startswith("Sony is connected")


def test_a_name_that_a_phone_chose_cannot_make_up_a_line():
    assert "\n" not in sentence(DebuggingOff("Evil\n", "Phone " * 100))


def test_the_fingerprint_is_said_where_it_is_known():
    assert "AA:BB" in sentence(NotAuthorised("AA:BB"))
    assert "fingerprint" not in sentence(NotAuthorised())
    assert waiting(NotAuthorised("AA:BB")).code == "AA:BB"
    assert waiting(NotAuthorised()).code == ""


def test_only_what_ends_by_itself_is_waited_for():
    assert waiting(KindRefused(Kind.CALLS)) is None
    assert waiting(None) is None


def test_what_is_not_in_a_backup_depends_on_the_phone():
    newest, old = not_in_backup(phone()), not_in_backup(phone("Android 13"))

    assert any("one-time codes" in said for said in newest)
    assert not any("one-time codes" in said for said in old)
    assert "Island, Guest" not in " ".join(newest)
    assert "Island and Guest" in not_in_backup(phone(users=("Island", "Guest")))[-1]
    assert not_in_backup(phone(protocol="IrMC over OBEX")) == ()


@pytest.mark.parametrize("firmware", ["", "Android", "Android 6.0.1", "Android ٣", "Android X"])
def test_an_odd_release_is_taken_for_an_old_one(firmware):
    assert len(not_in_backup(phone(firmware))) == 4
