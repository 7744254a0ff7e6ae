"""The one border to pyusb: lists ports, opens devices, and lends their bulk pipes as links."""

from __future__ import annotations

import errno
import logging
import math
import platform
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import libusb_package
import usb.core
import usb.util
from usb.backend import IBackend

from holdfast.phones.links.bulk import BulkPipe
from holdfast.phones.links.described import bulk_endpoint, read_settings
from holdfast.phones.links.descriptors import AltSetting, Endpoint, Port, Transfer
from holdfast.phones.links.kernel import KernelDrivers
from holdfast.phones.links.link import (
    Busy,
    LinkProblem,
    Misdescribed,
    NoAnswer,
    NotAllowed,
    PipeStalled,
    TransferFailed,
    Unplugged,
)
from holdfast.phones.links.occupants import System, busy
from holdfast.phones.links.strings import Strings

__all__ = ["AltSetting", "Endpoint", "Port", "Transfer", "UsbBus", "UsbDevice"]

_log = logging.getLogger(__name__)

_STRING_TIMEOUT = 500  # milliseconds; a phone that is asleep answers late, a broken one never
_ADB = (0xFF, 0x42)
_OF_PYUSB = (usb.core.USBError, NotImplementedError, ValueError, IndexError)


class UsbBus:
    """All USB devices of this computer, and the virtual ones that were attached; thread-safe."""

    def __init__(self, backends: Sequence[IBackend] = (), system: System | None = None) -> None:
        """List and open devices through `backends`, in this order.

        `system` is where Linux tells who holds a device, and who may; kept as `linux`.
        """
        self._backends = list(backends)
        self.linux = system or System()
        self._lock = threading.Lock()

    @classmethod
    def system(cls) -> UsbBus:
        """Return the real bus; where libusb finds no USB at all it is simply empty."""
        backend = libusb_package.get_libusb1_backend()
        return cls([] if backend is None else [backend])

    def attach(self, backend: IBackend) -> None:
        """Add another backend beside those there are."""
        with self._lock:
            self._backends.append(backend)

    def ports(self) -> frozenset[Port]:
        """List what is plugged in; opens nothing."""
        return frozenset(_port(backend, place) for backend, place in self._listed())

    def look_at(self, port: Port) -> UsbDevice:
        """Return the device on `port` without opening it: its settings are known, no strings.

        Raises `Unplugged` when it is gone, `Misdescribed` when its descriptors cannot be read.
        """
        for backend, place in self._listed():
            if _port(backend, place) == port:
                device = usb.core.Device(place, backend)
                return UsbDevice(port, device, lambda: port in self.ports(), self.linux)
        raise Unplugged

    def open(self, port: Port) -> UsbDevice:
        """Open the device on `port`; raises `Unplugged`, `Busy`, `NotAllowed`, `Misdescribed`."""
        device = self.look_at(port)
        device.open()
        return device

    def _listed(self) -> Iterator[tuple[IBackend, Any]]:
        """Yield what hangs on each backend; pyusb's own devices cost too much to poll with."""
        with self._lock:
            backends = tuple(self._backends)
        for backend in backends:
            for place in _places(backend):
                yield backend, place


class UsbDevice:
    """One device, for one user at a time.

    `settings` are known from the start, of its first configuration; `open` reads them again
    from the active one, and the strings. A string that cannot be read is empty.
    """

    def __init__(
        self, port: Port, device: Any, is_listed: Callable[[], bool], system: System
    ) -> None:
        """Wrap a pyusb `device`; `is_listed` tells whether it still hangs on its bus."""
        self.port = port
        self.serial = ""
        self.manufacturer = ""
        self.product = ""
        self._device = device
        self._is_listed = is_listed
        self._system = system
        self._kernel = KernelDrivers(self, port, system, offers=_on_linux())
        self._wanted: tuple[int, ...] = ()
        self._lent: set[int] = set()
        self._close_later = False
        self._strings = Strings(device)
        with self.translated():
            self.settings = read_settings(device[0], lambda _: "")

    @property
    def in_use(self) -> bool:
        """Whether a pipe of it is lent out."""
        return bool(self._lent)

    def open(self) -> None:
        """Open the device and read what only an open device tells.

        Raises `Unplugged`, `Busy`, `NotAllowed`, `Misdescribed` or `TransferFailed`; then
        nothing stays open.
        """
        try:
            with self.translated():
                self._read_identity()
        except LinkProblem:
            self.close()
            raise

    def bulk(
        self,
        control: int | None,
        data: int,
        active: int,
        idle: int | None = None,
        *,
        zlp: bool = False,
    ) -> BulkPipe:
        """Lend the bulk pipe of interface `data` in its alternate setting `active`.

        Interface `control` is claimed with it. Kernel drivers are sent away until the pipe is
        closed; then the interface goes back to its `idle` setting. With `zlp`, a write of
        whole packets is followed by a zero-length packet. Raises `LinkProblem`: `Busy` also
        when we lent one of the interfaces ourselves and have not got it back, or when another
        program talks to the phone through a serial port.
        """
        setting = self._setting(data, active)
        into, out = (bulk_endpoint(setting, incoming=incoming) for incoming in (True, False))
        # The control interface first: its driver holds both, and only binds to it again.
        interfaces = tuple(dict.fromkeys((data,) if control is None else (control, data)))
        with self.translated(), ExitStack() as undo:
            self._lend(interfaces, undo)
            undo.callback(self._kernel.give_back, interfaces)
            self._kernel.send_away(interfaces)
            for interface in interfaces:
                undo.callback(_quietly, usb.util.release_interface, self._device, interface)
                usb.util.claim_interface(self._device, interface)
            self._select(data, active)
            if idle is not None:
                undo.callback(_quietly, self._select, data, idle)
            return BulkPipe(self, into, out, zlp=zlp, undo=undo.pop_all())

    def control_in(
        self, request_type: int, request: int, value: int, index: int, length: int, timeout: float
    ) -> bytes:
        """Read at most `length` bytes by a control transfer within `timeout` seconds."""
        with self.translated(timeout):
            answer = self._device.ctrl_transfer(
                request_type, request, value, index, length, _milliseconds(timeout)
            )
        return bytes(answer)

    def control_out(
        self, request_type: int, request: int, value: int, index: int, data: bytes, timeout: float
    ) -> None:
        """Send `data` by a control transfer within `timeout` seconds."""
        with self.translated(timeout):
            sent = self._device.ctrl_transfer(
                request_type, request, value, index, data, _milliseconds(timeout)
            )
        if sent != len(data):
            raise NoAnswer(timeout)

    def transfer_in(self, endpoint: int, size: int, timeout: float) -> bytes:
        """Read one transfer from a bulk or interrupt endpoint within `timeout` seconds."""
        # Thousands a second: a context manager for each would cost more than the transfer.
        try:
            return bytes(self._device.read(endpoint, size, _milliseconds(timeout)))
        except _OF_PYUSB as error:
            raise self._met(endpoint, error, timeout) from error

    def transfer_out(self, endpoint: int, data: bytes, timeout: float) -> None:
        """Write one transfer to a bulk or interrupt endpoint within `timeout` seconds."""
        try:
            sent = self._device.write(endpoint, data, _milliseconds(timeout))
        except _OF_PYUSB as error:
            raise self._met(endpoint, error, timeout) from error
        if sent != len(data):
            raise NoAnswer(timeout)

    def clear_halt(self, endpoint: int) -> None:
        """Make both ends forget what an endpoint had under way; raises `LinkProblem`."""
        with self.translated():
            self._device.clear_halt(endpoint)

    def reset(self) -> None:
        """Reset the device, which is to it as a cable that is pulled and put back; lends nothing.

        Raises `LinkProblem`: `Unplugged` where it comes back as another device.
        """
        with self.translated():
            try:
                self._device.reset()
            except usb.core.USBError as error:
                if error.errno == errno.ENOENT:
                    raise Unplugged(self.product) from error
                raise

    def close(self) -> None:
        """Give the device back, at the latest with its last pipe; never raises."""
        # libusb must not lose a handle that another thread is waiting on.
        self._close_later = self.in_use
        if self._close_later:
            return
        _quietly(usb.util.dispose_resources, self._device)
        if self._kernel.owes:
            # A claim that an interrupt hid from pyusb has ended with its handle.
            self._kernel.give_back()
            _quietly(usb.util.dispose_resources, self._device)

    def driver_sits_on(self, interface: int) -> bool:
        """Whether a driver of the kernel has the interface; raises `Unplugged`."""
        try:
            return bool(self._device.is_kernel_driver_active(interface))
        except NotImplementedError:
            return False  # only Linux and macOS know kernel drivers
        except usb.core.USBError as error:
            self._stop_if_gone(error)
            return False

    def send_driver_away(self, interface: int) -> None:
        """Make the kernel's driver let go; raises `Unplugged`."""
        try:
            self._device.detach_kernel_driver(interface)
        except usb.core.USBError as error:
            self._stop_if_gone(error)  # else the claim that follows tells why

    def offer_to_kernel(self, interface: int) -> None:
        """Let the kernel look for a driver for the interface; raises `Unplugged`."""
        try:
            self._device.attach_kernel_driver(interface)
        except NotImplementedError:
            return
        except usb.core.USBError as error:
            self._stop_if_gone(error)
            _log.debug("the kernel does not take interface %d: %s", interface, error)

    @contextmanager
    def translated(self, seconds: float = 0.0) -> Iterator[None]:
        """Turn pyusb's errors into link Problems, here and nowhere else."""
        try:
            yield
        except _OF_PYUSB as error:
            raise self._meant(error, seconds) from error

    def _met(self, endpoint: int, error: Exception, seconds: float) -> LinkProblem:
        """What a transfer met; a stalled endpoint is usable again before that goes up."""
        problem = self._meant(error, seconds)
        if isinstance(problem, PipeStalled):
            self.clear_halt(endpoint)
        return problem

    def _meant(self, error: Exception, seconds: float) -> LinkProblem:
        if isinstance(error, usb.core.USBError):
            return self._problem(error, seconds)
        if isinstance(error, NotImplementedError):
            # libusb on Windows: the maker's own driver owns the device.
            return NotAllowed(self._place())
        return Misdescribed(str(error))

    def _problem(self, error: usb.core.USBError, seconds: float) -> LinkProblem:
        match error.errno:
            case errno.ENODEV:
                return Unplugged(self.product)
            case errno.ETIMEDOUT:
                return NoAnswer(seconds)
            case errno.EPIPE:
                return PipeStalled()
            case errno.EBUSY:
                return busy(self.port, self._wanted, self._system, debugging=self._wants_adb())
            case errno.EACCES | errno.EPERM:
                return NotAllowed(self._place())
        # A pulled cable often shows as a broken transfer before it shows as a lost device.
        return TransferFailed(str(error)) if self._is_listed() else Unplugged(self.product)

    def _wants_adb(self) -> bool:
        wanted = (each for each in self.settings if each.interface in self._wanted)
        return any((each.cls, each.subcls) == _ADB for each in wanted)

    def _place(self) -> str:
        if _on_linux():
            return self._system.node(self.port.bus, self.port.address)
        return f"{self.port.vendor:04x}:{self.port.product:04x}"

    def _read_identity(self) -> None:
        self._device.default_timeout = _STRING_TIMEOUT
        try:
            configuration = self._device.get_active_configuration()
        except usb.core.USBError as error:
            if error.errno is not None:
                raise
            # pyusb's own error without a number: the device is not configured yet.
            self._device.set_configuration()
            configuration = self._device.get_active_configuration()
        strings = self._strings
        self.serial = strings.text(self._device.iSerialNumber)
        self.manufacturer = strings.text(self._device.iManufacturer)
        self.product = strings.text(self._device.iProduct)
        self.settings = read_settings(configuration, strings.name)

    def _setting(self, interface: int, alternate: int) -> AltSetting:
        for setting in self.settings:
            if (setting.interface, setting.alternate) == (interface, alternate):
                return setting
        raise Misdescribed(f"no setting {alternate} of interface {interface}")

    def _select(self, interface: int, alternate: int) -> None:
        # A device may stall the choice of the only setting it has (USB 2.0, 9.4.10).
        if sum(setting.interface == interface for setting in self.settings) > 1:
            self._device.set_interface_altsetting(interface, alternate)

    def _stop_if_gone(self, error: usb.core.USBError) -> None:
        if error.errno == errno.ENODEV:
            raise Unplugged(self.product) from error

    def _lend(self, interfaces: Collection[int], undo: ExitStack) -> None:
        # pyusb itself lets one program claim the same interface twice.
        if not self._lent.isdisjoint(interfaces):
            raise Busy("Holdfast")
        self._wanted = tuple(interfaces)
        self._lent.update(interfaces)
        undo.callback(self._take_back, interfaces)

    def _take_back(self, interfaces: Collection[int]) -> None:
        self._lent.difference_update(interfaces)
        if self._close_later:
            self.close()


def _places(backend: IBackend) -> list[Any]:
    try:
        return list(backend.enumerate_devices())
    except (usb.core.USBError, NotImplementedError):
        _log.warning("a USB backend could not list its devices", exc_info=True)
        return []


def _port(backend: IBackend, place: Any) -> Port:
    said = backend.get_device_descriptor(place)
    return Port(
        bus=said.bus or 0,
        address=said.address or 0,
        path=tuple(said.port_numbers or ()),
        vendor=said.idVendor,
        product=said.idProduct,
    )


def _on_linux() -> bool:
    return platform.system() == "Linux"


def _milliseconds(seconds: float) -> int:
    # Zero would mean forever.
    return max(1, math.ceil(seconds * 1000))


def _quietly(action: Callable[..., object], *args: object) -> None:
    try:
        action(*args)
    except (usb.core.USBError, NotImplementedError, ValueError) as error:
        _log.debug("while giving a device back: %s", error)
