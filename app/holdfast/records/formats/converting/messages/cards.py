"""One call to a call history card (IrMC 1.1, 9.4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from holdfast.records.formats.call_card import CALL_TIME
from holdfast.records.formats.converting.contents import (
    NO_PARAMS,
    Block,
    Content,
    Converted,
    Exact,
    Fields,
    Loss,
    Text,
    Unheld,
)
from holdfast.records.formats.converting.dialects import Dialect
from holdfast.records.formats.converting.messages.clock import basic, wall
from holdfast.records.formats.converting.writing import write_block
from holdfast.records.model.message import Call, CallType

_WORDS = {
    CallType.INCOMING: "received",
    CallType.OUTGOING: "dialed",
    CallType.MISSED: "missed",
}
_INSTEAD = {
    CallType.REJECTED: "missed",
    CallType.BLOCKED: "missed",
    CallType.VOICEMAIL: "missed",
    CallType.ELSEWHERE: "received",
}


def write_call_card(call: Call, dialect: Dialect) -> Converted:
    """`call` as a vCard with the time of the call, and what of it that cannot hold."""
    contents = (
        Content("VERSION", Exact(dialect.version)),
        Content("N", Fields(((call.name,),))),
        *(() if dialect.old else (Content("FN", Text(call.name or call.number)),)),
        Content("TEL", Exact(call.number)),
        Content(CALL_TIME, Exact(_time(call.when, dialect)), _types(call)),
    )
    return Converted(write_block(Block("VCARD", contents), dialect), tuple(_losses(call)))


def _time(when: datetime | None, dialect: Dialect) -> str:
    """By the phone's clock where it is known, as these phones write it; else in UTC."""
    if when is None:
        return ""
    return basic(wall(when, dialect.zone) if dialect.zone else when)


def _types(call: Call) -> Mapping[str, tuple[str, ...]]:
    word = _WORDS.get(call.type) or _INSTEAD.get(call.type)
    return {"TYPE": (word,)} if word else NO_PARAMS


def _losses(call: Call) -> Iterator[Unheld]:
    if call.type in _INSTEAD:
        yield Unheld(CALL_TIME, call.type.value, Loss.NO_FORM, _INSTEAD[call.type])
    if call.duration:
        yield Unheld("X-DURATION", str(call.duration), Loss.NO_PROPERTY)
