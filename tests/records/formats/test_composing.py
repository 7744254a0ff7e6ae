from __future__ import annotations

import sys
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.records.formats.composing import compatible, composed


@given(st.text())
def test_text_is_composed(text):
    assert composed(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("text", ["A\u030a", "\u212b", "\u1100\u1161", "x" * 100 + "\u0301\u0316"])
def test_what_is_written_two_ways_becomes_one(text):
    assert composed(text) == unicodedata.normalize("NFC", text) != text


@given(st.text())
def test_text_is_composed_with_what_only_looks_different(text):
    assert compatible(text) == unicodedata.normalize("NFKC", text)


@pytest.mark.parametrize("make", [composed, compatible])
@pytest.mark.parametrize("marks", ["\u0301\u0316", "\uff9e\u0301", "\u0344\u0316"])
def test_a_run_of_marks_that_no_language_writes_stays_and_takes_no_time(make, marks):
    text = "a" + marks * 500_000
    started = time.process_time()
    assert make(text) == text
    assert time.process_time() - started < 1


def test_no_mark_lies_beyond_those_looked_for():
    beyond = range(0x1F000, sys.maxunicode + 1)
    assert not any(unicodedata.combining(chr(code)) for code in beyond)
