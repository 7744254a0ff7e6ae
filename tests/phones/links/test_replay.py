from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.phones.links.link import NoAnswer
from holdfast.phones.links.replay import (
    Direction,
    Exchange,
    OffScript,
    RecordingLink,
    ReplayLink,
    parse_record,
)

RECORD = """
# CONNECT and its answer
> 80000710001000
< a000071000ffff
<
"""


def test_a_record_plays_the_phones_part():
    link = ReplayLink(parse_record(RECORD))
    link.write(bytes.fromhex("80000710001000"), 1)
    assert link.read(3, 1) == bytes.fromhex("a00007")
    assert link.read(64, 1) == bytes.fromhex("1000ffff")
    assert link.read(64, 1) == b""
    assert link.finished
    link.close()
    assert link.closed


def test_other_words_than_the_records_are_off_script():
    with pytest.raises(OffScript):
        ReplayLink(parse_record(RECORD)).write(b"\x81", 1)


def test_reading_where_the_record_writes_is_off_script():
    with pytest.raises(OffScript):
        ReplayLink(parse_record(RECORD)).read(64, 1)


def test_after_the_records_end_there_is_no_answer_and_nothing_to_say():
    link = ReplayLink(())
    with pytest.raises(NoAnswer):
        link.read(64, 1)
    with pytest.raises(OffScript):
        link.write(b"hello?", 1)


@pytest.mark.parametrize("line", ["? 00", "> 0g", "> 000"])
def test_a_line_that_is_no_transfer_is_refused(line):
    with pytest.raises(ValueError, match=r".+"):
        parse_record(line)


exchanges = st.builds(Exchange, st.sampled_from(Direction), st.binary(max_size=40))


@given(st.lists(exchanges))
def test_a_record_reads_as_it_was_written(record):
    assert parse_record("\n".join(map(str, record))) == tuple(record)


@given(st.lists(exchanges))
def test_what_was_recorded_replays(record):
    recording = RecordingLink(ReplayLink(record))
    for exchange in record:
        if exchange.direction is Direction.SENT:
            recording.write(exchange.data, 1)
        else:
            assert recording.read(64, 1) == exchange.data
    recording.close()
    assert recording.record == record
