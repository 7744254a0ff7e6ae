"""Builds the lab's disk: Debian's stock kernel and a small system, from Debian's packages alone."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from devtools import machine
from devtools.tell import Lacking, tell

_SUITE = "bookworm"
_PACKAGES = (
    "android-file-transfer",
    "linux-image-amd64",  # the flavour for clouds has no USB at all
    "initramfs-tools",
    "busybox-static",
    "kmod",
    "libexpat1",
    "mtp-tools",
    "obexftp",
    "python3",
    "socat",
    "udev",
    "umtp-responder",
)
_INITIAL_MODULES = ("virtio_pci", "virtio_blk", "ext4", "9pnet_virtio", "9p")
_NOT_NEEDED = ("/usr/share/doc/*", "/usr/share/man/*", "/usr/share/locale/*")
_INIT = """#!/bin/sh
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8
mountpoint -q /proc || mount -t proc proc /proc
mountpoint -q /sys || mount -t sysfs sys /sys
mountpoint -q /dev || mount -t devtmpfs dev /dev
for place in /tmp /run /root; do mount -t tmpfs tmpfs "$place"; done
for share in project out; do
    mount -t 9p -o trans=virtio,version=9p2000.L,msize=262144 "$share" "/$share"
done
exec sh /project/tests/lab/guest.sh
"""


@dataclass(frozen=True, slots=True)
class Image:
    """What QEMU boots from."""

    kernel: Path
    initrd: Path
    disk: Path

    @property
    def bytecode(self) -> Path:
        """Where the guest keeps what it compiled: in software that takes it two minutes."""
        return self.disk.parent / "bytecode"


def image(cache: Path) -> Image:
    """Return the image kept in `cache`, built first if its recipe is another one now."""
    folder = cache / _recipe()
    found = Image(folder / "kernel", folder / "initrd", folder / "root.ext2")
    if not (folder / "whole").exists():
        tell(f"Building the lab's image in {folder} (once; a few minutes) …")
        machine.need_lab()
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _build(found, folder)
        found.bytecode.mkdir()
        (folder / "whole").touch()
    return found


def _recipe() -> str:
    return hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]


def _build(image: Image, folder: Path) -> None:
    init = folder / "init"
    init.write_text(_INIT, "utf-8")
    command = ["mmdebstrap", "--variant=minbase", "--quiet", f"--include={','.join(_PACKAGES)}"]
    command.append('--aptopt=APT::Install-Recommends "false"')
    command += [f"--dpkgopt=path-exclude={pattern}" for pattern in _NOT_NEEDED]
    command += [f"--essential-hook={line}" for line in _before_packages()]
    command += [f"--customize-hook={line}" for line in _after_packages(image, init)]
    if subprocess.run([*command, _SUITE, str(image.disk)], check=False).returncode:
        raise Lacking("mmdebstrap could not build the lab's image; its own words are above.")


def _before_packages() -> tuple[str, ...]:
    modules = "\\n".join(_INITIAL_MODULES)
    return (
        'mkdir -p "$1/etc/initramfs-tools/conf.d"',
        'echo MODULES=list > "$1/etc/initramfs-tools/conf.d/lab"',
        f'printf "{modules}\\n" > "$1/etc/initramfs-tools/modules"',
    )


def _after_packages(image: Image, init: Path) -> tuple[str, ...]:
    return (
        'mkdir -p "$1/project" "$1/out"',
        f'cat "$1"/boot/vmlinuz-* > "{image.kernel}"',
        f'cat "$1"/boot/initrd.img-* > "{image.initrd}"',
        'rm -rf "$1"/boot/*',
        f'install -m755 "{init}" "$1/sbin/lab"',
    )
