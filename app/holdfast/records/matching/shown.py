"""What of two versions is shown and may differ: fields, title, text, picture, unread lines.

Of a card only the properties are read that are not in both versions as they are.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from holdfast.records.formats import vcard
from holdfast.records.formats.components import Component, Document, Property
from holdfast.records.formats.dates import Moment
from holdfast.records.formats.fields import Field, Picture
from holdfast.records.formats.icalendar import Times
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.summary import items_of
from holdfast.records.formats.view import View, view
from holdfast.records.formats.vnote import first_line
from holdfast.records.matching.trimming import read_part, trim
from holdfast.records.model.kinds import Kind

_NAMES = frozenset(("FN", "N"))
_NAMING = _NAMES | {"ORG", "NICKNAME", "X-EVOLUTION-FILE-AS", "EMAIL", "TEL"}
_LABEL = "X-ABLABEL"
_MAX_UNREAD = 1000


@dataclass(frozen=True, slots=True)
class Shown:
    """One version's fields in showing order, and the times that others count from."""

    fields: tuple[Field, ...]
    times: Times = field(default_factory=Times)
    recurs: bool = False


def shown_pair(before: bytes, after: bytes, kind: Kind, suffix: str) -> tuple[Shown, Shown]:
    """Both versions, without what is in both of them as it is; never raises."""
    if kind is Kind.CONTACTS:
        trimmed = _trimmed_cards(before, after)
        if trimmed is not None:
            return trimmed
        old, new = read_components(before), read_components(after)
        one, other = items_of(kind, old), items_of(kind, new)
        if one and other:
            return _cards(one[0], _unread_lines(old), other[0], _unread_lines(new))
    return _seen(view(kind, suffix, before)), _seen(view(kind, suffix, after))


def _seen(shown: View) -> Shown:
    """All that the panel shows, title, text and picture included."""
    fields = list(shown.fields)
    if shown.body:
        fields.append(Field("text", shown.body))
    if shown.title and shown.title != first_line(shown.body):
        fields.insert(0, Field("title", shown.title))
    if shown.done is not None:
        fields.append(Field("done", "yes" if shown.done else "no"))
    if shown.photo:
        fields.append(picture(shown.photo))
    fields.extend(Field("unread", line) for line in shown.unread)
    return Shown(tuple(fields), _times(shown.fields), shown.recurrence is not None)


def _times(fields: Iterable[Field]) -> Times:
    found: dict[str, Moment] = {}
    for entry in fields:
        if isinstance(entry.meaning, Moment):
            found.setdefault(entry.label, entry.meaning)
    return Times(found.get("start"), found.get("end"), found.get("due"))


def picture(data: bytes) -> Field:
    """A picture as a field: known by its bytes, told by their number."""
    digest = hashlib.sha256(data).hexdigest()
    return Field("photo", digest[:12], meaning=Picture(len(data), digest))


def _trimmed_cards(before: bytes, after: bytes) -> tuple[Shown, Shown] | None:
    """What is shown of two cards cut short; None where that is not safe."""
    short = trim(before, after)
    if short is None:
        return None
    sides = [read_part(short.version, part) for part in (short.before, short.after)]
    names = {entry.head.name for side in sides for entry in side.properties}
    if names & _NAMING and not short.named:
        return None
    old, new = (Component("VCARD", side.properties, (), 0, 0) for side in sides)
    return _cards(old, sides[0].unread, new, sides[1].unread, named=True)


def _cards(
    old: Component,
    old_unread: Iterable[str],
    new: Component,
    new_unread: Iterable[str],
    *,
    named: bool = False,
) -> tuple[Shown, Shown]:
    """What is shown of two cards; `named` where nothing of what they are called is in them."""
    gone, come = _left(old.properties, new.properties)
    names = {entry.head.name for entry in (*gone, *come)}
    if named:
        names -= _NAMING
    labelled = _LABEL in names or any(entry.head.group for entry in (*gone, *come))
    always = {*(_NAMES if names & _NAMES else ()), *((_LABEL,) if labelled else ())}
    return (
        Shown((*_card_fields(old, gone, names, always), *_unread(old_unread))),
        Shown((*_card_fields(new, come, names, always), *_unread(new_unread))),
    )


def _left(
    old: tuple[Property, ...], new: tuple[Property, ...]
) -> tuple[list[Property], list[Property]]:
    """What is not in both as it is. Heads are read once for all, so equal ones are one."""
    old_keys = [(id(entry.head), entry.raw) for entry in old]
    new_keys = [(id(entry.head), entry.raw) for entry in new]
    return _beyond(old, old_keys, new_keys), _beyond(new, new_keys, old_keys)


def _beyond(
    entries: tuple[Property, ...], keys: list[tuple[int, bytes]], others: list[tuple[int, bytes]]
) -> list[Property]:
    """Those of `entries` whose keys are not among `others`, counted."""
    there = set(others)
    if len(there) == len(others) and len(set(keys)) == len(keys):
        return [entry for entry, key in zip(entries, keys, strict=True) if key not in there]
    left, kept = Counter(others), []
    for entry, key in zip(entries, keys, strict=True):
        if left[key]:
            left[key] -= 1
        else:
            kept.append(entry)
    return kept


def _card_fields(
    card: Component, left: list[Property], names: set[str], always: set[str]
) -> Iterator[Field]:
    """Fields of what is `left` of a card; what they depend on goes with them."""
    if names & _NAMES or (names & _NAMING and not _named(card)):
        title = vcard.display_name(card)
        if title:
            yield Field("title", title)
    chosen = left
    if always or _LABEL in names:
        kept, labelled = {id(entry) for entry in left}, _LABEL in names
        chosen = [
            entry
            for entry in card.properties
            if id(entry) in kept or entry.head.name in always or (labelled and entry.head.group)
        ]
    if chosen:
        part = Component(card.name, tuple(chosen), (), card.start, card.end)
        yield from vcard.card_fields(part)
    portrait = vcard.photo(card) if "PHOTO" in names else None
    if portrait:
        yield picture(portrait)


def _named(card: Component) -> bool:
    """Whether a card is shown by its own name, not by some other thing it says."""
    return any(entry.head.name in _NAMES and entry.raw.strip(b"; \t") for entry in card.properties)


def _unread(texts: Iterable[str]) -> Iterator[Field]:
    return (Field("unread", text) for text in islice(texts, _MAX_UNREAD) if text)


def _unread_lines(document: Document) -> Iterator[str]:
    yield from (line.text() for line in document.stray)
    for part in document.components:
        for block in part.walk():
            yield from (line.text() for line in block.unread)
