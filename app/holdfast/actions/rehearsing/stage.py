"""Where a rehearsal puts records back: a virtual phone and a folder, private and soon gone."""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from itertools import islice
from pathlib import Path

from holdfast.actions.record import Record
from holdfast.errors import Problem
from holdfast.phones.handsets.android.family import AndroidFamily
from holdfast.phones.handsets.android.keys import HostKeys
from holdfast.phones.handsets.find import Finder
from holdfast.phones.handsets.folder.opening import open_folder
from holdfast.phones.handsets.handset import (
    Added,
    Batching,
    Handset,
    HandsetProblem,
    ItemRefused,
    PhoneFull,
)
from holdfast.phones.handsets.irmc.family import IrmcFamily
from holdfast.phones.handsets.modem.family import ModemFamily
from holdfast.phones.handsets.protocols import ANDROID as ADB
from holdfast.phones.handsets.protocols import AT, IRMC
from holdfast.phones.links.usb import UsbBus
from holdfast.phones.virtual.android.profiles import PROFILES
from holdfast.phones.virtual.bus import VirtualBus
from holdfast.phones.virtual.folder import PhoneFolder, SampleInfo
from holdfast.phones.virtual.samples import create_sample, open_sample, wipe_sample
from holdfast.progress import Task
from holdfast.records.formats.summary import summarise
from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.item import NewItem
from holdfast.records.model.kinds import Kind

PREFIX = "holdfast-rehearsal-"
MOST_ON_A_PHONE = 1000
"""Records of a kind on a virtual phone: it looks at all it has for each new one, and few phones
of its day had room for more. The others are put into the folder."""
_FAMILIES = {IRMC: "irmc", AT: "at"}
_RELEASE = re.compile(r"Android (\d{1,3})")
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
        self._taken: Counter[tuple[int, Kind]] = Counter()

    def put_all(self, kind: Kind, items: Iterable[NewItem], task: Task) -> Iterator[Spot | None]:
        """Put `items` of one kind on the stage; yield where each went, None where nobody takes it.

        They go together to a phone that takes many at once. Raises a `LinkProblem`, and
        `PhoneFull` when the last handset has no room.
        """
        waiting, first = iter(items), 0
        phone = self._handsets[0]
        if isinstance(phone, Batching) and kind in self._may_add[0]:
            some = islice(waiting, MOST_ON_A_PHONE)
            with closing(_together(phone, kind, some, task)) as answers:
                for item, added in answers:
                    taken = added.problem is None
                    yield (0, kind, added.key) if taken else self._put(item, task, 1)
            first = 1
        for item in waiting:
            yield self._put(item, task, first)

    def _put(self, item: NewItem, task: Task, first: int) -> Spot | None:
        last = len(self._handsets) - 1
        for number, handset in enumerate(self._handsets[first:], first):
            if not self._may_take(number, item.kind):
                continue
            try:
                key = handset.add(item, task)
            except HandsetProblem as problem:
                if number == last and isinstance(problem, PhoneFull):
                    raise
                # A phone has its limits, and what it cannot hold is whole all the same.
                continue
            self._taken[number, item.kind] += 1
            return number, item.kind, key
        return None

    def _may_take(self, number: int, kind: Kind) -> bool:
        has_room = number == len(self._handsets) - 1 or self._taken[number, kind] < MOST_ON_A_PHONE
        return has_room and kind in self._may_add[number]

    def digests(self, kind: Kind, task: Task) -> dict[Spot, str]:
        """The digest of every item of `kind` on the stage, read back from its handset."""
        return {
            (number, kind, key): digest
            for number, handset in enumerate(self._handsets)
            if kind in handset.kinds()
            for key, digest in _read(handset, kind, task)
        }


def _together(
    phone: Batching, kind: Kind, items: Iterator[NewItem], task: Task
) -> Generator[tuple[NewItem, Added], None, None]:
    """Give `items` to a phone in its own batches; each with how it went, in their order."""
    sent: deque[NewItem] = deque()

    def sending() -> Iterator[NewItem]:
        for item in items:
            sent.append(item)
            yield item

    try:
        for added in phone.add_all(kind, sending(), task):
            yield sent.popleft(), added
    except HandsetProblem as problem:
        yield from ((item, Added(problem=problem)) for item in sent)


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
def stage(place: Path, source: HandsetInfo | None) -> Iterator[Stage]:
    """Lend a stage in the folder `place` for what the handset `source` gave.

    A phone of the same family comes first, spoken to by its real driver over the virtual bus;
    a folder takes what such a phone does not, and what no virtual phone is there for.
    """
    with ExitStack() as stack:
        handsets: list[Handset] = []
        if source is not None and _made(place / "phone", source):
            handsets.append(_connected(place, stack))
        folder = place / "folder"
        folder.mkdir()
        handsets.append(open_folder(folder, serial="rehearsal"))
        yield Stage(tuple(handsets))


def _made(phone: Path, source: HandsetInfo) -> bool:
    """Make an empty phone of the family of `source`; tell whether there is such a one."""
    if source.protocol == ADB:
        info = SampleInfo(
            serial="rehearsal", family="android", android=release_like(source.firmware)
        )
        PhoneFolder.create(phone, info)
        return True
    if source.protocol not in _FAMILIES:
        return False
    create_sample(phone, family=_FAMILIES[source.protocol], small=True)
    wipe_sample(phone)
    return True


def release_like(firmware: str) -> str:
    """The Android to rehearse on: that of the phone, else the next newer one that there is.

    A newer one holds and gives all that an older one does.
    """
    told = _RELEASE.match(firmware)
    known = sorted(PROFILES, key=int)
    newer = (each for each in known if told is not None and int(each) >= int(told[1]))
    return next(newer, known[-1])


def _connected(place: Path, stack: ExitStack) -> Handset:
    virtual = VirtualBus()
    clock = virtual.clock
    android = AndroidFamily(HostKeys(place / "keys"), seconds=lambda: clock.waited)
    finder = Finder(UsbBus([virtual]), (IrmcFamily(), ModemFamily(), android))
    device = open_sample(place / "phone", clock)
    stack.callback(device.close)
    stack.callback(finder.close)
    virtual.plug(device)
    (found,) = finder.look().present
    if found.info is None:
        raise found.problem or Problem()
    handset = finder.connect(found.info.id)
    stack.callback(handset.close)
    return handset


def _sweep(parent: Path | None, now: Callable[[], float] = time.time) -> None:
    for left in Path(parent or tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            old = now() - left.stat().st_mtime > _LEFT_BEHIND
        except OSError:
            continue
        if old:
            shutil.rmtree(left, ignore_errors=True)
