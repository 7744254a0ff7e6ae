"""The part of a content line before its value: group, name and parameters.

RFC 2425 5.8.2, RFC 5545 3.1, RFC 6350 3.3, RFC 6868; vCard 2.1 2.1.2 for bare parameters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAME = re.compile(r"(?:(?P<group>[A-Za-z0-9_.-]+)\.)?(?P<name>[A-Za-z0-9_/-]+)\Z")
"""A slash is no letter of names, but KAddressBook writes X-messaging/xmpp-All."""
_ENCODINGS = {"7BIT", "8BIT", "QUOTED-PRINTABLE", "BASE64"}
_PLACES = {"INLINE", "URL", "CONTENT-ID", "CID"}
_CARETS = {"^n": "\n", "^^": "^", "^'": '"'}

Params = dict[str, list[str]]


@dataclass(frozen=True)
class Head:
    """What stands before the colon."""

    group: str
    name: str
    params: Params

    def first(self, param: str) -> str:
        """The first value of `param` in upper case, or nothing."""
        return next(iter(self.params.get(param, ())), "").strip().upper()

    @property
    def quoted_printable(self) -> bool:
        return self.first("ENCODING") in ("QUOTED-PRINTABLE", "Q")

    @property
    def base64(self) -> bool:
        return self.first("ENCODING") in ("BASE64", "B")


def colon(line: str) -> int:
    """Where the colon stands that ends the head; -1 if there is none.

    A quotation mark hides colons up to its partner. A line with an unpaired mark is the work of
    a broken writer, who then meant the first colon.
    """
    quoted = False
    for place, letter in enumerate(line):
        if letter == '"':
            quoted = not quoted
        elif letter == ":" and not quoted:
            return place
    return line.find(":")


def read_head(text: str) -> Head | None:
    """The head in `text`, or None where no name and parameters can be made out."""
    first, *rest = _split(text, ";")
    match = _NAME.match(first.strip())
    if match is None:
        return None
    params: Params = {}
    for part in rest:
        if not _add(params, part.strip()):
            return None
    return Head(match["group"] or "", match["name"].upper(), params)


def _add(params: Params, part: str) -> bool:
    if not part:
        return True  # A semicolon too many, as Outlook writes "ADR;HOME;PREF;:".
    name, equals, values = part.partition("=")
    if not equals:
        params.setdefault(_name_of_bare(part), []).append(part)
        return True
    name = name.strip().upper()
    if not re.fullmatch(r"[^\",]+", name):
        return False
    params.setdefault(name, []).extend(_value(one) for one in _split(values, ","))
    return True


def _name_of_bare(value: str) -> str:
    if value.upper() in _ENCODINGS:
        return "ENCODING"
    return "VALUE" if value.upper() in _PLACES else "TYPE"


def _value(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1]
    elif text.count('"') == 1:
        text = text.strip('"')  # Its partner is missing.
    return re.sub(r"\^[n^']", lambda match: _CARETS[match[0]], text)


def _split(text: str, separator: str) -> list[str]:
    """Cut at separators that stand outside of quotation marks."""
    parts, quoted = [""], False
    if text.count('"') % 2:
        return text.split(separator)
    for letter in text:
        if letter == '"':
            quoted = not quoted
        if letter == separator and not quoted:
            parts.append("")
        else:
            parts[-1] += letter
    return parts
