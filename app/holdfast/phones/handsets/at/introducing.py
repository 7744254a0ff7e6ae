"""Who a phone with AT commands is, and whether it lets anybody in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from holdfast.phones.handsets.at.talk import AtTalk
from holdfast.phones.handsets.handset import SessionRefused
from holdfast.phones.handsets.identity import choose_serial, handset_id
from holdfast.phones.handsets.protocols import AT
from holdfast.phones.links.link import NoAnswer
from holdfast.phones.protocols.at.times import read_clock
from holdfast.records.model.handset import HandsetInfo

_IMEI = re.compile(r"\d{14,17}")
_LOCKED = re.compile(r"(?:PH-)?SIM (?:PIN|PUK)(?!\w)")
_LONGEST_WORD = 80


@dataclass(eq=False)
class PinAsked(SessionRefused):
    """The phone waits for a PIN or PUK before it gives anything; `answer` names which."""


class NamesOfUsb(Protocol):
    """What the phone's USB descriptors call it; empty where they are silent."""

    @property
    def serial(self) -> str:
        """Its serial."""
        ...

    @property
    def manufacturer(self) -> str:
        """Its maker."""
        ...

    @property
    def model(self) -> str:
        """Its model."""
        ...


def need_no_pin(talk: AtTalk) -> None:
    """Raise `PinAsked` where the phone waits for a PIN; a phone that knows none is open."""
    for told in talk.ask(b"AT+CPIN?").after(b"+CPIN:"):
        wanted = _LOCKED.match(told.decode("ascii", "replace"))
        if wanted:
            raise PinAsked(wanted[0])


def introduce(talk: AtTalk, usb: NamesOfUsb) -> HandsetInfo:
    """Ask the phone who it is; raises `NoIdentity`, `Garbled`, a `LinkProblem`."""
    manufacturer = _word(talk, b"+CGMI", b"+GMI") or usb.manufacturer
    model = _word(talk, b"+CGMM", b"+GMM") or usb.model
    told = _word(talk, b"+CGSN", b"+GSN")
    imei = _IMEI.search(told)
    own = imei[0] if imei else told
    serial = choose_serial(usb.serial, own, manufacturer=manufacturer, model=model)
    return HandsetInfo(
        id=handset_id(serial),
        serial=serial,
        manufacturer=manufacturer,
        model=model,
        protocol=AT,
        firmware=_word(talk, b"+CGMR", b"+GMR"),
        clock=read_clock(_word(talk, b"+CCLK?")),
    )


def _word(talk: AtTalk, *commands: bytes) -> str:
    """The first line of the first command that has any, without its name and quotes.

    A phone that falls silent over one of them may still answer what matters.
    """
    for command in commands:
        try:
            answer = talk.ask(b"AT" + command)
        except NoAnswer:
            continue
        if answer.ok and answer.lines:
            line = answer.lines[0].removeprefix(command + b":").strip(b' "')
            text = line.decode("utf-8", "replace")[:_LONGEST_WORD]
            return "".join(letter for letter in text if letter.isprintable()).strip()
    return ""
