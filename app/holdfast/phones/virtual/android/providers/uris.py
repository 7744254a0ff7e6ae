"""The addresses of providers: `content://authority/path?parameters`, taken apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import parse_qsl, unquote

_SCHEME = "content://"


@dataclass(frozen=True, slots=True)
class Uri:
    """One address; `segments` and `parameters` are decoded, `text` is as it was written."""

    text: str
    authority: str
    segments: tuple[str, ...]
    parameters: Mapping[str, str]

    @property
    def number(self) -> int:
        """The whole number that the path ends in; -1 where there is none."""
        last = self.segments[-1] if self.segments else ""
        return int(last) if last.isascii() and last.isdigit() else -1

    @property
    def pattern(self) -> str:
        """The path with each whole number shown as `#`."""
        return "/".join(
            "#" if each.isascii() and each.isdigit() else each for each in self.segments
        )

    def says(self, parameter: str) -> bool:
        """Whether a parameter is there and not "false" or "0"."""
        return self.parameters.get(parameter, "false").lower() not in ("false", "0")


def parse_uri(text: str) -> Uri:
    """Take an address apart; one that is none has an empty authority."""
    if not text.startswith(_SCHEME):
        return Uri(text, "", (), MappingProxyType({}))
    whole, _, _ = text.removeprefix(_SCHEME).partition("#")
    place, _, query = whole.partition("?")
    authority, _, path = place.partition("/")
    segments = tuple(unquote(each) for each in path.split("/") if each)
    parameters = dict(parse_qsl(query, keep_blank_values=True))
    return Uri(text, unquote(authority), segments, MappingProxyType(parameters))
