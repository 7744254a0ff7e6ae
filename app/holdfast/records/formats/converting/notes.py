"""Notes between vNote 1.1, VJOURNAL and plain text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from holdfast.records.formats.components import Component, Property
from holdfast.records.formats.converting import limits, values
from holdfast.records.formats.converting.comparing import differences
from holdfast.records.formats.converting.contents import (
    NO_PARAMS,
    Block,
    Content,
    Converted,
    Exact,
    Fields,
    Loss,
    Text,
    Unheld,
    said,
)
from holdfast.records.formats.converting.dialects import Dialect
from holdfast.records.formats.converting.events.old import PRODUCT
from holdfast.records.formats.converting.writing import write_block
from holdfast.records.formats.decoding import guess
from holdfast.records.formats.digest import TRANSPORT
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.summary import items_of
from holdfast.records.model.kinds import Kind

_TO_NEUTRAL = MappingProxyType({"BODY": "DESCRIPTION", "DCREATED": "CREATED"})
_TO_VNOTE = MappingProxyType({new: old for old, new in _TO_NEUTRAL.items()})
_TEXTS = frozenset(("DESCRIPTION", "SUMMARY", "COMMENT", "CONTACT", "LOCATION"))
_DATES = frozenset(("CREATED", "LAST-MODIFIED", "DTSTAMP"))
_HOW_WRITTEN = frozenset(("ENCODING", "CHARSET"))
_PARAM_NAME = re.compile(r"[A-Z0-9_-]+")
_NOBODY_KNOWS_WHEN = "19700101T000000Z"


def read_note(note: Component) -> Block:
    """Read a VNOTE or VJOURNAL into neutral contents, named as VJOURNAL has them."""
    contents = [_content(entry) for entry in note.properties if entry.raw.strip()]
    said_something = (entry for entry in contents if said(entry.value).strip())
    kept = tuple(entry for entry in said_something if entry.name != "VERSION")
    children = (Block(child.name, _child_contents(child)) for child in note.children)
    return Block("VJOURNAL", kept, tuple(children))


def read_text_note(data: bytes) -> Block:
    """Read a note that is plain text in any charset."""
    text = values.line_ends(guess(data).lstrip("\ufeff"))
    return Block("VJOURNAL", (Content("DESCRIPTION", Text(text)),) if text else ())


def _child_contents(child: Component) -> tuple[Content, ...]:
    return tuple(_content(entry) for entry in child.properties)


def _content(entry: Property) -> Content:
    name = _TO_NEUTRAL.get(entry.head.name, entry.head.name).replace("/", "-")
    params = _params(entry)
    if name in _TEXTS:
        return Content(name, Text(values.line_ends(entry.text())), params)
    if name == "CATEGORIES":
        entries = tuple(filter(None, (part.strip() for part in entry.entries())))
        return Content(name, Fields((entries,)), params)
    if name in _DATES:
        text = entry.text().strip()
        return Content(name, Exact(values.basic_date(text) or text), params)
    return Content(name, Fields(values.parted(entry)), params)


def _params(entry: Property) -> Mapping[str, tuple[str, ...]]:
    """The parameters whose names a line can carry, each type by itself."""
    told = {**entry.head.params, "TYPE": entry.head.types}
    named = (name for name in told if _PARAM_NAME.fullmatch(name) and name not in _HOW_WRITTEN)
    return {name: told[name] for name in named if told[name]}


def write_notes(notes: Sequence[Block], dialect: Dialect) -> Converted:
    """Write neutral notes in `dialect`: vNote, iCalendar (as VJOURNAL) or plain text.

    Where a target keeps no SUMMARY it becomes the first line of the text. What was written is
    read again, and what is missing then is named (NO_FORM).
    """
    unheld: list[Unheld] = []
    shaped = [_shaped(note, dialect, unheld) for note in notes]
    if not dialect.block:
        texts = (said(entry.value) for note in shaped for entry in note.contents)
        text = "\n\n".join(texts).lstrip("\ufeff")
        data = _marked(_encoded(text, dialect))
        if data is not None:
            unheld.append(Unheld("DESCRIPTION", text, Loss.NO_FORM, guess(data)))
        return Converted(_encoded(text, dialect) if data is None else data, tuple(unheld))
    data = b"".join(_written(shaped, dialect))
    back = read_components(data).items("VNOTE", "VJOURNAL")
    found = [read_note(note) for note in back]
    for number, note in enumerate(shaped):
        unheld.extend(differences(note, found[number] if number < len(found) else Block("")))
    return Converted(data, tuple(unheld))


def _marked(data: bytes) -> bytes | None:
    """A text that would be read as a note of its own, a ">" before each BEGIN in it.

    None for a text that is none, as nearly all are; empty when it would be one still.
    """
    document = read_components(data)
    if not items_of(Kind.NOTES, document):
        return None
    for part in reversed([part for block in document.components for part in block.walk()]):
        data = data[: part.start] + b">" + data[part.start :]
    return b"" if items_of(Kind.NOTES, read_components(data)) else data


def _encoded(text: str, dialect: Dialect) -> bytes:
    try:
        return text.encode(dialect.charset)
    except (LookupError, UnicodeEncodeError):
        return text.encode("utf-8", "replace")


def _written(notes: Sequence[Block], dialect: Dialect) -> Iterator[bytes]:
    version = Content("VERSION", Exact(dialect.version))
    if dialect.block == "VCALENDAR":
        made = Content("PRODID", Exact(PRODUCT))
        journals = tuple(_journal(note) for note in notes)
        yield write_block(Block("VCALENDAR", (version, made), journals), dialect)
        return
    for note in notes:
        contents = [
            Content(_TO_VNOTE.get(entry.name, entry.name), entry.value, entry.params)
            for entry in note.contents
        ]
        if note.first("DESCRIPTION") is None:
            contents.append(Content("BODY", Text("")))
        yield write_block(Block("VNOTE", (version, *contents)), dialect)


def _journal(note: Block) -> Block:
    """A VJOURNAL with the UID and DTSTAMP that RFC 5545 asks for, the same each time."""
    added = []
    if note.first("UID") is None:
        whole = "\0".join(f"{entry.name}:{said(entry.value)}" for entry in note.contents)
        digest = hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()
        added.append(Content("UID", Exact(f"{digest[:32]}@holdfast")))
    if note.first("DTSTAMP") is None:
        dates = (said(entry.value) for entry in note.all("LAST-MODIFIED", "CREATED"))
        stamp = next((date for date in dates if date.endswith("Z")), _NOBODY_KNOWS_WHEN)
        added.append(Content("DTSTAMP", Exact(stamp)))
    return Block("VJOURNAL", (*added, *note.contents))


def _shaped(note: Block, dialect: Dialect, unheld: list[Unheld]) -> Block:
    """The note as the target is to hold it, its losses named."""
    contents = _with_one_text(note, dialect)
    for child in note.children:
        text = next((said(entry.value) for entry in child.contents), "")
        unheld.append(Unheld(child.name, text, Loss.NO_FORM))
    named = []
    for entry in contents:
        name = _written_name(entry.name, dialect)
        if name:
            named.append((name, entry))
        elif entry.name not in TRANSPORT:
            unheld.append(Unheld(entry.name, said(entry.value), Loss.NO_PROPERTY))
    held, cut = limits.within(named, dialect)
    unheld.extend(cut)
    return Block("VJOURNAL", tuple(entry for entry in held if entry is not None))


def _written_name(name: str, dialect: Dialect) -> str:
    """What the target calls a property, or empty when it keeps none of the kind."""
    if not dialect.block:
        return name if name == "DESCRIPTION" else ""
    if dialect.block == "VNOTE" and name == "DTSTAMP":
        return ""
    own = _TO_VNOTE.get(name, name) if dialect.block == "VNOTE" else name
    return own if dialect.keeps(own) else ""


def _with_one_text(note: Block, dialect: Dialect) -> list[Content]:
    """A vNote and a text file have one text; what is said elsewhere becomes part of it."""
    if dialect.block == "VCALENDAR":
        return list(note.contents)
    summary, bodies = note.first("SUMMARY"), list(note.all("DESCRIPTION"))
    title = said(summary.value).strip() if summary else ""
    body = "\n\n".join(said(entry.value) for entry in bodies)
    keeps_title = bool(_written_name("SUMMARY", dialect))
    if title and not body:
        body = title
    elif title and not keeps_title and body.strip().split("\n")[0].strip() != title:
        body = f"{title}\n{body}"
    rest = [
        entry
        for entry in note.contents
        if entry.name != "DESCRIPTION" and (entry.name != "SUMMARY" or keeps_title)
    ]
    params = bodies[0].params if bodies else NO_PARAMS
    return [Content("DESCRIPTION", Text(body), params), *rest] if body else rest
