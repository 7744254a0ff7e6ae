import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.phones.protocols.irmc.modem import ModemAnswer, command


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        (b"AT+CPROT=0\r\r\nCONNECT\r\n", True),
        (b"\r\nOK\r\n", True),
        (b"+CMTI: 1\r\nERROR\r\n", False),
        (b"+CME ERROR: 4\r\n", False),
        (b"O", None),
        (b"OK", None),
    ],
)
def test_an_answer_is_found_behind_echo_and_unsolicited_lines(said, verdict):
    assert ModemAnswer().receive(said) is verdict


def test_an_answer_may_come_byte_by_byte():
    answer = ModemAnswer()
    assert [answer.receive(bytes((byte,))) for byte in b"\r\nOK\r\n"][-2:] == [True, True]


@given(st.binary(max_size=9000))
def test_any_noise_is_an_answer_or_none_yet(noise):
    assert ModemAnswer().receive(noise) in (True, False, None)


def test_a_command_ends_in_a_carriage_return():
    assert command("AT") == b"AT\r"
