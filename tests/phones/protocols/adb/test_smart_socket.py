import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.phones.protocols.adb.messages import BrokenAdbError
from holdfast.phones.protocols.adb.smart_socket import (
    Answer,
    AnswerReader,
    parse_devices,
    parse_features,
    request,
)


def hear(data, *, texted):
    """Feed exactly what is asked for; return the answer and what is left for the stream."""
    reader, at = AnswerReader(texted=texted), 0
    while True:
        size = reader.missing
        answer = reader.feed(data[at : at + size])
        at += size
        if answer is not None:
            return answer, data[at:]


def test_a_request_has_its_length_before_it():
    assert request("host:version") == b"000chost:version"
    with pytest.raises(ValueError, match="bytes"):
        request("x" * 70000)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=50), st.binary(max_size=9))
def test_an_answer_is_read_without_a_byte_beyond_it(text, behind):
    said = request(text)
    assert hear(b"OKAY" + said + behind, texted=True) == (Answer(ok=True, text=text), behind)
    assert hear(b"FAIL" + said + behind, texted=False) == (Answer(ok=False, text=text), behind)
    assert hear(b"OKAY" + behind, texted=False) == (Answer(ok=True), behind)


@pytest.mark.parametrize("odd", [b"HTTP", b"OKAYzzzz", b"OKAY+0x1", b"FAIL 12 "])
def test_an_odd_answer_is_broken(odd):
    with pytest.raises(BrokenAdbError):
        hear(odd, texted=True)


def test_the_list_of_phones_is_read_line_by_line():
    usb, tcp, waiting, barred = parse_devices(
        "0123456789ABCDEF       device usb:1-1 product:oriole model:Pixel_6 device:oriole "
        "transport_id:1\n"
        "127.0.0.1:5555 offline transport_id:2\n"
        "R58M\tunauthorized\n"
        "???????????? no permissions (user in plugdev group; see [http://x]) usb:1-2\n"
        "\nodd\n"
    )
    assert (usb.serial, usb.state) == ("0123456789ABCDEF", "device")
    assert usb.properties["model"] == "Pixel_6"
    assert (tcp.serial, tcp.state, tcp.properties) == (
        "127.0.0.1:5555",
        "offline",
        {"transport_id": "2"},
    )
    assert (waiting.serial, waiting.state) == ("R58M", "unauthorized")
    assert barred.state.startswith("no permissions")
    assert barred.properties == {"usb": "1-2"}


def test_features_are_words_between_commas():
    assert parse_features("shell_v2,cmd,, stat_v2\n") == {"shell_v2", "cmd", "stat_v2"}
