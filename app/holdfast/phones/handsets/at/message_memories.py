"""Reads and writes the message memories, message by message, in PDU mode."""

from __future__ import annotations

from collections.abc import Iterator

from holdfast.phones.handsets.at.message_files import (
    NotAShortMessageError,
    new_message,
    pdu_of,
    same,
)
from holdfast.phones.handsets.at.rows import home_of, read_rows
from holdfast.phones.handsets.at.settings import Settings
from holdfast.phones.handsets.at.talk import AtTalk, RefusalError
from holdfast.phones.handsets.handset import Garbled, ItemRefused, PhoneFull
from holdfast.phones.links.link import NoAnswer
from holdfast.phones.protocols.at import stored_messages
from holdfast.phones.protocols.at.answers import Answer, Verdict
from holdfast.phones.protocols.at.errors import is_full, is_nothing, worded
from holdfast.phones.protocols.at.stored_messages import MAX_INDEX, READ, UNREAD, Stored
from holdfast.phones.protocols.at.values import number, split
from holdfast.progress import Task
from holdfast.records.model.item import NewItem
from holdfast.records.model.kinds import Kind

MEMORIES = ("ME", "SM", "TA")
COMBINED = "MT"
_INCOMING = frozenset((UNREAD, READ))
_GAP = 20
_ERROR = "ERROR"  # of phones that say no more of an empty place
MAX_MESSAGE = 1024 * 1024
"""Bytes of a message file that are looked at."""


class MessageMemories:
    """The messages of one phone; all may raise `RefusalError`, `Garbled`, a `LinkProblem`."""

    def __init__(self, talk: AtTalk, settings: Settings) -> None:
        """Ask through `talk`; memories are chosen by `settings`."""
        self._talk = talk
        self._settings = settings
        self._memories: tuple[str, ...] | None = None
        self._leaves_unread = True

    def memories(self) -> tuple[str, ...]:
        """The memories of the phone, of the SIM, of a terminal adaptor, as far as they are."""
        if self._memories is None:
            told = stored_messages.memories(self._talk.demand(b"AT+CPMS=?"))
            found = tuple(name for name in told if name in MEMORIES)
            self._memories = found or tuple(name for name in told if name == COMBINED)
        return self._memories

    def messages(self, memory: str, task: Task) -> Iterator[Stored]:
        """Yield every message of a memory; ends in a problem where some are missing.

        The places are asked for one after the other, as long as there are messages missing.
        The listing is asked where many in a row are empty: for indexes only, as on many phones
        it leaves messages out or cuts them, and because it makes all of them read.
        """
        used, total = self._settings.room(memory)
        found: set[int] = set()
        refused = ""
        for index in self._places(memory, min(total or 0, MAX_INDEX), found):
            if used is not None and len(found) >= used:
                return
            if index not in found:
                task.check()
                stored, code = self._get(memory, index)
                refused = code if refused in ("", _ERROR) and code else refused
                if stored is not None:
                    found.add(index)
                    yield stored
        missing = not found if used is None else len(found) < used
        if missing and refused and (not found or refused != _ERROR):
            raise RefusalError(refused)
        if missing and used is not None:
            raise Garbled(f"{memory} announces {used} messages, {len(found)} came")

    def add(self, item: NewItem, memories: list[str]) -> str:
        """Put a message into the memory it came from, or else the first; return its key."""
        octets, length, status, home = _wanted(item)
        command = stored_messages.write_command(length, status)
        code = ""
        for memory in sorted(memories, key=lambda memory: memory != home):
            try:
                self._settings.box(memory)
                answer = self._talk.ask(command, octets.hex().upper().encode("ascii"))
            except RefusalError as refusal:
                answer = Answer(Verdict.ERROR, code=refusal.code)
            if answer.ok:
                index = _index(answer)
                if index is None:
                    raise ItemRefused(Kind.MESSAGES, item.key, "it does not say where it put it")
                self._prove(memory, index, Stored(index, status, octets, None, ()), item.key)
                return f"{memory}/{index}"
            code = code or ("" if is_full(answer.code) else answer.code)
        if code:
            raise ItemRefused(Kind.MESSAGES, item.key, worded(code))
        raise PhoneFull(Kind.MESSAGES)

    def remove(self, memory: str, index: int, key: str) -> None:
        """Take a message away."""
        if self._get(memory, index)[0] is None:
            raise ItemRefused(Kind.MESSAGES, key, "not there")
        answer = self._talk.ask(b"AT+CMGD=%d" % index)
        if not answer.ok:
            raise ItemRefused(Kind.MESSAGES, key, worded(answer.code))

    def holds(self, memory: str, index: int) -> bool:
        """Whether there is a message at an index."""
        return self._get(memory, index)[0] is not None

    def _places(self, memory: str, total: int, found: set[int]) -> Iterator[int]:
        """The indexes where messages may be; `found` grows meanwhile."""
        for index in range(1, total + 1):
            if index - max(found, default=0) > _GAP:
                yield from self._listed(memory)
                yield from range(index, total + 1)
                break
            yield index
        if not total:
            self._settings.box(memory)
            yield from stored_messages.listed(self._talk.demand(b"AT+CMGL=4"))
        yield 0  # where some phones begin to count

    def _listed(self, memory: str) -> list[int]:
        """The indexes that the listing tells; none where there is no listing."""
        self._settings.box(memory)
        try:
            return list(stored_messages.listed(self._talk.demand(b"AT+CMGL=4")))
        except (NoAnswer, Garbled, RefusalError):
            return []

    def _get(self, memory: str, index: int) -> tuple[Stored | None, str]:
        """The message at an index, or None and an error that does not say "nothing there"."""
        self._settings.box(memory)
        answer = self._ask(index)
        if answer.ok:
            return stored_messages.read(index, answer), ""
        return None, "" if is_nothing(answer.code) else answer.code

    def _ask(self, index: int) -> Answer:
        """Ask for a message so that it stays unread, as long as the phone knows how to."""
        if self._leaves_unread:
            answer = self._talk.ask(b"AT+CMGR=%d,1" % index)
            if answer.verdict is Verdict.OK or is_nothing(answer.code):
                return answer
            plain = self._talk.ask(b"AT+CMGR=%d" % index)
            self._leaves_unread = not plain.ok
            return plain
        return self._talk.ask(b"AT+CMGR=%d" % index)

    def _prove(self, memory: str, index: int, wanted: Stored, key: str) -> None:
        """Read a written message back; what the phone made something else of is taken away."""
        kept, code = self._get(memory, index)
        status = kept.status if kept else None
        alike = status == wanted.status or {status, wanted.status} <= _INCOMING
        if kept and alike and same(pdu_of(kept), pdu_of(wanted)):
            return
        if kept:
            self._talk.ask(b"AT+CMGD=%d" % index)
        reason = worded(code) if code else "the phone kept something else instead"
        raise ItemRefused(Kind.MESSAGES, key, reason)


def _wanted(item: NewItem) -> tuple[bytes, int, int, str]:
    """PDU, length, status and memory that an item asks for."""
    rows = read_rows(item.rows) if item.rows else None
    if rows is not None:
        stored = stored_messages.read(0, Answer(Verdict.OK, rows.lines))
        if stored is not None and stored.octets and stored.status is not None:
            octets, length = _with_centre(stored)
            return octets, length, stored.status, home_of(item)
    if item.size > MAX_MESSAGE:
        raise ItemRefused(Kind.MESSAGES, item.key, "too large for a short message")
    try:
        return *new_message(b"".join(item.open())), home_of(item)
    except NotAShortMessageError as error:
        raise ItemRefused(Kind.MESSAGES, item.key, str(error)) from error


def _with_centre(stored: Stored) -> tuple[bytes, int]:
    """A PDU with a service centre's address, if only an empty one, and the length without it."""
    if stored.length == len(stored.octets):
        return b"\0" + stored.octets, len(stored.octets)
    return stored.octets, len(stored.octets) - 1 - stored.octets[0]


def _index(answer: Answer) -> int | None:
    lines = answer.after(b"+CMGW:")
    return number(split(lines[0])[0]) if lines else None
