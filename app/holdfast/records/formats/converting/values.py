"""Values between how files write them and how neutral contents hold them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from holdfast.records.formats import decoding
from holdfast.records.formats.components import Property
from holdfast.records.formats.heads import Transfer

_ATOM = re.compile(r"\\.|[^\\;,]+|[;,]|\\", re.DOTALL)
_DATE = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)"
    r"(?:[T ](\d\d):?(\d\d)(?::?(\d\d))?([.,]\d+)?(?:(Z)|([+-]\d\d)(?::?(\d\d))?)?)?",
    re.ASCII | re.IGNORECASE,
)
_YEARLESS = re.compile(r"--(\d\d)-?(\d\d)", re.ASCII)
_PARTIAL = re.compile(r"---\d\d|--\d\d|\d{4}(?:-\d\d)?", re.ASCII)
_PLACE = re.compile(
    r"(?:geo:)?\s*([+-]?\d+(?:\.\d+)?)\s*[;,]\s*([+-]?\d+(?:\.\d+)?)\s*", re.ASCII | re.IGNORECASE
)
_OFFSET = re.compile(r"([+-]\d\d):?(\d\d)", re.ASCII)
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:\S+", re.ASCII)
_LONGEST_DATE = 64
_OMITTED_YEAR = "1604"


def parted(entry: Property) -> tuple[tuple[str, ...], ...]:
    """The value cut at its bare semicolons and each field at its bare commas, unescaped.

    Cutting keeps what is a separator apart from what is text, so that a value nobody knows
    (X-ANDROID-CUSTOM) can be written again without a backslash too many or too few.
    """
    if entry.head.transfer is Transfer.QUOTED_PRINTABLE and b"=3" in entry.raw:
        charset = entry.head.charset
        pieces = (decoding.unquote(piece) for piece in entry.raw.split(b";"))
        texts = (line_ends(entry.codec.decode(piece, charset)) for piece in pieces)
        return tuple(tuple(decoding.split_list(text)) for text in texts)
    text = line_ends(entry.decoded())
    if "\\" not in text:
        return tuple(tuple(field.split(",")) for field in text.split(";"))
    fields: list[list[str]] = [[""]]
    for atom in _ATOM.findall(text):
        if atom == ";":
            fields.append([""])
        elif atom == ",":
            fields[-1].append("")
        else:
            fields[-1][-1] += atom
    return tuple(tuple(decoding.unescape(piece) for piece in field) for field in fields)


def line_ends(text: str) -> str:
    r"""The text with all its lines ending in ``\n``."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def basic_date(text: str, omitted: str = "") -> str:
    """A date or date-time as vCard 4.0 has it ("19650806", "--0806"); empty when it is none.

    `omitted` is Apple's X-APPLE-OMIT-YEAR: the year that stands for no year.
    """
    text = text.strip()
    if len(text) > _LONGEST_DATE:
        return ""
    match = _DATE.fullmatch(text)
    if match is None:
        yearless = _YEARLESS.fullmatch(text)
        if yearless is not None:
            return f"--{yearless[1]}{yearless[2]}"
        return text if _PARTIAL.fullmatch(text) else ""
    year, month, day, hour, minute, second, fraction, utc, zone, part = match.groups()
    if omitted and omitted == year and hour is None:
        return f"--{month}{day}"
    if hour is None:
        return f"{year}{month}{day}"
    offset = "Z" if utc else f"{zone or ''}{part or ''}"
    return f"{year}{month}{day}T{hour}{minute}{second or ''}{fraction or ''}{offset}"


def extended_date(basic: str) -> str:
    """A date of `basic_date` as vCard 3.0 has it: "1965-08-06", "1965-08-06T12:00:00Z"."""
    match = _DATE.fullmatch(basic)
    if match is None:
        return basic
    year, month, day, hour, minute, second, fraction, utc, zone, part = match.groups()
    if hour is None:
        return f"{year}-{month}-{day}"
    clock = ":".join(filter(None, (hour, minute, second)))
    offset = "Z" if utc else ":".join(filter(None, (zone, part)))
    return f"{year}-{month}-{day}T{clock}{fraction or ''}{offset}"


def with_omitted_year(basic: str) -> tuple[str, str]:
    """A day without year as Apple writes it in 3.0, and the year that stands for none."""
    match = _YEARLESS.fullmatch(basic)
    if match is None:
        return "", ""
    return f"{_OMITTED_YEAR}-{match[1]}-{match[2]}", _OMITTED_YEAR


def place(text: str) -> tuple[str, str] | None:
    """Latitude and longitude as written, out of any of the three forms of GEO."""
    match = _PLACE.fullmatch(text) if len(text) <= 2 * _LONGEST_DATE else None
    return (match[1], match[2]) if match else None


def offset(text: str) -> str:
    """An offset from UTC as vCard 3.0 has it ("-05:00"); empty when it is none."""
    match = _OFFSET.fullmatch(text.strip()) if len(text) < _LONGEST_DATE else None
    return f"{match[1]}:{match[2]}" if match else ""


def is_uri(text: str) -> bool:
    """Whether `text` is one URI and nothing else."""
    return _URI.fullmatch(text) is not None


def media_type_of(data: bytes) -> str:
    """The media type that the first bytes of a picture tell, or empty."""
    for start, media_type in _SIGNATURES:
        if data.startswith(start):
            return media_type
    return ""


_SIGNATURES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
)


def handle_uri(scheme: str, handle: str) -> str:
    """A messenger's name as a URI; a blank and what else no URI holds is percent-encoded."""
    bare = handle.strip()
    if bare.lower().startswith(f"{scheme}:"):
        bare = bare[len(scheme) + 1 :]
    return f"{scheme}:{''.join(_percent(bare))}"


def handle_of(uri: str) -> tuple[str, str]:
    """Scheme (lower case) and bare name out of `handle_uri`; name empty where that is not all."""
    scheme, _, rest = uri.partition(":")
    handle = _PERCENT.sub(lambda match: chr(int(match[1], 16)), rest)
    scheme = scheme.lower()
    return scheme, handle if handle_uri(scheme, handle) == uri else ""


_PERCENT = re.compile(r"%(0[9A]|2[025]|3[CE]|5C)")


def _percent(text: str) -> Iterator[str]:
    for letter in text:
        yield f"%{ord(letter):02X}" if letter in ' %"<>\\\t\n' else letter
