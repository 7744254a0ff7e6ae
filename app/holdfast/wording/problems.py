"""Says every Problem: what happened, what was kept, and what to do next.

The words of each class are in the module named after the room it comes from; a class without
words is found by a test, not by a person.
"""

from __future__ import annotations

from holdfast.errors import Problem
from holdfast.late import use
from holdfast.wording import (
    action_problems,
    android_problems,
    forget_problems,
    held_problems,
    mirror_problems,
    phone_problems,
    rehearsals,
    said,
    vault_problems,
)
from holdfast.wording.i18n import sentences
from holdfast.wording.said import Said

__all__ = ["ROOMS", "Said", "say", "sentence"]

ROOMS = (
    action_problems,
    android_problems,
    forget_problems,
    held_problems,
    mirror_problems,
    phone_problems,
    rehearsals,
    vault_problems,
)
"""The modules that fill the table; they know every Problem, so none is read before one is said."""


def say(problem: Problem) -> Said:
    """Word `problem`; raises `LookupError` for a class nobody gave words."""
    for room in ROOMS:
        use(room)
    return said.say(problem)


def sentence(problem: Problem) -> str:
    """All that is said of `problem` on one line, for a terminal."""
    words = say(problem)
    return sentences(words.what, words.kept, words.verb or words.next)
