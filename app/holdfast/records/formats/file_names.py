"""Names that any file system and JSON can hold, made from any text and turned back exactly.

`%` is the escape sign: `%XX` stands for one byte of the UTF-8 form (lone surrogates
included), as in a URL. A `%` that is not followed by two hex digits is never part of a name
that a phone gave; it marks what Holdfast itself added: `%` alone is the empty name, a `%` at
the end a folder that only splits a larger one, `%~` a name that was cut.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

MAX_NAME = 200
"""Bytes of an escaped name; file systems and Holdfast's own endings take the rest of 255."""

EMPTY = "%"
CUT = "%~"
_CUT_DIGITS = 32
_MAX_ENDING = 16

# What Windows refuses in a name, besides what is not printable anywhere.
_FORBIDDEN = frozenset('%/\\<>:"|?*')
_PLAIN = re.compile(r"[A-Za-z0-9_(),+=@!#$&'{}\[\]~^`; .-]*[A-Za-z0-9_()]")
# Unassigned, private and invisible characters too: restic quotes them differently from one
# version to the next, and `restic rewrite` then refuses the whole tree.
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"})
_ESCAPE = re.compile(r"(?:%[0-9A-F]{2})+")
_WELL_FORMED = re.compile(r"(?:[^%]|%[0-9A-F]{2})*")
_DEVICE = r"(?:CON|PRN|AUX|NUL|COM[0-9¹²³]|LPT[0-9¹²³]) *"
_DEVICES = re.compile(rf"{_DEVICE}(?:\..*)?", re.IGNORECASE | re.DOTALL)
_DEVICE_DOT = re.compile(rf"({_DEVICE})\.", re.IGNORECASE)


def escape(name: str, also: str = "") -> str:
    """Escape `name` so that it can be one part of a path anywhere; `unescape` gives it back.

    The characters of `also` are escaped too. The result may be longer than a file system
    takes: see `bounded`.
    """
    if not name:
        return EMPTY
    if not also and _PLAIN.fullmatch(name) and not _DEVICES.fullmatch(name):
        return name
    escaped = [_percent(char) if _unsafe(char) or char in also else char for char in name]
    if name[-1] in ". ":
        escaped[-1] = _percent(name[-1])
    if _DEVICES.fullmatch(name):
        escaped[0] = _percent(name[0])
    return "".join(escaped)


def unescape(text: str) -> str:
    """Turn an escaped name back; raises ValueError for what `escape` never writes."""
    if text == EMPTY:
        return ""
    if "%" not in text:
        return text
    if not _WELL_FORMED.fullmatch(text):
        raise ValueError(text)
    try:
        return _ESCAPE.sub(_decoded, text)
    except UnicodeDecodeError as error:
        raise ValueError(text) from error


def bounded(escaped: str, unique: str, limit: int = MAX_NAME) -> str:
    """Return an escaped name that fits in `limit` bytes, cut and marked where it must be.

    A cut name keeps its beginning and its ending (".jpg") and holds a hash of `unique`
    instead of the rest, so that two long names never become one.
    """
    return escaped if _size(escaped) <= limit else cut(escaped, unique, limit)


def cut(escaped: str, unique: str, limit: int = MAX_NAME) -> str:
    """Shorten an escaped name and mark it as cut, whatever its length."""
    digits = hashlib.sha256(unique.encode("utf-8", "surrogatepass")).hexdigest()[:_CUT_DIGITS]
    stem, ending = _split_ending(escaped)
    return f"{_head(stem, limit - len(CUT) - _CUT_DIGITS - _size(ending))}{CUT}{digits}{ending}"


def is_cut(text: str) -> bool:
    """Whether the name lost something and its exact form stands elsewhere."""
    return CUT in text


def hint(title: str, limit: int) -> str:
    """Return what of `title` can stand in a file name, in at most `limit` bytes; not reversible."""
    clean = "".join(" " if _unsafe(char) else char for char in title[: 4 * MAX_NAME])
    short = _head(" ".join(clean.split()).lstrip(".-"), limit).rstrip(" .-")
    # To Windows "NUL.anything" is a device, whatever else follows.
    dotted = _DEVICE_DOT.match(short)
    return f"{dotted[1].rstrip()} {short[dotted.end() :].lstrip(' .')}" if dotted else short


def safe_name(name: str) -> str:
    """Return `name` as one part of a path, at most 200 bytes long, whatever a phone wrote."""
    return bounded(escape(name), name)


@lru_cache(maxsize=4096)
def _unsafe(char: str) -> bool:
    if char in _FORBIDDEN:
        return True
    return char != " " and unicodedata.category(char) in _UNPRINTABLE


def _percent(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogatepass"))


def _decoded(match: re.Match[str]) -> str:
    return bytes.fromhex(match[0].replace("%", "")).decode("utf-8", "surrogatepass")


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _head(text: str, limit: int) -> str:
    """Return the beginning of `text` in at most `limit` bytes, with no half character."""
    kept = text.encode("utf-8")[: max(limit, 0)].decode("utf-8", "ignore")
    if len(kept) < len(text):
        kept = re.sub(r"%[0-9A-F]?$", "", kept)
    return kept


def _split_ending(escaped: str) -> tuple[str, str]:
    stem, dot, ending = escaped.rpartition(".")
    if stem and dot and ending.isalnum() and _size(ending) < _MAX_ENDING:
        return stem, dot + ending
    return escaped, ""
