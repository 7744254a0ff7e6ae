"""What only the window says: names of its controls, its empty states and its questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from holdfast.records.model.coverage import LossAlarm
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import TimelineEntry
from holdfast.wording import kinds, times
from holdfast.wording.i18n import _, counted, number


@dataclass(frozen=True, slots=True)
class Words:
    """A title and a sentence of an empty, loading or failed view."""

    title: str
    sentence: str = ""


def welcome() -> Words:
    """The first thing a new person reads."""
    return Words(
        _("Keep what is on your phone"),
        _(
            "Holdfast copies your contacts, calendar, to-dos, notes and photos over the cable "
            "into a history that only you hold, and puts any of it back."
        ),
    )


def plug_in() -> Words:
    """There is a vault, but no phone was ever seen."""
    return Words(
        _("Plug in your phone"),
        _("Connect it with its cable and switch it on. Holdfast notices by itself."),
    )


def phone_found(title: str) -> Words:
    """A phone is there, but no vault to keep it in."""
    return Words(
        _("{phone} is connected").format(phone=title),
        _("Choose a folder for its backups: on this computer or on a disk you keep."),
    )


def nothing_changed(kind: Kind) -> Words:
    """A kind in which this backup found nothing new."""
    return Words(
        _("Nothing changed in {kind}").format(kind=kinds.name(kind)),
        _("This backup found it as the one before had left it."),
    )


def none_of_kind(kind: Kind) -> Words:
    """A kind of which the phone held nothing."""
    return Words(
        _("No {kind} in this backup").format(kind=kinds.name(kind)),
        _("The phone held none when it was backed up."),
    )


def choose_item() -> Words:
    """The panel before anything was chosen."""
    return Words(_("Choose something to see it here"), _("With every version that was kept."))


def now_on_phone(title: str) -> Words:
    """The row of the phone as it is now."""
    return Words(
        _("{phone} is connected").format(phone=title),
        _("Back it up to see what changed. Nothing on the phone is touched."),
    )


def now_digest() -> str:
    """The line under *Now, on the phone*."""
    return _("Connected. Back up to see what changed.")


def loss_badge() -> str:
    """A backup for which the loss guard spoke."""
    return _("Sudden loss")


def partial_badge(entry: TimelineEntry) -> str:
    """A backup that is not whole."""
    whole = sum(coverage.complete for coverage in entry.snapshot.coverage)
    return _("{whole} of {all} parts").format(
        whole=number(whole), all=number(len(entry.snapshot.coverage))
    )


def tab(kind: Kind, count: int) -> str:
    """A tab: its kind and how many there are."""
    return _("{kind}  {n}").format(kind=kinds.title(kind), n=number(count))


def backup_of(when: str) -> str:
    """The heading of the content: "Backup of today 14:02"."""
    return _("Backup of {when}").format(when=when)


def sample_vault() -> str:
    """Stands in place of a vault's folder while the sample's is open."""
    return _("The sample's vault")


def another_phone(title: str, number: int) -> str:
    """The name of a phone, of which there are several called so: "Pixel 4 (2)"."""
    return _("{phone} ({n})").format(phone=title, n=number)


def kept_of(items: int, when: str) -> str:
    """How much is kept of a phone, and when it was backed up last."""
    return _("{items} kept, last backup {when}").format(items=kinds.items(items), when=when)


def on_phone(title: str) -> str:
    """Where a version was, when an item was on several phones."""
    return _("On {phone}").format(phone=title)


def seen_last(when: str) -> str:
    """When a phone that is away was backed up last."""
    return _("Last backup {when}").format(when=when)


def found(count: int, text: str, *, more: bool) -> str:
    """The heading of search results; with `more` only the first of them are shown."""
    if more:
        said = _("The first {n} results for “{text}”")
        return said.format(n=number(count), text=text)
    return counted("{n} result for “{text}”", "{n} results for “{text}”", count, text=text)


def version_span(first: str, last: str) -> str:
    """From when to when a version was seen."""
    return first if first == last else _("{first} to {last}").format(first=first, last=last)


def version_since(first: str) -> str:
    """A version that is still the current one."""
    return _("Since {first}").format(first=first)


def first_kept() -> str:
    """The oldest version of an item."""
    return _("First seen")


def more_changes(count: int) -> str:
    """How many more fields changed than are told."""
    return counted("{n} more change", "{n} more changes", count)


def taken(when: str) -> str:
    """When a picture was taken."""
    return _("Taken {when}").format(when=when)


def agenda_day(of: date, today: date) -> str:
    """A heading of the agenda: "Today, Monday 23 November 2026"."""
    day = _("{weekday} {date}").format(weekday=times.week_day(of), date=times.calendar_day(of))
    return _("Today, {day}").format(day=day) if of == today else day


def bring_over(title: str) -> str:
    """Offered for a new phone: to put on it what another one had."""
    return _("Put back from {phone}…").format(phone=title)


def loss_line(alarm: LossAlarm) -> str:
    """One kind of a loss alarm: "Contacts: none, 412 before"."""
    return _("{kind}: {now}, {before} before").format(
        kind=kinds.title(alarm.kind),
        now=number(alarm.now) if alarm.now else _("none"),
        before=number(alarm.before),
    )


def last_good(when: str) -> str:
    """When the last backup before a loss was made."""
    return _(
        "Your last good backup is of {when}. Nothing has been removed from your history."
    ).format(when=when)


def bug(name: str, report: Path | None) -> Words:
    """Something went wrong that nobody foresaw; `report` has the whole of it."""
    title = _("Something went wrong that should not have")
    if report is None:
        said = _("Your backups are whole. The fault is called {name}.")
        return Words(title, said.format(name=name))
    said = _("Your backups are whole. The full report ({name}) is in {report}.")
    return Words(title, said.format(name=name, report=report))


def stopped_backup(*, kept: bool) -> Words:
    """A person stopped a backup."""
    if kept:
        return Words(
            _("Stopped"), _("What had been read is kept; the next backup goes on from there.")
        )
    return Words(_("Stopped"), _("Nothing had been read yet."))


def gone_on(when: str) -> str:
    """The badge of an item that is no longer on the phone."""
    return _("Gone since {when}").format(when=when)


def field_size() -> str:
    """Label of a file's size."""
    return _("Size")


def field_modified() -> str:
    """Label of the time a file was changed last."""
    return _("Changed")


def field_folder() -> str:
    """Label of the folder a file lies in on the phone."""
    return _("On the phone in")


def field_title() -> str:
    """What a change of the title is called."""
    return _("Name")


def field_text() -> str:
    """What a change of a note's text is called."""
    return _("Text")


def field_photo() -> str:
    """What a change of the portrait is called."""
    return _("Picture")


def field_done() -> str:
    """What ticking a to-do is called."""
    return _("Done")


def versions_heading(count: int) -> str:
    """The heading over an item's own history."""
    return counted("History: {n} version", "History: {n} versions", count)


def nobody_without() -> str:
    """Where no keychain holds the password, until the recovery sheet was typed back."""
    return _(
        "This computer does not keep the password. Without it, or the recovery sheet, nobody "
        "can open your backups."
    )


def partial_promise() -> str:
    """What holds for a kind that was not read whole."""
    return _("Nothing is taken for removed here. What earlier backups hold is still kept.")


def history_hint() -> str:
    """What will stand where the timeline is empty."""
    return _("Every backup will stand here, the newest on top.")


def phone_entry(title: str, line: str) -> str:
    """A phone in the list of phones."""
    return _("{title}  ({line})").format(title=title, line=line)
