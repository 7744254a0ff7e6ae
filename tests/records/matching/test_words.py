from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.records.matching.words import Kinship, changed_span, kinship, words


@pytest.mark.parametrize(
    ("one", "other", "kin"),
    [
        ("Jane Doe", "Doe, Jane", Kinship.EQUAL),
        ("Käthe Weiß", "kathe weiss", Kinship.EQUAL),
        ("Dr. Jane Doe", "Jane Doe", Kinship.EQUAL),
        ("J Doe", "Jane Doe", Kinship.INITIALS),
        ("Jane D.", "Jane Doe", Kinship.INITIALS),
        ("Jane", "Jane Doe", Kinship.PART),
        ("Jane Meier", "Jane Maier", Kinship.TYPO),
        ("Jane Meier", "Jane Miere", Kinship.OTHER),
        ("Jane Meier", "Jane Meire", Kinship.TYPO),
        ("Jane Doe", "John Doe", Kinship.OTHER),
        ("J D", "Jane Doe", Kinship.OTHER),
        ("Jane", "", Kinship.NONE),
    ],
)
def test_how_names_go_together(one, other, kin):
    assert kinship(words(one), words(other)) is kin
    assert kinship(words(other), words(one)) is kin


@pytest.mark.parametrize(
    ("before", "after", "gone", "come"),
    [
        ("milk", "milk and bread", "", " and bread"),
        ("two red apples", "two green apples", "red", "green"),
        ("milk", "milkshake", "milk", "milkshake"),
        ("a b c", "a c", "b ", ""),
        ("one", "two", "one", "two"),
        ("aa aa", "aa aa aa", "", " aa"),
    ],
)
def test_the_changed_span_is_cut_at_words(before, after, gone, come):
    old, new = changed_span(before, after)

    assert (before[old], after[new]) == (gone, come)


@given(st.text("ab \n", max_size=30), st.text("ab \n", max_size=30))
def test_all_outside_the_span_is_common(before, after):
    old, new = changed_span(before, after)

    assert before[: old.start] == after[: new.start]
    assert before[old.stop :] == after[new.stop :]
    assert 0 <= old.start <= old.stop
    assert 0 <= new.start <= new.stop
    assert (before == after) == (not before[old] and not after[new])


def test_long_texts_are_compared_in_time_linear_in_them():
    started = time.process_time()
    changed_span("x" * 1_000_000 + "a", "x" * 1_000_000 + "b")

    assert time.process_time() - started < 2
