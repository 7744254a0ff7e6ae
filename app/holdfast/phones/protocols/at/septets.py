"""The GSM 7-bit alphabet (3GPP 23.038, 6.1.2, 6.2.1 and annex A): letters, tables, packing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

ESCAPE = 0x1B
_LETTERS = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_PORTUGUESE = (
    "@£$¥êéúíóç\nÔô\rÁáΔ_ªÇÀ∞^\\€Ó|\x1bÂâÊÉ !\"#º%&'()*+,-./0123456789:;<=>?"
    "ÍABCDEFGHIJKLMNOPQRSTUVWXYZÃÕÚÜ§~abcdefghijklmnopqrstuvwxyzãõ`üà"
)
_TURKISH = {
    4: "€",
    7: "\N{LATIN SMALL LETTER DOTLESS I}",
    11: "Ğ",
    12: "ğ",
    28: "Ş",
    29: "ş",
    64: "İ",
    96: "ç",
}
_SHIFTED = {
    0x0A: "\f", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\", 0x3C: "[", 0x3D: "~", 0x3E: "]",
    0x40: "|", 0x65: "€",
}  # fmt: skip
_TURKISH_SHIFTED = {
    0x47: "Ğ", 0x49: "İ", 0x53: "Ş", 0x63: "ç", 0x67: "ğ",
    0x69: "\N{LATIN SMALL LETTER DOTLESS I}", 0x73: "ş",
}  # fmt: skip
_SPANISH_SHIFTED = {
    0x09: "ç", 0x41: "Á", 0x49: "Í", 0x4F: "Ó", 0x55: "Ú", 0x61: "á", 0x69: "í", 0x6F: "ó",
    0x75: "ú",
}  # fmt: skip
_PORTUGUESE_SHIFTED = {
    0x05: "ê", 0x09: "ç", 0x0B: "Ô", 0x0C: "ô", 0x0E: "Á", 0x0F: "á", 0x12: "Φ", 0x13: "Γ",
    0x15: "Ω", 0x16: "Π", 0x17: "Ψ", 0x18: "Σ", 0x19: "Θ", 0x1F: "Ê", 0x41: "À", 0x49: "Í",
    0x4F: "Ó", 0x55: "Ú", 0x5B: "Ã", 0x5C: "Õ", 0x61: "Â", 0x69: "í", 0x6F: "ó", 0x75: "ú",
    0x7B: "ã", 0x7C: "õ", 0x7F: "â",
}  # fmt: skip

_BASIC = dict(enumerate(_LETTERS))
LOCKING: Mapping[int, Mapping[int, str]] = MappingProxyType(
    {0: _BASIC, 1: _BASIC | _TURKISH, 3: dict(enumerate(_PORTUGUESE))}
)
"""Alphabets by national language: Turkish 1, Portuguese 3; Spanish (2) locks none."""
SINGLE: Mapping[int, Mapping[int, str]] = MappingProxyType(
    {
        0: _SHIFTED,
        1: _SHIFTED | _TURKISH_SHIFTED,
        2: _SHIFTED | _SPANISH_SHIFTED,
        3: _SHIFTED | _PORTUGUESE_SHIFTED,
    }
)
"""What a septet behind ESC means, by national language."""
_SEPTETS = {letter: (code,) for code, letter in _BASIC.items() if code != ESCAPE} | {
    letter: (ESCAPE, code) for code, letter in _SHIFTED.items()
}


class NotInAlphabetError(ValueError):
    """A text has a letter that the alphabet lacks."""


def text_of(septets: Iterable[int], locking: int = 0, single: int = 0) -> str:
    """Letters of septets; an ESC before what no table has is passed over, as 23.038 asks for.

    Raises `KeyError` for a national language whose table is not known here.
    """
    letters, shifted = LOCKING[locking], SINGLE[single]
    found = []
    escaped = False
    for septet in septets:
        if escaped:
            escaped = False
            found.append(" " if septet == ESCAPE else shifted.get(septet) or letters[septet & 0x7F])
        elif septet == ESCAPE:
            escaped = True
        else:
            found.append(letters[septet & 0x7F])
    return "".join(found)


def septets_of(text: str) -> bytes:
    """A text as one septet a byte; raises `NotInAlphabetError`."""
    try:
        return bytes(code for letter in text for code in _SEPTETS[letter])
    except KeyError as error:
        raise NotInAlphabetError(str(error)) from error


def pack(septets: bytes, fill: int = 0) -> bytes:
    """Septets as octets, the first bit of the first `fill` bits behind the octet's start."""
    held, bits = 0, fill
    for septet in septets:
        held |= (septet & 0x7F) << bits
        bits += 7
    return held.to_bytes((bits + 7) // 8, "little")


def unpack(octets: bytes, count: int, fill: int = 0) -> bytes:
    """The `count` septets in `octets` behind `fill` bits; fewer where the octets do not suffice."""
    held = int.from_bytes(octets, "little") >> fill
    count = min(count, max(0, len(octets) * 8 - fill) // 7)
    return bytes((held >> (7 * place)) & 0x7F for place in range(count))
