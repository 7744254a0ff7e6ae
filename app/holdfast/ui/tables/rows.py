"""Rows of lists as plain dataclasses: all decided and worded, only to be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from holdfast.records.model.snapshot import StoredItem
from holdfast.ui.icons import Icon
from holdfast.ui.look import Meaning
from holdfast.ui.tables.bubbles import Bubble
from holdfast.ui.tables.compare_row import CompareRow
from holdfast.wording import timelines


@dataclass(frozen=True, slots=True)
class Badge:
    """A short word with an icon; its colour says nothing that the word does not."""

    text: str
    icon: Icon
    meaning: Meaning = Meaning.CALM


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A heading between rows; cannot be chosen."""

    title: str
    aside: str = ""

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return " ".join(part for part in (self.title, self.aside) if part)


class Dot(StrEnum):
    """How a point on the timeline is drawn."""

    NOW = "now"
    BACKUP = "backup"
    QUIET = "quiet"
    EXTRA = "extra"
    ALARM = "alarm"


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One point on the timeline.

    `ident` is the snapshot's id, or empty for the phone as it is now. `digests` says what
    changed, from the longest wording to the shortest; the first that fits is shown.
    `folded` holds the ids of a run of backups that this row stands for; `open` tells that they
    are shown below it. `icon` is drawn on the line in `meaning`'s colour where a dot would say
    too little. `notable` marks what is worth stopping at: a change, a loss, a deed. `said` is
    what a screen reader says, in parts of which some may be empty.
    """

    ident: str
    dot: Dot
    title: str
    digests: tuple[str, ...]
    badges: tuple[Badge, ...] = ()
    folded: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    open: bool = False
    icon: Icon | None = None
    meaning: Meaning = Meaning.CALM
    notable: bool = False

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return timelines.aloud(self.said)


class Change(StrEnum):
    """What became of an item since the backup before."""

    NONE = ""
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


CHANGE_ICONS = {
    Change.ADDED: Icon.PLUS,
    Change.REMOVED: Icon.MINUS,
    Change.CHANGED: Icon.PENCIL,
}
CHANGE_MEANINGS = {
    Change.ADDED: Meaning.SAFE,
    Change.REMOVED: Meaning.DANGER,
    Change.CHANGED: Meaning.ATTENTION,
}


class Shape(StrEnum):
    """How an item's row is drawn."""

    CARD = "card"
    EVENT = "event"
    TODO = "to-do"
    NOTE = "note"
    FILE = "file"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item in a list.

    `lead` is what stands before the title (initials, or a time of day), `aside` what stands
    behind it. `done` is a to-do's state. `faded` marks what is no longer there. `pictured`
    tells that the item may have a picture to be asked for. `icon` stands before the title
    where its kind's own would say less. `before` is what a changed item was.
    """

    item: StoredItem
    shape: Shape
    title: str
    subtitle: str = ""
    lead: str = ""
    aside: str = ""
    change: Change = Change.NONE
    done: bool | None = None
    faded: bool = False
    pictured: bool = False
    repeats: bool = False
    spoken: str = ""
    snapshot: str = ""
    icon: Icon | None = None
    before: StoredItem | None = None


Row = SectionRow | TimelineRow | ItemRow | Bubble | CompareRow
