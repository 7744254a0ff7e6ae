import errno
import tracemalloc
from dataclasses import replace
from itertools import repeat

import pytest
import usb.core

from holdfast.phones.handsets.handset import Garbled
from holdfast.phones.handsets.mtp.quirks import USUAL
from holdfast.phones.handsets.mtp.talk import Refusal
from holdfast.phones.links.link import LinkProblem, NoAnswer, PipeStalled, Unplugged
from holdfast.phones.protocols.mtp.codes import Event, Op, Response
from holdfast.phones.protocols.mtp.containers import decode_header
from holdfast.phones.virtual.device import Stall
from tests.phones.handsets.mtp.scripted import (
    BUSY,
    OK,
    PACKET,
    Rig,
    Scripted,
    data,
    event,
    header,
    opened,
    response,
)

MIB = 1 << 20


def plain(command):
    yield response(OK, command.transaction)


def refusing(code):
    def say(command):
        yield response(code, command.transaction)

    return say


def ended(transfer):
    yield transfer
    if len(transfer) % PACKET == 0:
        yield b""


def telling(payload):
    def say(command):
        yield from ended(data(command.code, command.transaction, payload))
        yield response(OK, command.transaction)

    return say


def silent(_):
    return iter(())


def in_turn(*scripts):
    tries = iter(scripts)

    def say(command):
        return next(tries)(command)

    return say


# The session.


def test_a_session_is_opened_and_its_transactions_are_numbered():
    rig = opened(Scripted(GetNumObjects=plain))
    rig.talk.request(Op.GetNumObjects, 1)
    rig.talk.request(Op.GetNumObjects, 2)
    rig.talk.close()

    said = [(each.code, each.transaction, each.params) for each in rig.function.commands]
    assert said == [
        (Op.OpenSession, 0, (1,)),
        (Op.GetNumObjects, 1, (1,)),
        (Op.GetNumObjects, 2, (2,)),
        (Op.CloseSession, 3, ()),
    ]


def test_a_session_that_is_open_already_is_taken_on():
    rig = opened(Scripted(OpenSession=refusing(Response.SessionAlreadyOpen), GetStorageIDs=plain))
    rig.talk.request(Op.GetStorageIDs)
    assert rig.function.commands[-1].transaction == 1


def test_a_session_that_is_refused_is_told():
    with pytest.raises(Refusal) as caught:
        opened(Scripted(OpenSession=refusing(Response.AccessDenied)))
    assert caught.value.code == Response.AccessDenied
    assert str(caught.value) == "AccessDenied 0x200F"


def test_a_device_that_is_silent_at_first_is_reset_and_asked_once_more():
    rig = opened(Scripted(OpenSession=in_turn(silent, plain)))
    assert rig.function.resets == 1
    assert 5 < rig.waited < 7


def test_a_device_that_stays_silent_is_given_up():
    with pytest.raises(NoAnswer):
        opened(Scripted(OpenSession=silent))


@pytest.mark.parametrize("rest", [bytes(3000), b"\xff" * 3000, b"\x10\0\0\0\3\0\1\x20\7\0\0\0\1\0"])
def test_what_an_earlier_session_left_does_not_hinder_a_new_one(rest):
    leaving = in_turn(lambda c: iter([rest, *plain(c)]), plain)
    rig = opened(Scripted(OpenSession=leaving, GetStorageIDs=telling(b"four")))
    assert rig.talk.ask(Op.GetStorageIDs) == b"four"


# Data that come.

SIZES = [0, 1, 52, 499, 500, 501, 1012, 65524, 262132, MIB - 12, MIB]


def _zero_length(head, payload, end):
    yield from ended(head + payload)
    yield end


def _nothing(head, payload, end):
    yield head + payload
    yield end


def _one_byte(head, payload, end):
    yield head + payload + b"\0" if len(head + payload) % 64 == 0 else head + payload
    yield end


def _glued(head, payload, end):
    yield head + payload + end


def _apart(head, payload, end):
    yield head
    yield from ended(payload)
    yield end


def _chatty(head, payload, end):
    yield from ended(head + payload)
    yield b"\0\0"
    yield b""
    yield end


@pytest.mark.parametrize(
    "ending", [_zero_length, _nothing, _one_byte, _glued, _apart, _chatty], ids=lambda e: e.__name__
)
@pytest.mark.parametrize("size", SIZES)
def test_data_are_read_however_a_device_ends_them(ending, size):
    payload = bytes(range(256)) * (size // 256) + bytes(range(size % 256))

    def say(command):
        head = header(command.code, command.transaction, size)
        yield from ending(head, payload, response(OK, command.transaction, 7))

    rig = opened(Scripted(GetObject=say, GetStorageIDs=telling(b"next")))
    assert rig.talk.ask(Op.GetObject, 1, limit=2 * MIB) == payload
    assert rig.talk.ask(Op.GetStorageIDs) == b"next"
    assert rig.waited == 0
    assert rig.function.cancelled == []


def test_the_parameters_of_a_response_are_returned():
    def say(command):
        yield response(OK, command.transaction, 3, 4)

    rig = opened(Scripted(GetNumObjects=say))
    assert rig.talk.request(Op.GetNumObjects) == (3, 4)


def test_a_refusal_carries_the_code_and_leaves_the_device_usable():
    rig = opened(
        Scripted(GetObject=refusing(Response.InvalidObjectHandle), GetStorageIDs=telling(b"1"))
    )
    with pytest.raises(Refusal) as caught:
        rig.talk.ask(Op.GetObject, 99)
    assert caught.value.code == 0x2009
    assert rig.talk.ask(Op.GetStorageIDs) == b"1"
    assert rig.function.cancelled == []


def test_what_belongs_to_a_former_transaction_is_dropped():
    def say(command):
        yield response(OK, 77)
        yield data(Op.GetObject, 77, b"old")
        yield response(Response.TransactionCancelled, 77)
        yield from telling(b"new")(command)

    rig = opened(Scripted(GetStorageIDs=say))
    assert rig.talk.ask(Op.GetStorageIDs) == b"new"


def test_junk_in_headers_is_ignored_where_a_device_is_known_for_it():
    def say(_):
        yield data(0x02D1, 0xD20101D1, b"junk")
        yield response(OK, 0xD20101D1)

    rig = opened(Scripted(GetStorageIDs=say), quirks=replace(USUAL, junk_headers=True))
    assert rig.talk.ask(Op.GetStorageIDs) == b"junk"


def test_an_object_of_unknown_length_is_streamed_in_bounded_memory():
    piece = bytes(256 << 10)

    def say(command):
        yield header(Op.GetObject, command.transaction, None) + bytes(500)
        yield from repeat(piece, 160)
        yield b""
        yield response(OK, command.transaction)

    rig = opened(Scripted(GetObject=say))
    tracemalloc.start()
    try:
        size = sum(map(len, rig.talk.stream(Op.GetObject, 1)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert size == 500 + 160 * len(piece)
    assert peak < 8 * MIB


def test_a_header_of_unknown_length_may_come_apart():
    def say(command):
        yield header(Op.GetObject, command.transaction, None)
        yield bytes(700)
        yield response(OK, command.transaction)

    rig = opened(Scripted(GetObject=say))
    assert rig.talk.ask(Op.GetObject, 1) == bytes(700)


def test_few_transfers_are_made_for_a_large_object():
    rig = opened(Scripted(GetObject=telling(bytes(3 * MIB))))
    before = rig.bus.transfers
    assert len(rig.talk.ask(Op.GetObject, 1, limit=3 * MIB)) == 3 * MIB
    # The command, 256 KiB, then 1 MiB at a time, and the response.
    assert rig.bus.transfers - before == 1 + 1 + 3 + 1


# Devices that break the rules.


def test_more_than_the_limit_is_cancelled():
    rig = opened(Scripted(GetObjectHandles=telling(bytes(5000)), GetStorageIDs=telling(b"1")))
    with pytest.raises(Garbled):
        rig.talk.ask(Op.GetObjectHandles, limit=4999)
    assert rig.function.cancelled == [1]
    assert rig.talk.ask(Op.GetStorageIDs) == b"1"


@pytest.mark.parametrize(("code", "problem"), [(OK, Garbled), (Response.IncompleteTransfer, None)])
def test_a_response_in_place_of_the_rest_of_the_data_ends_them(code, problem):
    def say(command):
        yield header(Op.GetObject, command.transaction, 5000) + bytes(100)
        yield response(code, command.transaction)

    rig = opened(Scripted(GetObject=say, GetStorageIDs=telling(b"1")))
    with pytest.raises(problem or Refusal):
        rig.talk.ask(Op.GetObject, 1)
    assert rig.waited == 0
    assert rig.talk.ask(Op.GetStorageIDs) == b"1"


@pytest.mark.parametrize(
    "junk",
    [
        lambda c: [data(c.code, c.transaction, b"a"), data(c.code, c.transaction, b"b")],
        lambda _: [b"\x0c\0\0\0\1\0\2\x10\0\0\0\0"],
        lambda _: [b"\xff" * 20],
        lambda _: [b"\0" * 20],
        lambda _: repeat(response(OK, 77)),
        lambda _: repeat(b""),
    ],
    ids=["twice data", "a command", "ones", "zeros", "endless responses", "endless nothing"],
)
def test_what_is_no_answer_is_garbled(junk):
    rig = opened(Scripted(GetStorageIDs=lambda c: iter(junk(c)), GetNumObjects=plain))
    with pytest.raises(Garbled):
        rig.talk.ask(Op.GetStorageIDs)
    assert rig.talk.request(Op.GetNumObjects) == ()


# Time.


@pytest.mark.parametrize(("slow", "seconds"), [(False, 20), (True, 60)])
def test_a_silent_operation_ends_and_the_next_one_works(slow, seconds):
    rig = opened(
        Scripted(GetObjectInfo=silent, GetStorageIDs=telling(b"1")),
        quirks=replace(USUAL, slow=slow),
    )
    with pytest.raises(NoAnswer):
        rig.talk.ask(Op.GetObjectInfo, 1)
    assert seconds <= rig.waited < seconds + 1
    assert rig.function.cancelled == [1]
    assert rig.talk.ask(Op.GetStorageIDs) == b"1"


def late(seconds):
    def say(command):
        yield from repeat(None, seconds)
        yield from telling(b"late")(command)

    return say


def test_a_listing_may_take_minutes():
    rig = opened(Scripted(GetObjectPropList=late(200)))
    assert rig.talk.ask(Op.GetObjectPropList, 0) == b"late"
    assert 200 <= rig.waited < 202


def test_a_listing_does_not_take_for_ever():
    rig = opened(Scripted(GetObjectPropList=silent))
    with pytest.raises(NoAnswer):
        rig.talk.ask(Op.GetObjectPropList, 0)
    assert 300 <= rig.waited < 302


def test_the_caller_may_stop_waiting():
    asked = []

    def waiting():
        asked.append(1)
        if len(asked) == 5:
            raise InterruptedError

    rig = opened(Scripted(GetObjectPropList=silent, GetStorageIDs=telling(b"1")), waiting=waiting)
    with pytest.raises(InterruptedError):
        rig.talk.ask(Op.GetObjectPropList, 0)
    assert rig.function.cancelled == [1]
    assert rig.talk.ask(Op.GetStorageIDs) == b"1"


# Cancelling.


def endless(command):
    yield header(Op.GetObject, command.transaction, 1 << 31) + bytes(500)
    yield from repeat(bytes(256 << 10))


def test_a_stream_that_is_left_is_cancelled():
    rig = opened(Scripted(GetObject=endless, GetStorageIDs=telling(b"1")))
    rig.function.statuses.extend([BUSY, BUSY])
    stream = rig.talk.stream(Op.GetObject, 1)
    next(stream)
    stream.close()

    assert rig.function.cancelled == [1]
    assert not rig.function.statuses
    assert rig.talk.ask(Op.GetStorageIDs) == b"1"


def test_a_stream_that_nobody_began_says_nothing():
    rig = opened(Scripted())
    rig.talk.stream(Op.GetObject, 1).close()
    assert [each.code for each in rig.function.commands] == [Op.OpenSession]


def test_a_stream_ends_when_another_operation_begins():
    rig = opened(Scripted(GetObject=endless, GetStorageIDs=telling(b"1")))
    stream = rig.talk.stream(Op.GetObject, 1)
    next(stream)
    assert rig.talk.ask(Op.GetStorageIDs) == b"1"
    with pytest.raises(RuntimeError):
        next(stream)
    assert rig.talk.ask(Op.GetStorageIDs) == b"1"


def test_a_device_that_knows_no_cancelling_is_drained():
    def say(command):
        yield from telling(bytes(4 * MIB))(command)

    rig = opened(Scripted(GetObject=say, GetStorageIDs=telling(b"1")))
    rig.function.knows_cancel = False
    stream = rig.talk.stream(Op.GetObject, 1)
    next(stream)
    stream.close()
    assert rig.talk.ask(Op.GetStorageIDs) == b"1"


def test_a_device_that_goes_on_all_the_same_is_reset_and_a_session_opened_anew():
    rig = opened(Scripted(GetObject=endless, GetStorageIDs=telling(b"1")))
    rig.function.goes_on = True
    stream = rig.talk.stream(Op.GetObject, 1)
    next(stream)
    stream.close()

    assert rig.function.resets == 1
    assert rig.talk.ask(Op.GetStorageIDs) == b"1"
    assert [each.code for each in rig.function.commands[-2:]] == [Op.OpenSession, Op.GetStorageIDs]


def test_a_stall_is_cleared_and_the_next_operation_works():
    rig = opened(Scripted(GetObject=telling(bytes(MIB)), GetStorageIDs=telling(b"1")))
    rig.bus.stall_at(3)
    with pytest.raises(PipeStalled):
        rig.talk.ask(Op.GetObject, 1)
    assert rig.talk.ask(Op.GetStorageIDs) == b"1"


@pytest.mark.parametrize("fault", ["stall_at", "time_out_at"])
@pytest.mark.parametrize("n", range(1, 9))
def test_after_any_broken_transfer_the_next_operation_works(fault, n):
    rig = opened(Scripted(GetObject=telling(bytes(4 * MIB)), GetStorageIDs=telling(b"1")))
    getattr(rig.bus, fault)(n)
    try:
        rig.talk.ask(Op.GetObject, 1, limit=4 * MIB)
    except LinkProblem:
        assert rig.function.cancelled == [1]
    rig.bus.forget_faults()
    assert rig.talk.ask(Op.GetStorageIDs) == b"1"


@pytest.mark.parametrize("n", range(1, 9))
def test_a_cable_that_is_pulled_is_told_and_closing_never_fails(n):
    rig = Rig(Scripted(GetObject=telling(bytes(4 * MIB))))

    def talk_on():
        rig.talk.open()
        while True:
            rig.talk.ask(Op.GetObject, 1, limit=4 * MIB)

    rig.bus.unplug_at(n)
    with pytest.raises(Unplugged):
        talk_on()
    rig.talk.close()
    assert not rig.device.in_use


# Data that go.


def taking(rig, size, *, op=Op.SendObject, apart=False):
    """Let the device answer OK once the host has written `size` bytes, as USB ends them."""
    got = bytearray()

    def take(transfer):
        got.extend(transfer)
        ending = size if apart else size + 12
        ended = ending % PACKET or not ending or transfer == b""
        done = len(got) >= size + 12 and ended
        return response(OK, rig.function.commands[-1].transaction, 9) if done else None

    def say(_):
        rig.function.takes_data = take
        return iter(())

    rig.function.scripts[op] = say
    return got


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize("size", [0, 1, 499, 500, 501, 512, 1012, 1024, 300_000, (1 << 18) - 12])
def test_data_are_sent_as_usb_ends_them(size, apart):
    rig = opened(Scripted(), quirks=replace(USUAL, separate_header=apart))
    payload = bytes(range(256)) * (size // 256) + bytes(range(size % 256))
    heard = taking(rig, size, apart=apart)
    pieces = [payload[at : at + 1000] for at in range(0, size, 1000)]
    params = rig.talk.send(Op.SendObject, pieces=pieces, size=size)

    assert params == (9,)
    assert decode_header(heard).size == size
    assert heard[12:] == payload
    written = rig.function.written[2:]
    assert all(len(each) % PACKET == 0 for each in written[apart:-1])
    last = len(written[-1]) % PACKET or not written[-1]
    assert last


def test_data_of_4_gib_are_announced_as_unknown():
    rig = opened(Scripted())
    heard = []

    def take(transfer):
        heard.append(transfer)
        raise Stall

    def say(_):
        rig.function.takes_data = take
        return iter(())

    rig.function.scripts[Op.SendObject] = say
    with pytest.raises(PipeStalled):
        rig.talk.send(Op.SendObject, pieces=repeat(bytes(MIB), 4096), size=4 << 30)
    assert decode_header(heard[0]).size is None


@pytest.mark.parametrize("size", [99, 101])
def test_pieces_that_are_not_as_long_as_announced_are_cancelled(size):
    rig = opened(Scripted(GetStorageIDs=telling(b"1")))
    taking(rig, 100)
    with pytest.raises(ValueError, match="announced"):
        rig.talk.send(Op.SendObject, pieces=[bytes(100)], size=size)
    assert rig.function.cancelled == [1]
    assert rig.talk.ask(Op.GetStorageIDs) == b"1"


def test_what_taking_a_piece_raises_cancels():
    def pieces():
        yield bytes(MIB)
        raise InterruptedError

    rig = opened(Scripted(GetStorageIDs=telling(b"1")))
    taking(rig, 2 * MIB)
    with pytest.raises(InterruptedError):
        rig.talk.send(Op.SendObject, pieces=pieces(), size=2 * MIB)
    assert rig.function.cancelled == [1]
    assert rig.talk.ask(Op.GetStorageIDs) == b"1"


def test_a_device_that_takes_no_more_is_asked_why():
    def take(_):
        rig.function.takes_data = None
        rig.function.waiting = iter([response(Response.StoreFull, 1)])
        raise Stall

    def say(_):
        rig.function.takes_data = take
        return iter(())

    rig = opened(Scripted(SendObject=say, GetStorageIDs=telling(b"1")))
    with pytest.raises(Refusal) as caught:
        rig.talk.send(Op.SendObject, pieces=repeat(bytes(MIB), 8), size=8 * MIB)
    assert caught.value.code == Response.StoreFull
    assert rig.talk.ask(Op.GetStorageIDs) == b"1"


# Events.


def test_events_are_told_once_and_in_order():
    rig = opened(Scripted())
    rig.function.events.extend([event(Event.StoreAdded, 65537), event(Event.ObjectAdded, 12)])
    told = [(each.code, each.params) for each in rig.talk.events()]
    assert told == [(Event.StoreAdded, (65537,)), (Event.ObjectAdded, (12,))]
    assert rig.talk.events() == ()
    assert rig.waited < 0.05


def test_an_event_among_data_is_told_as_well():
    def say(command):
        yield event(Event.ObjectRemoved, 5)
        yield from plain(command)

    rig = opened(Scripted(GetStorageIDs=say))
    rig.talk.request(Op.GetStorageIDs)
    assert [each.code for each in rig.talk.events()] == [Event.ObjectRemoved]


def test_the_event_of_a_cancelled_operation_is_eaten():
    rig = opened(Scripted(GetObject=endless))
    stream = rig.talk.stream(Op.GetObject, 1)
    next(stream)
    rig.function.events.extend([event(Event.CancelTransaction), event(Event.ObjectAdded, 3)])
    stream.close()
    assert [each.code for each in rig.talk.events()] == [Event.ObjectAdded]


def test_a_device_that_never_ends_to_tell_is_heard_for_a_while():
    rig = opened(Scripted())
    rig.function.events.extend([b"ring", *[event(Event.ObjectAdded, 3)] * 1000])
    assert 200 < len(rig.talk.events()) < 300


def insisting(monkeypatch, **answers):
    """umtp-responder, while it tells of a file that was renamed."""
    rig = opened(Scripted(**answers))
    take = rig.function.receive

    def reserved(endpoint, data):
        if rig.function.events:
            rig.bus.clock.advance(0.125)
            raise usb.core.USBError("silent", None, errno.ETIMEDOUT)
        take(endpoint, data)

    monkeypatch.setattr(rig.function, "receive", reserved)
    rig.function.events.append(event(Event.ObjectAdded, 3))
    return rig


def test_a_device_that_takes_nothing_until_its_events_were_taken_is_heard(monkeypatch):
    rig = insisting(monkeypatch, GetStorageIDs=plain)
    rig.talk.request(Op.GetStorageIDs)
    assert [each.code for each in rig.talk.events()] == [Event.ObjectAdded]
    assert rig.waited < 1


def test_a_device_that_insisted_once_is_heard_before_the_next_file_without_a_wait(monkeypatch):
    rig = insisting(monkeypatch, GetStorageIDs=plain)
    taking(rig, 4, op=Op.SendObjectInfo)
    rig.talk.request(Op.GetStorageIDs)
    waited = rig.waited
    rig.function.events.append(event(Event.ObjectAdded, 4))
    rig.talk.send(Op.SendObjectInfo, 0, 0, pieces=(b"info",), size=4)
    assert rig.waited - waited < 0.1
    assert [each.params for each in rig.talk.events()] == [(3,), (4,)]
