"""A desktop whose file manager has a phone open: a program of its own, and its tool for mounts."""

from __future__ import annotations

import subprocess
import threading
from pathlib import Path

from holdfast.phones.links.occupants import System
from holdfast.phones.links.usb import UsbBus
from holdfast.phones.virtual.bus import VirtualBus

_HOLDER = """#!/bin/sh
exec 3<"$1"
trap 'exit 0' TERM
echo held
read never
"""
_TOOL = """#!/bin/sh
echo "$*" >> "{said}"
if [ "$2" = -li ]; then
    cat "{listing}"
elif [ -e "{stubborn}" ]; then
    echo "gio: $3: File is open" >&2
    exit 2
else
    kill -TERM $(cat "{pid}")
fi
"""
_LISTING = """Drive(0): SSD
  Type: GProxyDrive (GProxyVolumeMonitorUDisks2)
  Volume(0): Data
    ids:
     unix-device: '/dev/sdb1'
    Mount(0): Data -> file:///media/data
Volume(0): Another phone
  Type: GProxyVolume (GProxyVolumeMonitorMTP)
  ids:
   unix-device: '/dev/bus/usb/009/009'
  activation_root=mtp://Another/
  Mount(0): Another phone -> mtp://Another/
    Type: GProxyShadowMount (GProxyVolumeMonitorMTP)
Volume(1): Pixel
  Type: GProxyVolume (GProxyVolumeMonitorMTP)
  ids:
   unix-device: '{node}'
  activation_root=mtp://Google_Pixel_1/
  can_mount=1
  Mount(0): Pixel -> mtp://Google_Pixel_1/
    Type: GProxyShadowMount (GProxyVolumeMonitorMTP)
    default_location=mtp://Google_Pixel_1/
    can_unmount=1
Mount(1): mtp -> mtp://Google_Pixel_1/
  Type: GDaemonMount
"""


class Desktop:
    """Programs that hold phones, and a `gio` that ends the one whose phone it unmounts.

    Who holds a phone on a virtual bus is a process of the system; what it claims there is
    claimed in its name, and given back when it ends, as the kernel does. `bus` is there for
    those who need one.
    """

    def __init__(self, folder: Path) -> None:
        """Keep everything in `folder`; `programs` belongs at the head of PATH."""
        self.programs = folder / "programs"
        self.programs.mkdir(parents=True)
        self._folder = folder
        self.system = System(
            devices=folder / "devices", locks=folder / "lock", nodes=folder / "nodes", rules=()
        )
        self.bus = VirtualBus()
        self._children: list[tuple[subprocess.Popen[bytes], threading.Thread]] = []

    @property
    def said(self) -> list[str]:
        """What `gio` was asked."""
        file = self._folder / "said"
        return file.read_text().splitlines() if file.exists() else []

    def hold(self, bus: VirtualBus, interface: int, program: str = "gvfsd-mtp") -> int:
        """Have `program` open the one device of `bus` and claim `interface`; its process."""
        theirs = UsbBus([bus])
        (port,) = theirs.ports()
        node = Path(self.system.node(port.bus, port.address))
        node.parent.mkdir(parents=True, exist_ok=True)
        node.touch()
        script = self._script(program, _HOLDER)
        child = subprocess.Popen([script, node], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert child.stdout is not None
        assert child.stdout.readline() == b"held\n"
        claim = theirs.open(port).bulk(None, interface, 0)

        def end() -> None:
            child.wait()
            claim.close()

        watch = threading.Thread(target=end)
        watch.start()
        self._children.append((child, watch))
        (self._folder / "pid").write_text(str(child.pid))
        (self._folder / "listing").write_text(_LISTING.format(node=node))
        return child.pid

    def install_gio(self) -> None:
        """Put the tool there; without it there is none."""
        names = {name: self._folder / name for name in ("said", "listing", "stubborn", "pid")}
        self._script("gio", _TOOL.format(**names))

    def show_nothing(self) -> None:
        """Have nothing mounted."""
        (self._folder / "listing").write_text("")

    def refuse(self) -> None:
        """Let a file be open, so that nothing can be unmounted."""
        (self._folder / "stubborn").touch()

    def runs(self, pid: int) -> bool:
        """Whether the program goes on."""
        return any(child.pid == pid and child.poll() is None for child, _ in self._children)

    def close(self) -> None:
        """End every program that was begun here."""
        for child, watch in self._children:
            child.terminate()
            watch.join()
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    pipe.close()

    def _script(self, name: str, text: str) -> Path:
        script = self.programs / name
        script.write_text(text)
        script.chmod(0o755)
        return script
