"""What a long job is doing, how far it is, and how long it still takes."""

from __future__ import annotations

from holdfast.progress import Progress, Stage
from holdfast.records.model.kinds import Kind
from holdfast.wording import kinds
from holdfast.wording.i18n import _, counted, number

_MINUTE = 60.0


def stage(of: Stage) -> str:
    """The name of a stage: "Backing up"."""
    return {
        Stage.CONNECTING: _("Connecting to the phone"),
        Stage.READING: _("Backing up"),
        Stage.SAVING: _("Saving"),
        Stage.COMPARING: _("Comparing with the phone"),
        Stage.WRITING: _("Putting back"),
        Stage.READING_BACK: _("Reading back"),
        Stage.CHECKING: _("Checking the vault"),
        Stage.EXPORTING: _("Exporting"),
        Stage.INDEXING: _("Reading the history"),
    }[of]


def line(report: Progress) -> str:
    """One report: "Backing up: messages, 812 of 3 104"."""
    said, how_far = stage(report.stage), _how_far(report)
    if report.subject:
        said = _("{stage}: {what}").format(stage=said, what=_subject(report.subject))
        return _("{said}, {how_far}").format(said=said, how_far=how_far) if how_far else said
    return _("{stage}: {what}").format(stage=said, what=how_far) if how_far else said


def _subject(subject: str) -> str:
    return kinds.name(Kind(subject)) if subject in {str(kind) for kind in Kind} else subject


def _how_far(report: Progress) -> str:
    if report.total is None:
        return number(report.done) if report.done else ""
    return _("{done} of {total}").format(done=number(report.done), total=number(report.total))


def time_left(seconds: float | None) -> str:
    """What is still to come: "About 2 minutes left"; empty while that is unknown."""
    if seconds is None:
        return ""
    if seconds <= 0:
        return _("Almost done")
    if seconds < _MINUTE:
        return _("Less than a minute left")
    minutes = round(seconds / _MINUTE)
    return counted("About {n} minute left", "About {n} minutes left", minutes)
