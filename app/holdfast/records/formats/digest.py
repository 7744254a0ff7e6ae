"""Digests that differ where items differ, and not where only their way of travel differs.

Left out of a digest, each with its reason:

- ``X-IRMC-LUID``: the phone's key, present in a whole-store read and absent in a LUID read
- ``UID``: identity, not content; targets hand out their own (matching looks at it apart)
- ``REV LAST-MODIFIED DTSTAMP SEQUENCE X-MODIFIED``: say *that* something was written; an edit
  worth a version shows in another property, and every restore sets them anew
- ``CREATED DCREATED X-CREATED``: when the phone at hand took the item in; nobody edits it
- ``VERSION PRODID MAILER CALSCALE METHOD``: the dialect and the program that wrote the file
- ``TZ DAYLIGHT X-SONYERICSSON-DST`` of vCalendar 1.0's wrapper: the phone's clock when the
  file was sent; they change for every item when its owner travels. (``TZ`` of a card stays.)
- a VTIMEZONE whose zone the zone database knows: its rules are refreshed by updates
- ``ENCODING CHARSET VALUE`` parameters and, on pictures, ``TYPE``: how a value is written
- ``TYPE=VOICE`` on TEL and ``TYPE=INTERNET`` on EMAIL: the defaults, which writers add and drop
- properties without a value: some phones write every field they have, empty or not
- ``X-IRMC-STATUS``, ``X-READ`` and ``X-SEEN`` where they say only whether a message was read:
  reading it makes no other message of it

Neither order nor case of names and parameters counts, nor folds, line ends, transfer
encodings, charsets, Unicode composition, blanks around a value, empty fields at the end of a
structured value, or what a group is called. Everything else counts, unread lines included.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from types import MappingProxyType

from holdfast.records.formats.components import BINARY, Component, Document, Property
from holdfast.records.formats.composing import composed
from holdfast.records.formats.dates import find_zone
from holdfast.records.formats.heads import Head

TRANSPORT = frozenset(
    (
        "X-IRMC-LUID",
        "UID",
        "REV",
        "LAST-MODIFIED",
        "DTSTAMP",
        "SEQUENCE",
        "X-MODIFIED",
        "CREATED",
        "DCREATED",
        "X-CREATED",
        "VERSION",
        "PRODID",
        "MAILER",
        "CALSCALE",
        "METHOD",
    )
)
"""Properties that are no content, wherever they stand."""
_WRAPPER_TRANSPORT = TRANSPORT | {"TZ", "DAYLIGHT", "X-SONYERICSSON-DST"}
_PARAM_TRANSPORT = frozenset(("ENCODING", "CHARSET", "VALUE"))
_DEFAULT_TYPES = MappingProxyType({"TEL": "voice", "EMAIL": "internet"})
_READ_STATES = frozenset(("X-IRMC-STATUS", "X-READ", "X-SEEN"))
_READ_WORDS = frozenset(("READ", "UNREAD", "0", "1"))
_CACHED_UP_TO = 160
STRUCTURED = frozenset(("N", "ORG", "ADR", "GENDER", "GEO", "X-ABADR", "CLIENTPIDMAP"))
"""Properties whose values are fields between semicolons."""


_Params = tuple[tuple[str, tuple[str, ...]], ...]


def content_digest(document: Document) -> str:
    """Digest of everything in `document` that is content: 64 hex digits."""
    entries = sorted(entry for part in document.components for entry in _component(part))
    entries.extend(sorted(f"?{_normalised(line.text())}" for line in document.stray))
    return _hashed("\0".join(entries))


def bytes_digest(data: bytes) -> str:
    """Digest of data that cannot be read; never equal to a content digest by accident."""
    return hashlib.sha256(b"unreadable\0" + data).hexdigest()


def text_digest(text: str) -> str:
    """Digest of a plain text: line ends, composition and outer blanks do not count."""
    return _hashed(_normalised(text))


def _hashed(content: str) -> str:
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def _component(component: Component) -> list[str]:
    """Digest entries of one component; a VCALENDAR gives its items', for it only wraps them."""
    if component.name == "VTIMEZONE" and find_zone(component.text("TZID")[:200]) is not None:
        return []
    wraps = component.name == "VCALENDAR"
    entries = sorted(_properties(component, _WRAPPER_TRANSPORT if wraps else TRANSPORT))
    if component.name == "VBODY":
        # The lines of a text have an order.
        entries.append("\n".join(_normalised(line.text()) for line in component.all("TEXT")))
    entries.extend(sorted(f"?{_normalised(line.text())}" for line in component.unread))
    children = sorted(entry for child in component.children for entry in _component(child))
    if wraps:
        return [*entries, *children]
    return ["\1".join((component.name, *entries, *children, "\2"))]


def _properties(component: Component, left_out: frozenset[str]) -> Iterator[str]:
    groups: dict[str, list[str]] = {}
    for entry in component.properties:
        if entry.head.name in left_out:
            continue
        value = canonical_value(entry)
        if not value:
            continue
        text = f"{_canonical_head(entry.head)}:{value}"
        if entry.head.group:
            groups.setdefault(entry.head.group.lower(), []).append(text)
        else:
            yield text
    for members in groups.values():
        yield "\3".join(sorted(members)) if len(members) > 1 else members[0]


def canonical_value(entry: Property) -> str:
    """The value as it counts for sameness; empty when it says nothing."""
    name = entry.head.name
    if name in _READ_STATES and entry.text().strip().upper() in _READ_WORDS:
        return ""
    if name in BINARY:
        blob = entry.blob()
        if blob is not None:
            return hashlib.sha256(blob).hexdigest() if blob else ""
    if name in STRUCTURED:
        fields = [_normalised(field) for field in entry.fields()]
        return "\4".join(fields).rstrip("\4")
    return _normalised(entry.text())


def _normalised(text: str) -> str:
    text = text.strip()
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return composed(text)


def _canonical_head(head: Head) -> str:
    return head.name if not head.params else _canonical_params(head)


def _canonical_params(head: Head) -> str:
    params = tuple(head.params.items())
    size = sum(len(param) + sum(map(len, values)) + len(values) for param, values in params)
    # Only heads as short as people's are worth keeping: a thousand long ones fill the memory.
    return (_cached if size <= _CACHED_UP_TO else _written)(head.name, params)


@lru_cache(maxsize=2048)
def _cached(name: str, params: _Params) -> str:
    return _written(name, params)


def _written(name: str, params: _Params) -> str:
    default = _DEFAULT_TYPES.get(name)
    kept: list[str] = [name]
    for param, values in sorted(params):
        if param in _PARAM_TRANSPORT or (param == "TYPE" and name in BINARY):
            continue
        words = {word.strip().lower() for value in values for word in value.split(",")}
        words.discard("")
        if param == "TYPE" and default:
            words.discard(default)
        if words:
            kept.append(f"{param}={','.join(sorted(words))}")
    return ";".join(kept)
