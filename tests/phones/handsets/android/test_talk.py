import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from holdfast.phones.handsets.android.key_files import HostKey
from holdfast.phones.handsets.android.shell import Ran, run
from holdfast.phones.handsets.android.streams import (
    EncryptedOnly,
    NotAuthorised,
    ServiceRefused,
    StreamClosedError,
)
from holdfast.phones.handsets.android.sync import Files
from holdfast.phones.handsets.android.talk import AdbTalk
from holdfast.phones.handsets.handset import Garbled
from holdfast.phones.links.link import NoAnswer, Unplugged
from holdfast.phones.links.usb import UsbBus
from holdfast.phones.protocols.adb import keys
from holdfast.phones.protocols.adb.connection import FEATURES
from holdfast.phones.protocols.adb.messages import Command, Message, encode
from holdfast.phones.virtual.android.adbd import ANDROID_6, ANDROID_11, ANDROID_16
from holdfast.phones.virtual.android.function import AdbFunction, adb_interface
from holdfast.phones.virtual.bus import VirtualBus
from holdfast.phones.virtual.device import Descriptors, VirtualDevice
from tests.phones.protocols.adb.wire import ALL, NEW, OLD, PLAIN, Owner, Speech, Wire, services
from tests.phones.virtual.android.rig import Rig


def make_key(name):
    private = rsa.generate_private_key(65537, 2048)
    return HostKey(private, keys.public_line(private.public_key(), name))


MINE, OTHER = make_key("me@desk"), make_key("other@desk")


def talk(wire, *known, **more):
    return AdbTalk(wire, known, now=wire.clock, **more)


def at_rest(manners=NEW, **known):
    wire = Wire(manners, services(**known))
    adb = talk(wire)
    adb.connect()
    return adb, wire


@pytest.fixture(params=ALL, ids=["new", "plain", "old"])
def manners(request):
    return request.param


def test_a_phone_without_a_lock_lets_everybody_in(manners):
    adb, _ = at_rest(manners)
    assert adb.features == manners.features & FEATURES
    assert adb.max_payload == manners.max_payload
    assert adb.banner.model == manners.properties.get("ro.product.model", "")


def test_any_key_that_the_phone_knows_opens_it_without_a_dialog(manners):
    owner = Owner(OTHER.private.public_key())
    adb = talk(Wire(manners, services(), owner), MINE, OTHER)
    adb.connect()
    assert owner.shown == []


def test_the_owner_is_asked_with_the_fingerprint_the_dialog_shows(manners):
    owner, told = Owner(), []
    adb = talk(Wire(manners, services(), owner), MINE, waiting=told.append)
    with pytest.raises(NotAuthorised) as refused:
        adb.connect()
    assert refused.value.fingerprint == keys.fingerprint(owner.shown[0]) == MINE.fingerprint
    assert owner.shown[0] == MINE.line + b"\0"
    assert set(told) == {MINE.fingerprint}
    assert len(told) > 20


def test_waiting_goes_on_where_it_was_when_the_owner_agrees_late():
    owner = Owner()
    wire = Wire(NEW, services(), owner)
    adb = talk(wire, MINE)
    with pytest.raises(NotAuthorised):
        adb.connect()
    said = len(wire.written)
    owner.says = True
    assert adb.connect().model == "Pixel 16"
    assert len(wire.written) == said


def test_waiting_can_be_given_up():
    def stop(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        talk(Wire(NEW, services(), Owner()), MINE, waiting=stop).connect()


def test_without_a_key_nobody_is_asked():
    owner = Owner()
    with pytest.raises(NotAuthorised):
        talk(Wire(NEW, services(), owner)).connect()
    assert owner.shown == []


def test_a_phone_that_wants_encryption_is_said_to():
    wire = Wire(NEW, services())
    wire.deaf = 2
    wire.behind = [Message(Command.STLS, 0x01000000)]
    with pytest.raises(EncryptedOnly):
        talk(wire).connect()


def test_what_an_earlier_session_left_is_drained():
    wire = Wire(NEW, services())
    token = Message(Command.AUTH, 1, 0, b"old" * 7)
    wire.transfers.extend((bytes(700), *encode(token, checked=True)))
    talk(wire, MINE).connect()
    assert [each[:4] for each in wire.written[::2]] == [b"CNXN"]


def test_a_phone_that_overhears_the_first_word_is_told_again():
    wire = Wire(NEW, services())
    wire.deaf = 2
    talk(wire).connect()
    assert [each[:4] for each in wire.written[::2]] == [b"CNXN", b"CNXN"]


def test_a_phone_that_says_nothing_gives_no_answer():
    wire = Wire(NEW, services())
    wire.deaf = 99
    with pytest.raises(NoAnswer):
        talk(wire).connect()
    assert wire.now < 60


def test_header_and_payload_are_transfers_of_their_own(manners):
    heard = Speech(answer=lambda data: [data])
    adb, wire = at_rest(manners, echo=lambda _: heard)
    data = bytes(range(250)) * 400
    stream = adb.open("echo:")
    wire.written.clear()
    stream.write(data)
    found = b""
    while len(found) < len(data):
        found += stream.read()
    assert found == bytes(heard.heard) == data
    headers = [each for each in wire.written if len(each) == 24]
    assert {each[:4] for each in headers} == {b"WRTE", b"OKAY"}
    lengths = [int.from_bytes(each[12:16], "little") for each in headers]
    assert max(lengths) == min(len(data), manners.max_payload)


def test_never_is_more_read_than_the_header_or_the_payload_that_comes(manners):
    adb, wire = at_rest(manners, cat=lambda _: Speech(bytes(9000), b"x", bytes(512), None))
    stream = adb.open("cat:")
    while stream.read():
        continue
    asked = [(size, came) for size, came in wire.asked if size != 1 << 14]
    assert asked
    assert all(size == came for size, came in asked)


def test_the_end_of_a_stream_is_an_empty_read_and_stays_one(manners):
    adb, _ = at_rest(manners, cat=lambda _: Speech(b"ab", None))
    stream = adb.open("cat:")
    assert [stream.read(), stream.read(), stream.read()] == [b"ab", b"", b""]
    assert stream.waiting()


def test_several_streams_are_open_at_once(manners):
    adb, _ = at_rest(manners, say=lambda rest: Speech(*[rest] * 3, None))
    streams = [adb.open(f"say:{number}") for number in range(4)]
    for stream in reversed(streams):
        said = b"".join(iter(stream.read, b""))
        assert said == b"%d" % streams.index(stream) * 3


def test_what_nobody_reads_is_not_piled_up(manners):
    endless = Speech(answer=lambda data: [data])
    adb, _ = at_rest(manners, endless=lambda _: Endless(), echo=lambda _: endless)
    unread, echo = adb.open("endless:"), adb.open("echo:")
    for _ in range(400):
        echo.write(b"x")
        assert echo.read() == b"x"
    held = sum(len(data) for data, _ in unread._held)
    # The part that is acknowledged ahead, and the phone's window at most.
    assert held <= (1 << 20) + (3 << 20 if manners is NEW else 2 * manners.max_payload)


class Stubborn(Speech):
    """Takes nothing while something of its own is not fetched."""

    def __getattribute__(self, name):
        if name == "hungry":
            return not self.pieces
        return super().__getattribute__(name)


class Endless(Speech):
    def give(self, most):
        return bytes(most)


def test_a_service_that_needs_its_answer_taken_before_it_takes_more_does_not_lock_up():
    for manners in (PLAIN, OLD):
        adb, _ = at_rest(manners, cat=lambda _: Stubborn(answer=lambda said: [said]))
        stream = adb.open("cat:")
        sent = bytes(range(250)) * 8000
        stream.write(sent)
        found = bytearray()
        while len(found) < len(sent):
            found += stream.read()
        assert found == sent


def test_a_service_that_is_not_there_is_refused(manners):
    adb, _ = at_rest(manners, say=lambda _: Speech(b"here", None))
    with pytest.raises(ServiceRefused):
        adb.open("nothing:")
    with pytest.raises(ServiceRefused):
        adb.open("say:" + "x" * manners.max_payload)
    assert adb.open("say:").read() == b"here"


def test_writing_to_a_stream_that_the_phone_closed_says_so(manners):
    adb, _ = at_rest(manners, short=lambda _: Speech(answer=lambda _: None))
    stream = adb.open("short:")
    stream.write(b"one")
    assert stream.read() == b""
    with pytest.raises(StreamClosedError):
        stream.write(b"two")


def test_a_closed_stream_is_closed_on_the_phone_too(manners):
    service = Endless()
    adb, wire = at_rest(manners, endless=lambda _: service, say=lambda _: Speech(b"x", None))
    stream = adb.open("endless:")
    stream.read()
    stream.close()
    stream.close()
    assert service.ended
    assert adb.open("say:").read() == b"x"
    assert not wire.closed


def test_silence_of_one_stream_leaves_the_others(manners):
    adb, wire = at_rest(manners, mute=lambda _: Speech(), say=lambda _: Speech(b"x", None))
    with pytest.raises(NoAnswer):
        adb.open("mute:").read(seconds=3)
    assert wire.now < 10
    assert adb.open("say:").read() == b"x"


def test_a_pulled_cable_ends_everything(manners):
    adb, wire = at_rest(manners, mute=lambda _: Speech())
    stream = adb.open("mute:")
    wire.pulled = True
    with pytest.raises(Unplugged):
        stream.read()
    with pytest.raises(Unplugged):
        adb.open("mute:")
    stream.close()
    adb.close()
    assert wire.closed


def test_a_phone_that_begins_anew_counts_as_unplugged(manners):
    adb, wire = at_rest(manners, mute=lambda _: Speech())
    stream = adb.open("mute:")
    wire.transfers.extend(encode(Message(Command.CNXN, 1, 4096, b"device::"), checked=True))
    with pytest.raises(Unplugged):
        stream.read()


def test_nonsense_from_the_phone_is_garbled_and_stays_so():
    adb, wire = at_rest(NEW, mute=lambda _: Speech())
    stream = adb.open("mute:")
    wire.transfers.append(bytes(24))
    for _ in range(2):
        with pytest.raises(Garbled):
            stream.read()
    stream.close()


@pytest.fixture(params=[ANDROID_6, ANDROID_11, ANDROID_16], ids=["6", "11", "16"])
def plugged(request, tmp_path):
    """A phone on a virtual bus, and the real pipe of pyusb to it."""
    rig = Rig(tmp_path / "phone")
    function = AdbFunction(lambda: rig.adbd(request.param, guarded=False))
    bus = VirtualBus()
    told = Descriptors(0x1209, 1, "Maker", "Phone", "R58M0001", (adb_interface(),))
    slot = bus.plug(VirtualDevice(told, function))
    usb = UsbBus([bus])
    (port,) = usb.ports()
    device = usb.open(port)
    yield bus, slot, device
    device.close()


def over_usb(device):
    adb = AdbTalk(device.bulk(None, 0, 0, zlp=True), (), serial=device.serial)
    adb.connect()
    return adb


# Whole packets, whole reads of adbd's, whole messages; with and without what stands before.
@pytest.mark.parametrize(
    "size", [0, 1, 480, 504, 512, 16_360, 16_384, 65_536, 1_048_576, 2_500_000]
)
def test_files_of_any_size_go_over_usb_both_ways(plugged, size):
    _, _, device = plugged
    adb = over_usb(device)
    data = (bytes(range(251)) * (size // 251 + 1))[:size]
    with Files(adb) as files:
        files.push(b"/sdcard/a.bin", [data], mtime=1_234_567_890)
        assert files.stat(b"/sdcard/a.bin").size == size
        assert b"".join(files.pull(b"/sdcard/a.bin")) == data
    assert run(adb, "echo héllo; exit 5") == Ran("héllo\n".encode(), b"", 5)
    adb.close()


def test_a_session_that_was_left_in_the_middle_does_not_harm_the_next(plugged):
    _, _, device = plugged
    first = over_usb(device)
    with Files(first) as files:
        files.push(b"/sdcard/a.jpg", [bytes(300_000)])
        assert next(files.pull(b"/sdcard/a.jpg"))
    stream = first.open("exec:cat /sdcard/a.jpg")
    first.send(Message(Command.OKAY, 99, 99))
    first.close()
    second = over_usb(device)
    assert b"".join(Files(second).pull(b"/sdcard/a.jpg")) == bytes(300_000)
    assert stream.waiting()
    second.close()


def test_a_cable_pulled_in_the_middle_is_unplugged(plugged):
    bus, slot, device = plugged
    files = Files(over_usb(device))
    files.push(b"/sdcard/a.jpg", [bytes(3_000_000)])
    coming = files.pull(b"/sdcard/a.jpg")
    next(coming)
    bus.unplug(slot)
    with pytest.raises(Unplugged):
        b"".join(coming)
    files.close()
