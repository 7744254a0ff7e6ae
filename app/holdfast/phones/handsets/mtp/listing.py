"""Lists what a phone holds: whole folders at a time, or object by object where it cannot."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from holdfast.phones.handsets.handset import Garbled
from holdfast.phones.handsets.litter import is_litter
from holdfast.phones.handsets.mtp.quirks import Quirks
from holdfast.phones.handsets.mtp.storages import Storage
from holdfast.phones.handsets.mtp.talk import MtpTalk, Refusal
from holdfast.phones.protocols.mtp.codes import ALL, ROOT, Format, Op, Property, Response
from holdfast.phones.protocols.mtp.containers import BrokenMtpError
from holdfast.phones.protocols.mtp.datasets import Listed
from holdfast.phones.protocols.mtp.prop_lists import PropListReader
from holdfast.phones.protocols.mtp.values import Value, decode_array, parse_date
from holdfast.progress import Task

_log = logging.getLogger(__name__)

MAX_DEPTH = 64
MAX_FILES = 1_000_000
_MAX_IN_FOLDER = 200_000
_MAX_BYTES = 1 << 25
_MAX_HANDLES = 4 * _MAX_IN_FOLDER + 4
_LARGEST_TOLD = ALL
_OTHER_COLUMNS = (
    Property.ObjectFormat,
    Property.ObjectSize,
    Property.DateModified,
)
_GONE = (Response.InvalidObjectHandle, Response.InvalidParentObject)


@dataclass(frozen=True, slots=True)
class Object:
    """One file or folder: the phone's number for it in this session, and what it says of it.

    `size` in bytes, None where it is not told. `modified` is naive where the phone names no
    zone.
    """

    handle: int
    name: str
    folder: bool
    size: int | None = None
    modified: datetime | None = None

    @property
    def is_named(self) -> bool:
        """Whether its name leads nowhere else."""
        name = self.name
        return name not in ("", ".", "..") and "/" not in name and "\0" not in name


@dataclass(slots=True)
class Folder:
    """One folder with all that is in it; `place` are the names that lead there."""

    place: tuple[str, ...]
    handle: int
    objects: Sequence[Object] = field(default_factory=tuple)


class Lister:
    """Lists folders; remembers what this phone can do."""

    def __init__(self, talk: MtpTalk, operations: frozenset[int], quirks: Quirks) -> None:
        """`operations` are those the phone says it knows."""
        self._talk = talk
        self._operations = operations
        self._by_folder = Op.GetObjectPropList in operations and not quirks.broken_prop_list
        self._trusted = False
        self.met_gone = False
        """Whether something that was listed was not there any more when it was looked into."""
        self._quirks = quirks

    def walk(self, storage: Storage, task: Task) -> Iterator[Folder]:
        """Yield every folder of a storage, the root first; raises `Garbled` for one without end.

        A folder that vanishes meanwhile is passed over.
        """
        waiting = [Folder((), ROOT)]
        seen = {ROOT}
        count = 0
        while waiting:
            task.check()
            folder = waiting.pop()
            folder.objects = self.inside(storage, folder.handle)
            count += len(folder.objects)
            yield folder
            if len(folder.place) >= MAX_DEPTH or count > MAX_FILES:
                raise Garbled(f"more than {MAX_FILES} files, or {MAX_DEPTH} folders in each other")
            deeper = [
                each
                for each in folder.objects
                if each.folder and each.handle not in seen and _leads_down(each, folder.place)
            ]
            seen.update(each.handle for each in deeper)
            waiting += [
                Folder((*folder.place, each.name), each.handle) for each in reversed(deeper)
            ]

    def inside(self, storage: Storage, folder: int) -> Sequence[Object]:
        """What is in a folder, each by a name of its own; nothing in one that is gone."""
        try:
            found = self._found(storage, folder)
        except Refusal as refusal:
            if refusal.code not in _GONE:
                raise
            self.met_gone = True
            return ()
        return _told_apart(sorted(found, key=lambda each: (each.name, each.handle)))

    def _found(self, storage: Storage, folder: int) -> list[Object]:
        """By one list for each property; object by object where they do not fit each other."""
        names = self._try_column(folder, Property.ObjectFileName) if self._by_folder else None
        if names is None:
            return self._each(self.handles(storage, folder))
        # Before the other lists: some tell of the folder alone, whatever they are asked.
        handles = self._handles_at(storage, folder, names)
        if any(handle not in names for handle in handles):
            _log.info("a property list with less than the folder holds")
            # Some know no list of the root, and good ones of all folders.
            self._by_folder = folder == ROOT
            return self._each(handles)
        others = self._other_columns(folder)
        if others is None or any(handle not in others[0] for handle in handles):
            # Asked anew: they may be gone since the names were told.
            return self._each(self.handles(storage, folder))
        formats, sizes, dates = others
        return [
            Object(
                handle,
                str(names[handle]),
                formats[handle] == Format.Association,
                _size(sizes.get(handle)),
                parse_date(str(dates.get(handle, ""))),
            )
            for handle in handles
        ]

    def _other_columns(self, folder: int) -> list[dict[int, Value]] | None:
        found = []
        for code in _OTHER_COLUMNS:
            column = self._try_column(folder, code)
            if column is None:
                return None
            found.append(column)
        return found

    def _try_column(self, folder: int, code: Property) -> dict[int, Value] | None:
        """One property of all that is in a folder; None where the phone has no such lists."""
        try:
            return self._column(folder, code)
        except BrokenMtpError as error:
            _log.info("a property list that cannot be read: %s", error)
        except Refusal as refusal:
            if refusal.code in _GONE:
                raise
            _log.info("no property lists here: %s", refusal)
        self._by_folder = False
        return None

    def _column(self, folder: int, code: Property) -> dict[int, Value]:
        """One property of all that is in a folder."""
        reader = PropListReader()
        found: dict[int, Value] = {}
        size = 0
        for data in self._talk.stream(Op.GetObjectPropList, folder, 0, code, 0, 1):
            size += len(data)
            for element in reader.feed(data):
                if element.property == code:
                    found[element.handle] = element.value
                if reader.count > _MAX_IN_FOLDER or size > _MAX_BYTES:
                    raise Garbled(f"more than {_MAX_IN_FOLDER} objects in one folder")
        if reader.announced is None or reader.count < reader.announced:
            raise BrokenMtpError(f"{reader.count} of {reader.announced} elements")
        found.pop(folder, None)  # Android tells of the folder itself, too
        return found

    def _handles_at(self, storage: Storage, folder: int, names: dict[int, Value]) -> list[int]:
        """The handles in a folder, by the phone's own list of them where that must be asked.

        The roots of all storages come in one property list. The other lists are held against
        the phone's own once, and again where one is empty.
        """
        if folder != ROOT and self._trusted and names:
            return list(names)
        listed = self.handles(storage, folder)
        fits = all(handle in names for handle in listed)
        self._trusted = self._trusted or (fits and folder != ROOT and bool(listed))
        return listed

    def handles(self, storage: Storage, folder: int) -> list[int]:
        """The numbers of what is in a folder; raises `Refusal`."""
        parent = ALL if folder == ROOT else folder
        data = self._talk.ask(Op.GetObjectHandles, storage.id, 0, parent, limit=_MAX_HANDLES)
        return list(dict.fromkeys(decode_array(data)))

    def _each(self, handles: Sequence[int]) -> list[Object]:
        found = []
        for handle in handles:
            try:
                found.append(self.one(handle))
            except Refusal as refusal:
                if refusal.code not in _GONE:
                    raise
                self.met_gone = True
        return found

    def one(self, handle: int) -> Object:
        """One object, asked for alone; raises `Refusal`."""
        info = Listed.decode(self._talk.ask(Op.GetObjectInfo, handle, limit=1 << 16))
        folder = info.format == Format.Association
        size: int | None = info.size
        if not folder and info.size == _LARGEST_TOLD:
            size = self.whole_size(handle)
        return Object(handle, info.name, folder, size, parse_date(info.modified))

    def whole_size(self, handle: int) -> int | None:
        """The size of an object as its own property tells it; None where that cannot be had."""
        if Op.GetObjectPropValue not in self._operations:
            return None
        try:
            data = self._talk.ask(Op.GetObjectPropValue, handle, Property.ObjectSize, limit=64)
        except Refusal:
            return None
        return int.from_bytes(data[: _WIDTHS.get(len(data), 8)], "little") if data else None


_WIDTHS = {4: 4, 8: 8}


def _told_apart(found: Sequence[Object]) -> Sequence[Object]:
    """Of several by one name, as cards can have, each by one of its own."""
    taken = {each.name for each in found}
    if len(taken) == len(found):
        return found
    told: list[Object] = []
    given: set[str] = set()
    for each in found:
        name, count = each.name, 1
        while name in given or (count > 1 and name in taken):
            count += 1
            name = f"{each.name} ({count})"
        given.add(name)
        is_plain = name == each.name or not each.is_named or is_litter((each.name,))
        told.append(each if is_plain else replace(each, name=name))
    return told


def _leads_down(told: Object, place: tuple[str, ...]) -> bool:
    return told.is_named and not is_litter((*place, told.name))


def _size(value: Value | None) -> int | None:
    return value if isinstance(value, int) else None
