from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.phones.handsets.identity import NoIdentity, choose_serial, handset_id, is_usable


@pytest.mark.parametrize(
    "serial",
    [
        "",
        "   ",
        "1",
        "A1",
        "0123456789ABCDEF",
        "0123456789abcdef",
        "1234567890ABCDEF",
        "0123456789",
        "1234567890",
        "123456789",
        "12345",
        "000000000000",
        "FFFFFFFFFFFF",
        "00:00:00:00:00:00",
        "004999010640000",
        "Unknown",
        "Android",
        "serial number",
        "----",
    ],
)
def test_a_placeholder_is_no_serial(serial):
    assert not is_usable(serial)


@pytest.mark.parametrize(
    "serial", ["R58M12ABCDE", "354190023896443", "HF-0001", "10000001", "012a"]
)
def test_what_could_be_one_phones_own_is_a_serial(serial):
    assert is_usable(serial)


def test_the_usb_serial_goes_before_the_protocols_own():
    assert choose_serial(" R58M12 ", "354190023896443") == "R58M12"


def test_behind_a_placeholder_the_protocols_own_counts():
    assert choose_serial("0123456789ABCDEF", "", "354190023896443") == "354190023896443"


def test_without_any_serial_the_owner_must_be_asked():
    with pytest.raises(NoIdentity) as caught:
        choose_serial("", "000000", manufacturer="Sharp", model="PV300")
    assert (caught.value.manufacturer, caught.value.model) == ("Sharp", "PV300")


def test_an_id_is_the_lower_case_slug():
    assert handset_id("HF-0001ABC") == "hf-0001abc"


def test_serials_that_only_look_alike_have_different_ids():
    ids = {handset_id(serial) for serial in ("AB-1", "AB_1", "AB 1", "AB--1", "a" * 60, "a" * 61)}
    assert len(ids) == 6


@given(st.text())
def test_any_serial_gives_a_short_id_that_is_safe_in_a_path(serial):
    made = handset_id(serial)
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,60}", made)
    assert made == handset_id(serial)
