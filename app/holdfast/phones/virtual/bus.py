"""The backend that real pyusb drives virtual devices through, with faults on order."""

from __future__ import annotations

import errno
import os
import threading
from array import array
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from enum import Enum, auto
from types import SimpleNamespace

import usb.core
from usb.backend import IBackend

from holdfast.phones.virtual import enumeration
from holdfast.phones.virtual.clock import VirtualClock
from holdfast.phones.virtual.device import Setup, Stall, VirtualDevice
from holdfast.phones.virtual.slot import Appearance, Handle, KernelDriver, Slot

# Above the buses a computer has, so that a virtual port is never taken for a real one.
_BUS_NUMBER = 250
_ADDRESSES = 127

# libusb's own codes beside the numbers of the system (libusb.h, enum libusb_error).
_LIBUSB_CODES = {
    errno.EACCES: -3,
    errno.ENODEV: -4,
    errno.ENOENT: -5,
    errno.EBUSY: -6,
    errno.ETIMEDOUT: -7,
    errno.EOVERFLOW: -8,
    errno.EPIPE: -9,
}


class _Fault(Enum):
    UNPLUG = auto()
    REPLUG = auto()
    STALL = auto()
    TIME_OUT = auto()


class VirtualBus(IBackend):  # type: ignore[misc]
    """A USB bus in software; thread-safe, and no wait on it is ever real.

    A transfer that is answered by nothing moves `clock` on by its timeout and fails. Faults
    are ordered by counting transfers from now, beginning with 1: control (also those behind
    choosing a configuration or a setting, and clearing a halt), bulk and interrupt alike.
    """

    def __init__(self, clock: VirtualClock | None = None, number: int = _BUS_NUMBER) -> None:
        """Be bus `number`; wait on `clock`."""
        super().__init__()
        self.clock = clock or VirtualClock()
        self._number = number
        self._slots: dict[int, Slot] = {}
        self._faults: dict[int, _Fault] = {}
        self._transfers = 0
        self._opens = 0
        self._last_address = 0
        self._lock = threading.RLock()

    @property
    def transfers(self) -> int:
        """How many transfers were made or tried so far."""
        with self._lock:
            return self._transfers

    @property
    def opens(self) -> int:
        """How many times a device was opened so far."""
        with self._lock:
            return self._opens

    def plug(
        self, device: VirtualDevice, *, drivers: Collection[KernelDriver] = (), allowed: bool = True
    ) -> int:
        """Plug `device` in and return its slot.

        `drivers` of the kernel take their interfaces at once; without `allowed` this user may
        not open the device.
        """
        with self._lock:
            slot = Slot(len(self._slots) + 1, device, tuple(drivers), allowed)
            self._slots[slot.number] = slot
            self._appear(slot)
            return slot.number

    def unplug(self, slot: int) -> None:
        """Pull the device in `slot` out; its session is over."""
        with self._lock:
            self._vanish(self._slots[slot])

    def replug(self, slot: int, device: VirtualDevice | None = None) -> None:
        """Let the device in `slot` come back with a new address, as `device` if one is given.

        This is also what a phone does that is unlocked or changes its USB mode.
        """
        with self._lock:
            held = self._slots[slot]
            self._vanish(held)
            held.device = device or held.device
            self._appear(held)

    def unplug_at(self, n: int) -> None:
        """Pull the device out at the n-th transfer from now."""
        self._order(n, _Fault.UNPLUG)

    def replug_at(self, n: int) -> None:
        """Let the device re-enumerate at the n-th transfer from now."""
        self._order(n, _Fault.REPLUG)

    def stall_at(self, n: int) -> None:
        """Answer the n-th transfer from now with a stall; its endpoint halts."""
        self._order(n, _Fault.STALL)

    def time_out_at(self, n: int) -> None:
        """Leave the n-th transfer from now without an answer."""
        self._order(n, _Fault.TIME_OUT)

    def forget_faults(self) -> None:
        """Take back every fault that was ordered and has not come."""
        with self._lock:
            self._faults.clear()

    # What pyusb asks of a backend: enumeration.

    def enumerate_devices(self) -> Iterator[Appearance]:
        """Yield what is plugged in now."""
        with self._lock:
            return iter(
                [
                    Appearance(slot, slot.address)
                    for slot in self._slots.values()
                    if slot.address is not None
                ]
            )

    def get_parent(self, dev: Appearance) -> None:  # noqa: ARG002 - there are no hubs here
        """Return no parent."""
        return

    def get_device_descriptor(self, dev: Appearance) -> SimpleNamespace:
        """Return the device descriptor; listing never fails, as with libusb."""
        descriptors = dev.slot.descriptors
        return enumeration.device_record(descriptors, self._number, dev.address, dev.slot.number)

    def get_configuration_descriptor(self, dev: Appearance, config: int) -> SimpleNamespace:
        """Return a configuration descriptor by logical index."""
        return enumeration.configuration_record(dev.slot.descriptors, config)

    def get_interface_descriptor(
        self, dev: Appearance, intf: int, alt: int, config: int
    ) -> SimpleNamespace:
        """Return an interface descriptor by logical indexes."""
        enumeration.configuration_record(dev.slot.descriptors, config)
        return enumeration.interface_record(dev.slot.descriptors, intf, alt)

    def get_endpoint_descriptor(
        self, dev: Appearance, ep: int, intf: int, alt: int, config: int
    ) -> SimpleNamespace:
        """Return an endpoint descriptor by logical indexes."""
        enumeration.configuration_record(dev.slot.descriptors, config)
        return enumeration.endpoint_record(dev.slot.descriptors, ep, intf, alt)

    # Opening and claiming.

    def open_device(self, dev: Appearance) -> Handle:
        """Open a device."""
        with self._lock:
            handle = Handle(dev)
            if not self._reach(handle).allowed:
                raise _error(errno.EACCES)
            self._opens += 1
            return handle

    def close_device(self, dev_handle: Handle) -> None:
        """Close a device and give up its claims."""
        with self._lock:
            claimed = dev_handle.appearance.slot.claimed
            for interface in [each for each, by in claimed.items() if by is dev_handle]:
                del claimed[interface]

    def claim_interface(self, dev_handle: Handle, intf: int) -> None:
        """Claim an interface that neither a kernel driver nor another handle has."""
        with self._lock:
            slot = self._reach(dev_handle)
            if intf not in enumeration.interfaces(slot.descriptors):
                raise _error(errno.ENOENT)
            if intf in slot.bound or slot.claimed.get(intf, dev_handle) is not dev_handle:
                raise _error(errno.EBUSY)
            slot.claimed[intf] = dev_handle

    def release_interface(self, dev_handle: Handle, intf: int) -> None:
        """Release a claimed interface."""
        with self._lock:
            slot = self._reach(dev_handle)
            _need_claim(slot, dev_handle, intf)
            del slot.claimed[intf]

    def is_kernel_driver_active(self, dev_handle: Handle, intf: int) -> bool:
        """Tell whether a kernel driver has the interface."""
        with self._lock:
            return intf in self._reach(dev_handle).bound

    def detach_kernel_driver(self, dev_handle: Handle, intf: int) -> None:
        """Send the kernel driver of an interface away, from all it has."""
        with self._lock:
            if not self._reach(dev_handle).unbind(intf):
                raise _error(errno.ENOENT)

    def attach_kernel_driver(self, dev_handle: Handle, intf: int) -> None:
        """Let the kernel driver have the interface again."""
        with self._lock:
            slot = self._reach(dev_handle)
            if intf in slot.claimed or intf in slot.bound:
                raise _error(errno.EBUSY)
            if not slot.bind(intf):
                raise _error(errno.ENOENT)

    # Transfers.

    def get_configuration(self, dev_handle: Handle) -> int:
        """Return the active configuration, which the system knows without a transfer."""
        with self._lock:
            return self._reach(dev_handle).configuration

    def set_configuration(self, dev_handle: Handle, config_value: int) -> None:
        """Choose a configuration; all settings fall back to 0."""
        with self._transfer(dev_handle, 0, 0) as slot:
            slot.start_over()
            slot.configuration = config_value

    def set_interface_altsetting(self, dev_handle: Handle, intf: int, altsetting: int) -> None:
        """Choose an alternate setting of a claimed interface."""
        with self._transfer(dev_handle, 0, 0) as slot:
            _need_claim(slot, dev_handle, intf)
            if not slot.choose(intf, altsetting):
                raise _error(errno.ENOENT)
            slot.device.function.select(intf, altsetting)

    def clear_halt(self, dev_handle: Handle, ep: int) -> None:
        """Make a halted endpoint usable again."""
        with self._transfer(dev_handle, 0, 0) as slot:
            _packet(slot, ep)
            slot.halted.discard(ep)

    def reset_device(self, dev_handle: Handle) -> None:
        """Reset the device; it keeps its address."""
        with self._transfer(dev_handle, 0, 0) as slot:
            slot.start_over()
            slot.device.function.reset()

    def ctrl_transfer(
        self,
        dev_handle: Handle,
        bmRequestType: int,  # noqa: N803 - pyusb's own names
        bRequest: int,  # noqa: N803
        wValue: int,  # noqa: N803
        wIndex: int,  # noqa: N803
        data: array[int],
        timeout: int,
    ) -> int:
        """Make a control transfer; `data` is sent, or filled with the answer."""
        setup = Setup(bmRequestType, bRequest, wValue, wIndex, len(data))
        with self._transfer(dev_handle, 0, timeout) as slot:
            if setup.standard:
                answer = enumeration.answer_standard(slot.descriptors, setup, slot.configuration)
            else:
                sent = b"" if setup.incoming else data.tobytes()
                answer = slot.device.function.control(setup, sent)
        return _fill(data, answer[: len(data)]) if setup.incoming else len(data)

    def bulk_write(
        self, dev_handle: Handle, ep: int, intf: int, data: array[int], timeout: int
    ) -> int:
        """Write one transfer."""
        with self._transfer(dev_handle, ep, timeout) as slot:
            _need_claim(slot, dev_handle, intf)
            slot.device.function.receive(ep, data.tobytes())
        return len(data)

    def bulk_read(
        self, dev_handle: Handle, ep: int, intf: int, buff: array[int], timeout: int
    ) -> int:
        """Read one transfer, until the buffer is full or a short packet ends it."""
        with self._transfer(dev_handle, ep, timeout) as slot:
            _need_claim(slot, dev_handle, intf)
            return _fill(buff, self._receive(slot, ep, len(buff), timeout))

    intr_write = bulk_write
    intr_read = bulk_read

    def _receive(self, slot: Slot, endpoint: int, size: int, timeout: int) -> bytes:
        packet = _packet(slot, endpoint)
        got = bytearray()
        while len(got) < size:
            # The device sends whole packets, whether or not the buffer has room for the last.
            room = -(-(size - len(got)) // packet) * packet
            piece = slot.device.function.transmit(endpoint, room)
            if piece is None:
                self.clock.advance(timeout / 1000)
                if got:
                    break  # like libusb: what came before the timeout counts
                raise _error(errno.ETIMEDOUT)
            got += piece
            if len(got) > size:
                raise _error(errno.EOVERFLOW)
            if not piece or len(piece) % packet:
                break
        return bytes(got)

    @contextmanager
    def _transfer(self, handle: Handle, endpoint: int, timeout: int) -> Iterator[Slot]:
        with self._lock:
            slot = self._reach(handle)
            self._transfers += 1
            if endpoint:
                _packet(slot, endpoint)
            if endpoint in slot.halted:
                raise _error(errno.EPIPE)
            try:
                self._strike(slot, timeout)
                yield slot
            except Stall:
                if endpoint:
                    slot.halted.add(endpoint)
                raise _error(errno.EPIPE) from None

    def _strike(self, slot: Slot, timeout: int) -> None:
        match self._faults.pop(self._transfers, None):
            case _Fault.UNPLUG:
                self._vanish(slot)
                raise _error(errno.ENODEV)
            case _Fault.REPLUG:
                self._vanish(slot)
                self._appear(slot)
                raise _error(errno.ENODEV)
            case _Fault.STALL:
                raise Stall
            case _Fault.TIME_OUT:
                self.clock.advance(timeout / 1000)
                raise _error(errno.ETIMEDOUT)

    def _order(self, n: int, fault: _Fault) -> None:
        with self._lock:
            self._faults[self._transfers + n] = fault

    def _appear(self, slot: Slot) -> None:
        used = {each.address for each in self._slots.values()}
        address = self._last_address
        while address in used or address == self._last_address or not address:
            address = address % _ADDRESSES + 1
        self._last_address = address
        slot.address = address
        slot.bind_all()

    def _vanish(self, slot: Slot) -> None:
        if slot.address is None:
            return
        slot.address = None
        slot.claimed.clear()
        slot.start_over()
        slot.device.function.reset()

    def _reach(self, handle: Handle) -> Slot:
        slot = handle.appearance.slot
        if slot.address != handle.appearance.address:
            raise _error(errno.ENODEV)
        return slot


def _need_claim(slot: Slot, handle: Handle, interface: int) -> None:
    if slot.claimed.get(interface) is not handle:
        raise _error(errno.ENOENT)


def _packet(slot: Slot, endpoint: int) -> int:
    packet = slot.packet(endpoint)
    if packet is None:
        raise _error(errno.ENOENT)
    return packet


def _fill(buffer: array[int], data: bytes) -> int:
    memoryview(buffer)[: len(data)] = data
    return len(data)


def _error(number: int) -> usb.core.USBError:
    kind = usb.core.USBTimeoutError if number == errno.ETIMEDOUT else usb.core.USBError
    return kind(os.strerror(number), _LIBUSB_CODES[number], number)
