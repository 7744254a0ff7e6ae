"""The words that stand in exports; `holdfast.wording` fills them in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from holdfast.actions.mirroring.words import MirrorWords
from holdfast.records.formats.fields import Field
from holdfast.records.model.kinds import Kind
from holdfast.records.model.message import Direction


@dataclass(frozen=True, slots=True)
class ViewerWords:
    """What a person reads in the pages of the viewer, in their language.

    The functions word a field's label and value, how many of a kind there are, the month of a
    day, a moment, an amount of bytes, and a page's number of how many.
    """

    language: str
    right_to_left: bool
    overview: str
    search: str
    undated: str
    unread: str
    unreadable: str
    all_day: str
    to_do: str
    done: str
    damaged: str
    made_by: str
    kinds: Mapping[Kind, str]
    label: Callable[[Field], str]
    value: Callable[[Field], str]
    count: Callable[[Kind, int], str]
    month: Callable[[datetime], str]
    day: Callable[[date], str]
    moment: Callable[[datetime], str]
    size: Callable[[int], str]
    page: Callable[[int, int], str]


@dataclass(frozen=True, slots=True)
class ExportWords:
    """What a person reads in an export.

    `message_columns` are the headings of the table of messages: when, sent, direction,
    conversation, from, to, subject, text, attachments.
    """

    pages: MirrorWords
    message_columns: tuple[str, str, str, str, str, str, str, str, str]
    directions: Mapping[Direction, str]
    viewer: ViewerWords
