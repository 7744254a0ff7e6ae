"""What `read` says of a file beside its items: that it holds none, and what went wrong."""

from __future__ import annotations

from holdfast.wording.i18n import _, counted


def empty() -> str:
    """Said of a file without a byte."""
    return _("The file is empty.")


def no_items() -> str:
    """Said of a file in which nothing was found."""
    return _("Holdfast finds no contact, event, to-do, note, message or call in this file.")


def not_understood() -> str:
    """The heading over lines that could not be read."""
    return _("Not understood, but kept")


def more_lines(how_many: int) -> str:
    """Stands for lines that are not listed."""
    return counted("… and {n} more line", "… and {n} more lines", how_many)


def problem(key: str) -> str:
    """What a problem of the whole file means; the key itself for one that has no words."""
    words = {
        "missing-end": _("Something that begins in this file does not end; it may be cut short."),
        "stray-end": _("Something ends in this file that never began."),
        "too-deep": _("Parts of this file are nested too deeply and were not taken apart."),
        "too-long": _("This file holds a line that is too long to be read."),
        "too-many-lines": _("This file has too many lines; the last ones were not read."),
        "too-many-elements": _("This file has too many entries; the last ones were not read."),
        "broken-tag": _("A tag in this file is broken; what could be read of it is shown."),
        "dtd-refused": _(
            "This file brings definitions of its own; for safety they end the reading."
        ),
        "wrong-count": _("This file announces another number of entries than it holds."),
    }
    return words.get(key, key)
