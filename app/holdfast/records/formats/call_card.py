"""What a call history card says (IrMC 1.1, 9.4; PBAP 1.2, 3.1.4.3): a vCard with the call's time.

TEL:+15035550102     X-IRMC-CALL-DATETIME;RECEIVED:20091009T110607
"""

from __future__ import annotations

from collections.abc import Iterator

from holdfast.records.formats.components import Component, Property
from holdfast.records.formats.message_dates import parse_sent
from holdfast.records.formats.vcard import display_name
from holdfast.records.model.message import Call, CallType

CALL_TIME = "X-IRMC-CALL-DATETIME"
_TYPES = {
    "RECEIVED": CallType.INCOMING,
    "DIALED": CallType.OUTGOING,
    "DIALLED": CallType.OUTGOING,
    "MISSED": CallType.MISSED,
}
_TOLD = frozenset(("VERSION", "N", "FN", "TEL", CALL_TIME, "X-IRMC-LUID"))
_MAX_WORD = 200


def call_of(card: Component) -> Call:
    """Read the call that a VCARD block stands for; never raises."""
    time = card.first(CALL_TIME)
    number = card.text("TEL")[:_MAX_WORD]
    name = display_name(card)[:_MAX_WORD] if card.text("N") or card.text("FN") else ""
    return Call(
        type=_type(time) if time is not None else CallType.UNKNOWN,
        number=number,
        name="" if name == number else name,
        when=parse_sent(time.text()) if time is not None else None,
    )


def is_call(card: Component) -> bool:
    """Whether a VCARD block is of a call: nobody's own card has the time of one."""
    return card.first(CALL_TIME) is not None


def leftovers(card: Component) -> Iterator[Property]:
    """The properties that `call_of` makes nothing of, in file order."""
    return (entry for entry in card.properties if entry.name not in _TOLD)


def _type(time: Property) -> CallType:
    words = (word.upper() for word in time.head.types)
    return next((_TYPES[word] for word in words if word in _TYPES), CallType.UNKNOWN)
