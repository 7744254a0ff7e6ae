"""What every driver promises: the one seam between phones and actions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol, Self, runtime_checkable

from holdfast.errors import Problem
from holdfast.progress import Task
from holdfast.records.formats.converting import contents, dialects
from holdfast.records.model.handset import HandsetInfo, StorageInfo
from holdfast.records.model.item import Item, NewItem
from holdfast.records.model.kinds import Kind
from holdfast.records.model.since import Since

NOTHING_EARLIER: Mapping[Kind, Since] = MappingProxyType({})
"""For a reading that is to ask for everything."""


class HandsetProblem(Problem):
    """The handset answered, but not with what was asked for."""


@dataclass(eq=False)
class SessionRefused(HandsetProblem):
    """The handset is there but lets nobody in; `answer` is its own word for it.

    Phones do this until their owner picks a mode on their screen, or says yes to the computer.
    """

    answer: str = ""


@dataclass(eq=False)
class NotAuthorised(HandsetProblem):
    """The owner has not let this computer in yet; asking again goes on waiting.

    `fingerprint` is that of our key, as the dialog on the phone's screen shows it. It is empty
    where the adb server of this computer asks with a key of its own.
    """

    fingerprint: str = ""


@dataclass(eq=False)
class LockedSinceBoot(HandsetProblem):
    """The phone was restarted and not unlocked since: its data are still encrypted."""

    handset: str = ""


@dataclass(eq=False)
class StoragesHidden(HandsetProblem):
    """The phone shows no storage: it is locked, or set to charge alone."""

    handset: str = ""


@dataclass(eq=False)
class StorageGone(HandsetProblem):
    """A storage, called `storage`, was there when reading began and is not there any more."""

    kind: Kind
    storage: str


@dataclass(eq=False)
class PicturesOnly(HandsetProblem):
    """The handset is in the mode for cameras: it showed its pictures, and not all it holds."""

    kind: Kind


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
class Added:
    """How it went with one new item: the key it got, or why the handset did not take it."""

    key: str = ""
    problem: HandsetProblem | None = None


@dataclass(frozen=True, slots=True)
class KindSupport:
    """What a handset can do with one kind; `capacity` items it has room for, None if unknown.

    `dialect` is how it wants records that come from other families of handsets, None where it
    takes any. `shape` makes of a record in that dialect what the handset will give back, the
    same bytes each time; it raises `ValueError`, with why, for one that has no such form.
    `untold` names what `shape` loses of a record in that dialect. `refuses` tells of an item of
    its own family, by the key it had there, why it cannot be
    written all the same; empty where it can.
    """

    kind: Kind
    can_add: bool = False
    can_update: bool = False
    can_remove: bool = False
    capacity: int | None = None
    dialect: dialects.Dialect | None = None
    shape: Callable[[bytes], bytes] | None = None
    untold: Callable[[bytes], tuple[contents.Unheld, ...]] | None = None
    refuses: Callable[[str], str] | None = None


class Reading(Iterator[Item]):
    """One reading of a kind under way: yields its items, and learns about it meanwhile.

    `announced` is how many items the handset says it holds, None while or where it does not.
    `how` names the way of reading ("whole store", "each LUID", "folders"). `anchor` is set
    at the end of a complete reading by a handset that can tell from there what changed, and
    else empty. `lacking` is why the handset holds more than it shows now, where it does: what
    such a reading has not is not gone.
    """

    def __init__(self, items: Callable[[Reading], Iterator[Item]]) -> None:
        """Yield what `items` yields; it is handed this reading, to write down what it learns."""
        self.announced: int | None = None
        self.how = ""
        self.anchor = ""
        self.lacking: HandsetProblem | None = None
        self._items = items(self)

    def __iter__(self) -> Self:
        """Return itself: a reading is made once."""
        return self

    def __next__(self) -> Item:
        """Return the next item; raises what the handset raises."""
        return next(self._items)


class Handset(Protocol):
    """A phone that is connected and answers; used from one thread at a time.

    Any call may raise a `LinkProblem` or a `HandsetProblem`. `Unplugged` and `NoAnswer` end
    the session; every other Problem leaves the handset usable for the next kind.
    """

    @property
    def info(self) -> HandsetInfo:
        """Who the handset is; known from the moment it was opened."""
        ...

    def kinds(self) -> tuple[Kind, ...]:
        """The kinds this handset may hold, in reading order; asks the handset nothing."""
        ...

    def support(self) -> tuple[KindSupport, ...]:
        """What can be done with each of the `kinds`; may ask the handset."""
        ...

    def read(
        self, kind: Kind, task: Task, since: Mapping[Kind, Since] = NOTHING_EARLIER
    ) -> Reading:
        """Yield every item of `kind` as it becomes known.

        A part must be opened (or passed over) before the next item is asked for. The
        iterator ending means the kind was read whole; raising means it was not. An item
        that alone cannot be read raises `ItemRefused` when its part is opened, and reading
        goes on. With the earlier readings `since` a handset that knows what changed marks
        the other items *unchanged*; their parts can be opened all the same.
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


@runtime_checkable
class Batching(Protocol):
    """A handset that takes many new items in one exchange, faster than one by one."""

    def add_all(self, kind: Kind, items: Iterable[NewItem], task: Task) -> Iterator[Added]:
        """Put new items of one kind on the handset; yield how each went, in their order.

        Items are taken as far ahead as one exchange goes. A stop is heeded between exchanges:
        every item that was taken is answered for. After a `LinkProblem` nobody knows what became of
        those that were taken and not answered for.
        """
        ...


@runtime_checkable
class Roomy(Protocol):
    """A handset that tells how much room its storages have."""

    def room(self) -> tuple[StorageInfo, ...]:
        """Ask the handset for its storages as they are now.

        The first takes the files that come from a storage it has not. Numbers are None where
        they are not told.
        """
        ...
