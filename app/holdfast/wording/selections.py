"""What is said of several chosen things, and of things on their way out of the window."""

from __future__ import annotations

from holdfast.wording import kinds
from holdfast.wording.i18n import _, counted


def chosen(count: int) -> str:
    """How many are selected."""
    return counted("{n} selected", "{n} selected", count)


def bar() -> str:
    """Name of the bar for screen readers."""
    return _("What to do with what is selected")


def put_back(count: int) -> str:
    """The button that puts the selected things back, for screen readers."""
    return _("Put back {items}…").format(items=kinds.items(count))


def export(count: int) -> str:
    """The button that exports the selected things, for screen readers."""
    return _("Export {items}…").format(items=kinds.items(count))


def export_shown() -> str:
    """The button that exports the item that is shown, for screen readers."""
    return _("Export this item…")


def copy() -> str:
    """The button that puts the selected things on the clipboard."""
    return _("Copy")


def writing(count: int) -> str:
    """Files are being written that a drag or a copy needs."""
    return counted("Getting {n} file ready…", "Getting {n} files ready…", count)


def drag_again() -> str:
    """The files are there, but the mouse was let go before."""
    return _("Ready. Drag once more.")


def copied(count: int) -> str:
    """What was put on the clipboard."""
    return _("{items} copied").format(items=kinds.items(count))


def failed() -> str:
    """Not everything could be read from the vault."""
    return _("Some of it could not be read.")


def open_outside() -> str:
    """Opens a file with the program that the system has for it."""
    return _("Open with the system's program")


def play_outside() -> str:
    """Plays a video with the program that the system has for it."""
    return _("Open with the system's player")
