"""What is said of exports, and the words that stand in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from holdfast.actions.exporting.forms import Form, Whole
from holdfast.actions.exporting.result import ExportResult
from holdfast.actions.exporting.words import ExportWords, ViewerWords
from holdfast.records.model.kinds import Kind
from holdfast.records.model.message import Direction
from holdfast.records.model.snapshot import SnapshotInfo, StoredItem
from holdfast.wording import coverage, fields, kinds, mirrors, sizes, times
from holdfast.wording.i18n import _, counted, joined, number
from holdfast.wording.languages import is_right_to_left, language
from holdfast.wording.said import shown

_NAMED = 5


def words() -> ExportWords:
    """The words of an export in the language of now."""
    return ExportWords(
        mirrors.words(""),
        (
            _("When"),
            _("Sent"),
            _("Direction"),
            _("Conversation"),
            _("From"),
            _("To"),
            _("Subject"),
            _("Text"),
            _("Attachments"),
        ),
        {
            Direction.INCOMING: _("incoming"),
            Direction.OUTGOING: _("outgoing"),
            Direction.UNKNOWN: "",
        },
        _viewer(),
    )


def _viewer() -> ViewerWords:
    return ViewerWords(
        language=language(),
        right_to_left=is_right_to_left(language()),
        overview=_("Overview"),
        search=_("Search this page"),
        undated=_("Without a date"),
        unread=_("Not understood, but kept"),
        unreadable=_("Kept, not readable"),
        all_day=_("All day"),
        to_do=_("To do"),
        done=_("Done"),
        damaged=_("Damaged in the vault and left out"),
        made_by=_("Made by Holdfast. These pages need no internet and load nothing from it."),
        kinds={kind: kinds.title(kind) for kind in Kind},
        label=fields.label,
        value=fields.value,
        count=kinds.count,
        month=_month,
        day=times.calendar_day,
        moment=times.full,
        size=sizes.size,
        page=lambda at, all_pages: _("Page {n} of {all}").format(
            n=number(at), all=number(all_pages)
        ),
    )


def _month(day: datetime) -> str:
    return _("{month} {year}").format(month=times.month(day.month), year=day.year)


def title_of(name: str, snapshot: SnapshotInfo) -> str:
    """What a whole backup of the phone called `name` is called; it names its folder too."""
    return _("{phone}, backup of {when}").format(
        phone=name, when=times.calendar_day(snapshot.time.astimezone())
    )


def lines_of(snapshot: SnapshotInfo) -> tuple[str, ...]:
    """What to know of a backup: when it was made, and how well each kind was read."""
    made = _("Read from the phone on {when}.").format(when=times.full(snapshot.time))
    lacking = [entry for entry in snapshot.coverage if not entry.complete]
    return (made, *(coverage.line(entry) for entry in lacking))


def title_of_items(items: int) -> str:
    """What a selection is called."""
    return counted("{n} item from backups", "{n} items from backups", items)


def form(of: Form | Whole) -> str:
    """A form in a list to choose from."""
    return _forms()[of][0]


def about(of: Form | Whole) -> str:
    """What a form is good for."""
    return _forms()[of][1]


def _forms() -> dict[Form | Whole, tuple[str, str]]:
    return {
        Form.PHONE: (
            _("Files as on the phone"),
            _("One file each, byte for byte as the phone gave it."),
        ),
        Form.STANDARD: (
            _("Files for today's programs"),
            _("One file each: vCard 3.0, iCalendar and plain text; photos and files as they are."),
        ),
        Form.NEWEST: (
            _("Files in the newest forms"),
            _("As before, with contacts as vCard 4.0."),
        ),
        Whole.VCF: (
            _("One file of contacts (vCard)"),
            _("For address books that import one file."),
        ),
        Whole.ICS: (
            _("One calendar file (iCalendar)"),
            _("Calendar and to-dos, for programs that import one file."),
        ),
        Whole.CSV: (
            _("Tables (CSV)"),
            _(
                "For spreadsheets, Google and Outlook. Pictures and rare fields have no place "
                "in a table."
            ),
        ),
        Whole.HTML: (
            _("Web pages"),
            _("A page for each conversation and one for all calls."),
        ),
        Whole.PDF: (
            _("PDF"),
            _("To print or to hand on: a document for each conversation and one for all calls."),
        ),
        Whole.VIEWER: (
            _("Everything to look at in a browser"),
            _("A folder of pages with the original photos and files, readable without Holdfast."),
        ),
    }


def without(result: ExportResult) -> str:
    """Kinds that the asked form is not made for; empty where there are none."""
    if not result.without:
        return ""
    return _("This form has no place for {kinds}; they were left out.").format(
        kinds=kinds.names(result.without)
    )


def damaged(items: list[StoredItem]) -> str:
    """Names what is damaged in the vault; empty where nothing is."""
    if not items:
        return ""
    names = [
        _("“{title}” ({kind})").format(
            title=shown(item.title or item.key), kind=kinds.name(item.kind)
        )
        for item in items[:_NAMED]
    ]
    if len(items) > _NAMED:
        names.append(counted("{n} more", "{n} more", len(items) - _NAMED))
    return _("Damaged in the vault and left out: {names}.").format(names=joined(names))


def nothing() -> str:
    """Nothing of what was asked for can be written in this form."""
    return _("There was nothing to write in this form.")


def page_title() -> str:
    """The heading of the page, and the name of the work."""
    return _("Export")


def question_what() -> str:
    """Stands over the choice of what is exported."""
    return _("What")


def question_as() -> str:
    """Stands over the choice of the form."""
    return _("As")


def this_selection(titles: Sequence[str]) -> str:
    """The items that are selected; one alone by its name."""
    if len(titles) == 1 and titles[0].strip():
        return _("Only “{item}”").format(item=shown(titles[0]))
    return counted("The selected item", "The {n} selected items", len(titles))


def this_kind(title: str) -> str:
    """All of the kind in view."""
    return _("Only {kind} of this backup").format(kind=title)


def whole_backup() -> str:
    """All of a backup."""
    return _("The whole backup")


def where() -> str:
    """The title of the dialog that asks for a folder."""
    return _("Choose where to write the files")


def choose_folder() -> str:
    """Asks for a folder and begins."""
    return _("Choose a folder…")


def open_folder() -> str:
    """Opens the folder of an export."""
    return _("Open folder")


def written(result: ExportResult) -> str:
    """The headline of an export in the window."""
    if not result.files:
        return nothing()
    return counted(
        "{n} file written to {folder}",
        "{n} files written to {folder}",
        result.files,
        folder=result.folder,
    )
