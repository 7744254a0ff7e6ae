"""What of a message or call a target cannot hold, in the terms of its record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from holdfast.records.formats.converting.contents import Loss, Unheld
from holdfast.records.formats.converting.dialects import Dialect
from holdfast.records.formats.converting.messages.clock import instant, shown
from holdfast.records.formats.messages import attached
from holdfast.records.model.message import Message

PEOPLE, DATE = "TO", "DATE"
"""What limits on the people that a message goes to, and on its date, are called."""
_SAME_TIME = timedelta(minutes=1)


def within(message: Message, dialect: Dialect) -> tuple[Message, list[Unheld]]:
    """The message as far as the target has room for it, and what is left out.

    Limits are on the people it goes to ("TO"), and on the dates of messages of one direction
    ("DATE;outgoing"): some phones keep none of those they sent.
    """
    others = tuple(one for one in message.others if one.shown)
    limit = _room(PEOPLE, dialect)
    room = len(others) if limit is None else limit
    left = [Unheld(PEOPLE, one.number or one.name, Loss.TOO_MANY) for one in others[room:]]
    when = message.when
    if when is not None and _room(f"{DATE};{message.direction}", dialect) == 0:
        left.append(Unheld(DATE, shown(when), Loss.NO_PROPERTY))
        when = None
    return replace(message, addresses=others[:room], when=when), left


def _room(name: str, dialect: Dialect) -> int | None:
    limit = dialect.limits.get(name)
    return None if limit is None else limit.count


def attachments(message: Message) -> Iterator[Unheld]:
    """Everything but the text of a multimedia message."""
    for part in attached(message):
        yield Unheld("ATTACH", part.name or part.content_type, Loss.NO_PROPERTY)


def sent_apart(message: Message) -> Iterator[Unheld]:
    """The time a message was sent, where that is not about when it came."""
    when, sent = message.when, message.sent
    if sent is None or when is None:
        return
    if abs(instant(sent, "") - instant(when, "")) > _SAME_TIME:
        yield Unheld("DATE-SENT", shown(sent), Loss.NO_PROPERTY)


def changed(meant: Message, back: Message) -> Iterator[Unheld]:
    """What is not as it was meant in a message that was written and read again."""
    pairs = (
        ("DESCRIPTION", meant.text, back.text),
        (PEOPLE, _people(meant), _people(back)),
        (DATE, _date(meant.when), _date(back.when)),
        ("SUMMARY", meant.subject, back.subject),
    )
    for name, said, found in pairs:
        if said != found:
            yield Unheld(name, said, Loss.NO_FORM, found)


def _people(message: Message) -> str:
    return ", ".join(one.number or one.name for one in message.others)


def _date(when: datetime | None) -> str:
    return "" if when is None else shown(when)
