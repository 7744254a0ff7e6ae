"""Texts, labels and group titles as a card and a data row can both hold them."""

from __future__ import annotations

import re

from holdfast.records.formats.provider_rows.rows import Row, number, text

LONGEST = 30_000
"""Letters of a text: in UTF-8 they fit the longest argument that Linux takes (128 KiB)."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufeff]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_APPLE_LABEL = re.compile(r"_\$!<(.*)>!\$_", re.DOTALL)
_LONGEST_LABEL = 1000
_SYSTEM_PREFIX = re.compile(r"(?:System Group:\s*)+")
NUMBERS = re.compile(r"(?:tel:\s*)+", re.IGNORECASE)
"""What may stand before a number."""
MAIL = re.compile(r"(?:mailto:\s*)+", re.IGNORECASE)
"""What may stand before an address of mail."""
_OF_EVERYBODY = frozenset(("mycontacts", "my contacts"))


def plain(said: str) -> str:
    r"""A text without what no line of a card carries: lines end in ``\n``, half letters go.

    Half a letter (a lone surrogate) becomes the replacement character; blanks around are cut.
    """
    lines = said.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", lines)).strip()


def cell(row: Row, column: str) -> str:
    """A column as such a text; empty where it holds nothing."""
    return plain(text(row, column))


def bare_label(label: str) -> tuple[str, bool]:
    """A label without the marks Apple puts around its own words, and whether it had them."""
    bare, marked = plain(label), False
    while len(bare) <= _LONGEST_LABEL and (match := _APPLE_LABEL.fullmatch(bare)):
        bare, marked = plain(match[1]), True
    return bare, marked


def without_schemes(said: str, schemes: re.Pattern[str]) -> str:
    """A number or an address without what `schemes` matches before it."""
    match = schemes.match(said)
    return said[match.end() :] if match else said


def group_title(row: Row) -> str:
    """What a group is called; empty for one that the phone makes for everybody or the starred."""
    kept_by_phone = any(number(row, column) for column in ("auto_add", "favorites", "deleted"))
    if kept_by_phone or text(row, "system_id") == "Contacts":
        return ""
    return category(text(row, "title"))


def category(title: str) -> str:
    """A group's title or a card's category; empty where it is Google's group of everybody."""
    bare = plain(title)
    bare = _SYSTEM_PREFIX.sub("", bare, count=1) if bare.startswith("System") else bare
    return "" if bare.casefold() in _OF_EVERYBODY else bare
