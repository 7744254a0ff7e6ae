import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.phones.protocols.adb.connection import WINDOW, HostConnection, OutOfTurnError
from holdfast.phones.protocols.adb.events import (
    Acked,
    AuthWanted,
    Closed,
    Connected,
    Data,
    Opened,
    Owed,
    Refused,
    TlsWanted,
)
from holdfast.phones.protocols.adb.messages import (
    Auth,
    BrokenAdbError,
    Command,
    Message,
    encode,
)

NEW = b"device::ro.product.model=Pixel;features=shell_v2,delayed_ack"
PLAIN = b"device::ro.product.model=Pixel;features=shell_v2"


def say(connection, *messages, checked=False):
    data = b"".join(b"".join(encode(each, checked=checked)) for each in messages)
    return list(connection.receive(data))


def connected(said=PLAIN, version=0x01000001, most=1 << 20):
    connection = HostConnection()
    connection.connect()
    say(connection, Message(Command.CNXN, version, most, said))
    return connection


def opened(connection, remote=70, first=b""):
    stream, _ = connection.open("shell:")
    events = say(connection, Message(Command.OKAY, remote, stream, first))
    assert events == [Opened(stream)]
    return stream


def test_the_host_says_who_it_is_without_a_nul():
    message = HostConnection(frozenset({"shell_v2"})).connect()
    assert message == Message(Command.CNXN, 0x01000001, 1 << 20, b"host::features=shell_v2")


def test_what_both_ends_can_do_is_agreed():
    connection = HostConnection()
    connection.connect()
    (event,) = say(connection, Message(Command.CNXN, 0x01000001, 1 << 18, NEW + b",apex\0"))
    assert isinstance(event, Connected)
    assert (event.version, event.max_payload) == (0x01000001, 1 << 18)
    assert connection.features == {"shell_v2", "delayed_ack"}
    assert not connection.checked


def test_an_old_phone_gets_sums_and_short_messages():
    connection = connected(b"device::", 0x01000000, 4096)
    assert connection.checked
    assert connection.max_payload == 4096
    stream, message = connection.open("shell:ls")
    assert message == Message(Command.OPEN, stream, 0, b"shell:ls\0")
    say(connection, Message(Command.OKAY, 9, stream), checked=True)
    assert connection.room(stream) == 4096
    with pytest.raises(BrokenAdbError):
        say(connection, Message(Command.WRTE, 9, stream, b"x"), checked=False)


def test_the_phone_asks_for_keys_and_then_lets_us_in():
    connection = HostConnection()
    connection.connect()
    token = Message(Command.AUTH, Auth.TOKEN, 0, b"T" * 20)
    assert say(connection, token) == [AuthWanted(b"T" * 20)]
    assert connection.sign(b"S") == Message(Command.AUTH, Auth.SIGNATURE, 0, b"S")
    assert connection.offer_key(b"K u@h") == Message(Command.AUTH, Auth.PUBLIC_KEY, 0, b"K u@h\0")
    assert connection.checked
    assert say(connection, Message(Command.STLS)) == [TlsWanted()]


@given(st.integers(1, 40), st.binary(max_size=60))
def test_what_an_earlier_session_left_is_passed_over(size, junk):
    connection = HostConnection()
    connection.connect()
    stale = b"".join(encode(Message(Command.WRTE, 5, 6, b"stale"), checked=False))
    data = junk + stale + b"".join(encode(Message(Command.CNXN, 1, 4096, PLAIN), checked=True))
    found = [
        each
        for at in range(0, len(data), size)
        for each in connection.receive(data[at : at + size])
    ]
    assert [type(each) for each in found] == [Connected]


def test_one_write_waits_for_its_acknowledgement():
    connection = connected()
    stream = opened(connection)
    assert connection.room(stream) == 1 << 20
    assert connection.write(stream, b"ab") == Message(Command.WRTE, stream, 70, b"ab")
    assert connection.room(stream) == 0
    with pytest.raises(OutOfTurnError):
        connection.write(stream, b"c")
    assert say(connection, Message(Command.OKAY, 70, stream)) == [Acked(stream)]
    assert connection.room(stream) == 1 << 20


def test_with_delayed_acknowledgement_both_windows_are_kept():
    connection = connected(NEW)
    stream, message = connection.open("sync:")
    assert message.arg1 == WINDOW
    say(connection, Message(Command.OKAY, 70, stream, struct.pack("<i", 1000)))
    assert connection.room(stream) == 1000
    connection.write(stream, bytes(600))
    assert connection.room(stream) == 400
    say(connection, Message(Command.OKAY, 70, stream, struct.pack("<i", -300)))
    assert connection.room(stream) == 100
    say(connection, Message(Command.OKAY, 70, stream, struct.pack("<i", -300)))
    assert connection.room(stream) == 0
    assert connection.take(stream, 12) == Message(Command.OKAY, stream, 70, struct.pack("<i", 12))


def test_no_more_than_a_little_is_sent_ahead_whatever_the_phone_allows():
    connection = connected(NEW)
    stream = opened(connection, first=struct.pack("<i", 32 << 20))
    for _ in range(4):
        connection.write(stream, bytes(1 << 20))
    assert connection.room(stream) == 0
    say(connection, Message(Command.OKAY, 70, stream, struct.pack("<i", 5000)))
    assert connection.room(stream) == 5000


@pytest.mark.parametrize("payload", [b"", b"\0\0\0", b"\0" * 5])
def test_a_delayed_acknowledgement_without_its_number_is_broken(payload):
    connection = connected(NEW)
    stream, _ = connection.open("sync:")
    with pytest.raises(BrokenAdbError):
        say(connection, Message(Command.OKAY, 70, stream, payload))


def test_data_is_acknowledged_when_it_is_taken():
    connection = connected()
    stream = opened(connection)
    assert say(connection, Message(Command.WRTE, 70, stream, b"ab")) == [Data(stream, b"ab")]
    with pytest.raises(BrokenAdbError):
        say(connection, Message(Command.WRTE, 70, stream, b"cd"))
    assert connection.take(stream, 2) == Message(Command.OKAY, stream, 70)


def test_more_than_the_window_is_never_kept():
    connection = connected(NEW)
    stream = opened(connection, first=struct.pack("<i", 9))
    data = Message(Command.WRTE, 70, stream, bytes(1 << 20))
    for _ in range((WINDOW >> 20) + 1):
        say(connection, data)
    with pytest.raises(BrokenAdbError):
        say(connection, data)


def test_a_message_without_bytes_is_acknowledged_and_no_end():
    connection = connected()
    stream = opened(connection)
    assert say(connection, Message(Command.WRTE, 70, stream)) == [
        Owed(Message(Command.OKAY, stream, 70))
    ]


@pytest.mark.parametrize("own", [0, 70])
def test_a_phone_may_close_with_zero_as_its_own_id(own):
    connection = connected()
    stream = opened(connection)
    assert say(connection, Message(Command.CLSE, own, stream)) == [
        Owed(Message(Command.CLSE, stream, 70)),
        Closed(stream),
    ]
    assert connection.take(stream, 1) is None
    assert connection.close(stream) is None
    assert connection.room(stream) == 0


def test_a_service_that_is_not_there_is_refused():
    connection = connected()
    stream, _ = connection.open("nonsense:")
    assert say(connection, Message(Command.CLSE, 0, stream)) == [Refused(stream)]


def test_messages_for_streams_nobody_knows_change_nothing():
    connection = connected()
    stream = opened(connection)
    assert say(connection, Message(Command.WRTE, 70, 99, b"x")) == []
    assert say(connection, Message(Command.WRTE, 71, stream, b"x")) == []
    assert say(connection, Message(Command.CLSE, 71, stream)) == []
    assert say(connection, Message(Command.CLSE, 0, 99)) == []
    assert say(connection, Message(Command.OKAY, 71, 99)) == [Owed(Message(Command.CLSE, 99, 71))]
    assert say(connection, Message(Command.WRTE, 70, stream, b"y")) == [Data(stream, b"y")]


def test_a_stream_given_up_before_it_opened_is_closed_when_it_does():
    connection = connected()
    stream, _ = connection.open("shell:")
    assert connection.close(stream) is None
    assert say(connection, Message(Command.OKAY, 70, stream)) == [
        Owed(Message(Command.CLSE, stream, 70))
    ]


def test_streams_do_not_mix():
    connection = connected()
    one, two = opened(connection, 70), opened(connection, 71)
    assert one != two
    assert say(
        connection,
        Message(Command.WRTE, 71, two, b"2"),
        Message(Command.WRTE, 70, one, b"1"),
    ) == [Data(two, b"2"), Data(one, b"1")]


def test_a_phone_that_begins_anew_ends_all_streams():
    connection = connected()
    stream = opened(connection)
    (again,) = say(connection, Message(Command.CNXN, 0x01000001, 4096, PLAIN), checked=True)
    assert isinstance(again, Connected)
    assert connection.room(stream) == 0
    assert say(connection, Message(Command.WRTE, 70, stream, b"x")) == []
    assert connection.max_payload == 4096


def test_nothing_is_opened_before_the_phone_lets_us_in():
    with pytest.raises(OutOfTurnError):
        HostConnection().open("shell:")


def test_a_name_that_the_phone_cannot_take_is_not_sent():
    connection = connected(b"device::", 0x01000000, 4096)
    with pytest.raises(ValueError, match="4097"):
        connection.open("s" * 4096)


@given(st.binary(max_size=200))
def test_no_bytes_are_too_odd(data):
    connection = connected()
    opened(connection)
    try:
        list(connection.receive(data))
    except BrokenAdbError:
        return
