"""Message commands of the phone, in PDU mode (27.005, 3.2.2 and 4.1 to 4.4)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from holdfast.phones.protocols.at.stored_messages import READ, SENT, UNREAD, UNSENT
from holdfast.phones.protocols.at.values import number, split
from holdfast.phones.virtual.at.boxes import Box, Kept
from holdfast.phones.virtual.at.commands import Reply

_HEX = re.compile(rb"(?:[0-9A-Fa-f]{2}){2,255}")
_BAD_PDU, _BAD_INDEX, _FULL, _NOT_ALLOWED, _UNSUPPORTED = 304, 321, 322, 302, 303
ALL = 4


def error(code: int) -> Reply:
    """An error of the message service (27.005, 3.2.5)."""
    return Reply(final=b"+CMS ERROR: %d" % code)


class BoxCommands:
    """Answers ``+CPMS`` and ``+CMG…``."""

    def __init__(self, boxes: Mapping[str, Box]) -> None:
        """Serve `boxes` by the names of their memories, the first one chosen."""
        self._boxes = boxes
        self._chosen = [next(iter(boxes))] * 3

    def obey(self, name: bytes, mark: bytes, value: bytes) -> Reply | None:
        """Answer a command that is one of these."""
        answer = {
            b"+CMGF": self._mode,
            b"+CPMS": self._choose,
            b"+CMGL": self._list,
            b"+CMGR": self._read,
            b"+CMGW": self._offer,
            b"+CMGD": self._drop,
        }.get(name)
        return answer(mark, value) if answer else None

    def take(self, value: bytes, pdu: bytes) -> Reply:
        """Store the PDU that came behind the prompt of ``+CMGW=value``."""
        told = [number(each) for each in split(value)] + [None]
        if not _HEX.fullmatch(pdu):
            return error(_BAD_PDU)
        outgoing = int(pdu[2 + 2 * int(pdu[:2], 16) :][:2] or b"0", 16) & 3
        kept = Kept(told[1] if told[1] is not None else (UNSENT if outgoing else READ), pdu.upper())
        if kept.length != told[0] or kept.status not in (UNREAD, READ, UNSENT, SENT):
            return error(_BAD_PDU)
        index = self._to.free()
        if index is None:
            return error(_FULL)
        self._to.put(index, kept)
        return Reply((b"+CMGW: %d" % index,))

    @property
    def _from(self) -> Box:
        return self._boxes[self._chosen[0]]

    @property
    def _to(self) -> Box:
        return self._boxes[self._chosen[1]]

    def _mode(self, mark: bytes, value: bytes) -> Reply:
        if mark == b"=?":
            return Reply((b"+CMGF: (0)",))
        if mark == b"?":
            return Reply((b"+CMGF: 0",))
        return Reply() if value == b"0" else error(_UNSUPPORTED)

    def _choose(self, mark: bytes, value: bytes) -> Reply:
        if mark == b"=?":
            names = b",".join(b'"%s"' % name.encode() for name in self._boxes)
            return Reply((b"+CPMS: " + b",".join([b"(%s)" % names] * 3),))
        if mark == b"?":
            told = (b'"%s",%s' % (name.encode(), self._room(name)) for name in self._chosen)
            return Reply((b"+CPMS: " + b",".join(told),))
        wanted = [(each or b"").decode("ascii", "replace").upper() for each in split(value)]
        if any(name not in self._boxes for name in wanted):
            return error(_NOT_ALLOWED)
        self._chosen[: len(wanted)] = wanted[:3]
        return Reply((b"+CPMS: " + b",".join(self._room(name) for name in self._chosen),))

    def _room(self, name: str) -> bytes:
        box = self._boxes[name]
        return b"%d,%d" % (len(box.messages()), box.capacity)

    def _list(self, mark: bytes, value: bytes) -> Reply:
        if mark == b"=?":
            return Reply((b"+CMGL: (0,1,2,3,4)",))
        wanted = number(split(value)[0]) if value else UNREAD
        lines: list[bytes] = []
        for index, kept in self._from.messages().items():
            if wanted in (ALL, kept.status):
                lines += [b"+CMGL: %d,%d,,%d" % (index, kept.status, kept.length), kept.pdu]
                self._have_read(index, kept)
        return Reply(tuple(lines))

    def _read(self, mark: bytes, value: bytes) -> Reply:
        if mark != b"=":
            return Reply()
        values = [number(each) for each in split(value)]
        kept = self._from.messages().get(values[0] or 0)
        if values[0] is None or kept is None:
            return error(_BAD_INDEX)
        if values[1:2] != [1]:  # as in Sony Ericsson's: 1 leaves it unread
            self._have_read(values[0], kept)
        return Reply((b"+CMGR: %d,,%d" % (kept.status, kept.length), kept.pdu))

    def _have_read(self, index: int, kept: Kept) -> None:
        if kept.status == UNREAD:
            self._from.put(index, replace(kept, status=READ))

    def _offer(self, mark: bytes, value: bytes) -> Reply:
        if mark == b"=?":
            return Reply()
        return Reply(prompt=True) if number(split(value)[0]) else error(_BAD_PDU)

    def _drop(self, mark: bytes, value: bytes) -> Reply:
        if mark == b"=?":
            told = ",".join(str(index) for index in self._from.messages())
            return Reply((f"+CMGD: ({told}),(0)".encode("ascii"),))
        index = number(split(value)[0])
        if index is None or index not in self._from.messages():
            return error(_BAD_INDEX)
        self._from.drop(index)
        return Reply()
