"""What is said of mirror folders, and the words that stand in their pages."""

from __future__ import annotations

from pathlib import Path

from holdfast.actions.mirroring.folder import LEFT
from holdfast.actions.mirroring.result import MirrorResult
from holdfast.actions.mirroring.words import MirrorWords
from holdfast.records.model.kinds import Kind
from holdfast.records.model.message import CallType
from holdfast.wording import kinds
from holdfast.wording.fields import value_word
from holdfast.wording.i18n import _, counted
from holdfast.wording.problems import sentence


def words(name: str) -> MirrorWords:
    """The words for the mirror of the phone called `name`."""
    return MirrorWords(
        readme=_readme(name),
        you=_("You"),
        unknown=_("Unknown"),
        calls=kinds.title(Kind.CALLS),
        columns=(_("When"), _("Who"), _("Number"), _("How"), _("Seconds")),
        call_types={how: value_word(str(how)) for how in CallType if how},
    )


def _readme(name: str) -> str:
    paragraphs = (
        _("This folder mirrors “{name}”.").format(name=name),
        _(
            "Holdfast brings it up to date after each backup of that phone. The files are in "
            "standard forms, so any program opens them: contacts as vCard, calendar and to-dos "
            "as iCalendar, notes as text, conversations and calls as web pages, photos and "
            "files as they are. The files that begin with “All” hold everything of one kind, "
            "for programs that import one file."
        ),
        _(
            "What is no longer on the phone moves into “{left}”, by day; nothing is deleted. A "
            "file that you changed stays as you left it, and the phone's own goes beside it with "
            "a number. When a phone suddenly holds far less than before, nothing is touched here."
        ).format(left=LEFT),
        _(
            "This is a copy of the newest state only, and anybody who has this disk can read it. "
            "The history with all earlier versions is in the vault."
        ),
    )
    return "\r\n\r\n".join(paragraphs) + "\r\n"


def chosen(name: str, folder: Path) -> str:
    """Confirms a mirror folder."""
    return _("{folder} mirrors “{name}” from now on.").format(folder=folder, name=name)


def off(name: str, folder: Path | None) -> str:
    """Confirms that there is no mirror any more."""
    if folder is None:
        return _("“{name}” has no mirror folder; nothing was changed.").format(name=name)
    return _("“{name}” is not mirrored any more. The files in {folder} stay.").format(
        name=name, folder=folder
    )


def folder_or_off() -> str:
    """Said when a folder is named that is to be forgotten."""
    return _("Name either a folder or --off.")


def updated(result: MirrorResult) -> str:
    """The headline of an update that came to its end."""
    if not result.written and not result.moved:
        return _("The mirror in {folder} was up to date.").format(folder=result.folder)
    return counted(
        "The mirror in {folder} is up to date: {n} file written.",
        "The mirror in {folder} is up to date: {n} files written.",
        result.written,
        folder=result.folder,
    )


def moved(files: int) -> str:
    """How many files left the phone."""
    return counted(
        "{n} file of what is no longer on the phone is in “{left}”.",
        "{n} files of what is no longer on the phone are in “{left}”.",
        files,
        left=LEFT,
    )


def shortfalls(result: MirrorResult) -> tuple[str, ...]:
    """What an update lacks or left alone, a sentence each."""
    return tuple(line for line in _shortfalls(result) if line)


def _shortfalls(result: MirrorResult) -> tuple[str, ...]:
    return (
        _not_updated(result),
        _untouched(result),
        _kept_changes(result.kept_changes),
        counted(
            "{n} item is damaged in the vault and is missing in the mirror.",
            "{n} items are damaged in the vault and are missing in the mirror.",
            result.damaged,
        )
        if result.damaged
        else "",
    )


def _not_updated(result: MirrorResult) -> str:
    if result.problem is not None:
        return _("The backup is whole, but the mirror was not brought up to date. {why}").format(
            why=sentence(result.problem)
        )
    if result.stopped:
        return _("The backup is whole, but the mirror was stopped before its end.")
    return ""


def _untouched(result: MirrorResult) -> str:
    if not result.untouched:
        return ""
    return _("The loss alarm is on, so the mirror keeps the {kinds} as they were.").format(
        kinds=kinds.names(result.untouched)
    )


def _kept_changes(names: tuple[str, ...]) -> str:
    if not names:
        return ""
    return counted(
        "You changed “{first}” by hand; it stays as it is and is not mirrored any more.",
        "You changed {n} files by hand, “{first}” among them; they stay as they are and are not "
        "mirrored any more.",
        len(names),
        first=names[0],
    )
