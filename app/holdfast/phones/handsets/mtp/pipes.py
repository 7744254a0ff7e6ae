"""Lends the three pipes and the control requests of the interface that speaks MTP."""

from __future__ import annotations

import struct
import time
from collections.abc import Callable

from holdfast.phones.handsets.mtp.places import Place, mtp_place
from holdfast.phones.links.bulk import BulkPipe
from holdfast.phones.links.link import Misdescribed, NoAnswer, PipeStalled
from holdfast.phones.links.usb import UsbDevice
from holdfast.phones.protocols.mtp.codes import ClassRequest, Event, Op
from holdfast.phones.protocols.mtp.datasets import DeviceInfo

_OF_OBJECTS = frozenset(
    {
        Op.GetObjectPropsSupported,
        Op.GetObjectPropDesc,
        Op.GetObjectPropValue,
        Op.GetObjectPropList,
    }
)
_TO_INTERFACE, _FROM_INTERFACE = 0x21, 0xA1
_CANCEL = struct.Struct("<HI")
_STATUS = struct.Struct("<HH")
_LONGEST_STATUS = 64
_LONGEST_EVENT = 64
_CONTROL_SECONDS = 5.0
# Longer than the time between two polls of such an endpoint, usually 4 ms.
_NOT_WAITING_SECONDS = 0.01


def is_ptp_only(info: DeviceInfo) -> bool:
    """Whether a device is in the mode for cameras: it shows pictures only, and takes nothing.

    Phones then leave out Microsoft's extension of PTP, which MTP is. QEMU's does not name it, but
    has its number and operations; Android in this mode has the operations and no number.
    """
    if "microsoft.com" in info.extensions.lower():
        return False
    return not info.extension_id or _OF_OBJECTS.isdisjoint(info.operations)


class ImagePipe:
    """The pipes of one interface, for one user at a time; each call may raise `LinkProblem`."""

    def __init__(
        self,
        device: UsbDevice,
        place: Place,
        bulk: BulkPipe,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Speak through `bulk`, which was lent by `device` for `place`; `now` tells seconds."""
        self._device = device
        self._place = place
        self._bulk = bulk
        self._now = now

    @property
    def unit(self) -> int:
        """The size in bytes of a full packet that is read."""
        return self._bulk.unit

    @property
    def max_packet(self) -> int:
        """The size in bytes of a full packet that is written."""
        return self._bulk.max_packet

    def write(self, data: bytes, timeout: float) -> None:
        """Send `data` within `timeout` seconds; nothing is put behind whole packets."""
        self._bulk.write(data, timeout)

    def read(self, size: int, timeout: float) -> tuple[bytes, bool]:
        """Return one transfer of about `size` bytes, and whether a short packet ended it.

        Raises `NoAnswer` when nothing came within `timeout` seconds.
        """
        unit = self._bulk.unit
        asked = -(-size // unit) * unit
        began = self._now()
        data = self._bulk.read(asked, timeout)
        # What came before a timeout counts: then nothing has ended, unless by part of a packet.
        is_cut = len(data) % unit == 0 and self._now() - began >= timeout
        return data, len(data) < asked and not is_cut

    def event(self) -> bytes:
        """Return what the device tells unasked, empty if that is nothing now."""
        events = self._place.events
        if events is None:
            return b""
        size = -(-_LONGEST_EVENT // max(events.max_packet, 1)) * max(events.max_packet, 1)
        try:
            return self._device.transfer_in(events.address, size, _NOT_WAITING_SECONDS)
        except (NoAnswer, PipeStalled):
            return b""

    def ask_to_cancel(self, transaction: int) -> None:
        """Tell the device to leave off a transaction."""
        data = _CANCEL.pack(Event.CancelTransaction, transaction)
        self._request(ClassRequest.Cancel, data)

    def ask_to_reset(self) -> None:
        """Tell the device to forget its session."""
        self._request(ClassRequest.DeviceReset, b"")

    def status(self) -> int:
        """Return the response code that says how the device is; 0 if it is no answer at all."""
        answer = self._device.control_in(
            _FROM_INTERFACE,
            ClassRequest.GetDeviceStatus,
            0,
            self._place.interface,
            _LONGEST_STATUS,
            _CONTROL_SECONDS,
        )
        if len(answer) < _STATUS.size:
            return 0
        return int(_STATUS.unpack_from(answer)[1])

    def clear(self) -> None:
        """Make both ends forget what both bulk pipes had under way."""
        for endpoint in (self._place.into, self._place.out):
            self._device.clear_halt(endpoint.address)

    def close(self) -> None:
        """Give the interface back; never raises, may be called again."""
        self._bulk.close()

    def _request(self, request: int, data: bytes) -> None:
        place = self._place.interface
        self._device.control_out(_TO_INTERFACE, request, 0, place, data, _CONTROL_SECONDS)


def open_pipe(device: UsbDevice) -> ImagePipe:
    """Lend the pipes of the interface that `mtp_place` finds on an open `device`.

    Raises `LinkProblem`: `Misdescribed` where there is none, `Busy` where somebody has it.
    """
    place = mtp_place(device.settings)
    if place is None:
        raise Misdescribed("no interface for MTP or still images")
    return ImagePipe(device, place, device.bulk(None, place.interface, place.alternate))
