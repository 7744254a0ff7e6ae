"""What a message carries: its header, its text or its bytes (3GPP 23.040, 9.2.3.24; 23.038, 4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from holdfast.phones.protocols.at.septets import (
    NotInAlphabetError,
    pack,
    septets_of,
    text_of,
    unpack,
)

MAX_OCTETS, MAX_SEPTETS = 140, 160
GSM7, UCS2, DATA8 = 0x00, 0x08, 0x04
"""Data coding schemes without a class."""
_CONCATENATED, _CONCATENATED_16 = 0x00, 0x08
_SINGLE_SHIFT, _LOCKING_SHIFT = 0x24, 0x25


class Alphabet(Enum):
    """How the octets of a message are meant."""

    SEPTETS = auto()
    OCTETS = auto()
    UCS2 = auto()


def alphabet_of(dcs: int) -> Alphabet:
    """What a data coding scheme (23.038, 4) says; compressed text is octets to us."""
    group = dcs >> 4
    if group < 0x08:  # noqa: PLR2004 - general, or marked for deletion
        if dcs & 0x20:
            return Alphabet.OCTETS
        kinds = (Alphabet.SEPTETS, Alphabet.OCTETS, Alphabet.UCS2, Alphabet.SEPTETS)
        return kinds[dcs >> 2 & 3]
    if group == 0x0E:  # noqa: PLR2004 - messages waiting, in UCS2
        return Alphabet.UCS2
    return Alphabet.OCTETS if group == 0x0F and dcs & 4 else Alphabet.SEPTETS  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class Segment:
    """Which part of a longer message this is: `part` of `parts`, known by `reference`."""

    reference: int
    part: int
    parts: int


@dataclass(frozen=True, slots=True)
class UserData:
    """Header elements (identifier, octets), and either a text or, where it is none, octets."""

    elements: tuple[tuple[int, bytes], ...] = ()
    text: str = ""
    octets: bytes = b""

    @property
    def segment(self) -> Segment | None:
        """Which part of a concatenated message this is (9.2.3.24.1 and .8)."""
        for identifier, octets in self.elements:
            if identifier == _CONCATENATED and len(octets) == 3:  # noqa: PLR2004
                return Segment(octets[0], octets[2], octets[1])
            if identifier == _CONCATENATED_16 and len(octets) == 4:  # noqa: PLR2004
                return Segment(octets[0] << 8 | octets[1], octets[3], octets[2])
        return None

    def language(self, identifier: int) -> int:
        """The national language that the header names, 0 where it names none."""
        found = (octets[0] for name, octets in self.elements if name == identifier and octets)
        return next(found, 0)


def segment_element(segment: Segment) -> tuple[int, bytes]:
    """The header element of a part, with the short reference where that suffices."""
    tail = bytes((segment.parts, segment.part))
    if segment.reference <= 0xFF:  # noqa: PLR2004
        return _CONCATENATED, bytes((segment.reference,)) + tail
    return _CONCATENATED_16, segment.reference.to_bytes(2) + tail


def read_user_data(octets: bytes, length: int, dcs: int, *, has_header: bool) -> UserData:
    """User data of `length` (septets or octets, as `dcs` has it); short ones as far as they go."""
    alphabet = alphabet_of(dcs)
    if alphabet is not Alphabet.SEPTETS:
        octets = octets[:length]
    elements, size = _elements(octets) if has_header else ((), 0)
    if alphabet is Alphabet.SEPTETS:
        skipped = -(-size * 8 // 7)
        septets = unpack(octets[size:], length - skipped, skipped * 7 - size * 8)
        return _from_septets(septets, elements)
    if alphabet is Alphabet.UCS2:
        rest = octets[size:]
        text = rest[: len(rest) // 2 * 2].decode("utf-16-be", "replace")
        return UserData(elements, text)
    return UserData(elements, octets=octets[size:])


def _from_septets(septets: bytes, elements: tuple[tuple[int, bytes], ...]) -> UserData:
    data = UserData(elements)
    locking, single = data.language(_LOCKING_SHIFT), data.language(_SINGLE_SHIFT)
    try:
        return UserData(elements, text_of(septets, 0 if locking == 2 else locking, single))  # noqa: PLR2004
    except KeyError:
        return UserData(elements, octets=septets)


def write_user_data(data: UserData, dcs: int) -> tuple[int, bytes]:
    """The length as `dcs` counts it, and the octets.

    Raises `NotInAlphabetError`, or `ValueError` where it is more than a message holds.
    """
    header = _header(data.elements)
    alphabet = alphabet_of(dcs)
    if alphabet is Alphabet.SEPTETS:
        skipped = -(-len(header) * 8 // 7)
        septets = septets_of(data.text)
        length = skipped + len(septets)
        octets = header + pack(septets, skipped * 7 - len(header) * 8)
        octets = octets[: -(-length * 7 // 8)]
    else:
        body = _utf16(data.text) if alphabet is Alphabet.UCS2 else data.octets
        octets = header + body
        length = len(octets)
    if len(octets) > MAX_OCTETS or length > MAX_SEPTETS:
        raise ValueError("longer than one message")
    return length, octets


def coding_for(text: str) -> int:
    """The data coding scheme that can write `text` in the fewest octets."""
    try:
        septets_of(text)
    except NotInAlphabetError:
        return UCS2
    return GSM7


def _utf16(text: str) -> bytes:
    try:
        return text.encode("utf-16-be")
    except UnicodeEncodeError as error:
        raise NotInAlphabetError(str(error)) from error


def _elements(octets: bytes) -> tuple[tuple[tuple[int, bytes], ...], int]:
    """The header's elements, and its size with the octet that tells its length."""
    size = min(1 + (octets[0] if octets else 0), len(octets))
    found, at = [], 1
    while at + 2 <= size:
        end = at + 2 + octets[at + 1]
        if end > size:
            break
        found.append((octets[at], octets[at + 2 : end]))
        at = end
    return tuple(found), size


def _header(elements: tuple[tuple[int, bytes], ...]) -> bytes:
    body = b"".join(bytes((name, len(octets))) + octets for name, octets in elements)
    return bytes((len(body),)) + body if body else b""
