import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.phones.protocols.obex.client import (
    Continue,
    Done,
    ObexClient,
    OutOfTurnError,
    Refused,
)
from holdfast.phones.protocols.obex.headers import (
    BrokenObexError,
    DoesNotFitError,
    Header,
    HeaderId,
)
from holdfast.phones.protocols.obex.packets import Code, Opcode, encode_packet

TARGET = b"IRMC-SYNC"
NAME = Header(HeaderId.NAME, "telecom/pb.vcf")


def accepted(max_packet=1024, connection=7):
    fields = bytes((0x10, 0)) + max_packet.to_bytes(2)
    return encode_packet(Code.OK, [Header(HeaderId.CONNECTION_ID, connection)], fields=fields)


def connected(max_packet=1024):
    client = ObexClient()
    client.connect(TARGET)
    list(client.receive(accepted(max_packet)))
    return client


def hear(client, code, *headers):
    [event] = client.receive(encode_packet(code, headers))
    return event


def test_connect_names_its_target_and_its_own_max_packet():
    assert ObexClient().connect(TARGET) == bytes.fromhex("80 0013 10 00 FFFF 46 000C") + TARGET


def test_the_connection_id_comes_first_in_every_later_request():
    client = connected()
    packet = client.get(NAME)
    assert packet[3:8] == bytes.fromhex("CB 00000007")
    hear(client, Code.CONTINUE, Header(HeaderId.BODY, b"a"))
    assert client.more() == bytes.fromhex("83 0008 CB 00000007")


def test_a_get_in_pieces_streams_and_ends():
    client = connected()
    client.get(NAME)
    assert hear(client, Code.CONTINUE, Header(HeaderId.BODY, b"ab")).body == b"ab"
    client.more()
    event = hear(client, Code.OK, Header(HeaderId.END_OF_BODY, b"c"))
    assert isinstance(event, Done)
    assert event.body == b"c"
    assert client.idle


def test_a_refusal_leaves_the_session_usable():
    client = connected()
    client.get(NAME)
    assert hear(client, Code.FORBIDDEN) == Refused(Code.FORBIDDEN, hear_nothing())
    assert client.idle


def hear_nothing():
    client = connected()
    client.get(NAME)
    return hear(client, Code.NOT_FOUND).headers


@given(st.binary(max_size=400), st.integers(1, 300))
def test_an_answer_may_come_in_any_pieces(body, size):
    client = connected()
    client.get(NAME)
    data = encode_packet(Code.OK, [Header(HeaderId.END_OF_BODY, body)])
    events = [
        event for at in range(0, len(data), size) for event in client.receive(data[at : at + size])
    ]
    assert [event.body for event in events] == [body]


@given(st.binary(max_size=40))
def test_whatever_a_phone_says_is_an_event_or_broken(data):
    client = connected()
    client.get(NAME)
    try:
        events = list(client.receive(data))
    except BrokenObexError:
        return
    assert all(isinstance(event, Continue | Done | Refused) for event in events)


@given(st.binary(min_size=3, max_size=40))
def test_an_answer_nobody_asked_for_is_broken(data):
    client = connected()
    try:
        assert list(client.receive(data)) == []
    except BrokenObexError:
        with pytest.raises(OutOfTurnError):
            client.get(NAME)


def test_a_broken_session_stays_broken():
    client = connected()
    client.get(NAME)
    with pytest.raises(BrokenObexError):
        list(client.receive(bytes.fromhex("A0 0001")))
    with pytest.raises(OutOfTurnError):
        client.get(NAME)


@pytest.mark.parametrize("fields", ["20 00 0400", "10 00 0010", "10 00"])
def test_an_impossible_answer_to_connect_is_broken(fields):
    client = ObexClient()
    client.connect()
    with pytest.raises(BrokenObexError):
        list(client.receive(encode_packet(Code.OK, fields=bytes.fromhex(fields))))


def test_no_packet_is_longer_than_the_phone_takes():
    client = connected(max_packet=255)
    room = client.room([NAME])
    packet = client.put([NAME], b"x" * room, last=True)
    assert len(packet) == 255
    assert client.peer_max == 255


def test_a_name_longer_than_the_phone_takes_is_not_asked_for():
    client = connected(max_packet=255)
    with pytest.raises(DoesNotFitError):
        client.get(Header(HeaderId.NAME, "x" * 200))
    assert client.idle


def test_delete_is_a_put_without_a_body():
    client = connected()
    packet = client.put([NAME], None, last=True)
    assert packet[0] == Opcode.PUT | 0x80
    assert b"\x48" not in packet[8:11]
    assert len(packet) == 3 + 5 + 3 + 2 * len("telecom/pb.vcf\0")


def test_set_path_says_up_by_a_flag_and_the_root_by_an_empty_name():
    client = ObexClient()
    assert client.set_path(None) == bytes.fromhex("85 0005 03 00")
    hear(client, Code.OK)
    assert client.set_path("") == bytes.fromhex("85 0008 02 00 01 0003")
    hear(client, Code.OK)
    assert client.set_path("a", create=True)[3:5] == bytes.fromhex("00 00")


def test_continue_to_a_request_without_pieces_is_broken():
    client = connected()
    client.set_path("a")
    with pytest.raises(BrokenObexError):
        hear(client, Code.CONTINUE)


def test_a_second_question_before_the_answer_is_our_own_bug():
    client = connected()
    client.get(NAME)
    with pytest.raises(OutOfTurnError):
        client.get(NAME)
    with pytest.raises(OutOfTurnError):
        client.abort()


def test_a_refused_connect_may_come_without_its_fields():
    client = ObexClient()
    client.connect(TARGET)
    assert isinstance(hear(client, Code.NOT_FOUND), Refused)
