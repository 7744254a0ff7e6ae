"""Bad manners in what a phone lists: missing objects, wrong dates, names and endless data."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta

from holdfast.phones.protocols.mtp.codes import ALL, Op, Property, Response
from holdfast.phones.protocols.mtp.datasets import ObjectInfo
from holdfast.phones.protocols.mtp.prop_lists import Element, PropListReader, encode_prop_list
from holdfast.phones.protocols.mtp.values import (
    Cursor,
    DataType,
    Value,
    encode_value,
    parse_date,
    write_date,
)
from holdfast.phones.virtual.mtp.behaviours import Wrapped, whole
from holdfast.phones.virtual.mtp.properties import PROPERTIES
from holdfast.phones.virtual.mtp.service import Reply, Request, Service, told

_DATES = frozenset({Property.DateModified, Property.DateAdded, Property.DateCreated})
_NAMES = frozenset({Property.ObjectFileName, Property.Name, Property.DisplayName})
_LISTS = frozenset({Op.GetObjectHandles, Op.GetObjectPropList})
_CROWD = 1 << 31


class Retold(Wrapped):
    """Tells other values of its objects, wherever it tells them; the base of those that lie."""

    def retell(self, handle: int, code: int, value: Value) -> Value:  # noqa: ARG002 - for those that need them
        """Return what to tell instead."""
        return value

    def answer(self, request: Request) -> Reply:
        """Answer as inside, in other words."""
        reply = super().answer(request)
        if reply.code != Response.OK:
            return reply
        match request.op:
            case Op.GetObjectPropList:
                return told(encode_prop_list([self._element(each) for each in elements(reply)]))
            case Op.GetObjectInfo:
                return told(self._info(request.param(0), whole(reply)))
            case Op.GetObjectPropValue:
                return told(self._value(request.param(0), request.param(1), whole(reply)))
        return reply

    def _element(self, each: Element) -> Element:
        return each._replace(value=self.retell(each.handle, each.property, each.value))

    def _info(self, handle: int, data: bytes) -> bytes:
        info = ObjectInfo.decode(data)
        parent = self.retell(handle, Property.ParentObject, info.parent)
        changed = replace(
            info,
            name=str(self.retell(handle, Property.ObjectFileName, info.name)),
            created=str(self.retell(handle, Property.DateModified, info.created)),
            modified=str(self.retell(handle, Property.DateModified, info.modified)),
            parent=parent if isinstance(parent, int) else info.parent,
        )
        return changed.encode()

    def _value(self, handle: int, code: int, data: bytes) -> bytes:
        kind = PROPERTIES[code][0]
        return encode_value(kind, self.retell(handle, code, Cursor(data).value(kind)))


def elements(reply: Reply) -> Iterable[Element]:
    """Return what a property list tells."""
    return PropListReader().feed(whole(reply))


class WholeHourShift(Retold):
    """Tells every date `hours` later, as after a change of its time zone."""

    def __init__(self, inner: Service, hours: int = 1) -> None:
        """Shift by `hours`."""
        super().__init__(inner)
        self._shift = timedelta(hours=hours)

    def retell(self, handle: int, code: int, value: Value) -> Value:  # noqa: ARG002 - all alike
        """Shift what is a date."""
        date = parse_date(value) if code in _DATES and isinstance(value, str) else None
        return value if date is None else write_date(date + self._shift)


class Renamed(Retold):
    """Tells other names than it holds: what `rename` makes of each."""

    def __init__(self, inner: Service, rename: Callable[[str], str]) -> None:
        """Tell `rename(name)`."""
        super().__init__(inner)
        self._rename = rename

    def retell(self, handle: int, code: int, value: Value) -> Value:  # noqa: ARG002 - all alike
        """Rename what is a name."""
        return self._rename(value) if code in _NAMES and isinstance(value, str) else value


class ParentLoop(Retold):
    """Says that every folder lies in itself: the folder is among its own content."""

    def retell(self, handle: int, code: int, value: Value) -> Value:
        """Name an object its own parent."""
        return handle if code == Property.ParentObject else value

    def answer(self, request: Request) -> Reply:
        """List a folder inside itself."""
        reply = super().answer(request)
        if request.op != Op.GetObjectHandles or reply.code != Response.OK:
            return reply
        parent = request.param(2)
        held = Cursor(whole(reply)).array(DataType.UINT32)
        looped = held if parent in (0, ALL) else (*held, parent)
        return told(encode_value(DataType.AUINT32, looped))


class BrokenPropList(Wrapped):
    """Leaves every `every`-th object out of property lists that it tells of as handles."""

    def __init__(self, inner: Service, every: int = 2) -> None:
        """Leave out one in `every`."""
        super().__init__(inner)
        self._every = every

    def answer(self, request: Request) -> Reply:
        """Answer as inside, with fewer objects."""
        reply = super().answer(request)
        if request.op != Op.GetObjectPropList or reply.code != Response.OK:
            return reply
        told_of = [each for each in elements(reply) if each.handle % self._every]
        return told(encode_prop_list(told_of))


class Endless(Wrapped):
    """Answers one operation with data that never ends, of the bytes `again` over and over."""

    def __init__(self, inner: Service, op: int, begin: bytes = b"", again: bytes = b"\0") -> None:
        """Say `begin`, then `again` for ever, when asked for `op`."""
        super().__init__(inner)
        self._op = op
        self._words = begin, again

    def answer(self, request: Request) -> Reply:
        """Never end, or answer as inside."""
        if request.op != self._op:
            return super().answer(request)
        return Reply(body=_Forever(*self._words), size=None)


class _Forever:
    """Bytes without end."""

    def __init__(self, begin: bytes, again: bytes) -> None:
        self._held = begin
        self._again = again

    def read(self, size: int, /) -> bytes:
        missing = max(size - len(self._held), 0)
        data = self._held + self._again * (-(-missing // len(self._again)))
        self._held = data[size:]
        return data[:size]

    def close(self) -> None:
        self._held = b""


class LyingLength(Wrapped):
    """Announces `more` bytes than it sends in all data of one operation, and calls it well."""

    def __init__(self, inner: Service, op: int, more: int) -> None:
        """Lie by `more` bytes, which may be less than none."""
        super().__init__(inner)
        self._op = op
        self._more = more

    def answer(self, request: Request) -> Reply:
        """Lie, or answer as inside."""
        reply = super().answer(request)
        if request.op != self._op or reply.body is None or reply.size is None:
            return reply
        return replace(reply, announced=max(reply.size + self._more, 0))


class Crowd(Wrapped):
    """Says that each list holds 2³¹ things, and sends the few there are."""

    def answer(self, request: Request) -> Reply:
        """Answer as inside, with another count."""
        reply = super().answer(request)
        if request.op not in _LISTS or reply.code != Response.OK:
            return reply
        return told(struct.pack("<I", _CROWD) + whole(reply)[4:])
