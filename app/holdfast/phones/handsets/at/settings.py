"""What was chosen on the phone: the character set, the memories; chosen anew where it forgot."""

from __future__ import annotations

from holdfast.phones.handsets.at.talk import AtTalk, RefusalError
from holdfast.phones.protocols.at import charsets, stored_messages
from holdfast.phones.protocols.at.answers import Answer
from holdfast.phones.protocols.at.charsets import PREFERRED
from holdfast.phones.protocols.at.values import names

_DEFAULT = "GSM"


class Settings:
    """Choices on one phone; each raises `RefusalError`, `Garbled` or a `LinkProblem`."""

    def __init__(self, talk: AtTalk) -> None:
        """Choose through `talk`."""
        self._talk = talk
        self._greeting = 0
        self._offered: tuple[str, ...] | None = None
        self._memory = ""
        self._box = ""
        self.charset = ""
        """The character set of texts, once a phone book was chosen."""

    def book(self, memory: str) -> None:
        """Choose a phone book memory, and the character set that can write most."""
        self._refresh()
        if not self.charset:
            self._choose_charset()
        if self._memory == memory:
            return
        answer = self._talk.ask(b'AT+CPBS="%s"' % memory.encode("ascii"))
        if not answer.ok and self.charset.upper() == "UCS2":
            # Motorola's want every text in the chosen character set, this one too.
            name = charsets.encode(memory, self.charset)
            again = self._talk.ask(b'AT+CPBS="%s"' % name)
            answer = again if again.ok else answer
        if not answer.ok:
            raise RefusalError(answer.code)
        self._memory = memory

    def box(self, memory: str) -> None:
        """Choose a message memory, for reading and for writing, and PDU mode."""
        self._refresh()
        if self._box != memory:
            self._choose_box(memory)

    def room(self, memory: str) -> tuple[int | None, int | None]:
        """Choose a message memory; return how many messages and places there are."""
        self._refresh()
        return stored_messages.room(self._choose_box(memory))

    def _choose_box(self, memory: str) -> Answer:
        self._box = ""
        self._talk.demand(b"AT+CMGF=0")
        name = b'"%s"' % memory.encode("ascii")
        answer = self._talk.ask(b"AT+CPMS=%s,%s" % (name, name))
        if not answer.ok:
            # Some memories can be read but not written to.
            answer = self._talk.demand(b"AT+CPMS=" + name)
        self._box = memory
        return answer

    def _refresh(self) -> None:
        greeting = self._talk.ready()
        if greeting != self._greeting:
            self._greeting = greeting
            self._memory = self._box = self.charset = ""

    def _choose_charset(self) -> None:
        if self._offered is None:
            lines = self._talk.ask(b"AT+CSCS=?").after(b"+CSCS:")
            self._offered = tuple(names(lines[0])) if lines else ()
        plain = {name.upper(): name for name in self._offered}
        for name in (plain[each] for each in PREFERRED if each in plain):
            if self._talk.ask(b'AT+CSCS="%s"' % name.encode("ascii")).ok:
                self.charset = name.upper()
                return
        self.charset = _DEFAULT
