"""What an Android phone tells of itself by device properties, and lets a host set."""

from __future__ import annotations

from holdfast.phones.protocols.mtp.codes import DeviceProperty, Response
from holdfast.phones.protocols.mtp.containers import BrokenMtpError
from holdfast.phones.protocols.mtp.values import Cursor, DataType, Value, encode_value
from holdfast.phones.virtual.mtp.service import Reply, told

_NO_FORM, _RANGE = b"\0", b"\1"
_PHONE = 3
_FULL = 100
_TEXTS = frozenset(
    {
        DeviceProperty.SynchronizationPartner,
        DeviceProperty.DeviceFriendlyName,
        DeviceProperty.SessionInitiatorVersionInfo,
    }
)


class DeviceProps:
    """The few device properties a phone has; texts can be set."""

    def __init__(self, name: str) -> None:
        """Call the phone `name`."""
        self._values: dict[int, tuple[DataType, Value]] = {
            DeviceProperty.SynchronizationPartner: (DataType.STR, ""),
            DeviceProperty.DeviceFriendlyName: (DataType.STR, name),
            DeviceProperty.SessionInitiatorVersionInfo: (DataType.STR, ""),
            DeviceProperty.PerceivedDeviceType: (DataType.UINT32, _PHONE),
            DeviceProperty.BatteryLevel: (DataType.UINT8, _FULL),
        }

    @property
    def codes(self) -> tuple[int, ...]:
        """The properties there are."""
        return tuple(self._values)

    def describe(self, code: int) -> Reply:
        """Answer GetDevicePropDesc."""
        if code not in self._values:
            return Reply(Response.DevicePropNotSupported)
        kind, value = self._values[code]
        settable = code in _TEXTS
        head = code.to_bytes(2, "little") + kind.to_bytes(2, "little") + bytes((settable,))
        nothing = encode_value(kind, "" if kind == DataType.STR else 0)
        form = _NO_FORM
        if code == DeviceProperty.BatteryLevel:
            form = _RANGE + bytes((0, _FULL, 1))
        return told(head + nothing + encode_value(kind, value) + form)

    def tell(self, code: int) -> Reply:
        """Answer GetDevicePropValue."""
        if code not in self._values:
            return Reply(Response.DevicePropNotSupported)
        return told(encode_value(*self._values[code]))

    def set(self, code: int, data: bytes) -> Reply:
        """Answer SetDevicePropValue."""
        if code not in _TEXTS:
            return Reply(Response.DevicePropNotSupported)
        try:
            text = Cursor(data).text()
        except BrokenMtpError:
            return Reply(Response.InvalidParameter)
        self._values[code] = (DataType.STR, text)
        return Reply()
