"""What a search found, as rows: grouped by kind, each with where it lived and what matched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import Hit
from holdfast.ui.item_rows import initials
from holdfast.ui.tables.rows import Change, ItemRow, Row, SectionRow, Shape
from holdfast.vault.history import terms
from holdfast.wording import searches, timelines, times
from holdfast.wording.i18n import number
from holdfast.wording.kinds import title as kind_title

_DATED = (Kind.CALENDAR, Kind.MESSAGES, Kind.CALLS)
"""The kinds of which the day tells most of what a thing is."""

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class HitRow(ItemRow):
    """One thing that was found.

    `subtitle` is the text around the match, or what the item says of itself; `where` tells
    where and when it lived, `day` of which day it is. The marks are (start, end) in title and
    subtitle.
    """

    where: str = ""
    day: str = ""
    title_marks: Spans = ()
    subtitle_marks: Spans = ()


@dataclass(frozen=True, slots=True)
class Around:
    """What rows need beside the hits: each phone's newest backup, and its name if it is told."""

    now: datetime
    newest: Mapping[str, str]
    phones: Mapping[str, str]


def hit_rows(hits: Sequence[Hit], text: str, around: Around) -> tuple[Row, ...]:
    """Rows of `hits` under their kinds; `text` is what was searched for."""
    begun = terms.beginnings(text)
    rows: list[Row] = []
    for kind in Kind:
        found = [hit for hit in hits if hit.version.item.kind is kind]
        if found:
            rows.append(SectionRow(kind_title(kind), number(len(found))))
            rows.extend(_row(hit, begun, around) for hit in found)
    return tuple(rows)


def _row(hit: Hit, begun: Sequence[str], around: Around) -> HitRow:
    item = hit.version.item
    title = item.title or item.key
    said = _said(hit, title, begun)
    where = _where(hit, around)
    day = times.day(item.when, around.now) if item.when and item.kind in _DATED else ""
    return HitRow(
        item,
        Shape.CARD if item.kind is Kind.CONTACTS else Shape.FILE,
        title,
        said,
        lead=initials(item.title),
        change=Change.REMOVED if hit.gone else Change.NONE,
        faded=hit.gone,
        pictured=item.kind in (Kind.CONTACTS, Kind.PHOTOS),
        spoken=timelines.aloud((kind_title(item.kind), title, day, said, where)),
        snapshot=hit.version.last.id,
        where=where,
        day=day,
        title_marks=terms.matches(title, begun),
        subtitle_marks=terms.matches(said, begun),
    )


def _said(hit: Hit, title: str, begun: Sequence[str]) -> str:
    """The second line: the excerpt, unless the match is seen in the title or without it."""
    subtitle = hit.version.item.subtitle
    shown = terms.matches(title, begun) or terms.matches(subtitle, begun)
    return subtitle if shown or not hit.excerpt else hit.excerpt


def _where(hit: Hit, around: Around) -> str:
    handset = hit.version.item.handset
    where = searches.lived(hit, around.newest.get(handset, hit.version.last.id), around.now)
    phone = around.phones.get(handset, "")
    return searches.on(phone, where) if phone else where
