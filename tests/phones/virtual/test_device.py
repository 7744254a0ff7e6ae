from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from holdfast.phones.virtual.clock import VirtualClock
from holdfast.phones.virtual.device import Outbox, Setup


def transfers(outbox, packet, size):
    """Read like a host does: until a short packet, or nothing more."""
    got, current = [], b""
    while (piece := outbox.take(size)) is not None:
        current += piece
        if len(piece) % packet or not piece:
            got.append(current)
            current = b""
    return got


@given(st.lists(st.binary(max_size=200)), st.sampled_from([1, 8, 64]), st.integers(1, 4))
def test_an_outbox_keeps_transfers_apart(chunks, packet, packets):
    outbox = Outbox(packet)
    for chunk in chunks:
        outbox.put(chunk)
    assert transfers(outbox, packet, packet * packets) == chunks


def test_an_unended_transfer_has_no_zero_length_packet():
    outbox = Outbox(8)
    outbox.put(bytes(16), ended=False)
    assert (outbox.take(64), outbox.take(64)) == (bytes(16), None)


def test_a_cleared_outbox_owes_nothing():
    outbox = Outbox(8)
    outbox.put(b"gone")
    outbox.clear()
    assert outbox.take(64) is None


def test_a_setup_knows_its_direction_and_whether_it_is_standard():
    assert Setup(0x80, 6, 0, 0, 18).incoming
    assert Setup(0x80, 6, 0, 0, 18).standard
    assert not Setup(0x21, 0x22, 3, 0, 0).incoming
    assert not Setup(0x21, 0x22, 3, 0, 0).standard


def test_the_virtual_clock_moves_only_when_told_to():
    start = datetime(2009, 10, 2, 12, tzinfo=UTC)
    clock = VirtualClock(lambda: start)
    assert clock() == start
    clock.advance(1.5)
    assert (clock() - start, clock.waited) == (timedelta(seconds=1.5), 1.5)
