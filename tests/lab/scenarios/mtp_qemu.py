"""The same journey on QEMU's own usb-mtp: no property lists, no events."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.lab.contents import empty
from tests.lab.gadget import until
from tests.lab.visiting import journey

_ROOT = Path("/out/phone")
_VENDOR = "46f4"


def run() -> None:
    """Plug in what QEMU plays; its folder is shared with the guest."""
    subprocess.run(["modprobe", "xhci-pci"], check=True)
    until("QEMU's phone is there", lambda: bool(_places()))
    try:
        # Its folder is looked through when a session begins: nothing is to be done.
        journey(_ROOT, lambda: _places()[0], lambda: None, huge=False, plain=True)
    finally:
        empty(_ROOT)


def _places() -> list[tuple[int, int]]:
    found = []
    for path in Path("/sys/bus/usb/devices").glob("*/idVendor"):
        if path.read_text().strip() == _VENDOR:
            bus, address = (int((path.parent / name).read_text()) for name in ("busnum", "devnum"))
            found.append((bus, address))
    return found
