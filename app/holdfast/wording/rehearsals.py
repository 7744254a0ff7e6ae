"""What is said of rehearsals: their results, what did not come back, when the next one is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from holdfast.actions.rehearse import NoRoomToRehearse
from holdfast.actions.rehearsing.kept_record import NotABackup
from holdfast.actions.rehearsing.result import Fate, KindRehearsal, Lost, Rehearsal
from holdfast.actions.rehearsing.rota import Due
from holdfast.records.model.snapshot import SnapshotInfo
from holdfast.wording import kinds, times
from holdfast.wording.i18n import _, capitalised, counted, number, sentences
from holdfast.wording.said import Said, nothing_changed, say
from holdfast.wording.sizes import size


def headline(rehearsal: Rehearsal) -> str:
    """The outcome in one sentence."""
    if rehearsal.whole:
        return _("{parts} of backup {snapshot}: {size} in {time}.").format(
            parts=_came_back(rehearsal.parts_back, len(rehearsal.kinds)),
            snapshot=rehearsal.snapshot[:8],
            size=size(rehearsal.size),
            time=times.duration(rehearsal.seconds),
        )
    return _("Not all of backup {snapshot} came back.").format(snapshot=rehearsal.snapshot[:8])


def on_timeline(snapshot: SnapshotInfo, now: datetime) -> str:
    """A rehearsal among the backups: "Rehearsed 9 days ago: all 7 parts came back"."""
    back, held = snapshot.rehearsed or (0, 0)
    return _("Rehearsed {when}: {parts}").format(
        when=times.ago(snapshot.time, now), parts=_parts(back, held)
    )


def mark(snapshot: SnapshotInfo) -> str:
    """The same where the time is told beside it: "rehearsal: all 7 parts came back"."""
    return _("rehearsal: {parts}").format(parts=_parts(*(snapshot.rehearsed or (0, 0))))


def _parts(back: int, held: int) -> str:
    if held and back == held:
        return counted("the only part came back", "all {n} parts came back", held)
    return counted(
        "{back} of {n} part came back", "{back} of {n} parts came back", held, back=number(back)
    )


def _came_back(back: int, held: int) -> str:
    return capitalised(_parts(back, held))


def kind(entry: KindRehearsal) -> str:
    """One kind: "Contacts: all 201 came back", "Notes: 23 of 25 came back"."""
    title = kinds.title(entry.kind)
    if entry.whole:
        how_many = counted("the one came back", "all {n} came back", entry.held)
        said = how_many if entry.held else _("there were none")
        return _("{kind}: {said}").format(kind=title, said=said)
    return _("{kind}: {back} of {held} came back").format(
        kind=title, back=number(entry.back), held=number(entry.held)
    )


def losses(entry: KindRehearsal) -> Iterator[str]:
    """What of a kind did not come back, one line each; what has no name is counted."""
    yield from map(lost, entry.lost)
    unnamed = entry.held - entry.back - len(entry.lost)
    if unnamed > 0:
        yield counted("{n} more did not come back", "{n} more did not come back", unnamed)


def lost(item: Lost) -> str:
    """One item that did not come back: "“Ana” (Contacts/3/Ana--12.vcf): …"."""
    name = _("“{title}” ({path})").format(title=item.title, path=item.path)
    return _("{item}: {why}").format(item=name if item.title else item.path, why=why(item.fate))


def why(fate: Fate) -> str:
    """Why an item did not come back."""
    return {
        Fate.DAMAGED: _("its bytes in the vault are damaged"),
        Fate.MISSING: _("it was put back, but was not there afterwards"),
        Fate.DIFFERENT: _("it came back with other content"),
        Fate.REFUSED: _("nothing would take it"),
    }[fate]


def broken(path: str) -> str:
    """A folder or file of the backup's own record that cannot be read."""
    return _("{path}: what the backup says of it is damaged").format(path=path)


def after_losses() -> str:
    """What to do when not everything came back."""
    return _(
        "Back up the phone again while it still has them; “holdfast verify --read-all” shows"
        " what else is damaged, “holdfast repair” mends what it can."
    )


def due(next_one: Due, now: datetime) -> str:
    """When the next rehearsal is due."""
    if next_one.when <= now:
        said = _("The next rehearsal is due now.")
    else:
        said = _("The next rehearsal is due on {day}.").format(
            day=times.calendar_day(next_one.when.astimezone().date())
        )
    asked = _("It will ask for the recovery sheet.")
    return sentences(said, asked) if next_one.by_sheet else said


def sheet_first() -> str:
    """Asks for the recovery sheet in the keychain's stead."""
    return _("This time the vault is opened with the recovery sheet, as on a new computer.")


def sheet_put_off() -> str:
    """Said when it is the recovery sheet's turn, and nobody is there to type it."""
    return _(
        "It was the recovery sheet's turn, but nobody could be asked to type it: the next"
        " rehearsal at a terminal will, or “holdfast rehearse --sheet”."
    )


@say.register
def _no_room(problem: NoRoomToRehearse) -> Said:
    return Said(
        _("A rehearsal needs {needed} in {path}, and {free} are free.").format(
            needed=size(problem.needed), path=problem.path, free=size(problem.free)
        ),
        nothing_changed(),
        _("Make room there, or name another folder in the variable TMPDIR."),
    )


@say.register
def _not_a_backup(problem: NotABackup) -> Said:
    return Said(
        _("{snapshot} is not a backup of a phone.").format(snapshot=problem.snapshot[:8]),
        nothing_changed(),
        "",
        _("“holdfast history” lists what can be rehearsed."),
    )
