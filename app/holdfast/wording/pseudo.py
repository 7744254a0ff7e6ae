"""Languages nobody speaks, made from English as it is said: they show what would not fit.

"x-long" gives every sentence accents, brackets and 40 % more length; "x-rtl" writes it from
right to left. Placeholders and tags stay as they are.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable

LONG = "x-long"
RIGHT_TO_LEFT = "x-rtl"
GROWTH = 0.4
"""How much longer the long language is than English."""

_ACCENTED = str.maketrans("AEIOUYaeiouycnszCNSZ", "ÅÉÎÖÛÝåéîöûýçñšžÇÑŠŽ")
_KEPT = re.compile(r"(\{[^{}]*\}|<[^<>]*>)")
_FILLING = "ȯñé ŧŵö ŧĥřéé ƒöûř ƒîṽé šîẋ šéṽéñ éîĝĥŧ ñîñé ŧéñ "
_MARK = "\N{RIGHT-TO-LEFT MARK}"
_TURN = "\N{RIGHT-TO-LEFT OVERRIDE}"
_END = "\N{POP DIRECTIONAL FORMATTING}"
_ISOLATE = "\N{FIRST STRONG ISOLATE}"
_ISOLATED = "\N{POP DIRECTIONAL ISOLATE}"


class PseudoTranslations(gettext.NullTranslations):
    """English, changed."""

    def __init__(self, change: Callable[[str], str]) -> None:
        """Say every sentence as `change` makes it."""
        super().__init__()
        self._change = change

    def gettext(self, message: str) -> str:
        """Return `message` changed."""
        return self._change(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form for `n` changed."""
        return self._change(msgid1 if n == 1 else msgid2)


def lengthened(text: str) -> str:
    """Return `text` at least 40 % longer, with accents and brackets."""
    plain = "".join(_KEPT.split(text)[::2])
    if not any(map(str.isalpha, plain)):
        return text
    accented = _changed(text, lambda piece: piece.translate(_ACCENTED))
    return f"[{accented} {_filling(len(plain))}]"


def turned(text: str) -> str:
    """Return `text` so that it runs from right to left and counts as written so."""
    pieces = _KEPT.split(text)
    if not any(map(str.isalpha, "".join(pieces[::2]))):
        return text
    kept = {piece for piece in pieces[1::2] if piece.startswith("{")}
    said = _changed(text, lambda piece: f"{_TURN}{piece}{_END}")
    for piece in kept:
        said = said.replace(piece, f"{_ISOLATE}{piece}{_ISOLATED}")
    return _MARK + said


PSEUDO_LANGUAGES = {LONG: lengthened, RIGHT_TO_LEFT: turned}
"""What each of them makes of a sentence, by the language's name."""


def _changed(text: str, change: Callable[[str], str]) -> str:
    pieces = _KEPT.split(text)
    return "".join(
        piece if place % 2 else change(piece) for place, piece in enumerate(pieces) if piece
    )


def _filling(length: int) -> str:
    wanted = max(1, round(length * GROWTH))
    repeated = _FILLING * (wanted // len(_FILLING) + 1)
    return repeated[:wanted].rstrip() or _FILLING[0]
