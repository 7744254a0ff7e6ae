"""Says a sentence in the person's language, and puts counts and lists into it.

Catalogues are looked for in `holdfast.resources/locale`; `languages` decides on one of them.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterable, Sequence
from functools import cache, reduce
from importlib.resources import files
from pathlib import Path

from holdfast.wording.figures import number
from holdfast.wording.languages import language
from holdfast.wording.pseudo import PSEUDO_LANGUAGES, PseudoTranslations

__all__ = [
    "_",
    "capitalised",
    "counted",
    "joined",
    "listed",
    "ngettext",
    "number",
    "sentences",
    "without_stop",
]


def _(text: str) -> str:
    """The translation of `text`; placeholders in braces are filled by the caller afterwards."""
    return _translations().gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """The translation of the form that goes with `count`."""
    return _translations().ngettext(one, many, count)


def counted(one: str, many: str, count: int, **values: object) -> str:
    """The form that goes with `count`, its "{n}" and further placeholders filled."""
    return _translations().ngettext(one, many, count).format(n=number(count), **values)


def joined(parts: Sequence[str]) -> str:
    """`parts` as a list in a sentence: "a, b and c"."""
    *some, last = parts or [""]
    return _("{some} and {last}").format(some=listed(some), last=last) if some else last


def listed(parts: Iterable[str]) -> str:
    """`parts` one after the other: "a, b, c"; empty ones are left out."""
    return _strung(_("{first}, {next}"), parts)


def sentences(*parts: str) -> str:
    """Whole sentences one after the other; empty ones are left out."""
    return _strung(_("{first} {next}"), parts)


def without_stop(sentence: str) -> str:
    """`sentence` as a heading: without the full stop at its end."""
    return sentence.rstrip(".\N{IDEOGRAPHIC FULL STOP}")


def capitalised(text: str) -> str:
    """`text` as the beginning of a sentence."""
    first = text[:1]
    if first == "i" and language() == "tr":
        return "\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}" + text[1:]
    return first.upper() + text[1:]


def _strung(form: str, parts: Iterable[str]) -> str:
    said = list(filter(None, parts))
    return reduce(lambda first, after: form.format(first=first, next=after), said) if said else ""


def _translations() -> gettext.NullTranslations:
    return _catalogue(language())


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language in PSEUDO_LANGUAGES:
        return PseudoTranslations(PSEUDO_LANGUAGES[language])
    folder = Path(str(files("holdfast.resources"))) / "locale"
    return gettext.translation("holdfast", str(folder), [language], fallback=True)
