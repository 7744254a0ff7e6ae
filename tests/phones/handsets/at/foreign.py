"""A real phone program that nobody here wrote, gammu, calling the virtual phone over a pty."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from holdfast.phones.handsets.at.handset import AtHandset
from holdfast.phones.handsets.at.talk import AtTalk
from holdfast.phones.handsets.irmc.handset import UsbWords
from holdfast.phones.links.link import NoAnswer
from holdfast.phones.virtual.at.modem import Modem
from holdfast.phones.virtual.at.phone import AtPhone
from holdfast.phones.virtual.clock import VirtualClock
from holdfast.phones.virtual.folder import PhoneFolder
from tests.phones.foreign_pty import PtyPhone

GAMMU = shutil.which("gammu")
_SECONDS = 120
_ENTRY = re.compile(r'Memory (\w\w), Location (\d+)\nGeneral number +: "(.*)"\nName +: "(.*)"\n')


class ModemLink:
    """A modem as a link: what it says waits to be read; silence costs no time."""

    def __init__(self, modem: Modem) -> None:
        self._modem = modem
        self._said = bytearray()

    def write(self, data: bytes, timeout: float) -> None:
        self._said += b"".join(self._modem.receive(data))

    def read(self, size: int, timeout: float) -> bytes:
        if not self._said:
            raise NoAnswer(timeout)
        data = bytes(self._said[:size])
        del self._said[:size]
        return data

    def close(self) -> None:
        self._modem.close()


def modem(folder: Path) -> Modem:
    return Modem(AtPhone(PhoneFolder(folder), VirtualClock()))


def connect(folder: Path) -> AtHandset:
    """Our driver on the phone in `folder`."""
    return AtHandset(AtTalk(ModemLink(modem(folder)), lambda _: None), UsbWords())


def gammu(folder: Path, *arguments: str) -> str:
    """What gammu says to the phone in `folder`; its own files go beside that folder."""
    with PtyPhone(modem(folder)) as phone:
        card = folder.parent / "gammurc"
        card.write_text(f"[gammu]\nport = {phone.port}\nconnection = at115200\n", "utf-8")
        done = subprocess.run(
            [str(GAMMU), "-c", str(card), *arguments],
            cwd=folder.parent,
            env={"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"], "TZ": "UTC"},
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
        return done.stdout.decode("utf-8", "replace")


def entries(said: str) -> dict[str, tuple[str, str]]:
    """What gammu tells of a phone book: number and name by key."""
    return {f"{m[1]}/{m[2]}": (m[3], m[4]) for m in _ENTRY.finditer(said)}
