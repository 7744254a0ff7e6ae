"""What the search over all time says: its filters, where a hit lived, and what to try."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import Hit
from holdfast.wording import kinds, times
from holdfast.wording.i18n import _, counted, sentences
from holdfast.wording.window import Words


class When(StrEnum):
    """When something must have lived to be found."""

    ANY = "any"
    THERE = "there"
    GONE = "gone"


def when(of: When) -> str:
    """A choice of the time filter."""
    return {
        When.ANY: _("Any time"),
        When.THERE: _("Still there"),
        When.GONE: _("No longer there"),
    }[of]


def in_year(year: int) -> str:
    """A choice of the time filter: what lived in a year."""
    return _("In {year}").format(year=year)


def all_kinds() -> str:
    """The kind filter when it lets everything through."""
    return _("All kinds")


def all_phones() -> str:
    """The phone filter when it lets everything through."""
    return _("All phones")


def kind(of: Kind) -> str:
    """A choice of the kind filter."""
    return kinds.title(of)


def clear() -> str:
    """Takes all filters off."""
    return _("Take the filters off")


def filter_name(what: str, chosen: str) -> str:
    """A filter for screen readers: "Kind: contacts"."""
    return _("{filter}: {choice}").format(filter=what, choice=chosen)


def kind_filter() -> str:
    """The name of the kind filter."""
    return _("Kind")


def phone_filter() -> str:
    """The name of the phone filter."""
    return _("Phone")


def time_filter() -> str:
    """The name of the time filter."""
    return _("Time")


def searching() -> str:
    """Said while the first answer is not there yet."""
    return _("Searching…")


def nothing(text: str, *, filtered: bool) -> Words:
    """A search without results, and what to try."""
    title = _("Nothing found for “{text}”").format(text=text)
    looked = _("Holdfast looked through every version of everything, deleted things included.")
    if filtered:
        looked = _("The filters above leave things out.")
    tries = _("Try fewer letters, only one of the words, or a part of the number.")
    return Words(title, sentences(looked, tries))


def lived(hit: Hit, newest: str, now: datetime) -> str:
    """Where and when a hit lived; `newest` is the id of its phone's newest backup.

    Under a loss alarm nothing counts as gone; then it is said when it was seen last.
    """
    version = hit.version
    if version.gone_since is not None:
        return counted(
            "Gone since {when}, in {n} backup",
            "Gone since {when}, in {n} backups",
            version.count,
            when=times.day(version.gone_since, now),
        )
    if version.last.id == newest:
        first = times.day(version.first.time, now)
        return _("In the newest backup, since {when}").format(when=first)
    return _("Last in the backup of {when}").format(when=times.moment(version.last.time, now))


def on(phone: str, where: str) -> str:
    """Where a hit lived, when there are several phones: "Sidekick LX · In the newest backup"."""
    return _("{phone} · {where}").format(phone=phone, where=where)
