"""Numbers as each language writes them."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.wording.languages import language


@dataclass(frozen=True, slots=True)
class _Marks:
    """What stands between thousands, what before decimals; `least` digits are grouped."""

    thousands: str = "\N{NO-BREAK SPACE}"
    decimals: str = "."
    least: int = 4


_MARKS = {
    "de": _Marks(".", ","),
    "es": _Marks(".", ",", least=5),
    "fr": _Marks("\N{NARROW NO-BREAK SPACE}", ","),
    "tr": _Marks(".", ","),
    "zh_CN": _Marks(","),
}
_DEFAULT = _Marks()


def number(value: int) -> str:
    """A whole number, its thousands set apart."""
    return decimal(value, 0)


def decimal(value: float, places: int = 1) -> str:
    """A number with so many decimal places."""
    marks = _MARKS.get(language(), _DEFAULT)
    whole, _dot, rest = f"{value:,.{places}f}".partition(".")
    few = sum(map(str.isdigit, whole)) < marks.least
    grouped = whole.replace(",", "" if few else marks.thousands)
    return f"{grouped}{marks.decimals}{rest}" if rest else grouped
