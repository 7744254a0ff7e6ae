"""Boots the USB lab: a virtual machine in which a real kernel sees real USB devices.

The devices are gadgets that the guest's kernel plays to itself (dummy_hcd and configfs), served
by Debian's own programs; libusb in the guest sees them as it would see phones. The scenarios
are in `tests/lab`. No KVM is needed.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from pathlib import Path

from devtools import environment, lab_image, machine
from devtools.environment import ROOT
from devtools.lab_image import Image
from devtools.tell import Lacking, tell

_SCENARIOS = ROOT / "tests" / "lab" / "scenarios"
_NAME = re.compile(r"[a-z_]+")
_SECONDS = 600
_SECONDS_AT_LENGTH = 7200
_FEW_FILES = 300
_LONG = "mtp_long"
_MEMORY = 3072
_MEMORY_AT_LENGTH = 12288


def run(arguments: list[str]) -> int:
    """Run the scenarios that are named in one boot; 0 when all went well.

    If none is named that is all of them, without the one that takes an hour.

    HOLDFAST_LAB names the folder that keeps the machine's image, `~/.cache/holdfast-lab` if unset.
    HOLDFAST_LAB_FILES is how many files the phones hold, 300 if unset; with more,
    a run may take up to two hours.
    """
    chosen = arguments or [name for name in scenarios() if name != _LONG]
    for name in chosen:
        if name not in scenarios():
            raise Lacking(f"no scenario {name}; there are: {' '.join(scenarios())}")
    machine.need_lab()
    environment.ensure()
    cache = Path(os.environ.get("HOLDFAST_LAB") or Path.home() / ".cache" / "holdfast-lab")
    image = lab_image.image(cache.resolve())
    with tempfile.TemporaryDirectory() as out:
        _phone(Path(out)).mkdir()
        _boot(image, Path(out), chosen)
        return _status(Path(out, "status"))


def scenarios() -> list[str]:
    """The scenarios there are."""
    names = (path.stem for path in sorted(_SCENARIOS.glob("*.py")))
    return [name for name in names if _NAME.fullmatch(name) and name != "__init__"]


def command(image: Image, out: Path, chosen: list[str], *, kvm: bool) -> list[str]:
    """The words that start QEMU; `out` is where the guest may write."""
    how = ("kvm", "host") if kvm else ("tcg,thread=multi", "max")
    words = "console=ttyS0 quiet panic=-1 root=/dev/vda rootfstype=ext4 ro init=/sbin/lab"
    shared = (
        (ROOT, "project", ",readonly=on"),
        (out, "out", ""),
        (image.bytecode, "bytecode", ""),
    )
    return [
        "qemu-system-x86_64",
        *(
            "-accel",
            how[0],
            "-cpu",
            how[1],
            "-smp",
            "2",
            "-m",
            str(_MEMORY_AT_LENGTH if _at_length(chosen) else _MEMORY),
        ),
        *("-nodefaults", "-no-user-config", "-display", "none", "-serial", "stdio", "-no-reboot"),
        *("-kernel", str(image.kernel), "-initrd", str(image.initrd)),
        *("-append", f"{words} lab.run={','.join(chosen)} lab.files={_files()}"),
        *("-drive", f"file={image.disk},format=raw,if=virtio,snapshot=on"),
        # A phone of QEMU's own, whose folder the guest sees as /out/phone.
        *("-device", "qemu-xhci,id=usb"),
        *("-device", f"usb-mtp,rootdir={_phone(out)},desc=Phone,readonly=off,bus=usb.0"),
        *(
            word
            for place, tag, rights in shared
            for word in (
                "-fsdev",
                f"local,id={tag},path={place},security_model=none{rights}",
                "-device",
                f"virtio-9p-pci,fsdev={tag},mount_tag={tag}",
            )
        ),
    ]


def _phone(out: Path) -> Path:
    return out / "phone"


def _files() -> int:
    told = os.environ.get("HOLDFAST_LAB_FILES") or str(_FEW_FILES)
    if not told.isdecimal():
        raise Lacking(f"HOLDFAST_LAB_FILES is no number: {told}")
    return int(told)


def _at_length(chosen: list[str]) -> bool:
    return _files() > _FEW_FILES or _LONG in chosen


def _boot(image: Image, out: Path, chosen: list[str]) -> None:
    # /dev/kvm alone is not enough: some hosts offer it without what a stock kernel needs.
    flags = Path("/proc/cpuinfo").read_text("utf-8")
    kvm = os.access("/dev/kvm", os.W_OK) and re.search(r"\b(vmx|svm)\b", flags) is not None
    tell(f"Booting the lab ({'KVM' if kvm else 'in software'}): {' '.join(chosen)} …")
    seconds = _SECONDS_AT_LENGTH if _at_length(chosen) else _SECONDS
    try:
        subprocess.run(
            command(image, out, chosen, kvm=kvm),
            stdin=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Lacking(f"The lab did not end within {seconds} seconds.") from None


def _status(file: Path) -> int:
    if not file.exists():
        raise Lacking("The lab's machine ended before its scenarios did.")
    return int(file.read_text("utf-8"))
