"""How a run at the terminal ends, and what it refuses."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from holdfast.wording import sizes
from holdfast.wording.i18n import _


def no_display() -> str:
    """Said when the window has nowhere to open."""
    return _(
        "There is no display to open the window on; “holdfast --help” lists what works without one."
    )


def no_libraries(packages: Sequence[str]) -> str:
    """Said when Qt could not show the window; `packages` are Debian's names."""
    return _(
        "Libraries are missing that the window needs. On Debian or Ubuntu run "
        "“sudo apt install {packages}”; “holdfast --help” lists what works without the window."
    ).format(packages=" ".join(packages))


def bug(kind: str, report: Path | None) -> str:
    """Said when Holdfast itself failed."""
    if report is None:
        return _(
            "Something went wrong inside Holdfast ({kind}). Your backups are untouched."
        ).format(kind=kind)
    return _(
        "Something went wrong inside Holdfast ({kind}). Your backups are untouched; the full "
        "report is in {report}."
    ).format(kind=kind, report=report)


def misused(complaint: str) -> str:
    """Said when the words of the command line cannot be understood."""
    said = " ".join(complaint.split()).rstrip(".")
    return _("{complaint}. “holdfast --help” tells how it goes.").format(complaint=said)


def stopped() -> str:
    """Said when a run was stopped before its end."""
    return _("Stopped. What was finished before is kept.")


def left_alone() -> str:
    """Said when somebody answered no."""
    return _("Nothing was changed.")


def needs_yes() -> str:
    """Said when a question would have to be asked, and nobody is there."""
    return _("Nothing was written, because nobody is here to be asked; --yes answers beforehand.")


def cannot_read(file: Path, reason: str) -> str:
    """Said when a file cannot be opened."""
    return _("{file} cannot be read: {reason}.").format(file=file, reason=reason)


def is_folder(folder: Path) -> str:
    """Said when a folder is given where files are read."""
    return _("{folder} is a folder; name the files in it.").format(folder=folder)


def too_large(file: Path, limit: int) -> str:
    """Said when a file is larger than what is read."""
    return _("{file} is not read: it is larger than {limit}.").format(
        file=file, limit=sizes.size(limit)
    )


def cannot_write(file: Path, reason: str) -> str:
    """Said when a file cannot be written."""
    return _("{file} cannot be written: {reason}.").format(file=file, reason=reason)
