"""What the properties of a vCard mean: names, numbers, addresses, labels, the photo."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

from holdfast.records.formats.components import Component, Property
from holdfast.records.formats.dates import DayOfYear, parse_day
from holdfast.records.formats.decoding import unescape
from holdfast.records.formats.fields import Field
from holdfast.records.formats.heads import Transfer

_APPLE_LABEL = re.compile(r"_\$!<(.*)>!\$_", re.DOTALL)
_FAMILY, _GIVEN, _MIDDLE, _PREFIX, _SUFFIX = range(5)
_MAX_PHOTO = 16 * 1024 * 1024
_RANK_DIGITS, _NO_RANK = 4, 10_000
_LINK = re.compile(rb"\s*[A-Za-z][A-Za-z0-9+.-]*\\?:\S+\s*")
_MAX_LINK = 2048
_WORD = re.compile(r"[^\s,]+")
_BARE_COMMA = re.compile(r",(?=\S)")

LABELS = MappingProxyType(
    {
        "TEL": "phone",
        "X-MS-TEL": "phone",
        "EMAIL": "email",
        "IMPP": "im",
        "X-AIM": "im",
        "X-ICQ": "im",
        "X-JABBER": "im",
        "X-MSN": "im",
        "X-YAHOO": "im",
        "X-SKYPE": "im",
        "X-SKYPE-USERNAME": "im",
        "X-QQ": "im",
        "X-GOOGLE-TALK": "im",
        "X-GTALK": "im",
        "X-GROUPWISE": "im",
        "X-GADUGADU": "im",
        "X-SIP": "im",
        "X-MS-IMADDRESS": "im",
        "ADR": "address",
        "LABEL": "address-label",
        "URL": "url",
        "ORG": "organisation",
        "TITLE": "job-title",
        "ROLE": "role",
        "NICKNAME": "nickname",
        "X-PHONETIC-FIRST-NAME": "phonetic-name",
        "X-PHONETIC-MIDDLE-NAME": "phonetic-name",
        "X-PHONETIC-LAST-NAME": "phonetic-name",
        "SOUND": "phonetic-name",
        "BDAY": "birthday",
        "ANNIVERSARY": "anniversary",
        "X-ANNIVERSARY": "anniversary",
        "X-EVOLUTION-ANNIVERSARY": "anniversary",
        "X-MS-ANNIVERSARY": "anniversary",
        "X-ABDATE": "date",
        "RELATED": "related",
        "X-ABRELATEDNAMES": "related",
        "X-SPOUSE": "related",
        "X-EVOLUTION-SPOUSE": "related",
        "X-ASSISTANT": "related",
        "X-EVOLUTION-ASSISTANT": "related",
        "X-MANAGER": "related",
        "X-EVOLUTION-MANAGER": "related",
        "X-MS-SPOUSE": "related",
        "X-MS-CHILD": "related",
        "X-MS-ASSISTANT": "related",
        "X-MS-MANAGER": "related",
        "GENDER": "gender",
        "X-GENDER": "gender",
        "LANG": "language",
        "GEO": "position",
        "TZ": "time-zone",
        "CATEGORIES": "categories",
        "NOTE": "note",
    }
)
"""Label keys by property, in the order a card shows them."""

_ORDER = MappingProxyType(
    {label: rank for rank, label in enumerate(dict.fromkeys(LABELS.values()))}
)
_TYPE_BY_NAME = MappingProxyType(
    {
        "X-SPOUSE": "spouse",
        "X-EVOLUTION-SPOUSE": "spouse",
        "X-ASSISTANT": "assistant",
        "X-EVOLUTION-ASSISTANT": "assistant",
        "X-MANAGER": "manager",
        "X-EVOLUTION-MANAGER": "manager",
        "X-MS-SPOUSE": "spouse",
        "X-MS-CHILD": "child",
        "X-MS-ASSISTANT": "assistant",
        "X-MS-MANAGER": "manager",
    }
)
_DAYS = ("birthday", "anniversary", "date")
_SILENT = frozenset(
    (
        "FN",
        "N",
        "PHOTO",
        "LOGO",
        "KEY",
        "AGENT",
        "VERSION",
        "PRODID",
        "MAILER",
        "REV",
        "UID",
        "X-IRMC-LUID",
        "X-ABUID",
        "X-ABLABEL",
        "X-ABADR",
        "X-MS-OL-DEFAULT-POSTAL-ADDRESS",
        "X-MS-OL-DESIGN",
        "SORT-STRING",
        "KIND",
        "PROFILE",
    )
)


def display_name(card: Component) -> str:
    """FN, or N put together, or whatever else tells who it is; empty when nothing does."""
    formatted = card.text("FN")
    if formatted:
        return _one_line(formatted)
    return _one_line(_joined_name(card)) or _substitute_name(card)


def _joined_name(card: Component) -> str:
    """N as it is said: prefix, given, middle, family, suffix; each may list more than one."""
    parts = name_parts(card)
    order = (_PREFIX, _GIVEN, _MIDDLE, _FAMILY, _SUFFIX)
    joined = " ".join(parts[index] for index in order if parts[index])
    return _BARE_COMMA.sub(", ", joined)


def _substitute_name(card: Component) -> str:
    for name in ("ORG", "NICKNAME", "X-EVOLUTION-FILE-AS", "EMAIL", "TEL"):
        for entry in card.all(name):
            text = _one_line(_value(entry))
            if text:
                return text
    return ""


def sort_name(card: Component) -> str:
    """Family name, then given name; the display name when there is no N."""
    joined = " ".join(part for part in name_parts(card)[:2] if part)
    return joined or display_name(card)


def name_parts(card: Component) -> list[str]:
    """The five parts of N: family, given, middle, prefix, suffix; empty where there is none."""
    name = card.first("N")
    parts = [field.strip() for field in name.fields()[:5]] if name else []
    return parts + [""] * (5 - len(parts))


def reach(card: Component) -> str:
    """How to reach them in one line: preferred number, else mail, else organisation."""
    for name in ("TEL", "EMAIL", "ORG"):
        entries = [entry for entry in card.all(name) if entry.raw.strip(b" ;\t")]
        entries.sort(key=_unpreferred)
        for entry in entries:
            text = _one_line(_value(entry))
            if text:
                return text
    return ""


def _unpreferred(entry: Property) -> int:
    """A rank to sort by: PREF of 4.0 counts from 1, the best (RFC 6350, 5.3), to 100."""
    rank = entry.head.first("PREF")
    if rank.isascii() and rank.isdigit() and len(rank) < _RANK_DIGITS:
        return int(rank)
    return 1 if "pref" in entry.head.types or "PREF" in entry.head.params else _NO_RANK


def photo(card: Component) -> bytes | None:
    """The picture's bytes as the card carries them; None when it has none or only a link."""
    for entry in card.all("PHOTO"):
        if len(entry.raw) <= 2 * _MAX_PHOTO:
            blob = entry.blob()
            if blob:
                return blob[:_MAX_PHOTO]
    return None


def card_fields(card: Component) -> Iterator[Field]:
    """Labelled fields of a card in showing order."""
    custom = _custom_labels(card)
    found = [
        (_ORDER.get(field.label, len(_ORDER)), field)
        for entry in card.properties
        for field in _fields(entry, custom)
    ]
    full = _full_name(card)
    if full:
        yield Field("name", full)
    yield from (field for _, field in sorted(found, key=lambda pair: pair[0]))


def _full_name(card: Component) -> str:
    """N put together, where FN shows something else."""
    joined = _joined_name(card)
    if not joined:
        return ""
    same = _words(joined) == _words(display_name(card))
    return "" if same else joined


def _words(name: str) -> list[str]:
    return sorted(_WORD.findall(name.casefold()))


def _custom_labels(card: Component) -> dict[str, str]:
    labels = {}
    for entry in card.all("X-ABLABEL"):
        text = entry.text().strip()
        match = _APPLE_LABEL.fullmatch(text)
        labels[entry.head.group.lower()] = match[1].lower() if match else text
    return labels


def _fields(entry: Property, custom: dict[str, str]) -> Iterator[Field]:
    """What one property says; an address of 4.0 brings its label along (RFC 6350, 6.3.1)."""
    name = entry.head.name
    if name == "PHOTO" and _is_link(entry):
        yield Field("photo", entry.text().strip())
    if name in _SILENT or _is_recording(entry):
        return
    value = _value(entry)
    own = custom.get(entry.head.group.lower(), "") if entry.head.group else ""
    label = LABELS.get(name)
    if value and label is None:
        yield Field("other", value, (name,), own)
    elif value and label is not None:
        meaning = _day(entry, value) if label in _DAYS else None
        yield Field(label, value, _types(entry), own, meaning)
    # Breaks are "^n" there (RFC 6868), and "\\n" in the examples of RFC 6350 itself.
    written = unescape(entry.head.first("LABEL")).strip() if name == "ADR" else ""
    # RFC 6350 writes line ends in a parameter as "\\n", RFC 6868 as "^n".
    written = written.replace("\\n", "\n")
    if written:
        yield Field("address-label", written, _types(entry), own)


def _is_link(entry: Property) -> bool:
    short = len(entry.raw) <= _MAX_LINK and entry.raw[:5].lower() != b"data:"
    return short and _LINK.fullmatch(entry.raw) is not None


def _day(entry: Property, value: str) -> DayOfYear | None:
    """A birthday; Apple's "1604-08-06" says by a parameter that its year is none."""
    day = parse_day(value)
    none = entry.head.first("X-APPLE-OMIT-YEAR")
    return replace(day, year=None) if day is not None and none == str(day.year) else day


def _is_recording(entry: Property) -> bool:
    """Whether the value is bytes or a link to some, not text (Outlook's X-MS-CARDPICTURE)."""
    name, transfer = entry.head.name, entry.head.transfer
    if name == "SOUND":
        return transfer is Transfer.BASE64 or b":" in entry.raw
    return transfer is Transfer.BASE64 and name not in LABELS


def _types(entry: Property) -> tuple[str, ...]:
    name = entry.head.name
    if name in _TYPE_BY_NAME:
        return (_TYPE_BY_NAME[name],)
    if LABELS.get(name) == "im" and name.startswith("X-"):
        service = name.removeprefix("X-").removesuffix("-USERNAME").lower()
        service = "" if service == "ms-imaddress" else service
        return (*filter(None, (service,)), *(word for word in entry.head.types if word != "pref"))
    types = tuple(word for word in entry.head.types if word != "x-irmc-n")
    return (*types, "pref") if "PREF" in entry.head.params and "pref" not in types else types


def _value(entry: Property) -> str:
    """The value as a person reads it: an address in lines, lists with commas."""
    name = entry.head.name
    if name == "ADR":
        return "\n".join(_address_lines(entry))
    if name in ("ORG", "SOUND", "GEO", "GENDER"):
        separator = " " if name == "SOUND" else ", "
        return separator.join(part.strip() for part in entry.fields() if part.strip())
    if name in ("CATEGORIES", "NICKNAME"):
        return ", ".join(part.strip() for part in entry.entries() if part.strip())
    text = entry.text().replace("\r\n", "\n").strip()
    return _without_scheme(name, text)


def _without_scheme(name: str, text: str) -> str:
    if name == "TEL" and text[:4].lower() == "tel:":
        return text[4:]
    if name == "EMAIL" and text[:7].lower() == "mailto:":
        return text[7:]
    return text


def _address_lines(entry: Property) -> Iterator[str]:
    """Post box, extension, street; then the town with its code; then the country.

    The code comes before the town, but after a region, as where regions are written (US, CA, AU).
    """
    fields = [" ".join(field.split()) for field in entry.fields()[:7]]
    box, extra, street, town, region, code, country = fields + [""] * (7 - len(fields))
    place = " ".join(filter(None, (code, town)))
    if region:
        place = " ".join(filter(None, (", ".join(filter(None, (town, region))), code)))
    for line in (box, extra, street, place, country):
        if line:
            yield line


def _one_line(text: str) -> str:
    return " ".join(text.split())
