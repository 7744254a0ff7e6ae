"""Writes vCard 2.1, vCalendar 1.0 and vNote lines the way phones of 2007 wrote them."""

from __future__ import annotations

import base64
import textwrap
from collections.abc import Iterable

_SOFT_LIMIT = 72
_UNICODE = ";CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE"


def component(name: str, lines: Iterable[str]) -> str:
    """Return `lines` between BEGIN and END of `name`, each ended by CRLF."""
    return "".join(f"{line}\r\n" for line in (f"BEGIN:{name}", *lines, f"END:{name}"))


def text(name: str, value: str) -> str:
    """Return one property of one text value, quoted-printable where ASCII does not do."""
    return structured(name, value)


def structured(name: str, *values: str) -> str:
    """Return one property whose `values` are joined with semicolons."""
    return plain(name, ";".join(part.replace(";", "\\;") for part in values))


def plain(name: str, value: str) -> str:
    """Return one property in which a semicolon is a character like any other."""
    if value.isascii() and "\n" not in value:
        return f"{name}:{value}"
    return f"{name}{_UNICODE}:{_quoted_printable(value, len(name) + len(_UNICODE) + 1)}"


def photo(jpeg: bytes) -> str:
    """Return a PHOTO property with its base64 folded, closed by the empty line 2.1 asks for."""
    rows = textwrap.wrap(base64.b64encode(jpeg).decode(), _SOFT_LIMIT)
    return "\r\n ".join(["PHOTO;ENCODING=BASE64;TYPE=JPEG:", *rows]) + "\r\n"


def _quoted_printable(value: str, column: int) -> str:
    rows, row = [], ""
    for character in value.replace("\n", "\r\n"):
        token = _token(character)
        if column + len(row) + len(token) > _SOFT_LIMIT:
            rows.append(row + "=")
            row, column = "", 0
        row += token
    return "\r\n".join([*rows, row])


def _token(character: str) -> str:
    if character.isascii() and character.isprintable() and character != "=":
        return character
    return "".join(f"={byte:02X}" for byte in character.encode())
