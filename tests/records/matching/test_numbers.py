from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.records.matching.numbers import dialled, rings_same, written


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("+1 (555) 010-2233", "+15550102233"),
        ("555.010.2233", "5550102233"),
        ("0 30\u00a012\u201334", "0301234"),
        ("tel:+1-555", "+1555"),
        ("\uff11\uff12\uff13", "123"),
        ("555 0100 p 7#", "5550100p7#"),
        ("0800 TAXI", "0800taxi"),
    ],
)
def test_marks_between_digits_do_not_count(text, kept):
    assert written(text) == kept


def test_a_number_of_marks_alone_takes_no_time():
    started = time.process_time()
    assert written("1" + "\u0301\u0316" * 500_000).startswith("1")
    assert time.process_time() - started < 1


def test_prefixes_count_for_sameness():
    assert len({written("0049 30"), written("+49 30"), written("030")}) == 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("030 123456", "+49 30 123456"),
        ("+49 (0)30 123456", "0049 30 123456"),
        ("011 44 20 7946 0000", "+442079460000"),
        ("06 1234567", "+39 06 1234567"),
        ("5550100", "555-0100 x12"),
        ("555 0100;ext=3", "5550100"),
    ],
)
def test_numbers_that_may_ring_one_telephone(one, other):
    left, right = dialled(one), dialled(other)

    assert left is not None
    assert right is not None
    assert rings_same(left, right)
    assert rings_same(right, left)
    assert left.tail == right.tail


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("030 123456", "+49 40 123456"),
        ("+49 30 123456", "+43 30 123456"),
        ("5550100", "5550101"),
        ("0100 5550100", "5550100"),
    ],
)
def test_numbers_that_ring_others(one, other):
    left, right = dialled(one), dialled(other)

    assert left is not None
    assert right is not None
    assert not rings_same(left, right)


@pytest.mark.parametrize("text", ["", "112", "*100#", "sip:jane@example.org", "1" * 200, "TAXI"])
def test_what_no_one_telephone_has_is_no_number(text):
    assert dialled(text) is None


@given(st.text(max_size=120))
def test_any_text_is_taken(text):
    number = dialled(text)
    assert number is None or number.digits.isdigit()
    assert written(written(text)) == written(text) or "tel:" in written(text)
