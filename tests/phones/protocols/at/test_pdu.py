"""PDUs as others published them (the worked examples of SMS literature), and our own both ways."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.phones.protocols.at.addresses import PduAddress, address_of
from holdfast.phones.protocols.at.pdu import (
    BrokenPduError,
    Deliver,
    StatusReport,
    Submit,
    read_pdu,
    write_pdu,
)
from holdfast.phones.protocols.at.septets import NotInAlphabetError
from holdfast.phones.protocols.at.times import Absolute, Enhanced, Relative, read_stamp, write_stamp
from holdfast.phones.protocols.at.user_data import (
    Segment,
    UserData,
    coding_for,
    segment_element,
)

HOW = "07911326040000F0040B911346610089F60000208062917314080CC8F71D14969741F977FD07"
CHINESE = "07914306073011F0040B914316709807F2000880604290224080084E2D5174901A8BAF"
HELLO = "07917283010010F5040BC87238880900F10000993092516195800AE8329BFD4697D9EC37"
SUBMITTED = "0011000B916407281553F80000AA0AE8329BFD4697D9EC37"
NAMED = (
    "000410D04162D0190409994400086290517181004024004B006100720067006F006E0075007A00200079006F00"
    "6C006400610020011F00FC015F"
)
ODD_NAME = "07919471060040340409D0C6A733390400009060920173018003CC7419"
REPORT = "060004802143113022415204631130224152046300"


def of(text, length=None):
    return read_pdu(bytes.fromhex(text), length)


def test_a_message_of_the_literature_is_read():
    pdu = of(HOW)
    assert pdu.sender.shown == "+31641600986"
    assert pdu.centre.shown == "+31624000000"
    assert pdu.data.text == "How are you?"
    assert pdu.when == datetime(2002, 8, 26, 19, 37, 41, tzinfo=UTC)  # it says: minus zero


def test_a_chinese_message_is_read():
    pdu = of(CHINESE)
    assert (pdu.sender.shown, pdu.data.text) == ("+34610789702", "中兴通讯")
    assert pdu.when == datetime(2008, 6, 24, 9, 22, 4, tzinfo=timezone(timedelta(hours=2)))


def test_a_number_of_no_known_kind_is_read_without_a_plus():
    pdu = of(HELLO)
    assert (pdu.sender.shown, pdu.data.text) == ("27838890001", "hellohello")
    assert pdu.when.isoformat() == "1999-03-29T15:16:59+02:00"


def test_a_message_to_be_sent_is_read():
    pdu = of(SUBMITTED)
    assert (pdu.recipient.shown, pdu.data.text) == ("+46708251358", "hellohello")
    assert pdu.validity.span == timedelta(days=4)


def test_names_of_senders_are_read_whether_their_septets_end_with_an_octet_or_not():
    assert of(NAMED).sender.shown == "ADANA BLD"
    assert of(NAMED).data.text == "Kargonuz yolda ğüş"
    assert of(ODD_NAME).sender.shown == "FONIC"


def test_a_status_report_without_a_service_centre_is_read_by_its_length():
    report = of(REPORT, len(REPORT) // 2)
    moment = datetime(2011, 3, 22, 14, 25, 40, tzinfo=timezone(timedelta(hours=9)))
    assert report == StatusReport(0, PduAddress("1234", 0x80), moment, moment, 0)


@pytest.mark.parametrize("text", [CHINESE, HELLO, SUBMITTED])
def test_what_others_wrote_is_written_the_same_way(text):
    octets, length = write_pdu(of(text))
    assert octets.hex().upper() == text
    assert length == len(octets) - 1 - octets[0]


def test_a_stamp_west_of_greenwich_is_earlier_there():
    west = datetime(2009, 10, 22, 6, 48, 25, tzinfo=timezone(timedelta(hours=-4)))
    assert write_stamp(west).hex() == "90012260845269"
    assert read_stamp(write_stamp(west)) == west


@pytest.mark.parametrize("octets", [bytes(7), b"\xff" * 7, b"", bytes.fromhex("90130260845200")])
def test_what_is_no_time_is_none(octets):
    assert read_stamp(octets) is None


@pytest.mark.parametrize(
    ("code", "span"),
    [
        (0, timedelta(minutes=5)),
        (143, timedelta(hours=12)),
        (144, timedelta(hours=12, minutes=30)),
        (167, timedelta(hours=24)),
        (168, timedelta(days=2)),
        (196, timedelta(days=30)),
        (197, timedelta(weeks=5)),
        (255, timedelta(weeks=63)),
    ],
)
def test_validity_periods_are_as_long_as_the_specification_says(code, span):
    assert Relative(code).span == span


def test_enhanced_validity_periods_are_read():
    assert Enhanced(bytes.fromhex("01000000000000")).span == timedelta(minutes=5)
    assert Enhanced(bytes.fromhex("021e0000000000")).span == timedelta(seconds=30)
    assert Enhanced(bytes.fromhex("03102030000000")).span == timedelta(
        hours=1, minutes=2, seconds=3
    )
    assert Enhanced(bytes(7)).span is None
    until = datetime(2009, 10, 22, tzinfo=UTC)
    assert Absolute(write_stamp(until)).until == until


def test_parts_tell_which_they_are_with_references_of_either_size():
    for reference in (7, 0x1234):
        segment = Segment(reference, 2, 3)
        data = UserData((segment_element(segment),), "part")
        pdu = Deliver(address_of("+4915112345"), None, data)
        assert read_pdu(write_pdu(pdu)[0]).data.segment == segment


def test_septets_begin_behind_the_header_at_their_own_boundary():
    """3GPP 23.040, figure 9.2.3.24(a): a header of 6 octets is followed by one fill bit."""
    data = UserData(((0, bytes((1, 2, 1))),), "A")
    octets, _ = write_pdu(Submit(address_of("1"), data))
    assert octets.endswith(bytes((8, 5, 0, 3, 1, 2, 1, ord("A") << 1)))


@pytest.mark.parametrize("text", ["\N{PILE OF POO} on a phone", "中" * 70])
def test_letters_beyond_the_basic_plane_come_back(text):
    pdu = Submit(address_of("12345"), UserData(text=text), coding_for(text))
    assert read_pdu(write_pdu(pdu)[0]).data.text == text


def test_more_than_a_message_holds_is_not_written():
    for text in ("a" * 161, "中" * 71, "€" * 81):
        with pytest.raises(ValueError, match="longer"):
            write_pdu(Submit(address_of("1"), UserData(text=text), coding_for(text)))
    with pytest.raises(NotInAlphabetError):
        write_pdu(Submit(address_of("1"), UserData(text="中")))


def test_national_letters_are_read():
    """23.038, annex A: a Turkish locking table and a Spanish single shift."""
    turkish = UserData(((0x25, b"\x01"),), "@")
    pdu = Submit(address_of("1"), turkish)
    octets = write_pdu(pdu)[0]
    assert read_pdu(octets).data.elements == ((0x25, b"\x01"),)
    shifted = bytes((0x41, 0, 1, 0x81, 0xF1, 0, 0, 7, 3, 0x24, 1, 2)) + pack_behind(4, (0x1B, 0x41))
    assert read_pdu(b"\0" + shifted).data.text == "Á"
    locked = bytes((0x41, 0, 1, 0x81, 0xF1, 0, 0, 6, 3, 0x25, 1, 1)) + pack_behind(4, (0x0B,))
    assert read_pdu(b"\0" + locked).data.text == "Ğ"


def pack_behind(octets, septets):
    """Septets as the specification packs them behind a header, bit by bit."""
    bits = [0] * (-octets * 8 % 7)
    bits += [septet >> place & 1 for septet in septets for place in range(7)]
    bits += [0] * (-len(bits) % 8)
    return bytes(
        sum(bit << place for place, bit in enumerate(bits[at : at + 8]))
        for at in range(0, len(bits), 8)
    )


def test_a_language_that_is_not_known_leaves_the_octets():
    unknown = bytes((0x41, 0, 1, 0x81, 0xF1, 0, 0, 6, 3, 0x25, 1, 9)) + pack_behind(4, (0x0B,))
    data = read_pdu(b"\0" + unknown).data
    assert (data.text, data.octets) == ("", b"\x0b")


LETTERS = (
    "".join(chr(code) for code in range(0x20, 0x7F) if chr(code) != "`")
    + "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà€\n\r\f"
)
digits = st.text("0123456789*#abc", max_size=20)
addresses = st.builds(PduAddress, digits, st.sampled_from([0x81, 0x91, 0xA1, 0xC8])) | st.builds(
    PduAddress,
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ abc", min_size=1, max_size=11),
    st.just(0xD0),
)
elements = st.lists(
    st.tuples(st.sampled_from([0, 5, 8, 0x70]), st.binary(max_size=6)), max_size=2
).map(tuple)
texts = st.builds(UserData, elements, st.text(LETTERS, max_size=60)).map(lambda d: (d, 0))
wide = st.builds(UserData, elements, st.text(max_size=25).filter(lambda t: t.isprintable())).map(
    lambda d: (d, 8)
)
blobs = st.builds(UserData, elements, st.just(""), st.binary(max_size=100)).map(lambda d: (d, 4))
zones = st.integers(-79, 79).map(lambda quarters: timezone(quarters * timedelta(minutes=15)))
times = st.datetimes(datetime(1990, 1, 1), datetime(2089, 12, 31), timezones=zones).map(  # noqa: DTZ001
    lambda when: when.replace(microsecond=0)
)
validities = (
    st.none()
    | st.builds(Relative, st.integers(0, 255))
    | st.builds(Absolute, st.binary(min_size=7, max_size=7))
    | st.builds(Enhanced, st.binary(min_size=7, max_size=7))
)
octet = st.integers(0, 255)
centres = st.builds(PduAddress, st.just("49171076000"), st.just(0x91)) | st.just(PduAddress())


@given(addresses, times, texts | wide | blobs, octet, centres)
def test_every_message_that_came_is_read_as_it_was_written(sender, when, data, pid, centre):
    pdu = Deliver(sender, when, data[0], data[1], pid, centre=centre)
    assert read_pdu(write_pdu(pdu)[0]) == pdu


@given(addresses, texts | wide | blobs, octet, octet, validities, centres)
def test_every_message_sent_is_read_as_it_was_written(to, data, pid, reference, period, centre):
    pdu = Submit(to, data[0], data[1], pid, reference, period, centre=centre)
    assert read_pdu(write_pdu(pdu)[0]) == pdu


@given(st.binary(max_size=300), st.none() | st.integers(0, 300))
def test_whatever_octets_come_they_are_a_pdu_or_a_broken_one(octets, length):
    with suppress(BrokenPduError):
        read_pdu(octets, length)


@pytest.mark.parametrize("number", ["1" * 21, "中", "a name that is too long"])
def test_what_is_no_number_and_no_short_name_is_no_address(number):
    with pytest.raises(ValueError):  # noqa: PT011 - each says it in its own words
        address_of(number)
