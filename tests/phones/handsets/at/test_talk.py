import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.phones.handsets.at.settings import Settings
from holdfast.phones.handsets.at.talk import ANSWER_SECONDS, AtTalk, RefusalError
from holdfast.phones.handsets.handset import Garbled
from holdfast.phones.links.link import NoAnswer


class Script:
    """A link whose other end says `answers` in turn, each to the next command but greetings."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.heard = []
        self.prepared = 0
        self.closed = 0
        self.clock = 0.0
        self.waiting = bytearray()

    def prepare(self, link):
        assert link is self
        self.prepared += 1

    def write(self, data, timeout):
        self.heard.append(data)
        if data in (b"\x1b\rAT\r", b"ATE0\r", b"AT+CMEE=1\r"):
            self.waiting += b"\r\nOK\r\n"
        elif self.answers:
            self.waiting += self.answers.pop(0)

    def read(self, size, timeout):
        if not self.waiting:
            self.clock += timeout
            raise NoAnswer(timeout)
        self.clock += 0.01
        data = bytes(self.waiting[:size])
        del self.waiting[:size]
        return data

    def close(self):
        self.closed += 1


class Mute(Script):
    def write(self, data, timeout):
        self.heard.append(data)


def talk(*answers):
    link = Script(*answers)
    return AtTalk(link, link.prepare, lambda: link.clock), link


def test_the_phone_is_greeted_once_and_told_not_to_echo():
    ours, link = talk(b"\r\nNokia\r\n\r\nOK\r\n", b"\r\nOK\r\n")
    assert ours.ask(b"AT+CGMI").lines == (b"Nokia",)
    assert ours.ask(b"AT").ok
    assert link.heard == [
        b"\x1b\rAT\r", b"ATE0\r", b"AT+CMEE=1\r", b"AT+CGMI\r", b"AT\r",
    ]  # fmt: skip
    assert (link.prepared, ours.ready()) == (1, 1)


def test_an_error_is_an_answer_to_who_asks_and_a_refusal_to_who_demands():
    ours, _ = talk(b"\r\n+CME ERROR: 22\r\n", b"\r\n+CME ERROR: 22\r\n")
    assert ours.ask(b"AT+CPBR=1").code == "CME ERROR: 22"
    with pytest.raises(RefusalError):
        ours.demand(b"AT+CPBR=1")


def test_after_a_silence_a_late_answer_is_not_taken_for_the_next_one():
    ours, link = talk(b"", b"\r\nMine\r\n\r\nOK\r\n")
    with pytest.raises(NoAnswer) as caught:
        ours.ask(b"AT+CGMM")
    assert caught.value.seconds == ANSWER_SECONDS
    link.waiting += b"\r\nLate\r\n\r\nOK\r\n"
    assert ours.ask(b"AT+CGMI").lines == (b"Mine",)
    assert (link.prepared, ours.ready()) == (2, 2)


def test_whoever_rests_begins_anew():
    ours, link = talk(b"\r\nOK\r\n", b"\r\nOK\r\n")
    ours.ask(b"AT")
    ours.rest()
    ours.ask(b"AT")
    assert link.prepared == 2


def test_a_phone_that_never_answers_is_given_up_soon():
    link = Mute()
    with pytest.raises(NoAnswer):
        AtTalk(link, link.prepare, lambda: link.clock).ask(b"AT")
    assert link.clock < ANSWER_SECONDS


def test_a_phone_that_chatters_on_and_never_answers_is_given_up():
    ours, link = talk(b"\r\nRING\r\n" * 1_000_000)
    tracemalloc.start()
    with pytest.raises(NoAnswer):
        ours.ask(b"AT+CPBR=1")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert link.clock < 300
    assert peak < 40_000_000


def test_an_answer_without_end_is_a_broken_protocol():
    ours, _ = talk(b"x" * 20_000 + b"\r\nOK\r\n")
    with pytest.raises(Garbled):
        ours.ask(b"AT+CPBR=1")


def test_data_goes_out_after_the_prompt_alone():
    ours, link = talk(b"\r\n> ", b"\r\n+CMGW: 3\r\n\r\nOK\r\n", b"\r\nOK\r\n")
    assert ours.ask(b"AT+CMGW=2,1", b"0011").after(b"+CMGW:") == [b"3"]
    assert link.heard[-2:] == [b"AT+CMGW=2,1\r", b"0011\x1a"]
    with pytest.raises(Garbled):
        ours.ask(b"AT+CMGW=2,1", b"0011")
    assert link.heard[-1] == b"AT+CMGW=2,1\r"


def test_a_refused_prompt_keeps_its_error():
    ours, link = talk(b"\r\n+CMS ERROR: 322\r\n")
    assert ours.ask(b"AT+CMGW=2,1", b"0011").code == "CMS ERROR: 322"
    assert link.heard[-1] == b"AT+CMGW=2,1\r"


def test_what_was_chosen_is_chosen_again_after_a_trouble():
    ok = b"\r\nOK\r\n"
    ours, link = talk(b'\r\n+CSCS: ("GSM","UCS2")\r\n' + ok, ok, ok, b"", ok, ok)
    settings = Settings(ours)
    settings.book("ME")
    settings.book("ME")
    assert settings.charset == "UCS2"
    with suppress(NoAnswer):
        ours.ask(b"AT+CPBR=1")
    settings.book("ME")
    assert link.heard[-2:] == [b'AT+CSCS="UCS2"\r', b'AT+CPBS="ME"\r']


def test_a_phone_that_wants_its_memories_in_ucs2_gets_them_so():
    ok, no = b"\r\nOK\r\n", b"\r\nERROR\r\n"
    ours, link = talk(b'\r\n+CSCS: ("UCS2")\r\n' + ok, ok, no, ok)
    Settings(ours).book("ME")
    assert link.heard[-1] == b'AT+CPBS="004D0045"\r'


def test_a_memory_that_cannot_be_written_to_is_read():
    ours, link = talk(b"\r\nOK\r\n", b"\r\nERROR\r\n", b"\r\n+CPMS: 1,9,2,9\r\n\r\nOK\r\n")
    assert Settings(ours).room("SM") == (1, 9)
    assert link.heard[-1] == b'AT+CPMS="SM"\r'


def test_closing_twice_does_no_harm():
    ours, link = talk()
    ours.close()
    ours.close()
    assert link.closed == 2


@given(st.lists(st.binary(max_size=40), max_size=4))
def test_whatever_a_phone_says_is_an_answer_or_a_known_problem(says):
    ours, _ = talk(*says)
    for _ in range(3):
        with suppress(Garbled, NoAnswer, RefusalError):
            ours.demand(b"AT+CPBR=1")
