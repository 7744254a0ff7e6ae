from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.records.formats import file_names as names

ANY_TEXT = st.text(st.characters(), max_size=120) | st.sampled_from(
    ["", ".", "..", "CON", "con.txt", "NUL", "a/b", "\0", "a.", "a ", "%", "%41", "%~", "é\ud800"]
)


@given(ANY_TEXT)
def test_an_escaped_name_comes_back_exactly(name):
    assert names.unescape(names.escape(name)) == name


@given(ANY_TEXT, ANY_TEXT)
def test_two_names_never_escape_to_one(first, second):
    assert (names.escape(first) == names.escape(second)) == (first == second)


@given(ANY_TEXT)
def test_an_escaped_name_can_be_a_file_anywhere(name):
    escaped = names.escape(name)

    assert escaped not in ("", ".", "..")
    assert not set(escaped) & set('/\\<>:"|?*\0')
    assert escaped[-1] not in ". "
    escaped.encode("utf-8")


@given(st.text(st.characters(), max_size=2000))
def test_a_safe_name_fits_and_long_ones_stay_apart(name):
    assert len(names.safe_name(name).encode()) <= names.MAX_NAME
    assert names.safe_name(name + "x" * 300) != names.safe_name(name + "y" * 300)


@given(st.text(st.characters(), max_size=300), st.integers(0, 100))
def test_a_hint_is_short_and_clean(title, limit):
    hint = names.hint(title, limit)

    assert len(hint.encode()) <= limit
    assert "/" not in hint
    assert not hint.startswith(("-", "."))


@pytest.mark.parametrize(
    ("name", "escaped"),
    [
        ("IMG_0001.JPG", "IMG_0001.JPG"),
        ("Grüße aus Kiel.jpg", "Grüße aus Kiel.jpg"),
        ("..", ".%2E"),
        ("a/b", "a%2Fb"),
        ("CON", "%43ON"),
        ("aux.jpg", "%61ux.jpg"),
        ("end.", "end%2E"),
        ("100%", "100%25"),
        ("\ud83d", "%ED%A0%BD"),
        ("", "%"),
    ],
)
def test_names_stay_readable_and_only_what_must_is_escaped(name, escaped):
    assert names.escape(name) == escaped


@pytest.mark.parametrize("text", ["%4", "%zz", "a%", "%~abc", "%4a", "%FF"])
def test_what_escape_never_writes_is_refused(text):
    with pytest.raises(ValueError, match="%"):
        names.unescape(text)


def test_a_cut_name_keeps_its_beginning_and_its_ending():
    short = names.safe_name("holiday " * 60 + ".jpg")

    assert short.startswith("holiday holiday ")
    assert short.endswith(".jpg")
    assert names.is_cut(short)
