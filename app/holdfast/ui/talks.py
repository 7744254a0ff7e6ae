"""Messages as conversations: who talked, and the bubbles of a talk, as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

from holdfast.records.formats.messages import attached
from holdfast.records.matching.numbers import Number, dialled, rings_same, written
from holdfast.records.model.message import Direction, Message, MessagePart, Role
from holdfast.records.model.snapshot import StoredItem
from holdfast.ui.item_rows import day_of, initials
from holdfast.ui.tables.bubbles import Bubble
from holdfast.ui.tables.rows import ItemRow, Row, SectionRow, Shape
from holdfast.wording import sizes, talks, times, window

_EARLIEST = datetime.min.replace(tzinfo=UTC).timestamp()


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation; `items` are its messages, the oldest first, never none."""

    who: str
    items: tuple[StoredItem, ...]

    @property
    def last(self) -> StoredItem:
        """The newest message."""
        return self.items[-1]


@dataclass(frozen=True, slots=True)
class Said:
    """One message that was read: the item it lies in, what it says, whether it has a picture."""

    item: StoredItem
    message: Message
    pictured: bool = False


class Names:
    """Whose numbers are whose, as the contacts of a backup have it: by the first of each."""

    def __init__(self, contacts: Iterable[StoredItem] = ()) -> None:
        """Know the numbers that stand under the names of `contacts`."""
        self._by_tail: dict[str, list[tuple[Number, str]]] = {}
        for contact in contacts:
            number = dialled(contact.subtitle)
            if number is not None and contact.title:
                self._by_tail.setdefault(number.tail, []).append((number, contact.title))

    def of(self, who: str) -> str:
        """The only name that the number `who` has; what is no number, or nobody's, as it is."""
        number = dialled(who)
        if number is None:
            return who
        known = self._by_tail.get(number.tail, ())
        found = {name for other, name in known if rings_same(number, other)}
        return found.pop() if len(found) == 1 else who


def talks_of(items: Iterable[StoredItem], names: Names | None = None) -> tuple[Talk, ...]:
    """Conversations, the one with the newest message first.

    A conversation is what has the same other side by name, or by number however it is written.
    Where a phone gave numbers alone, `names` tells whose they are.
    """
    found: dict[str, list[StoredItem]] = {}
    for item in items:
        found.setdefault(_key(item.title), []).append(item)
    made = (_talk(held, names or Names()) for held in found.values())
    return tuple(sorted(made, key=lambda talk: -stamp(talk.last)))


def _key(title: str) -> str:
    number = written(title)
    if number.removeprefix("+").isdecimal():
        return number
    return " ".join(title.casefold().split())


def _talk(items: list[StoredItem], names: Names) -> Talk:
    ordered = tuple(sorted(items, key=stamp))
    who = next((item.title for item in reversed(ordered) if item.title), "")
    return Talk(names.of(who) or talks.nobody(), ordered)


def stamp(item: StoredItem) -> float:
    """Seconds since 1970 by which items are put in order; those without a time come first."""
    try:
        return item.when.timestamp() if item.when is not None else _EARLIEST
    except (OverflowError, ValueError, OSError):
        return _EARLIEST


def talk_rows(found: Sequence[Talk], now: datetime) -> tuple[Row, ...]:
    """One row for each conversation; its item is the last message."""
    return tuple(_talk_row(talk, now) for talk in found)


def _talk_row(talk: Talk, now: datetime) -> ItemRow:
    last, count = talk.last, len(talk.items)
    day = times.day(last.when, now) if last.when is not None else ""
    when = times.moment(last.when, now) if last.when is not None else ""
    text = last.subtitle or talks.picture()
    return ItemRow(
        last,
        Shape.CARD,
        talks.named(talk.who, count),
        text,
        lead=_lead(talk.who),
        aside=day,
        spoken=f"{talks.spoken(talk.who, when, text)}. {talks.size(count)}",
    )


def _lead(who: str) -> str:
    """Initials; of a number its last digits, which tell it from others."""
    digits = [letter for letter in who if letter.isdigit()]
    named = any(letter.isalpha() for letter in who)
    return initials(who) if named or not digits else "".join(digits[-2:])


def bubble_rows(said: Sequence[Said], now: datetime, *, group: bool) -> tuple[Row, ...]:
    """Bubbles in the order given, with a heading for each day; `group` names each sender."""
    return tuple(_by_day(said, now, group=group))


def _by_day(said: Sequence[Said], now: datetime, *, group: bool) -> Iterator[Row]:
    today = now.astimezone().date()
    for day, run in groupby(said, key=lambda one: day_of(one.message.when or one.item.when)):
        if day is not None:
            yield SectionRow(window.agenda_day(day, today))
        before = ""
        for one in run:
            made = _bubble(one, group=group)
            # The same person goes on: said once is enough for the eye.
            again = made.sender and made.sender == before
            before = made.sender
            yield _without_sender(made) if again else made


def _without_sender(made: Bubble) -> Bubble:
    return Bubble(
        made.item, made.mine, made.text, made.foot, "", made.unsent, made.pictured,
        made.attachments, made.spoken,
    )  # fmt: skip


def is_group(said: Iterable[Said]) -> bool:
    """Whether more than one other person talks."""
    names = {_sender(one.message) for one in said if not _is_mine(one.message)}
    return len(names) > 1 or any(one.message.group for one in said)


def _bubble(one: Said, *, group: bool) -> Bubble:
    message, item = one.message, one.item
    when = message.when or item.when
    mine = _is_mine(message)
    who = talks.you() if mine else _sender(message) or item.title or talks.nobody()
    state = talks.state(message.box)
    files = tuple(_named(part) for part in attached(message) if not _is_shown(part, one))
    text = "\n".join(part for part in (message.subject, message.text) if part)
    clock = times.clock(when) if when is not None else ""
    read = text or ", ".join(files) or (talks.picture() if one.pictured else talks.empty())
    return Bubble(
        item,
        mine,
        text if text or files or one.pictured else talks.empty(),
        " · ".join(part for part in (clock, state) if part),
        "" if mine or not group else who,
        bool(state),
        one.pictured,
        files,
        talks.spoken(who, times.full(when) if when is not None else "", read, state),
    )


def _is_mine(message: Message) -> bool:
    return message.direction is Direction.OUTGOING


def _sender(message: Message) -> str:
    return next((one.shown for one in message.addresses if one.role is Role.FROM), "")


def _is_shown(part: MessagePart, one: Said) -> bool:
    return one.pictured and part.content_type.startswith("image/")


def _named(part: MessagePart) -> str:
    size = sizes.size(part.size) if part.size is not None else ""
    return talks.attachment(part.name or part.content_type, size)
