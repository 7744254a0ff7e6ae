"""Heads of content lines: group, name, parameters, and how the value is encoded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from holdfast.records.formats.decoding import guess

# A slash is illegal but harmless (Kontact's "X-messaging/gadu-All"); a blank is not: it means
# that a line of running text lost its indent.
_NAME = re.compile(rb"(?:([A-Za-z0-9_-]++(?:\.[A-Za-z0-9_-]++)*)\.)?([A-Za-z0-9_/-]++)")
_BEFORE_COLON = re.compile(rb'(?:[^":]++|"[^"]*+")*+')
_PARAMETER = re.compile(rb'(?:[^";]++|"[^"]*+"|")++')
_ENTRY = re.compile(r'(?:[^",]++|"[^"]*+"|")++')
_CARET = re.compile(r"\^([n'^])")
_CARETS = {"n": "\n", "'": '"', "^": "^"}
_CACHED_UP_TO = 160
_MAX_HEAD = 64 * 1024
_MAX_PARTS = 2000


class Transfer(StrEnum):
    """How a value was made fit for the line it stands on."""

    PLAIN = ""
    QUOTED_PRINTABLE = "quoted-printable"
    BASE64 = "base64"


_TRANSFERS = {
    "QUOTED-PRINTABLE": Transfer.QUOTED_PRINTABLE,
    "Q": Transfer.QUOTED_PRINTABLE,
    "BASE64": Transfer.BASE64,
    "B": Transfer.BASE64,
}
# vCard 2.1 lets these stand without their parameter name.
_BARE = {
    "QUOTED-PRINTABLE": "ENCODING",
    "BASE64": "ENCODING",
    "8BIT": "ENCODING",
    "7BIT": "ENCODING",
    "INLINE": "VALUE",
    "URL": "VALUE",
    "CID": "VALUE",
    "CONTENT-ID": "VALUE",
}


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the colon: names in upper case, parameter values as written.

    `verbatim` tells that a backslash in the value is a backslash and escapes nothing.
    """

    group: str
    name: str
    params: Mapping[str, tuple[str, ...]]
    transfer: Transfer = Transfer.PLAIN
    charset: str = ""
    verbatim: bool = False

    def first(self, param: str) -> str:
        """The first value of `param` (upper case), or empty."""
        values = self.params.get(param)
        return values[0] if values else ""

    @property
    def types(self) -> tuple[str, ...]:
        """Values of TYPE in lower case, each once, in order; 4.0 quotes whole lists."""
        words = ",".join(self.params.get("TYPE", ())).lower().split(",")
        return tuple(dict.fromkeys(word.strip() for word in words if word.strip()))


_NO_PARAMS: Mapping[str, tuple[str, ...]] = MappingProxyType({})


def colon_in(line: bytes) -> int:
    """Where the value's colon is: the first outside quotes, or the first at all; -1 if none."""
    colon = line.find(b":")
    if colon < 0 or line.find(b'"', 0, colon) < 0:
        return colon
    match = _BEFORE_COLON.match(line)
    end = match.end() if match else 0
    return end if line[end : end + 1] == b":" else colon


def parse_head(raw: bytes) -> Head | None:
    """Read a head; None when it has no name, or more parameters, than any writer could mean."""
    if len(raw) <= _CACHED_UP_TO:
        return _cached(raw)
    if len(raw) > _MAX_HEAD or raw.count(b";") + raw.count(b",") > _MAX_PARTS:
        return None
    return _parsed(raw)


@lru_cache(maxsize=4096)
def _cached(raw: bytes) -> Head | None:
    return _parsed(raw)


def _parsed(raw: bytes) -> Head | None:
    name, *params = _PARAMETER.findall(raw) or [b""]
    match = _NAME.fullmatch(name.strip())
    if match is None or raw.lstrip()[:1] == b";":
        return None
    group = (match[1] or b"").decode("ascii")
    values = _parameters(params)
    encoding = (values.get("ENCODING") or ("",))[0].strip().upper()
    charset = (values.get("CHARSET") or ("",))[0].strip()
    transfer = _TRANSFERS.get(encoding, Transfer.PLAIN)
    return Head(group, match[2].decode("ascii").upper(), values, transfer, charset)


def _parameters(raw: list[bytes]) -> Mapping[str, tuple[str, ...]]:
    if not raw:
        return _NO_PARAMS
    found: dict[str, list[str]] = {}
    for parameter in raw:
        name, equals, value = guess(parameter).strip().partition("=")
        bare = name.strip().upper()
        if equals:
            found.setdefault(bare, []).extend(_entries(value))
        elif bare:
            found.setdefault(_BARE.get(bare, "TYPE"), []).append(name.strip())
    return MappingProxyType({name: tuple(values) for name, values in found.items()})


def _entries(value: str) -> list[str]:
    """The comma-separated values of one parameter, quotes and RFC 6868 carets undone."""
    entries = _ENTRY.findall(value) if '"' in value else value.split(",")
    return [_CARET.sub(_uncaret, _unquoted(entry.strip())) for entry in entries]


def _unquoted(entry: str) -> str:
    """Without the quotes around it, or one that lacks its partner; others are text."""
    if '"' not in entry:
        return entry
    if len(entry) > 1 and entry[0] == entry[-1] == '"':
        return entry[1:-1]
    return entry.strip('"') if entry.count('"') == 1 else entry


def _uncaret(match: re.Match[str]) -> str:
    return _CARETS[match[1]]
