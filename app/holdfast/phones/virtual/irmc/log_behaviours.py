"""Bad manners about what changed, to wrap around a phone: logs that lie, forget or are not there.

Each concerns the stores whose objects' names begin with `prefix` ("telecom/pb/", or "" for all).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from holdfast.phones.protocols.obex.packets import Code
from holdfast.phones.virtual.irmc.behaviours import Wrapped
from holdfast.phones.virtual.irmc.service import Reply, Service

_COUNTER = "/luid/cc.log"
_LOG = re.compile(r"/luid/\d+\.log\Z")
_CHANGE = re.compile(rb"([MDH]):(\d+):[^:\r]*:(.*)")
_DATABASE, _TOTAL = b"DID:", b"Total-Records:"
_OVERFLOW = b"*"


class OtherLogs(Wrapped):
    """A phone whose logs say what its owner makes of them; the base of these behaviours."""

    def __init__(self, inner: Service, prefix: str = "") -> None:
        """Change the logs of `prefix…`."""
        super().__init__(inner)
        self._prefix = prefix

    def get(self, name: str, kind: bytes) -> Reply:
        """Answer as inside, but for the logs."""
        reply = super().get(name, kind)
        if reply.body is None or not name.startswith(self._prefix):
            return reply
        if name.endswith(_COUNTER):
            return self.counter(int(b"".join(reply.body)))
        if _LOG.search(name):
            return self.log(b"".join(reply.body).splitlines())
        return reply

    def counter(self, value: int) -> Reply:
        """Say where the counter stands, which is `value`."""
        return _text([b"%d" % value])

    def log(self, lines: Sequence[bytes]) -> Reply:
        """Say what changed, which is in `lines`."""
        return _text(lines)


class CounterBack(OtherLogs):
    """Counts from `by` changes ago, as after its maker's own restore; anchors are not looked at."""

    def __init__(self, inner: Service, by: int, prefix: str = "") -> None:
        """Put the counter of `prefix…` back by `by`."""
        super().__init__(inner, prefix)
        self._by = by

    def counter(self, value: int) -> Reply:
        """Say less."""
        return super().counter(max(0, value - self._by))

    def log(self, lines: Sequence[bytes]) -> Reply:
        """Number the changes anew."""
        return super().log([self._earlier(line) for line in lines])

    def _earlier(self, line: bytes) -> bytes:
        found = _CHANGE.fullmatch(line)
        if found is None:
            return line
        return b"%s:%d::%s" % (found[1], max(0, int(found[2]) - self._by), found[3])


class OtherDatabase(OtherLogs):
    """Has a new database, as after its owner's master reset, yet the same counter."""

    def __init__(self, inner: Service, database: str, prefix: str = "") -> None:
        """Call the database of `prefix…` `database`."""
        super().__init__(inner, prefix)
        self._database = database

    def log(self, lines: Sequence[bytes]) -> Reply:
        """Name the other database."""
        named = _DATABASE + self._database.encode()
        return super().log([named if line.startswith(_DATABASE) else line for line in lines])


class NoCounter(OtherLogs):
    """Does not say where its counter stands; its logs of changes are there."""

    def counter(self, value: int) -> Reply:  # noqa: ARG002 - it is kept secret
        """Have no such object."""
        return Reply(Code.NOT_FOUND)


class NoLogs(OtherLogs):
    """Answers `code` when it is asked what changed; its counter is there."""

    def __init__(self, inner: Service, code: int = Code.INTERNAL_ERROR, prefix: str = "") -> None:
        """Refuse the logs of `prefix…` with `code`."""
        super().__init__(inner, prefix)
        self._code = code

    def log(self, lines: Sequence[bytes]) -> Reply:  # noqa: ARG002 - nobody gets them
        """Refuse."""
        return Reply(self._code)


class ShortLogs(OtherLogs):
    """Has logs that never reach back."""

    def log(self, lines: Sequence[bytes]) -> Reply:
        """Put the overflow mark where the changes would be."""
        return super().log([*(line for line in lines if not _is_change(line)), _OVERFLOW])


class Forgetful(OtherLogs):
    """Leaves the first `changes` changes out of its logs, and marks nothing."""

    def __init__(self, inner: Service, changes: int = 1, prefix: str = "") -> None:
        """Leave `changes` out of each log of `prefix…`."""
        super().__init__(inner, prefix)
        self._changes = changes

    def log(self, lines: Sequence[bytes]) -> Reply:
        """Leave some out."""
        told = [line for line in lines if _is_change(line)]
        left_out = told[: self._changes]
        return super().log([line for line in lines if line not in left_out])


class WrongTotal(OtherLogs):
    """Says that it holds `by` more items than it does, in its logs of changes."""

    def __init__(self, inner: Service, by: int, prefix: str = "") -> None:
        """Add `by`, which may be negative, to the total of `prefix…`."""
        super().__init__(inner, prefix)
        self._by = by

    def log(self, lines: Sequence[bytes]) -> Reply:
        """Count wrongly."""
        return super().log([self._wrong(line) for line in lines])

    def _wrong(self, line: bytes) -> bytes:
        if not line.startswith(_TOTAL):
            return line
        return _TOTAL + b"%d" % (int(line.removeprefix(_TOTAL)) + self._by)


class GarbledLogs(OtherLogs):
    """Gives `garbage` instead of its logs of changes."""

    def __init__(self, inner: Service, garbage: bytes, prefix: str = "") -> None:
        """Give `garbage` for `prefix…`."""
        super().__init__(inner, prefix)
        self._garbage = garbage

    def log(self, lines: Sequence[bytes]) -> Reply:  # noqa: ARG002 - nobody gets them
        """Give garbage."""
        return Reply(body=(self._garbage,), length=len(self._garbage))


class DatedLogs(OtherLogs):
    """Tells when each change was made, which most phones leave out (IrMC 1.1, 5.6)."""

    def __init__(self, inner: Service, time: str, prefix: str = "") -> None:
        """Date all changes of `prefix…` `time` ("20091001T120000Z")."""
        super().__init__(inner, prefix)
        self._time = time.encode()

    def log(self, lines: Sequence[bytes]) -> Reply:
        """Put the time in."""
        return super().log([self._dated(line) for line in lines])

    def _dated(self, line: bytes) -> bytes:
        found = _CHANGE.fullmatch(line)
        return b":".join((found[1], found[2], self._time, found[3])) if found else line


def _is_change(line: bytes) -> bool:
    return _CHANGE.fullmatch(line) is not None


def _text(lines: Sequence[bytes]) -> Reply:
    text = b"".join(line + b"\r\n" for line in lines)
    return Reply(body=(text,), length=len(text))
