"""Reads the answer to one AT command out of what comes back on the line (V.250, 5.7)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

MAX_LINE = 8 * 1024
"""Bytes of one line that are held; a longer one is dropped."""
MAX_ANSWER = 1024 * 1024
"""Bytes of one answer that are held; lines beyond are dropped."""
PROMPT = b">"
_CHARGED_PER_LINE = 64

_ERROR = re.compile(rb"\+(CM[ES]) ERROR: *(.*)", re.DOTALL)
# What a phone says of itself at any time (27.005, 27.007, and what makers added).
_UNSOLICITED = re.compile(
    rb"(?:RING|NO CARRIER|BUSY|NO ANSWER|NO DIALTONE|Call Ready|SMS Ready)\Z|"
    rb"\+(?:CRING|CLIP|CCWA|CMTI|CMT|CDSI|CDS|CBMI|CBM|CREG|CGREG|CEREG|CIEV|CUSD|CSSU|CSSI|CGEV|"
    rb"COLP|CTZV|CTZR|CTZE|CIND|CPIN|WIND|CKEV|CALV|PSUTTZ|DTMF|COPN)\b|"
    rb"[*^]\w+"
)
_PROMPTING = (b"+CMGW", b"+CMGS")
_WITH_A_PDU = (b"+CMT:", b"+CDS:", b"+CBM:")


class Verdict(Enum):
    """How an answer ended."""

    OK = auto()
    CONNECT = auto()
    PROMPT = auto()
    ERROR = auto()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a phone said to one command.

    `lines` are its own, without line ends; `stray` those that it said unasked meanwhile. `code`
    is the error as the phone put it ("CMS ERROR: 321", "ERROR"), empty where there is none.
    `whole` is False where lines had to be dropped.
    """

    verdict: Verdict
    lines: tuple[bytes, ...] = ()
    stray: tuple[bytes, ...] = ()
    code: str = ""
    whole: bool = True

    @property
    def ok(self) -> bool:
        """Whether the phone did what it was asked."""
        return self.verdict is not Verdict.ERROR

    def after(self, prefix: bytes) -> list[bytes]:
        """What follows `prefix` ("+CPBR:") in the lines that have it, blanks stripped."""
        return [line[len(prefix) :].strip(b" ") for line in self.lines if line.startswith(prefix)]


class AnswerReader:
    """Collects one answer; never raises, whatever comes, and holds a bounded amount of it.

    Reads line ends of any kind (phones that answer with a lone CR or LF among them), with echo
    or without.
    """

    def __init__(self, command: bytes, sent: bytes = b"") -> None:
        """Await the answer to `command` (without its CR), or to data `sent` after its prompt."""
        self._echoes = {line for line in (command.strip(), sent.strip()) if line}
        self._echoed_data = sent + b"\x1a" if sent else b""
        self._asked = _name_of(command)
        self._prompts = self._asked in _PROMPTING and not sent
        self._connects = command.upper().startswith(
            (b"ATD", b"AT+CPROT", b"AT*", b"AT^", b"AT+MODE")
        )
        self._held = bytearray()
        self._cutting = False
        self._lines: list[bytes] = []
        self._stray: list[bytes] = []
        self._room = MAX_ANSWER
        self._whole = True
        self._pdu_follows = False

    def receive(self, data: bytes) -> Answer | None:
        """Take what came; return the answer once it has ended. What follows it is dropped."""
        for piece in re.split(rb"([\r\n])", data):
            if piece not in (b"\r", b"\n"):
                self._hold(piece)
                continue
            line = bytes(self._held).strip(b" ")
            self._held.clear()
            if self._cutting:
                self._cutting, self._whole = False, False
            elif line:
                answer = self._take(line)
                if answer is not None:
                    return answer
        if self._prompts and bytes(self._held).strip(b" ") == PROMPT:
            return self._ended(Verdict.PROMPT)
        return None

    def _hold(self, piece: bytes) -> None:
        if self._cutting or len(self._held) + len(piece) > MAX_LINE:
            self._cutting = True
            self._held.clear()
        else:
            self._held += piece

    def _take(self, line: bytes) -> Answer | None:
        if self._echoed_data and line.startswith(self._echoed_data):
            # Phones that end lines with a lone CR put nothing between their echo and their answer.
            line = line[len(self._echoed_data) :].strip(b" ")
            if not line:
                return None
        if self._pdu_follows:
            self._pdu_follows = False
            self._keep(self._stray, line)
            return None
        verdict = self._verdict(line)
        if verdict is not None:
            code = "" if verdict is not Verdict.ERROR else _code(line)
            return self._ended(verdict, code)
        if line in self._echoes:
            return None
        if self._is_stray(line):
            self._pdu_follows = line.startswith(_WITH_A_PDU)
            self._keep(self._stray, line)
        else:
            self._keep(self._lines, line)
        return None

    def _verdict(self, line: bytes) -> Verdict | None:
        if line == b"OK":
            return Verdict.OK
        if line in (b"ERROR", b"COMMAND NOT SUPPORT") or _ERROR.fullmatch(line):
            return Verdict.ERROR
        if self._connects and line.startswith(b"CONNECT"):
            return Verdict.CONNECT
        if self._connects and line == b"NO CARRIER":
            return Verdict.ERROR
        return None

    def _is_stray(self, line: bytes) -> bool:
        if self._asked and line.startswith(self._asked):
            return False
        return _UNSOLICITED.match(line) is not None

    def _keep(self, lines: list[bytes], line: bytes) -> None:
        self._room -= len(line) + _CHARGED_PER_LINE
        if self._room > 0:
            lines.append(line)
        else:
            self._whole = False

    def _ended(self, verdict: Verdict, code: str = "") -> Answer:
        return Answer(verdict, tuple(self._lines), tuple(self._stray), code, self._whole)


def _name_of(command: bytes) -> bytes:
    """The name in a command ("+CPBR" of ``AT+CPBR=1,5``): the lines of its answer begin with it."""
    match = re.match(rb"AT([+*^$][A-Z0-9]+)", command.upper())
    return match[1] if match else b""


def _code(line: bytes) -> str:
    match = _ERROR.fullmatch(line)
    if match is None:
        return line.decode("ascii", "replace")
    return f"{match[1].decode('ascii')} ERROR: {match[2].decode('ascii', 'replace').strip()}"[:200]
