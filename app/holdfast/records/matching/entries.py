"""Entries: what counts of an item, one by one; and those of properties nobody knows."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from holdfast.records.formats.components import BINARY, Component, Property
from holdfast.records.formats.digest import TRANSPORT, canonical_value
from holdfast.records.matching.words import plain

_SILENT_PARAMS = frozenset(
    (
        "ENCODING",
        "CHARSET",
        "VALUE",
        "TYPE",
        "PREF",
        "PID",
        "MEDIATYPE",
        "LABEL",
        "SORT-AS",
        "X-APPLE-OMIT-YEAR",
    )
)
_SEPARATORS = re.compile(r"[,;]")
_MAX_DEPTH = 8


class Entry(NamedTuple):
    """One thing an item says: a label key, or the name of a property that has none.

    `types` are sorted words in lower case; `custom` is its owner's own label. A structured
    `value` has its fields apart by the control character 4.
    """

    label: str
    value: str
    types: tuple[str, ...] = ()
    custom: str = ""


def unread_entries(item: Component) -> Iterator[Entry]:
    """The lines nobody could read; they count as they stand."""
    for line in item.unread:
        yield Entry("unread", plain(line.text()))


def other_entries(
    item: Component, leave_out: Collection[str] = (), depth: int = 0
) -> Iterator[Entry]:
    """Every property as it stands, but for `leave_out`; of components inside as well."""
    for entry in item.properties:
        if entry.head.name not in TRANSPORT and entry.head.name not in leave_out:
            yield other_entry(entry)
    for child in item.children if depth < _MAX_DEPTH else ():
        inside = (*unread_entries(child), *other_entries(child, depth=depth + 1))
        yield from (found._replace(label=f"{child.name}.{found.label}") for found in inside)


def other_entry(entry: Property, custom: str = "") -> Entry:
    """One property that has no meaning here: its name, value, types and parameters count."""
    name = entry.head.name
    types = () if name in BINARY else tuple(sorted(entry.head.types))
    return Entry(name, _value(entry), (*types, *spoken_params(entry.head.params)), custom)


def _value(entry: Property) -> str:
    """The value; of bytes under any name (Outlook's X-MS-CARDPICTURE) their SHA-256."""
    blob = entry.blob() if entry.head.name not in BINARY else None
    return hashlib.sha256(blob).hexdigest() if blob else canonical_value(entry)


def spoken_params(params: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Parameters that say something of the thing itself, as words ("language=de"), sorted."""
    for param, values in sorted(params.items()):
        if param not in _SILENT_PARAMS:
            listed = ",".join(sorted(value.strip().lower() for value in values))
            if listed:
                yield f"{param.lower()}={listed}"


def listed(entry: Property) -> Iterator[str]:
    """The entries of a list: between commas, or semicolons as vCard 2.1 and 1.0 write it."""
    decoded = entry.decoded()
    parts = entry.entries() if "," in decoded or "\\" in decoded else _SEPARATORS.split(decoded)
    for part in parts:
        if part.strip():
            yield plain(part)
