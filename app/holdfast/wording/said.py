"""The form every Problem is said in, and the table it is looked up in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch

from holdfast.errors import Problem
from holdfast.wording.i18n import _


@dataclass(frozen=True, slots=True)
class Said:
    """A Problem in words; all but `what` may be empty. Each is whole sentences.

    `next` names what there is in the window. `verb` is said instead at a terminal, where a verb
    or an option does it.
    """

    what: str
    kept: str = ""
    next: str = ""
    verb: str = ""


@singledispatch
def say(problem: Problem) -> Said:
    """Word `problem`; raises `LookupError` for a class nobody gave words."""
    raise LookupError(type(problem).__qualname__)


def history_whole() -> str:
    """What was kept when a phone made trouble."""
    return _("Every backup in the history is whole.")


def nothing_changed() -> str:
    """What was kept when nothing was begun."""
    return _("Nothing was changed.")


def shown(text: str, most: int = 60) -> str:
    """What a phone or the system said, safe to print: no control characters, not endless."""
    printable = "".join(character if character.isprintable() else "?" for character in text)
    return printable if len(printable) <= most else printable[: most - 1] + "…"
