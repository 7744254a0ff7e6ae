"""Where a rehearsal puts records back: a virtual phone and a folder, private and soon gone."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from holdfast.actions.record import Record
from holdfast.errors import Problem
from holdfast.phones.handsets.at.introducing import PROTOCOL as AT
from holdfast.phones.handsets.find import Finder
from holdfast.phones.handsets.folder.opening import open_folder
from holdfast.phones.handsets.handset import Handset, HandsetProblem, ItemRefused, PhoneFull
from holdfast.phones.handsets.irmc.family import IrmcFamily
from holdfast.phones.handsets.irmc.handset import PROTOCOL as IRMC
from holdfast.phones.handsets.modem.family import ModemFamily
from holdfast.phones.links.usb import UsbBus
from holdfast.phones.virtual.bus import VirtualBus
from holdfast.phones.virtual.store import create_sample, open_sample, wipe_sample
from holdfast.progress import Task
from holdfast.records.formats.summary import summarise
from holdfast.records.model.item import NewItem
from holdfast.records.model.kinds import Kind

PREFIX = "holdfast-rehearsal-"
MOST_ON_A_PHONE = 1000
"""Records of a kind on a virtual phone: it looks at all it has for each new one, and few phones
of its day had room for more. The others are put into the folder."""
_FAMILIES = {IRMC: "irmc", AT: "at"}
_LEFT_BEHIND = 24 * 3600.0
"""Seconds after which a rehearsal's folder belongs to a program that was killed."""

Spot = tuple[int, Kind, str]
"""Where an item was put: the place of its handset on the stage, its kind and its key there."""


class Stage:
    """Handsets to put records on; each record goes to the first that takes it.

    The last one takes anything. Of each kind, those before it get `MOST_ON_A_PHONE` at most.
    """

    def __init__(self, handsets: tuple[Handset, ...]) -> None:
        """Use `handsets` in this order."""
        self._handsets = handsets
        self._may_add = [
            {entry.kind for entry in handset.support() if entry.can_add} for handset in handsets
        ]
        self._put: Counter[tuple[int, Kind]] = Counter()

    def put(self, item: NewItem, task: Task) -> Spot | None:
        """Put `item` on the stage; None when nobody takes it.

        Raises a `LinkProblem`, and `PhoneFull` when the last handset has no room.
        """
        last = len(self._handsets) - 1
        for number, handset in enumerate(self._handsets):
            if not self._may_take(number, item.kind):
                continue
            try:
                key = handset.add(item, task)
            except HandsetProblem as problem:
                if number == last and isinstance(problem, PhoneFull):
                    raise
                # A phone has its limits, and what it cannot hold is whole all the same.
                continue
            self._put[number, item.kind] += 1
            return number, item.kind, key
        return None

    def _may_take(self, number: int, kind: Kind) -> bool:
        has_room = number == len(self._handsets) - 1 or self._put[number, kind] < MOST_ON_A_PHONE
        return has_room and kind in self._may_add[number]

    def digests(self, kind: Kind, task: Task) -> dict[Spot, str]:
        """The digest of every item of `kind` on the stage, read back from its handset."""
        return {
            (number, kind, key): digest
            for number, handset in enumerate(self._handsets)
            if kind in handset.kinds()
            for key, digest in _read(handset, kind, task)
        }


def _read(handset: Handset, kind: Kind, task: Task) -> Iterator[tuple[str, str]]:
    try:
        for item in handset.read(kind, task):
            with suppress(ItemRefused):
                record = Record.load(item.parts[0])
                yield item.key, summarise(kind, record.suffix, record.data, item.key).digest
    except HandsetProblem:
        # What was not read counts as not there.
        return


@contextmanager
def private_place(parent: Path | None = None) -> Iterator[Path]:
    """Lend a folder for this user's eyes alone, in `parent` or where temporary files belong.

    It is gone afterwards, however the block ends; what a killed program left goes, too.
    """
    _sweep(parent)
    place = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
    try:
        yield place
    finally:
        shutil.rmtree(place)


@contextmanager
def stage(place: Path, protocol: str) -> Iterator[Stage]:
    """Lend a stage in the folder `place` for what a handset of this `protocol` gave.

    A phone of the same family comes first, spoken to by its real driver over the virtual bus;
    a folder takes what such a phone does not, and what no virtual phone is there for.
    """
    with ExitStack() as closing:
        handsets: list[Handset] = []
        if protocol in _FAMILIES:
            phone = place / "phone"
            create_sample(phone, family=_FAMILIES[protocol], small=True)
            wipe_sample(phone)
            handsets.append(_connected(phone, closing))
        folder = place / "folder"
        folder.mkdir()
        handsets.append(open_folder(folder, serial="rehearsal"))
        yield Stage(tuple(handsets))


def _connected(phone: Path, closing: ExitStack) -> Handset:
    virtual = VirtualBus()
    finder = Finder(UsbBus([virtual]), (IrmcFamily(), ModemFamily()))
    closing.callback(finder.close)
    virtual.plug(open_sample(phone))
    (found,) = finder.look().present
    if found.info is None:
        raise found.problem or Problem()
    handset = finder.connect(found.info.id)
    closing.callback(handset.close)
    return handset


def _sweep(parent: Path | None, now: Callable[[], float] = time.time) -> None:
    for left in Path(parent or tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            old = now() - left.stat().st_mtime > _LEFT_BEHIND
        except OSError:
            continue
        if old:
            shutil.rmtree(left, ignore_errors=True)
