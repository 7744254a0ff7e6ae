"""Both real ends joined back to back: what one says, the other hears."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.phones.protocols.obex.client import Continue, Done, ObexClient, Refused
from holdfast.phones.protocols.obex.headers import BrokenObexError, Header, HeaderId
from holdfast.phones.protocols.obex.packets import Code, Opcode, encode_packet
from holdfast.phones.protocols.obex.server import (
    Abort,
    Connect,
    Disconnect,
    Get,
    ObexServer,
    Put,
    SetPath,
    Stray,
)
from tests.phones.protocols.obex.samples import texts

TARGET = b"IRMC-SYNC"
packet_sizes = st.integers(255, 2000)


class Pair:
    def __init__(self, client_max=65535, server_max=65535):
        self.client = ObexClient(client_max)
        self.server = ObexServer(server_max)

    def asks(self, packet):
        [request] = self.server.receive(packet)
        return request

    def answers(self, packet):
        [event] = self.client.receive(packet)
        return event

    def join(self):
        self.asks(self.client.connect(TARGET))
        self.answers(self.server.accept(3, TARGET))
        return self


def test_a_directed_connection_is_heard_and_accepted():
    pair = Pair()
    assert pair.asks(pair.client.connect(TARGET)) == Connect(TARGET)
    done = pair.answers(pair.server.accept(3, TARGET))
    assert done.headers.data(HeaderId.WHO) == TARGET
    assert pair.asks(pair.client.disconnect()) == Disconnect()
    assert isinstance(pair.answers(pair.server.answer(Code.OK)), Done)


@given(texts, st.booleans())
def test_a_folder_is_heard_as_it_was_said(name, create):
    pair = Pair().join()
    assert pair.asks(pair.client.set_path(name, create=create)) == SetPath(name, create)


def test_up_is_heard_as_no_name():
    pair = Pair().join()
    assert pair.asks(pair.client.set_path(None)) == SetPath(None, create=False)


@given(st.binary(max_size=5000), packet_sizes, packet_sizes)
def test_an_object_read_in_pieces_is_whole(body, client_max, server_max):
    pair = Pair(client_max, server_max).join()
    request = pair.asks(pair.client.get(Header(HeaderId.NAME, "n")))
    assert isinstance(request, Get)
    assert request.first
    got, left = b"", body
    while True:
        room = pair.server.room()
        piece, left = left[:room], left[room:]
        code = Code.CONTINUE if left else Code.OK
        event = pair.answers(pair.server.answer(code, body=piece))
        got += event.body
        if isinstance(event, Done):
            break
        assert not pair.asks(pair.client.more()).first
    assert got == body


@given(st.binary(min_size=1, max_size=5000), packet_sizes)
def test_an_object_put_in_pieces_is_whole(body, server_max):
    pair = Pair(server_max=server_max).join()
    headers = [Header(HeaderId.NAME, "n")]
    room = pair.client.room(headers)
    packet = pair.client.put(headers, body[:room], last=len(body) <= room)
    got, left = b"", body[room:]
    while True:
        request = pair.asks(packet)
        assert isinstance(request, Put)
        got += request.body or b""
        if request.last:
            assert isinstance(pair.answers(pair.server.answer(Code.CREATED)), Done)
            break
        assert isinstance(pair.answers(pair.server.answer(Code.CONTINUE)), Continue)
        room = pair.client.room()
        packet = pair.client.put_more(left[:room], last=len(left) <= room)
        left = left[room:]
    assert got == body


def test_an_abort_ends_the_object_under_way():
    pair = Pair().join()
    pair.asks(pair.client.get(Header(HeaderId.NAME, "n")))
    pair.answers(pair.server.answer(Code.CONTINUE, body=b"x"))
    assert pair.asks(pair.client.abort()) == Abort()
    pair.answers(pair.server.answer(Code.OK))
    assert pair.asks(pair.client.get(Header(HeaderId.NAME, "n"))).first


def test_a_refusal_is_heard_with_its_code():
    pair = Pair().join()
    pair.asks(pair.client.get(Header(HeaderId.NAME, "n")))
    event = pair.answers(pair.server.answer(Code.DATABASE_LOCKED))
    assert isinstance(event, Refused)
    assert event.code == Code.DATABASE_LOCKED


@pytest.mark.parametrize("headers", [[], [Header(HeaderId.CONNECTION_ID, 4)]])
def test_a_request_for_another_connection_is_a_stray(headers):
    pair = Pair().join()
    assert pair.asks(encode_packet(0x83, headers)) == Stray()


@pytest.mark.parametrize("told", [[], [3]])
@pytest.mark.parametrize("opcode", [0x83, 0x81])
def test_a_lenient_server_takes_an_id_that_is_late_or_left_out_but_no_other(opcode, told):
    pair = Pair()
    pair.server = ObexServer(strict=False)
    pair.join()
    ids = [Header(HeaderId.CONNECTION_ID, each) for each in told]
    name = Header(HeaderId.NAME, "n")
    other = Header(HeaderId.CONNECTION_ID, 4)
    assert pair.asks(encode_packet(opcode, [name, other])) == Stray()
    assert pair.asks(encode_packet(opcode, [name, *ids])) != Stray()


@pytest.mark.parametrize("opcode", [0x03, 0x83, 0x02, 0x82])
def test_only_the_first_packet_of_a_request_needs_the_connection_s_id(opcode):
    # OpenOBEX leaves it out of all others.
    pair = Pair().join()
    directed = [Header(HeaderId.CONNECTION_ID, 3), Header(HeaderId.NAME, "n")]
    pair.asks(encode_packet(opcode & 0x7F, directed))
    pair.server.answer(Code.CONTINUE)
    assert not pair.asks(encode_packet(opcode)).first
    assert pair.asks(encode_packet(opcode, [Header(HeaderId.CONNECTION_ID, 4)])) == Stray()
    pair.server.answer(Code.OK)
    assert pair.asks(encode_packet(opcode)) == Stray()


def test_what_is_under_way_may_be_aborted_without_the_connection_s_id():
    pair = Pair().join()
    assert pair.asks(encode_packet(Opcode.ABORT)) == Stray()
    pair.asks(pair.client.get(Header(HeaderId.NAME, "n")))
    assert pair.asks(encode_packet(Opcode.ABORT)) == Abort()


@pytest.mark.parametrize("packet", ["80 0004 10", "85 0003", "8A 0003", "83 0006 01 0009"])
def test_a_client_that_breaks_obex_is_found_out(packet):
    with pytest.raises(BrokenObexError):
        list(ObexServer().receive(bytes.fromhex(packet)))


def test_a_client_that_sends_more_than_the_server_takes_is_found_out():
    with pytest.raises(BrokenObexError):
        list(ObexServer(255).receive(encode_packet(0x82, [Header(HeaderId.BODY, b"x" * 300)])))


@given(st.binary(max_size=60))
def test_whatever_a_client_says_is_a_request_or_broken(data):
    try:
        list(ObexServer().receive(data))
    except BrokenObexError:
        return
