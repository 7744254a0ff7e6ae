"""Telephone numbers and names of senders in PDUs (3GPP 23.040, 9.1.2.5)."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.phones.protocols.at.septets import (
    NotInAlphabetError,
    pack,
    septets_of,
    text_of,
    unpack,
)

INTERNATIONAL, UNKNOWN, ALPHANUMERIC = 0x91, 0x81, 0xD0
_DIGITS = "0123456789*#abc"
_FILL = 0x0F
MAX_DIGITS = 20
"""Semi-octets of an address (9.1.2.5)."""


@dataclass(frozen=True, slots=True)
class PduAddress:
    """An address: `digits` (0-9 * # a b c), or for an alphanumeric one its text.

    `type` is its type-of-address octet.
    """

    digits: str = ""
    type: int = UNKNOWN

    @property
    def alphanumeric(self) -> bool:
        """Whether it is a name ("Bank"), which nobody can call."""
        return self.type >> 4 & 7 == 5  # noqa: PLR2004

    @property
    def shown(self) -> str:
        """The number as it is dialled, or the name."""
        return f"+{self.digits}" if self.type >> 4 & 7 == 1 and self.digits else self.digits


def address_of(number: str) -> PduAddress:
    """The address of a number or of a name; raises `ValueError` when it can be neither."""
    bare = number.strip()
    plain = "".join(letter for letter in bare.lower() if letter not in " -()./")
    kind = INTERNATIONAL if plain.startswith("+") else UNKNOWN
    digits = plain.removeprefix("+")
    if all(letter in _DIGITS for letter in digits):
        if len(digits) > MAX_DIGITS:
            raise ValueError("number too long")
        return PduAddress(digits, kind)
    return _named(bare)


def _named(name: str) -> PduAddress:
    try:
        if len(septets_of(name)) * 7 > MAX_DIGITS * 4:
            raise ValueError("name too long")
    except NotInAlphabetError as error:
        raise ValueError("not a number") from error
    return PduAddress(name, ALPHANUMERIC)


def read_address(length: int, kind: int, octets: bytes) -> PduAddress:
    """An address of `length` semi-octets; what is no digit ends it."""
    if kind >> 4 & 7 == 5:  # noqa: PLR2004
        return PduAddress(text_of(unpack(octets, length * 4 // 7)), kind)
    halves = [half for octet in octets for half in (octet & 0x0F, octet >> 4)][:length]
    end = halves.index(_FILL) if _FILL in halves else len(halves)
    return PduAddress("".join(_DIGITS[half] for half in halves[:end]), kind)


def write_address(address: PduAddress) -> tuple[int, bytes]:
    """The length in semi-octets, and the octets."""
    if address.alphanumeric:
        septets = septets_of(address.digits)
        return -(-len(septets) * 7 // 4), pack(septets)
    halves = [_DIGITS.index(digit) for digit in address.digits]
    padded = halves + [_FILL] * (len(halves) % 2)
    pairs = zip(padded[::2], padded[1::2], strict=True)
    return len(halves), bytes(low | high << 4 for low, high in pairs)
