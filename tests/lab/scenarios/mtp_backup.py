"""Files go from Debian's umtp-responder into a vault and back, and stay what they were."""

from __future__ import annotations

from pathlib import Path

from tests.lab.gadget import FileTransferPhone, served
from tests.lab.storing import tmpfs
from tests.lab.visiting import journey

_ROOT = Path("/tmp/phone")
_PHONE = FileTransferPhone(0x18D1, 0x4EE1, "LAB0005", _ROOT)


def run() -> None:
    """Back up, back up again, empty, restore, compare."""
    with tmpfs(_ROOT), served(_PHONE):
        journey(_ROOT, _PHONE.there, _PHONE.restart, huge=False)
