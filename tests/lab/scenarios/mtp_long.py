"""A sparse file of 5 GiB among others goes from umtp-responder into a vault and back."""

from __future__ import annotations

from pathlib import Path

from tests.lab.gadget import FileTransferPhone, served
from tests.lab.storing import tmpfs
from tests.lab.visiting import journey

_ROOT = Path("/tmp/phone")
_PHONE = FileTransferPhone(0x18D1, 0x4EE1, "LAB0005", _ROOT)
_OTHERS = 60


def run() -> None:
    """Back up, back up again, empty, restore, compare."""
    with tmpfs(_ROOT), served(_PHONE):
        journey(_ROOT, _PHONE.there, _PHONE.restart, count=_OTHERS, huge=True)
