from __future__ import annotations

import sys

import pytest

from holdfast.wording import languages
from holdfast.wording.languages import ENGLISH, VARIABLE, is_right_to_left, of_system, spoken


@pytest.fixture(autouse=True)
def undecided(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    languages.choose(None)
    yield
    languages.prefer(languages.SYSTEM)


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (["de_AT.UTF-8"], "de"),
        (["fr-CA", "en"], "fr"),
        (["ca", "es-ES"], "es"),
        (["tr_TR@x"], "tr"),
        (["zh-Hans-CN"], "zh_CN"),
        (["zh_SG"], "zh_CN"),
        (["zh-Hant-TW"], "en"),
        (["en_GB", "de"], "en"),
        (["tlh"], "en"),
        ([], "en"),
        (["x-rtl"], "x-rtl"),
    ],
)
def test_the_first_language_that_there_is_is_spoken(wanted, code):
    assert spoken(wanted) == code


@pytest.mark.skipif(sys.platform == "win32", reason="Windows is asked, not the environment")
@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({}, ()),
        ({"LANG": "C.UTF-8"}, ()),
        ({"LANG": "C", "LANGUAGE": "de"}, ()),
        ({"LANG": "de_DE.UTF-8"}, ("de_DE.UTF-8",)),
        ({"LANG": "de_DE", "LC_MESSAGES": "fr_FR"}, ("fr_FR",)),
        ({"LANG": "de_DE", "LC_MESSAGES": "fr_FR", "LC_ALL": "tr_TR"}, ("tr_TR",)),
        ({"LANG": "de_DE", "LANGUAGE": "es:fr"}, ("es", "fr", "de_DE")),
    ],
)
def test_the_environment_tells_what_the_system_asks_for(environment, wanted):
    assert of_system(environment) == wanted


def test_what_the_person_set_stands_above_the_system():
    languages.prefer("de", ["fr"])
    assert languages.language() == "de"

    languages.prefer(languages.SYSTEM, ["fr"])
    assert languages.language() == "fr"


def test_the_variable_stands_above_what_the_person_set(monkeypatch):
    monkeypatch.setenv(VARIABLE, "tr")
    languages.prefer("de", ["fr"])

    assert languages.language() == "tr"


def test_a_garbled_setting_speaks_english():
    languages.prefer("../../etc", ["fr"])

    assert languages.language() == ENGLISH


def test_scripts_from_right_to_left_are_known():
    assert [code for code in ("ar", "he_IL", "x-rtl", "de", "en") if is_right_to_left(code)] == [
        "ar",
        "he_IL",
        "x-rtl",
    ]
