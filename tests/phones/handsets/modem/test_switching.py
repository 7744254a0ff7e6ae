import pytest

from holdfast.phones.handsets.handset import SessionRefused
from holdfast.phones.handsets.irmc.quirks import USUAL, quirks_of
from holdfast.phones.handsets.modem.switching import Line
from holdfast.phones.links.link import NoAnswer
from tests.phones.handsets.irmc.test_conversation import Scripted


def line(quirks=USUAL, **how):
    return Line(lambda: None, quirks, **how)


def test_each_maker_s_words_are_tried_until_one_is_understood():
    link = Scripted(b"\r\nOK\r\n", b"\r\nERROR\r\n", b"\r\nCONNECT\r\n")
    line().to_obex(link)
    assert link.heard == [b"AT\r", b"AT+CPROT=0\r", b"AT*EOBEX\r"]


def test_a_modem_that_knows_no_obex_says_so():
    with pytest.raises(SessionRefused):
        line().to_obex(Scripted(b"\r\nOK\r\n", *[b"\r\nERROR\r\n"] * 9))


def test_a_pipe_that_does_not_know_at_may_speak_obex_already():
    link = Scripted()
    line().to_obex(link)
    assert link.heard == [b"AT\r"]
    with pytest.raises(NoAnswer):
        link.read(1, 1)


def test_a_modem_that_says_other_things_now_and_then_is_left_in_good_time():
    waited = 0.0

    class Slow(Scripted):
        def read(self, size, timeout):
            nonlocal waited
            waited += timeout * 0.9
            return b"RING\r\n"

    with pytest.raises(SessionRefused):
        line(now=lambda: waited).to_obex(Slow())
    assert waited < 100


def test_a_chattering_modem_is_not_listened_to_for_ever():
    class Chatter(Scripted):
        def read(self, size, timeout):
            return b"RING\r\n"

    with pytest.raises(SessionRefused):
        line().to_obex(Chatter())


@pytest.mark.parametrize(
    ("vendor", "first"),
    [(0x0FCE, b"AT*EOBEX\r"), (0x11F5, b"AT^SQWE=3\r"), (0x22B8, b"AT+MODE=22\r")],
)
def test_a_known_maker_s_own_word_is_tried_first(vendor, first):
    link = Scripted(b"\r\nOK\r\n", b"\r\nOK\r\n")
    line(quirks_of(vendor, "")).to_obex(link)
    assert link.heard == [b"AT\r", first]


def test_a_siemens_is_told_to_be_a_modem_again_after_a_silence():
    waited: list[float] = []
    link = Scripted(b"\r\nOK\r\n", b"\r\nOK\r\n")
    pipe = line(quirks_of(0, "SIEMENS"), wait=waited.append)
    pipe.to_obex(link)
    pipe.to_commands(link)
    assert link.heard[-1] == b"+++"
    assert waited == [1.0, 1.0]
