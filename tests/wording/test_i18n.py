from __future__ import annotations

import pytest

from holdfast.wording import i18n
from holdfast.wording.i18n import _, counted, joined, number, pseudo


@pytest.mark.parametrize(
    "text",
    ["Stop", "Back up now", "{n} changes on the phone are not backed up"],
)
def test_the_pseudo_language_is_at_least_40_per_cent_longer(text):
    assert len(pseudo(text)) >= len(text) * 1.4
    assert pseudo(text).startswith("[")
    assert pseudo(text).endswith("]")


def test_the_pseudo_language_keeps_placeholders_and_tags():
    said = pseudo("{n} of {all} in <b>{name}</b>")

    assert said.format(n=3, all=4, name="x") == said.replace("{n}", "3").replace(
        "{all}", "4"
    ).replace("{name}", "x")
    assert "<b>{name}</b>" in said


def test_the_pseudo_language_has_accents(pseudo_language):
    assert "Bååk" not in _("Back")
    assert not _("Back up now").isascii()


def test_the_environment_chooses_the_language(monkeypatch):
    monkeypatch.setenv(i18n.VARIABLE, "pseudo")
    i18n.choose(None)

    assert _("Stop").startswith("[")


def test_an_unknown_language_speaks_english(monkeypatch):
    monkeypatch.setenv(i18n.VARIABLE, "xx")
    i18n.choose(None)

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
