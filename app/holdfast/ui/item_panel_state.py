"""What the item panel shows, worded and decided, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import StoredItem, Version
from holdfast.ui.icons import Icon
from holdfast.ui.item_diff import DiffLine, diff_lines
from holdfast.ui.look import Meaning
from holdfast.ui.readings import ItemReading
from holdfast.ui.tables.rows import CHANGE_ICONS, CHANGE_MEANINGS, Badge, Change
from holdfast.wording import changes, comparing, fields, sizes, times, window
from holdfast.wording.controls import Label, label

_SHOWN_CHANGES = 4
_NO_NAMES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One labelled value; `key` tells what sort it is, whatever it is called."""

    label: str
    value: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version in the item's history; `shown` marks the one above.

    `snapshot` is the id of the last backup it lived in.
    """

    item: StoredItem
    title: str
    detail: str
    shown: bool
    snapshot: str = ""

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return ". ".join(part for part in (self.title, self.detail) if part)


@dataclass(frozen=True, slots=True)
class PanelState:
    """The whole panel; `changed` is None where the item is no changed one."""

    item: StoredItem
    title: str
    subtitle: str
    badges: tuple[Badge, ...]
    fields: tuple[FieldLine, ...]
    body: str
    versions: tuple[VersionLine, ...]
    others: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    changed: tuple[DiffLine, ...] | None = None


def panel_state(
    reading: ItemReading, now: datetime, phones: Mapping[str, str] = _NO_NAMES
) -> PanelState:
    """Word what was read of an item; `phones` are their names by id."""
    item, shown = reading.item, reading.view
    return PanelState(
        item,
        shown.title or item.title or item.key,
        shown.subtitle,
        _badges(reading, now),
        _fields(reading, now),
        shown.body,
        tuple(_version(reading, number, now, phones) for number in range(len(reading.versions))),
        shown.others,
        shown.unread,
        diff_lines(reading.since_before) if reading.change is Change.CHANGED else None,
    )


def _fields(reading: ItemReading, now: datetime) -> tuple[FieldLine, ...]:
    item = reading.item
    if item.kind.is_media:
        return _media_fields(item, now)
    return tuple(
        FieldLine(fields.label(field), fields.value(field), field.label)
        for field in reading.view.fields
    )


def _media_fields(item: StoredItem, now: datetime) -> tuple[FieldLine, ...]:
    lines = [FieldLine(window.field_size(), sizes.size(item.size))]
    if item.modified is not None:
        lines.append(FieldLine(window.field_modified(), times.moment(item.modified, now)))
    if item.path:
        lines.append(FieldLine(window.field_folder(), " / ".join(item.path[:-1])))
    return tuple(lines)


def _badges(reading: ItemReading, now: datetime) -> tuple[Badge, ...]:
    badges = _change_badges(reading.change)
    # That it went from one phone says nothing of another that holds it.
    own = (each for each in reading.versions if each.item.handset == reading.item.handset)
    newest = next(own, None)
    if newest is not None and newest.gone_since is not None:
        since = window.gone_on(times.day(newest.gone_since, now))
        badges.append(Badge(since, Icon.MINUS, Meaning.DANGER))
    if not reading.view.readable or not reading.item.readable:
        badges.append(Badge(label(Label.NOT_READABLE), Icon.UNREADABLE, Meaning.ATTENTION))
    if reading.view.done is not None and reading.item.kind is Kind.TODOS:
        badges.append(_todo_badge(done=reading.view.done))
    return tuple(badges)


def _change_badges(change: Change) -> list[Badge]:
    words = {Change.ADDED: comparing.added_here, Change.REMOVED: comparing.removed_here}
    if change not in words:
        return []
    return [Badge(words[change](), CHANGE_ICONS[change], CHANGE_MEANINGS[change])]


def _todo_badge(*, done: bool) -> Badge:
    if done:
        return Badge(label(Label.DONE_TODOS), Icon.DONE, Meaning.SAFE)
    return Badge(label(Label.OPEN_TODOS), Icon.EMPTY, Meaning.CALM)


def _version(
    reading: ItemReading, number: int, now: datetime, phones: Mapping[str, str]
) -> VersionLine:
    version = reading.versions[number]
    newest = number == 0
    return VersionLine(
        version.item,
        _span(version, now, current=newest and version.gone_since is None),
        "\n".join([*_where(reading, version, phones), _what_changed(reading, number)]),
        # Under another key the same version lies elsewhere in the vault.
        (version.item.handset, version.item.digest) == (reading.item.handset, reading.item.digest),
        version.last.id,
    )


def _where(reading: ItemReading, version: Version, phones: Mapping[str, str]) -> tuple[str, ...]:
    """Which phone a version was on, where there were several."""
    if len({each.item.handset for each in reading.versions}) <= 1:
        return ()
    title = version.last.handset.title
    return (window.on_phone(phones.get(version.item.handset, title)),)


def _span(version: Version, now: datetime, *, current: bool) -> str:
    first = times.moment(version.first.time, now)
    if current:
        return window.version_since(first)
    span = window.version_span(first, times.moment(version.last.time, now))
    return span[:1].upper() + span[1:]


def _what_changed(reading: ItemReading, number: int) -> str:
    if number == len(reading.versions) - 1:
        return window.first_kept()
    changed = reading.changes[number]
    lines = [changes.change(entry) for entry in changed[:_SHOWN_CHANGES]]
    left = len(changed) - len(lines)
    return "\n".join([*lines, *([window.more_changes(left)] if left else [])])
