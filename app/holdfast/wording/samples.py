"""What the terminal says of sample phones."""

from __future__ import annotations

from pathlib import Path

from holdfast.wording.i18n import _


def made(folder: Path, serial: str) -> str:
    """Confirms a new sample phone."""
    return _("A sample phone with the serial {serial} is in {folder}.").format(
        serial=serial, folder=folder
    )


def plug_in(folder: Path) -> str:
    """What to do with a sample phone."""
    return _("Plug it in with --sample {folder}.").format(folder=folder)


def edited(added: str, changed: str, removed: str) -> str:
    """What the sample phone's owner did."""
    parts = (
        (_("added {what}"), added),
        (_("changed {what}"), changed),
        (_("removed {what}"), removed),
    )
    said = "; ".join(form.format(what=what) for form, what in parts if what)
    return _("Its owner {did}.").format(did=said) if said else _("Its owner changed nothing.")


def wiped(folder: Path) -> str:
    """Confirms the pulled battery."""
    return _("The battery of the phone in {folder} was pulled: it is empty now.").format(
        folder=folder
    )


def replaced(folder: Path, serial: str) -> str:
    """Confirms the replacement."""
    return _("The phone in {folder} was replaced by an empty one with the serial {serial}.").format(
        folder=folder, serial=serial
    )
