from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.phones.protocols.irmc.logs import (
    DeviceInfo,
    InfoLog,
    read_clock,
    read_device_info,
    read_fields,
    read_info_log,
    write_clock,
    write_fields,
)


def test_info_log_tells_counts_and_levels():
    data = b"Total-Records:12\r\nMaximum-Records:510\r\nIEL:0x10\r\nHD:NO\r\n"
    assert read_info_log(data) == InfoLog(total=12, maximum=510, iel="0x10")


@pytest.mark.parametrize("count", ["-1", "many", "9" * 12, "\u0663", "1 2", ""])
def test_a_count_that_is_none_is_not_believed(count):
    assert read_info_log(f"Total-Records:{count}".encode()).total is None


@pytest.mark.parametrize(
    ("iel", "levels"),
    [("0x10", {1, 2, 3, 4}), ("0x8", {1, 2, 4}), ("4", {1, 2, 3, 4}), ("0x4", {1, 2, 3}),
     ("3", {1, 2, 3}), ("0x2", {1, 2}), ("0x1", {1}), ("0xC", {1, 2, 3, 4}), ("18", {1, 2, 3, 4})],
)  # fmt: skip
def test_levels_are_read_as_bits_or_as_a_number(iel, levels):
    assert read_info_log(f"IEL:{iel}".encode()).levels == levels


@pytest.mark.parametrize("iel", ["", "high", "0x0", "-"])
def test_a_level_that_makes_no_sense_is_none(iel):
    assert read_info_log(f"IEL:{iel}".encode()).levels is None


def test_device_info_tells_who_the_phone_is():
    data = b"MANU:Ericsson\r\nMOD:R320s\r\nSW-VERSION:991001\r\nSN:520001\r\n"
    assert read_device_info(data) == DeviceInfo("Ericsson", "R320s", "991001", "520001")
    assert read_device_info(b"") == DeviceInfo()


@given(st.binary(max_size=300))
def test_any_bytes_are_fields_of_some_sort(data):
    read_info_log(data)
    read_device_info(data)
    read_clock(data)
    assert isinstance(read_fields(data), dict)


def test_what_a_phone_calls_itself_holds_no_orders_for_the_terminal():
    told = read_device_info("MANU:\x1b]0;x\x07Evil\x1b[2J\r\nMOD: \u202eR320\r\n".encode())
    assert (told.manufacturer, told.model) == ("]0;xEvil[2J", "R320")


def test_a_field_without_end_is_cut_short():
    assert len(read_device_info(b"MOD:" + b"x" * 100_000).model) == 200


def test_fields_come_back_as_they_were():
    assert read_fields(write_fields({"Total-Records": 3, "HD": "NO"})) == {
        "TOTAL-RECORDS": "3",
        "HD": "NO",
    }


def test_a_clock_is_utc_only_when_it_says_so():
    assert read_clock(b"20091001T120000Z\r\n") == "2009-10-01T12:00:00+00:00"
    assert read_clock(b"20091001T120000") == "2009-10-01T12:00:00"
    assert read_clock(b"20099901T120000Z") == ""
    assert read_clock(b"noon") == ""


def test_a_clock_comes_back_as_it_was():
    now = datetime(2009, 10, 1, 12, 0, tzinfo=UTC)
    assert read_clock(write_clock(now)) == now.isoformat()
