"""How texts are written in parameters, by the character set that AT+CSCS chose (27.007, 5.5)."""

from __future__ import annotations

import re
from types import MappingProxyType

from holdfast.phones.protocols.at.septets import NotInAlphabetError, septets_of, text_of

PREFERRED = ("UCS2", "UTF-8", "8859-1", "GSM", "HEX", "IRA")
"""Character sets in the order of what they can write; with UCS2, quotes and controls are safe."""
_CODECS = MappingProxyType({"UTF-8": "utf-8", "UTF8": "utf-8", "8859-1": "latin-1", "IRA": "ascii"})
_HEX = re.compile(rb"(?:[0-9A-Fa-f]{2})*")
_DIALLED = re.compile(r"[0-9*#+pPwW,;()./ABCDabcd?!tT -]*")
_IN_UCS2 = re.compile(rb"(?:00[2-7][0-9A-Fa-f])+")


class UnreadableError(ValueError):
    """A parameter is not what its character set says it is."""


def choose(offered: list[str]) -> str:
    """The best of the character sets that a phone offers; GSM, the default, where none is known."""
    plain = {name.upper(): name for name in offered}
    return next((plain[name] for name in PREFERRED if name in plain), "GSM")


def decode(raw: bytes, charset: str) -> str:
    """The text of a parameter; raises `UnreadableError`."""
    charset = charset.upper()
    if charset in ("UCS2", "HEX"):
        if not _HEX.fullmatch(raw):
            raise UnreadableError(f"no {charset}")
        octets = bytes.fromhex(raw.decode("ascii"))
        return _utf16(octets) if charset == "UCS2" else text_of(octets)
    if charset == "GSM":
        # Phones that do not keep to it write Latin-1 here.
        return text_of(raw) if max(raw, default=0) < 0x80 else raw.decode("latin-1")  # noqa: PLR2004
    try:
        return raw.decode(_CODECS.get(charset, "ascii"))
    except UnicodeDecodeError as error:
        raise UnreadableError(f"no {charset}") from error


def encode(text: str, charset: str) -> bytes:
    """A text as a parameter, without quotes; raises `NotInAlphabetError`."""
    charset = charset.upper()
    try:
        if charset == "UCS2":
            return text.encode("utf-16-be").hex().upper().encode("ascii")
        if charset == "HEX":
            return septets_of(text).hex().upper().encode("ascii")
        if charset == "GSM":
            return septets_of(text)
        return text.encode(_CODECS.get(charset, "ascii"))
    except UnicodeEncodeError as error:
        raise NotInAlphabetError(str(error)) from error


def in_ucs2(raw: bytes) -> bool:
    """Whether a telephone number is written in UCS2 as well, as many phones do."""
    if not raw or len(raw) % 4 or not _IN_UCS2.fullmatch(raw):
        return False
    return _DIALLED.fullmatch(bytes.fromhex(raw.decode("ascii")).decode("utf-16-be")) is not None


def _utf16(octets: bytes) -> str:
    if len(octets) % 2:
        raise UnreadableError("half a letter of UCS2")
    # Phones pad a name with these up to its full length.
    text = octets.decode("utf-16-be", "replace")
    return text.rstrip("\uffff\0")
