"""Reads the texts of an open USB device, of which none is believed to be there or be printable."""

from __future__ import annotations

import errno
from typing import Any

import usb.core
import usb.util

# What a device may claim before we stop listening; real phones stay far below.
_MOST_NAMES = 16
_US_ENGLISH = 0x0409


class Strings:
    """The strings of one pyusb `device`; each may raise its `USBError` when it is unplugged."""

    def __init__(self, device: Any) -> None:
        """Read from `device`, which must be open by then."""
        self._device = device
        self._names: dict[int, str] = {}

    def name(self, index: int) -> str:
        """Return a text that many descriptors may share, read once; empty beyond the first few."""
        if index not in self._names and len(self._names) < _MOST_NAMES:
            self._names[index] = self.text(index)
        return self._names.get(index, "")

    def text(self, index: int) -> str:
        """Return the printable characters of a text; empty where it cannot be read."""
        if not index:
            return ""
        try:
            language = next(iter(self._device.langids), _US_ENGLISH)
            text = usb.util.get_string(self._device, index, language)
        except usb.core.USBError as error:
            if error.errno == errno.ENODEV:
                raise
            return ""
        except (ValueError, IndexError):
            return ""
        return "".join(character for character in text if character.isprintable()).strip()
