"""Single items as they stand in the viewer's pages: cards, events, to-dos, notes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from holdfast.actions.exporting.words import ViewerWords
from holdfast.actions.mirroring.pages import data_address, escaped, wall_time
from holdfast.records.formats.occurrences import Calendar
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.summary import items_of
from holdfast.records.formats.view import View, view, view_item
from holdfast.records.formats.xml.elements import looks_like_xml
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import StoredItem


def views_of(item: StoredItem, data: bytes) -> Iterator[View]:
    """What is to be shown of an item: each of the records that its bytes hold."""
    suffix = item.parts[0].suffix
    plain = item.kind is Kind.NOTES and suffix == ".txt"
    if not plain and not looks_like_xml(data):
        document = read_components(data)
        calendar = Calendar.of(document)
        found = items_of(item.kind, document)
        yield from (view_item(item.kind, each, calendar) for each in found)
        if found:
            return
    yield view(item.kind, suffix, data, item.title)


def when_of(kind: Kind, shown: View) -> datetime | None:
    """When an event begins or a to-do is due."""
    return shown.due or shown.start if kind is Kind.TODOS else shown.start


def order_of(kind: Kind, shown: View) -> tuple[bool, bool, datetime]:
    """By what events and to-dos are sorted: what is to be done first, then by time."""
    when = when_of(kind, shown)
    return bool(shown.done), when is None, wall_time(when)


def article(item: StoredItem, shown: View, words: ViewerWords) -> bytes:
    """One item with all that was read of it."""
    title = shown.title or item.title or item.key
    lines = [
        '<article class="item">',
        _face(shown),
        f'<h3 dir="auto">{escaped(title)}</h3>',
        _status(item.kind, shown, words),
    ]
    if shown.body:
        lines.append(f'<p dir="auto">{escaped(shown.body)}</p>')
    lines += _fields(shown, words)
    if not shown.readable:
        lines.append(f'<p class="quiet">{escaped(words.unreadable)}</p>')
    lines += _unread(shown, words)
    return ("\n".join(filter(None, (*lines, "</article>"))) + "\n").encode()


def _face(shown: View) -> str:
    source = data_address(shown.photo)
    return f'<img class="face" alt="" src="{source}">' if source else ""


def _status(kind: Kind, shown: View, words: ViewerWords) -> str:
    if shown.done is not None and kind is Kind.TODOS:
        return f'<p class="quiet">{escaped(words.done if shown.done else words.to_do)}</p>'
    if shown.start is not None and kind is Kind.CALENDAR:
        hour = words.all_day if shown.all_day else ""
        said = " · ".join(filter(None, (words.day(wall_time(shown.start)), hour)))
        return f'<p class="quiet">{escaped(said)}</p>'
    return ""


def _fields(shown: View, words: ViewerWords) -> list[str]:
    told = [
        f'<dt dir="auto">{escaped(words.label(field))}</dt>'
        f'<dd dir="auto">{escaped(words.value(field))}</dd>'
        for field in shown.fields
        if field.label not in ("text", "photo")
    ]
    return ["<dl>", *told, "</dl>"] if told else []


def _unread(shown: View, words: ViewerWords) -> list[str]:
    if not shown.unread:
        return []
    lines = escaped("\n".join(shown.unread))
    return [f"<details><summary>{escaped(words.unread)}</summary><p>{lines}</p></details>"]
