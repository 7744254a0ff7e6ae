"""What items are compared by, and why two may be one: reasons that `holdfast.wording` words."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Trace:
    """What of one item others may share.

    Items are compared that have their `digest` (of `content.Content`), their `uid` (or empty)
    or one of `keys` in common; of many, those next to each other by `order`.
    """

    digest: str
    uid: str
    keys: tuple[Hashable, ...]
    order: tuple[str, ...]


class Reason(StrEnum):
    """What two items have in common."""

    IDENTICAL = "identical"
    SAME_UID = "same-uid"
    SAME_NUMBER = "same-number"
    SAME_MAIL = "same-mail"
    SAME_NAME = "same-name"
    SHORT_NAME = "short-name"
    ALIKE_NAME = "alike-name"
    SUBSET = "subset"
    SAME_TITLE = "same-title"
    SAME_TIME = "same-time"
    OVERLAP = "overlap"
    SHIFTED = "shifted"
    SAME_DUE = "same-due"
    FIRST_LINE = "first-line"
    ALIKE_TEXT = "alike-text"
    SAME_TEXT = "same-text"


class Finding(NamedTuple):
    """What speaks for two items being one: 0 to 1, 1 where all that counts is equal."""

    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """Two items, by their places, that may be one."""

    first: int
    second: int
    score: float
    reasons: tuple[Reason, ...]
