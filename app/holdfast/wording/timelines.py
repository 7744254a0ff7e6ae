"""What the timeline says: runs without change, special rows, and rows as they are read aloud."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from functools import lru_cache

from holdfast.records.model.coverage import LossAlarm
from holdfast.records.model.plan import Outcome, Receipt
from holdfast.records.model.snapshot import KindDigest
from holdfast.wording import kinds, times
from holdfast.wording.i18n import _, counted, listed, ngettext, number
from holdfast.wording.languages import language


def run(count: int) -> str:
    """A run of backups that found nothing new."""
    return counted("{n} backup without change", "{n} backups without change", count)


def span(first: datetime, last: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """The days from `first` to `last`: "today", "3 to 14 October", "28 September to 4 October"."""
    begin, end = first.astimezone(zone).date(), last.astimezone(zone).date()
    if begin == end:
        return times.day(first, now, zone)
    this_year = now.astimezone(zone).year
    if (begin.year, begin.month) == (end.year, end.month) == (this_year, end.month):
        month = times.month(end.month)
        return _("{first} to {last} {month}").format(first=begin.day, last=end.day, month=month)
    return _("{first} to {last}").format(
        first=_dated(begin, this_year), last=_dated(end, this_year)
    )


def _dated(of: date, this_year: int) -> str:
    if of.year != this_year:
        return times.calendar_day(of)
    return _("{day} {month}").format(day=of.day, month=times.month(of.month))


def open_run(days: str) -> str:
    """Under a run that is closed: when it was, and what choosing it does."""
    return _("{days} · show them").format(days=days)


def close_run(days: str) -> str:
    """Under a run that is open: when it was, and what choosing it does."""
    return _("{days} · hide them").format(days=days)


def put_back(receipt: Receipt | None) -> str:
    """A restore, as its receipt tells it."""
    if receipt is None:
        return _("Read after putting back")
    return _receipt(receipt, _("Put back: {counts}"), _("Undone: {counts}"))


def _receipt(receipt: Receipt, done: str, undone: str) -> str:
    counts = _("{n} of {all} removed") if receipt.removes else _("{n} of {all} confirmed")
    counts = counts.format(
        n=number(receipt.counted(Outcome.CONFIRMED)), all=number(len(receipt.lines))
    )
    return (undone if receipt.undoes else done).format(counts=counts)


def safety(*, undoing: bool) -> str:
    """A backup made before a restore, or before one was undone."""
    if undoing:
        return _("Safety backup before undoing")
    return _("Safety backup before putting back")


def show_receipt() -> str:
    """Shows again what was put back, and what of it was confirmed."""
    return _("Receipt…")


def keepsake() -> str:
    """The title of the keepsake's row."""
    return _("Keepsake")


def keepsake_holds() -> str:
    """What a keepsake is."""
    return _("Versions that no backup holds any more")


def keepsake_explained() -> str:
    """What can be done with it."""
    return _(
        "When backups were thinned out, what only they held was gathered here. Search finds it, "
        "and it can be put back."
    )


def imported(digest: str) -> str:
    """A backup that was read from files: its digest."""
    return _("Imported: {digest}").format(digest=digest)


def lost(alarm: LossAlarm) -> str:
    """One kind of a sudden loss: "0 contacts, 412 before"."""
    return _("{now}, {before} before").format(
        now=kinds.count(alarm.kind, alarm.now), before=number(alarm.before)
    )


def pinned() -> str:
    """A backup that no rule may take."""
    return _("Pinned")


def pin() -> str:
    """Offers to pin a backup."""
    return _("Pin this backup")


def unpin() -> str:
    """Offers to take a pin off."""
    return _("Take the pin off")


def jump() -> str:
    """The name of the menu of years and months."""
    return _("Go to a year or month")


def place(of: str, backups: int) -> str:
    """A year or a month in that menu."""
    return counted("{place}  ({n} backup)", "{place}  ({n} backups)", backups, place=of)


def checked() -> str:
    """Said of a backup that the last check of the vault found whole."""
    return _("checked")


def aloud(parts: Sequence[str]) -> str:
    """One row for screen readers: "Today 14:02, 3 contacts added, 1 removed, checked"."""
    return listed(parts)


def spoken_digest(entries: Sequence[KindDigest]) -> str:
    """A digest without signs: "3 contacts added, 1 removed"."""
    return _digest_aloud(language(), tuple(entries))


@lru_cache(maxsize=1024)
def _digest_aloud(_language: str, entries: tuple[KindDigest, ...]) -> str:
    said = [part for entry in entries if entry for part in _spoken(entry)]
    return listed(said) if said else _("nothing changed")


def _spoken(entry: KindDigest) -> list[str]:
    forms = (
        (entry.added, _added(entry.added), ngettext("{n} added", "{n} added", entry.added)),
        (entry.removed, _removed(entry.removed), _removed_too(entry.removed)),
        (entry.changed, _changed(entry.changed), _changed_too(entry.changed)),
    )
    said: list[str] = []
    for count, named, short in forms:
        if count and not said:
            said.append(named.format(what=kinds.count(entry.kind, count)))
        elif count:
            said.append(short.format(n=number(count)))
    return said


def _added(how_many: int) -> str:
    return ngettext("{what} added", "{what} added", how_many)


def _removed(how_many: int) -> str:
    return ngettext("{what} removed", "{what} removed", how_many)


def _changed(how_many: int) -> str:
    return ngettext("{what} changed", "{what} changed", how_many)


def _removed_too(how_many: int) -> str:
    return ngettext("{n} removed", "{n} removed", how_many)


def _changed_too(how_many: int) -> str:
    return ngettext("{n} changed", "{n} changed", how_many)
