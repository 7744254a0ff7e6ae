"""What every driver promises: the one seam between phones and actions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from holdfast.errors import Problem
from holdfast.progress import Task
from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.item import Item, NewItem
from holdfast.records.model.kinds import Kind


class HandsetProblem(Problem):
    """The handset answered, but not with what was asked for."""


@dataclass(eq=False)
class SessionRefused(HandsetProblem):
    """The handset is there but lets nobody in; `answer` is its own word for it.

    Phones do this until their owner picks a mode on their screen, or says yes to the computer.
    """

    answer: str = ""


@dataclass(eq=False)
class KindRefused(HandsetProblem):
    """The handset will not give or take a kind; `answer` is its own word for it."""

    kind: Kind
    answer: str = ""


@dataclass(eq=False)
class KindUnsupported(HandsetProblem):
    """The handset has no such store."""

    kind: Kind


@dataclass(eq=False)
class Garbled(HandsetProblem):
    """The handset broke its protocol; `detail` says where, for the log."""

    detail: str = ""


@dataclass(eq=False)
class ItemRefused(HandsetProblem):
    """The handset would not take or give one item; `answer` is its own word for it."""

    kind: Kind
    key: str
    answer: str = ""


@dataclass(eq=False)
class PhoneFull(HandsetProblem):
    """The handset has no room for more of a kind."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class KindSupport:
    """What a handset can do with one kind.

    `announced` items it says it holds, `capacity` items it has room for; None where unknown.
    """

    kind: Kind
    can_add: bool = False
    can_update: bool = False
    can_remove: bool = False
    announced: int | None = None
    capacity: int | None = None


class Handset(Protocol):
    """A phone that is connected and answers; used from one thread at a time.

    Any call may raise a `LinkProblem` or a `HandsetProblem`. `Unplugged` and `NoAnswer` end
    the session; every other Problem leaves the handset usable for the next kind.
    """

    @property
    def info(self) -> HandsetInfo:
        """Who the handset is; known from the moment it was opened."""
        ...

    def support(self) -> tuple[KindSupport, ...]:
        """The kinds this handset holds, in reading order."""
        ...

    def read(self, kind: Kind, task: Task) -> Iterator[Item]:
        """Yield every item of `kind` as it becomes known.

        A part must be opened (or passed over) before the next item is asked for. The
        iterator ending means the kind was read whole; raising means it was not. An item
        that alone cannot be read raises `ItemRefused` when its part is opened, and reading
        goes on.
        """
        ...

    def how(self, kind: Kind) -> str:
        """Name the way `kind` was read last ("whole store", "each LUID", "folders").

        Empty before the first reading; asks the handset nothing.
        """
        ...

    def add(self, item: NewItem, task: Task) -> str:
        """Put a new item on the handset; return the key it gave."""
        ...

    def update(self, key: str, item: NewItem, task: Task) -> str:
        """Replace the item that has `key`; return its key afterwards."""
        ...

    def remove(self, kind: Kind, key: str, task: Task) -> None:
        """Take the item that has `key` off the handset."""
        ...

    def close(self) -> None:
        """End the session and give the link back; never raises, may be called again."""
        ...
