import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.phones.protocols.at.answers import MAX_ANSWER, MAX_LINE, AnswerReader, Verdict
from holdfast.phones.protocols.at.errors import is_full, is_no_sim, is_nothing, worded


def answer(command, said, sent=b""):
    return AnswerReader(command, sent).receive(said)


@pytest.mark.parametrize("end", [b"\r\n", b"\r", b"\n", b"\r\r\n"])
@pytest.mark.parametrize("echo", [b"", b"AT+CGMI\r"])
def test_an_answer_is_read_whatever_ends_its_lines_and_with_echo_or_without(end, echo):
    said = answer(b"AT+CGMI", echo + end + b"Nokia" + end + end + b"OK" + end)
    assert (said.verdict, said.lines) == (Verdict.OK, (b"Nokia",))


def test_an_answer_may_come_a_byte_at_a_time():
    reader = AnswerReader(b"AT+CPBS?")
    said = b'\r\n+CPBS: "ME",3,250\r\n\r\nOK\r\n'
    found = [reader.receive(said[at : at + 1]) for at in range(len(said))]
    assert found[-2].lines == (b'+CPBS: "ME",3,250',) if found[-2] else True
    assert next(each for each in found if each).after(b"+CPBS:") == [b'"ME",3,250']


def test_what_a_phone_says_unasked_is_kept_apart():
    said = answer(
        b"AT+CPBR=1,2",
        b'\r\nRING\r\n+CPBR: 1,"12",129,"A"\r\n+CMTI: "SM",3\r\n+CREG: 1\r\n*EACE: 1\r\n'
        b'+CMT: ,24\r\n07911326\r\n+CPBR: 2,"13",129,"B"\r\nNO CARRIER\r\nOK\r\n',
    )
    assert said.after(b"+CPBR:") == [b'1,"12",129,"A"', b'2,"13",129,"B"']
    assert said.lines == (b'+CPBR: 1,"12",129,"A"', b'+CPBR: 2,"13",129,"B"')
    assert len(said.stray) == 7


def test_what_was_asked_for_is_not_stray():
    assert answer(b"AT+CPIN?", b"\r\n+CPIN: SIM PIN\r\nOK\r\n").after(b"+CPIN:") == [b"SIM PIN"]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (b"ERROR", "ERROR"),
        (b"+CME ERROR: 22", "CME ERROR: 22"),
        (b"+CMS ERROR: 321", "CMS ERROR: 321"),
        (b"+CME ERROR: SIM PIN required", "CME ERROR: SIM PIN required"),
        (b"COMMAND NOT SUPPORT", "COMMAND NOT SUPPORT"),
    ],
)
def test_a_refusal_keeps_its_code(said, code):
    refused = answer(b"AT+X", said + b"\r\n")
    assert (refused.ok, refused.code) == (False, code)


def test_a_prompt_is_awaited_only_where_one_comes():
    assert answer(b"AT+CMGW=10,1", b"AT+CMGW=10,1\r\r\n> ").verdict is Verdict.PROMPT
    assert answer(b"AT+CPBR=1", b"\r\n> ") is None


def test_the_echo_of_data_is_not_an_answer():
    said = answer(b"AT+CMGW=2,1", b"0011\x1a\r\n+CMGW: 4\r\n\r\nOK\r\n", sent=b"0011")
    assert said.lines == (b"+CMGW: 4",)


def test_an_echo_of_data_may_stand_right_before_the_answer():
    said = answer(b"AT+CMGW=2,1", b"0011\x1a+CMGW: 4\rOK\r", sent=b"0011")
    assert (said.lines, said.ok) == ((b"+CMGW: 4",), True)


def test_a_change_of_mode_ends_with_connect():
    assert answer(b"AT*EOBEX", b"\r\nCONNECT 115200\r\n").verdict is Verdict.CONNECT
    assert answer(b"AT+CPROT=0", b"\r\nNO CARRIER\r\n").code == "NO CARRIER"


def test_a_line_without_end_is_dropped_and_told():
    said = answer(b"AT", b"x" * (MAX_LINE + 1) + b"\r\nhere\r\nOK\r\n")
    assert (said.lines, said.whole) == ((b"here",), False)


def test_an_answer_without_end_is_held_in_bounds():
    reader = AnswerReader(b"AT")
    line = b"y" * 1000 + b"\r\n"
    tracemalloc.start()
    for _ in range(20_000):
        assert reader.receive(line) is None
    for _ in range(100_000):
        assert reader.receive(b"z\r\n") is None
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3 * MAX_ANSWER
    assert not reader.receive(b"OK\r\n").whole


PIECES = st.sampled_from(
    [b"OK", b"\r\n", b"\r", b"> ", b"+CMT: 1", b'+CPBR: 1,"', b"+CME ERROR: ", b"AT+CMGW=1,1"]
)


@given(
    st.sampled_from([b"", b"AT", b"AT+CMGW=1,1", b"AT*EOBEX"]),
    st.lists(PIECES | st.binary(max_size=50), max_size=30),
)
def test_no_garbage_breaks_the_reader(command, said):
    reader = AnswerReader(command)
    for piece in said:
        found = reader.receive(piece)
        if found is not None:
            assert all(b"\r" not in line and b"\n" not in line for line in found.lines)
            break


def test_errors_are_worded_and_told_apart():
    assert worded("CMS ERROR: 322") == "CMS ERROR: 322 (memory full)"
    assert worded("CMS ERROR: 9999") == "CMS ERROR: 9999"
    assert worded("ERROR") == "ERROR"
    assert is_full("CME ERROR: 20")
    assert is_full("CMS ERROR: memory full")
    assert is_nothing("CME ERROR: not found")
    assert not is_nothing("ERROR")
    assert is_no_sim("CME ERROR: 10")
