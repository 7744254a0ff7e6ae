"""Names that a phone's storage takes, made of names that it does not; reversibly."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import quote

from holdfast.phones.protocols.mtp.values import LONGEST_TEXT

# What FAT and Android's own storage refuse in a name (FileUtils.isValidFatFilenameChar).
_REFUSED = re.compile(r'[\x00-\x1f"*/:<>?\\|\x7f]')
_LONGEST_BYTES = 255
_ROOM = LONGEST_TEXT - 1


def phone_name(name: str) -> str:
    """The name by which the phone can hold what is called `name`: the same wherever it may be.

    Refused characters, and a dot or blank at the end, become "%" and two hexadecimal digits,
    as in web addresses. A name that is too long loses its middle to a few digits of its hash.
    """
    escaped = _REFUSED.sub(lambda found: quote(found[0], safe=""), name)
    if escaped.endswith((".", " ")):
        escaped = f"{escaped[:-1]}%{ord(escaped[-1]):02X}"
    return escaped if _fits(escaped) else _shortened(escaped)


def free_name(name: str, taken: frozenset[str]) -> str:
    """`name`, or one beside it where that is taken; `taken` are in lower case."""
    stem, dot, ending = name.rpartition(".")
    if not stem:
        stem, dot, ending = name, "", ""
    number, tried = 0, name
    while tried.lower() in taken:
        number += 1
        tried = phone_name(f"{stem} ({number}){dot}{ending}")
    return tried


def _fits(name: str) -> bool:
    units = len(name.encode("utf-16-le", "surrogatepass")) // 2
    return units <= _ROOM and len(name.encode("utf-8", "surrogatepass")) <= _LONGEST_BYTES


def _shortened(name: str) -> str:
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    stem, dot, ending = name.rpartition(".")
    tail = f"~{digest}{dot}{ending}" if dot and len(ending) <= _LONGEST_ENDING else f"~{digest}"
    stem = stem or name
    while stem and not _fits(stem + tail):
        stem = stem[:-1]
    return stem + tail


_LONGEST_ENDING = 16
