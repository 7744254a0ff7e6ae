from __future__ import annotations

import pytest

from holdfast.wording import languages
from holdfast.wording.figures import decimal
from holdfast.wording.i18n import (
    _,
    capitalised,
    counted,
    joined,
    listed,
    number,
    sentences,
    without_stop,
)
from holdfast.wording.pseudo import LONG, RIGHT_TO_LEFT, lengthened, turned


@pytest.mark.parametrize(
    "text",
    ["Stop", "Back up now", "{n} changes on the phone are not backed up"],
)
def test_the_pseudo_language_is_at_least_40_per_cent_longer(text):
    assert len(lengthened(text)) >= len(text) * 1.4
    assert lengthened(text).startswith("[")
    assert lengthened(text).endswith("]")


def test_the_pseudo_language_keeps_placeholders_and_tags():
    said = lengthened("{n} of {all} in <b>{name}</b>")

    assert said.format(n=3, all=4, name="x") == said.replace("{n}", "3").replace(
        "{all}", "4"
    ).replace("{name}", "x")
    assert "<b>{name}</b>" in said


def test_the_pseudo_language_has_accents(pseudo_language):
    assert "Bååk" not in _("Back")
    assert not _("Back up now").isascii()


def test_the_environment_chooses_the_language(monkeypatch):
    monkeypatch.setenv(languages.VARIABLE, LONG)
    languages.choose(None)

    assert _("Stop").startswith("[")


def test_an_unknown_language_speaks_english(monkeypatch):
    monkeypatch.setenv(languages.VARIABLE, "xx")
    languages.choose(None)

    assert _("Stop") == "Stop"


def test_one_and_many_have_their_own_forms():
    assert counted("{n} photo", "{n} photos", 1) == "1 photo"
    assert counted("{n} photo", "{n} photos", 0) == "0 photos"


def test_thousands_are_set_apart_by_a_blank_that_never_breaks():
    assert number(999) == "999"
    assert number(3104) == "3\N{NO-BREAK SPACE}104"


def test_a_list_ends_with_and():
    assert joined([]) == ""
    assert joined(["a"]) == "a"
    assert joined(["a", "b", "c"]) == "a, b and c"


def test_a_list_leaves_out_what_is_empty():
    assert listed(["a", "", "b"]) == "a, b"
    assert listed([]) == ""


def test_sentences_follow_one_another():
    assert sentences("One.", "", "Two.") == "One. Two."


@pytest.mark.parametrize(
    "sentence", ["Tap Allow.", "Tap Allow", "Tap Allow\N{IDEOGRAPHIC FULL STOP}"]
)
def test_a_heading_has_no_full_stop(sentence):
    assert without_stop(sentence) == "Tap Allow"


def test_turkish_capitals_keep_their_dot():
    assert capitalised("it") == "It"
    languages.choose("tr")

    assert capitalised("iki") == "İki"


@pytest.mark.parametrize(
    ("language", "thousands", "decimals"),
    [
        ("en", "12\N{NO-BREAK SPACE}345", "4.2"),
        ("de", "12.345", "4,2"),
        ("es", "12.345", "4,2"),
        ("fr", "12\N{NARROW NO-BREAK SPACE}345", "4,2"),
        ("tr", "12.345", "4,2"),
        ("zh_CN", "12,345", "4.2"),
    ],
)
def test_numbers_are_written_as_the_language_does(language, thousands, decimals):
    languages.choose(language)

    assert number(12345) == thousands
    assert decimal(4.2) == decimals


def test_spanish_groups_from_five_digits_on():
    languages.choose("es")

    assert number(3104) == "3104"
    assert number(-31040) == "-31.040"


def test_the_turned_language_runs_from_right_to_left_and_keeps_placeholders():
    said = turned("{n} of <b>{name}</b>")

    assert said[0] == "\N{RIGHT-TO-LEFT MARK}"
    assert "{n}" in said
    assert "<b>" in said
    assert "</b>" in said
    assert said.format(n=3, name="x").count("x") == 1
    assert turned("") == ""


def test_what_has_no_words_of_its_own_stays_as_it_is():
    assert lengthened("{first} {next}") == turned("{first} {next}") == "{first} {next}"


def test_both_pseudo_languages_are_spoken():
    languages.choose(RIGHT_TO_LEFT)
    assert counted("{n} photo", "{n} photos", 2) != "2 photos"
    languages.choose(LONG)
    assert _("Stop").startswith("[")
