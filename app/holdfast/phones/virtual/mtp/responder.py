"""The server of an Android phone: sessions, and which of its rooms answers what."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from holdfast.phones.protocols.mtp.codes import Event, Op, Property, Response
from holdfast.phones.protocols.mtp.containers import BrokenMtpError
from holdfast.phones.protocols.mtp.datasets import DeviceInfo
from holdfast.phones.protocols.mtp.values import Cursor
from holdfast.phones.virtual.card import SampleInfo, read_card
from holdfast.phones.virtual.mtp.changing import Changing
from holdfast.phones.virtual.mtp.device_props import DeviceProps
from holdfast.phones.virtual.mtp.listing import Listing
from holdfast.phones.virtual.mtp.objects import Change, Node, Objects
from holdfast.phones.virtual.mtp.properties import FORMATS
from holdfast.phones.virtual.mtp.reading import read_object, read_thumb
from holdfast.phones.virtual.mtp.receiving import Receiving
from holdfast.phones.virtual.mtp.service import (
    Manners,
    Notice,
    Reply,
    Request,
    Swallowed,
    Upload,
    told,
)

EXTENSIONS = "microsoft.com: 1.0; android.com: 1.0;"
_EVENTS: Mapping[Change, Event] = MappingProxyType(
    {
        Change.ADDED: Event.ObjectAdded,
        Change.REMOVED: Event.ObjectRemoved,
        Change.CHANGED: Event.ObjectInfoChanged,
        Change.STORE_ADDED: Event.StoreAdded,
        Change.STORE_REMOVED: Event.StoreRemoved,
    }
)
_NEEDED: Mapping[int, int] = MappingProxyType(
    {
        Op.OpenSession: 1,
        Op.GetStorageInfo: 1,
        Op.GetObjectHandles: 3,
        Op.GetNumObjects: 3,
        Op.GetObjectPropsSupported: 1,
        Op.GetObjectPropDesc: 2,
        Op.GetObjectPropValue: 2,
        Op.SetObjectPropValue: 2,
        Op.GetObjectPropList: 5,
        Op.GetDevicePropDesc: 1,
        Op.GetDevicePropValue: 1,
        Op.SetDevicePropValue: 1,
        Op.GetObjectInfo: 1,
        Op.GetObject: 1,
        Op.GetThumb: 1,
        Op.GetPartialObject: 3,
        Op.GetPartialObject64: 4,
        Op.DeleteObject: 1,
        Op.SendObjectInfo: 2,
        Op.MoveObject: 3,
        Op.CopyObject: 3,
        Op.BeginEditObject: 1,
        Op.EndEditObject: 1,
        Op.TruncateObject: 3,
        Op.SendPartialObject: 4,
    }
)
"""How many parameters an operation cannot do without."""
_WITHOUT_SESSION = frozenset({Op.GetDeviceInfo, Op.OpenSession})
_OBJECT_OPS = frozenset(
    {
        Op.GetObjectInfo,
        Op.GetObject,
        Op.GetThumb,
        Op.GetPartialObject,
        Op.GetPartialObject64,
        Op.GetObjectPropValue,
        Op.SetObjectPropValue,
        Op.DeleteObject,
        Op.MoveObject,
        Op.CopyObject,
        Op.BeginEditObject,
        Op.EndEditObject,
        Op.TruncateObject,
    }
)
"""What is asked of the object whose handle is the first parameter."""


class Responder:
    """One life of the server: handles begin at 1, and what it read of folders it keeps."""

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        """Serve the phone in `folder`; `clock` tells the time, UTC. Raises `NotASample`."""
        self._info = read_card(folder)
        self._objects = Objects(folder)
        self._session: int | None = None
        self._listing = Listing(self._objects)
        self._changing = Changing(self._objects)
        self._receiving = Receiving(self._objects, clock)
        self._props = DeviceProps(self._info.model)
        self._answers = self._table()
        self._of_objects = self._object_table()

    @property
    def manners(self) -> Manners:
        """As USB wants it."""
        return Manners()

    @property
    def objects(self) -> Objects:
        """What it shows."""
        return self._objects

    def answer(self, request: Request) -> Reply:
        """Answer a request; any but SendObject drops what SendObjectInfo announced."""
        self._receiving.drop()
        refused = self._refusal(request)
        if refused is not None:
            return refused
        if request.op in self._answers:
            return self._answers[request.op](request)
        if request.op in _OBJECT_OPS:
            node = self._objects.node(request.param(0))
            if node is None:
                return Reply(Response.InvalidObjectHandle)
            return self._of_objects[request.op](node, request)
        return Reply(Response.OperationNotSupported)

    def receive(self, request: Request) -> Upload:
        """Begin to take the data of SendObject or SendPartialObject."""
        refused = self._refusal(request)
        if request.op == Op.SendObject and refused is None:
            return self._receiving.receive()
        self._receiving.drop()
        node = self._objects.node(request.param(0))
        if refused is not None or node is None:
            return Swallowed(refused or Reply(Response.InvalidObjectHandle))
        offset = request.param(1) | request.param(2) << 32
        return self._changing.overwrite(node, offset, request.param(3))

    def notices(self) -> list[Notice]:
        """Look whether folders changed; a host without a session hears nothing of it."""
        changes = self._objects.look_again()
        if self._session is None:
            return []
        return [Notice(_EVENTS[change], (which,)) for change, which in changes]

    def _refusal(self, request: Request) -> Reply | None:
        if self._session is None and request.op not in _WITHOUT_SESSION:
            return Reply(Response.SessionNotOpen)
        if len(request.params) < _NEEDED.get(request.op, 0):
            return Reply(Response.InvalidParameter)
        return None

    def _table(self) -> Mapping[int, Callable[[Request], Reply]]:
        listing, props = self._listing, self._props
        return {
            Op.GetDeviceInfo: lambda _: told(self._device_info().encode()),
            Op.OpenSession: self._open,
            Op.CloseSession: self._close,
            Op.ResetDevice: self._close,
            Op.GetStorageIDs: lambda _: listing.storages(),
            Op.GetStorageInfo: lambda request: listing.storage(request.param(0)),
            Op.GetObjectHandles: listing.handles,
            Op.GetNumObjects: listing.count,
            Op.GetObjectPropsSupported: lambda _: listing.supported(),
            Op.GetObjectPropDesc: lambda request: listing.describe(request.param(0)),
            Op.GetObjectPropList: listing.prop_list,
            Op.GetDevicePropDesc: lambda request: props.describe(request.param(0)),
            Op.GetDevicePropValue: lambda request: props.tell(request.param(0)),
            Op.SetDevicePropValue: lambda request: props.set(request.param(0), request.data),
            Op.ResetDevicePropValue: lambda _: Reply(Response.DevicePropNotSupported),
            Op.SendObjectInfo: self._receiving.announce,
        }

    def _object_table(self) -> Mapping[int, Callable[[Node, Request], Reply]]:
        listing, changing = self._listing, self._changing
        return {
            Op.GetObjectInfo: lambda node, _: listing.info(node),
            Op.GetObject: read_object,
            Op.GetPartialObject: read_object,
            Op.GetPartialObject64: read_object,
            Op.GetThumb: lambda node, _: read_thumb(node),
            Op.GetObjectPropValue: lambda node, request: listing.value(node, request.param(1)),
            Op.SetObjectPropValue: self._set,
            Op.DeleteObject: lambda node, _: changing.delete(node),
            Op.MoveObject: changing.move,
            Op.CopyObject: changing.copy,
            Op.BeginEditObject: lambda node, _: changing.begin_edit(node),
            Op.EndEditObject: lambda node, _: changing.end_edit(node),
            Op.TruncateObject: lambda node, request: changing.truncate(
                node, request.param(1) | request.param(2) << 32
            ),
        }

    def _open(self, request: Request) -> Reply:
        if self._session is not None:
            return Reply(Response.SessionAlreadyOpen, (self._session,))
        self._session = request.param(0)
        return Reply()

    def _close(self, _request: Request) -> Reply:
        self._session = None
        return Reply()

    def _set(self, node: Node, request: Request) -> Reply:
        """Rename an object; nothing else of it can be set."""
        if request.param(1) != Property.ObjectFileName:
            return Reply(Response.ObjectPropNotSupported)
        try:
            name = Cursor(request.data).text()
        except BrokenMtpError:
            return Reply(Response.InvalidParameter)
        return self._changing.rename(node, name)

    def _device_info(self) -> DeviceInfo:
        operations = {*self._answers, *self._of_objects, Op.SendObject, Op.SendPartialObject}
        return DeviceInfo(
            extensions=EXTENSIONS,
            operations=tuple(sorted(int(op) for op in operations - {Op.ResetDevice})),
            events=tuple(int(event) for event in _EVENTS.values()),
            properties=tuple(int(code) for code in self._props.codes),
            formats=FORMATS,
            manufacturer=self._info.manufacturer,
            model=self._info.model,
            device_version="1.0",
            serial=server_serial(self._info),
        )


def server_serial(info: SampleInfo) -> str:
    """Return what the server calls its serial number: a random text of its own, not USB's."""
    return hashlib.sha256(info.serial.encode()).hexdigest()[:32]
