"""A phone that obeys AT commands: who it is, its phone books, its messages and its clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from holdfast.phones.protocols.at.times import write_clock
from holdfast.phones.virtual.at.book_commands import BookCommands
from holdfast.phones.virtual.at.books import CardBook, LineBook, Size
from holdfast.phones.virtual.at.box_commands import BoxCommands
from holdfast.phones.virtual.at.boxes import Box
from holdfast.phones.virtual.at.commands import Reply
from holdfast.phones.virtual.folder import AT, PhoneFolder

_SETTINGS = (b"", b"V1", b"Q0", b"Z", b"&F", b"+CFUN", b"+CNMI", b"+CSMS", b"+CSDH", b"+IPR")
_CENTRE = b'+CSCA: "+14055550000",145'
_OWN = Size(1000, 40, 40)
_OTHERS: Mapping[str, Size] = MappingProxyType(
    {"SM": Size(50, 20, 14), "DC": Size(20, 40, 40), "MC": Size(20, 40, 40), "RC": Size(20, 40, 40)}
)
_BOXES = MappingProxyType({"ME": 200, "SM": 20})


class AtPhone:
    """The phone in a folder, behind its modem."""

    def __init__(self, folder: PhoneFolder, clock: Callable[[], datetime]) -> None:
        """Serve what lies in `folder`; `clock` tells the phone's time, UTC."""
        self._folder = folder
        self._clock = clock
        self.echo = True
        self._numbered_errors = False
        base = folder.path / AT
        lines = {n: LineBook(base / f"phonebook-{n}.txt", size) for n, size in _OTHERS.items()}
        self._books = BookCommands({"ME": CardBook(folder, _OWN), **lines})
        self._boxes = BoxCommands(
            {name: Box(base / f"messages-{name}.txt", size) for name, size in _BOXES.items()}
        )

    def frame(self, line: bytes) -> bytes:
        """A line as V.250 (5.7.1) wants it."""
        return b"\r\n" + line + b"\r\n"

    def obey(self, command: bytes) -> Reply:
        """Do what a command says; what it does not know is an error."""
        if command[:2].upper() != b"AT":
            return Reply(final=b"ERROR")
        name, mark, value = _parsed(command[2:])
        reply = (
            self._own(name, mark, value)
            or self._books.obey(name, mark, value)
            or self._boxes.obey(name, mark, value)
        )
        return self._plain(reply or Reply(final=b"ERROR"))

    def take(self, command: bytes, data: bytes) -> Reply:
        """Take a message."""
        return self._plain(self._boxes.take(_parsed(command[2:])[2], data))

    def _plain(self, reply: Reply) -> Reply:
        """Errors have numbers only where the host asked for them (27.007, 9.1)."""
        if reply.final.startswith(b"+CME") and not self._numbered_errors:
            return Reply(reply.lines, b"ERROR")
        return reply

    def _own(self, name: bytes, mark: bytes, value: bytes) -> Reply | None:
        info = self._folder.info
        told = {
            b"+CGMI": info.manufacturer, b"+GMI": info.manufacturer,
            b"+CGMM": info.model, b"+GMM": info.model,
            b"+CGMR": info.firmware, b"+GMR": info.firmware,
            b"+CGSN": info.serial, b"+GSN": info.serial,
        }  # fmt: skip
        if name in told and mark in (b"", b"=?"):
            return Reply() if mark else Reply((told[name].encode("ascii", "replace"),))
        if name in (b"E", b"E0", b"E1"):
            self.echo = name == b"E1"
            return Reply()
        if name == b"+CMEE" and mark == b"=":
            self._numbered_errors = value in (b"1", b"2")
            return Reply()
        return self._answer(name, mark)

    def _answer(self, name: bytes, mark: bytes) -> Reply | None:
        if (name, mark) == (b"+CPIN", b"?"):
            return Reply((b"+CPIN: READY",))
        if (name, mark) == (b"+CCLK", b"?"):
            return Reply((write_clock(self._clock()).encode("ascii"),))
        if (name, mark) == (b"+CSCA", b"?"):
            return Reply((_CENTRE,))
        return Reply() if name in _SETTINGS and mark != b"?" else None


def _parsed(body: bytes) -> tuple[bytes, bytes, bytes]:
    """A command's name, its mark ("", "?", "=" or "=?") and what is behind it."""
    name, equals, value = body.partition(b"=")
    if equals:
        return name.strip().upper(), b"=?" if value == b"?" else b"=", value
    return body.rstrip(b"?").strip().upper(), b"?" if body.endswith(b"?") else b"", b""
