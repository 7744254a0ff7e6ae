"""Phones that break OBEX itself, as bytes on the wire."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.phones.handsets.handset import Garbled
from holdfast.phones.handsets.irmc.conversation import Conversation, RefusalError
from holdfast.phones.links.link import NoAnswer
from holdfast.phones.protocols.obex.headers import Header, HeaderId
from holdfast.phones.protocols.obex.packets import Code, encode_packet

ACCEPTED = encode_packet(Code.OK, fields=bytes.fromhex("10 00 0400"))
NAME = Header(HeaderId.NAME, "n")


class Scripted:
    """A link whose phone says what it was told to say, whatever it is asked."""

    def __init__(self, *says):
        self.says = list(says)
        self.heard = []
        self.closed = 0

    def write(self, data, timeout):
        self.heard.append(data)

    def read(self, size, timeout):
        if not self.says:
            raise NoAnswer(timeout)
        said = self.says.pop(0)
        if len(said) > size:
            self.says.insert(0, said[size:])
        return said[:size]

    def close(self):
        self.closed += 1


def conversation(*says):
    link = Scripted(ACCEPTED, *says)
    talk = Conversation(link, lambda _: None)
    talk.turn_to(None)
    return talk, link


def body_of(talk):
    return b"".join(event.body for event in talk.get(NAME))


def piece(code, body):
    header_id = HeaderId.BODY if code == Code.CONTINUE else HeaderId.END_OF_BODY
    return encode_packet(code, [Header(header_id, body)])


@pytest.mark.parametrize(
    "said",
    [
        bytes.fromhex("A0 0000"),
        bytes.fromhex("A0 0006 49 0009"),
        bytes.fromhex("20 0003"),
        piece(Code.OK, b"x") * 2,
        bytes.fromhex("A0 0007 01 0004 00"),
    ],
    ids=["no-length", "header-too-long", "not-final", "twice", "half-a-character"],
)
def test_an_answer_that_breaks_obex_is_garbled_and_the_next_request_begins_anew(said):
    talk, link = conversation(said)
    with pytest.raises(Garbled):
        body_of(talk)
    link.says = []
    with pytest.raises(NoAnswer):
        talk.turn_to(None)
    assert link.heard[-1][0] == 0x80


def test_stale_bytes_are_drained_before_a_new_beginning():
    talk, link = conversation()
    with pytest.raises(NoAnswer):
        body_of(talk)
    late = piece(Code.OK, b"late")

    class Late(Scripted):
        def write(self, data, timeout):
            super().write(data, timeout)
            self.says = [ACCEPTED]

    link.__class__ = Late
    link.says = [late, late]
    talk.turn_to(None)
    assert talk.connections == 2


def test_continue_for_ever_without_a_body_is_garbled():
    talk, _ = conversation(*[encode_packet(Code.CONTINUE)] * 1000)
    with pytest.raises(Garbled):
        body_of(talk)


def test_a_phone_that_sends_nothing_but_empty_transfers_is_garbled():
    talk, link = conversation()
    link.read = lambda size, timeout: b""
    with pytest.raises(Garbled):
        body_of(talk)


def test_a_phone_that_never_ends_a_packet_is_garbled_in_good_time():
    talk, link = conversation()
    waited = 0.0

    def drip(size, timeout):
        nonlocal waited
        waited += timeout * 0.9
        return b"\0" if waited > 10 else b"\xa0\xff\xff"

    link.read = drip
    talk = Conversation(link, lambda _: None, lambda: waited)
    with pytest.raises(Garbled):
        talk.turn_to(None)
    assert waited < 300


def test_continue_after_the_last_piece_of_a_put_is_garbled():
    talk, _ = conversation(encode_packet(Code.CONTINUE))
    with pytest.raises(Garbled):
        talk.put([NAME], [b"x"])


def test_yes_before_an_object_is_whole_is_garbled():
    talk, _ = conversation(encode_packet(Code.OK))
    with pytest.raises(Garbled):
        talk.put([NAME], [bytes(5000)])


def test_a_refusal_half_way_through_a_put_is_a_refusal():
    talk, _ = conversation(encode_packet(Code.CONTINUE), encode_packet(Code.DATABASE_FULL))
    with pytest.raises(RefusalError) as caught:
        talk.put([NAME], [bytes(5000)])
    assert caught.value.code == Code.DATABASE_FULL


def test_a_new_request_aborts_the_one_before():
    talk, link = conversation(
        piece(Code.CONTINUE, b"a"), encode_packet(Code.OK), piece(Code.OK, b"b")
    )
    half = talk.get(NAME)
    next(half)
    assert body_of(talk) == b"b"
    assert [packet[0] for packet in link.heard] == [0x80, 0x83, 0xFF, 0x83]
    with pytest.raises(RuntimeError):
        next(half)


def test_no_packet_is_longer_than_the_phone_takes():
    talk, link = conversation(*[encode_packet(Code.CONTINUE)] * 4, encode_packet(Code.CREATED))
    talk.put([NAME], [bytes(2000), bytes(2500)])
    assert max(len(packet) for packet in link.heard) == 0x400
    assert len(link.heard) == 6


def test_services_are_switched_with_a_disconnect_between():
    talk, link = conversation(encode_packet(Code.OK), ACCEPTED)
    talk.turn_to(b"OTHER")
    assert [packet[0] for packet in link.heard] == [0x80, 0x81, 0x80]


@given(st.lists(st.binary(max_size=40), max_size=4))
def test_whatever_a_phone_says_is_an_object_or_a_known_problem(says):
    talk, link = conversation(*says)
    with suppress(Garbled, NoAnswer, RefusalError):
        body_of(talk)
    talk.close()
    assert link.closed == 1
