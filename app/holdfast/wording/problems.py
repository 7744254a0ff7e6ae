"""Says every Problem: what happened, what was kept, and what to do next.

The words of each class are in the module named after the room it comes from; a class without
words is found by a test, not by a person.
"""

from __future__ import annotations

from holdfast.errors import Problem
from holdfast.wording import (
    action_problems,
    android_problems,
    forget_problems,
    held_problems,
    mirror_problems,
    phone_problems,
    rehearsals,
    vault_problems,
)
from holdfast.wording.i18n import sentences
from holdfast.wording.said import Said, say

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
"""The modules whose import fills the table."""


def sentence(problem: Problem) -> str:
    """All that is said of `problem` on one line, for a terminal."""
    said = say(problem)
    return sentences(said.what, said.kept, said.next)
