"""Which languages there are, and which of them is spoken now.

HOLDFAST_LANGUAGE stands above what the person set, and that above what the system asks for.
"""

from __future__ import annotations

import locale
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from holdfast.wording.pseudo import PSEUDO_LANGUAGES
from holdfast.wording.pseudo import RIGHT_TO_LEFT as PSEUDO_RIGHT_TO_LEFT

VARIABLE = "HOLDFAST_LANGUAGE"
SYSTEM = "system"
ENGLISH = "en"
LANGUAGES = {
    ENGLISH: "English",
    "de": "Deutsch",
    "es": "Español",
    "fr": "Français",
    "tr": "Türkçe",
    "zh_CN": "简体中文",
}
"""The languages Holdfast speaks, each by its own name."""

_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "ur", "yi", PSEUDO_RIGHT_TO_LEFT})
_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})


def spoken(wanted: Sequence[str]) -> str:
    """The first of the languages `wanted` that there is, in any usual spelling; else English."""
    return next(filter(None, map(_matching, wanted)), ENGLISH)


def of_system(environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """What the system asks for, the dearest first; nothing where it is silent."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - its windll is there on Windows alone

        number = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        return (locale.windows_locale.get(number, ENGLISH),)
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    first = next(filter(None, (environment.get(name) for name in names)), "")
    if first.partition(".")[0] in ("", "C", "POSIX"):
        return ()
    return (*filter(None, environment.get("LANGUAGE", "").split(":")), first)


def is_right_to_left(language: str) -> bool:
    """Whether `language` is written from right to left."""
    return language in _RIGHT_TO_LEFT or language.partition("_")[0] in _RIGHT_TO_LEFT


@dataclass(slots=True)
class _Choice:
    """What decides on the language; `forced` before all else."""

    forced: str | None = None
    setting: str = SYSTEM
    system: tuple[str, ...] | None = None


_choice = _Choice()


def choose(language: str | None) -> None:
    """Speak `language`, whatever else is wanted; None goes by everything else again."""
    _choice.forced = language
    _decide.cache_clear()


def prefer(setting: str, system: Sequence[str] | None = None) -> None:
    """Speak what the person set; "system" goes by `system`, None of which asks the environment."""
    _choice.setting = setting
    _choice.system = None if system is None else tuple(system)
    _decide.cache_clear()


def language() -> str:
    """The language that is spoken now: a code of `LANGUAGES`, or a pseudo-language."""
    return _decide()


@cache
def _decide() -> str:
    forced = _choice.forced if _choice.forced is not None else os.environ.get(VARIABLE)
    if forced:
        return spoken([forced])
    if _choice.setting != SYSTEM:
        return spoken([_choice.setting])
    asked = of_system() if _choice.system is None else _choice.system
    return spoken(asked)


def _matching(wanted: str) -> str | None:
    if wanted in PSEUDO_LANGUAGES:
        return wanted
    name, *more = re.split("[-_]", wanted.partition(".")[0].partition("@")[0].lower())
    if name == "zh":
        return None if _TRADITIONAL & set(more) else "zh_CN"
    return name if name in LANGUAGES else None
