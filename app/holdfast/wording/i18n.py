"""Finds the words of the person's language; a pseudo-language shows what would not fit.

Catalogues are looked for in `holdfast.resources/locale`. HOLDFAST_LANGUAGE overrides the
system's choice; its value "pseudo" gives every sentence accents, brackets and 40 % more length.
"""

from __future__ import annotations

import gettext
import os
import re
from functools import cache
from importlib.resources import files
from pathlib import Path

VARIABLE = "HOLDFAST_LANGUAGE"
PSEUDO = "pseudo"
GROWTH = 0.4
"""How much longer the pseudo-language is than English."""

_ACCENTED = str.maketrans("AEIOUYaeiouycnszCNSZ", "ÅÉÎÖÛÝåéîöûýçñšžÇÑŠŽ")
_KEPT = re.compile(r"(\{[^{}]*\}|<[^<>]*>)")
_FILLING = "ȯñé ŧŵö ŧĥřéé ƒöûř ƒîṽé šîẋ šéṽéñ éîĝĥŧ ñîñé ŧéñ "


def _(text: str) -> str:
    """The translation of `text`; placeholders in braces are filled by the caller afterwards."""
    return _translations().gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """The translation of the form that goes with `count`."""
    return _translations().ngettext(one, many, count)


def counted(one: str, many: str, count: int, **values: object) -> str:
    """The form that goes with `count`, its "{n}" and further placeholders filled."""
    return ngettext(one, many, count).format(n=number(count), **values)


def number(value: int) -> str:
    """`value` with its thousands set apart by a blank that never breaks."""
    return f"{value:,}".replace(",", "\N{NO-BREAK SPACE}")


def joined(parts: list[str]) -> str:
    """`parts` as a list in a sentence: "a, b and c"."""
    *some, last = parts or [""]
    return _("{some} and {last}").format(some=", ".join(some), last=last) if some else last


class PseudoTranslations(gettext.NullTranslations):
    """A language nobody speaks: English, but longer, accented and in brackets."""

    def gettext(self, message: str) -> str:
        """Return `message` in the pseudo-language."""
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form for `n` in the pseudo-language."""
        return pseudo(msgid1 if n == 1 else msgid2)


def pseudo(text: str) -> str:
    """Return `text` at least 40 % longer, with accents and brackets; placeholders stay."""
    if not text.strip():
        return text
    pieces = _KEPT.split(text)
    plain = "".join(pieces[::2])
    accented = "".join(
        piece if number % 2 else piece.translate(_ACCENTED) for number, piece in enumerate(pieces)
    )
    return f"[{accented} {_filling(len(plain))}]"


def _filling(length: int) -> str:
    wanted = max(1, round(length * GROWTH))
    repeated = _FILLING * (wanted // len(_FILLING) + 1)
    return repeated[:wanted].rstrip() or _FILLING[0]


def choose(language: str | None) -> None:
    """Use `language` from now on; None asks the environment again."""
    _translations.cache_clear()
    _chosen[0] = language


_chosen: list[str | None] = [None]


@cache
def _translations() -> gettext.NullTranslations:
    language = _chosen[0] if _chosen[0] is not None else os.environ.get(VARIABLE, "")
    if language == PSEUDO:
        return PseudoTranslations()
    folder = Path(str(files("holdfast.resources"))) / "locale"
    languages = [language] if language else None
    return gettext.translation("holdfast", str(folder), languages=languages, fallback=True)
