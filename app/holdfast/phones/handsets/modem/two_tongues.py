"""A phone whose modem turns to OBEX: its stores by OBEX, and by AT what they have not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from holdfast.phones.handsets.at import handset as at_driver
from holdfast.phones.handsets.at import talk as at_talk
from holdfast.phones.handsets.handset import (
    NOTHING_EARLIER,
    Handset,
    KindSupport,
    KindUnsupported,
    Reading,
)
from holdfast.phones.handsets.irmc import conversation
from holdfast.phones.handsets.irmc import handset as irmc_driver
from holdfast.progress import Task
from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.item import Item, NewItem
from holdfast.records.model.kinds import Kind
from holdfast.records.model.since import Since

_BY_AT = (Kind.MESSAGES, Kind.CALLS)
"""What phones with OBEX often give by AT only: Sony Ericsson's have no message store."""


class TwoTongues:
    """One session with such a phone; see `Handset` for what every call promises."""

    def __init__(
        self,
        talk: conversation.Conversation,
        obex: irmc_driver.IrmcHandset,
        commands: at_talk.AtTalk,
    ) -> None:
        """Share the pipe of `talk`, on which `obex` is asked, with `commands`."""
        self._talk = talk
        self._obex = obex
        self._commands = commands
        self._at: at_driver.AtHandset | None = None
        self._tongues: dict[Kind, bool] = {}

    @property
    def info(self) -> HandsetInfo:
        """Who the phone is."""
        return self._obex.info

    def kinds(self) -> tuple[Kind, ...]:
        """The kinds that either tongue knows."""
        return self._obex.kinds()

    def support(self) -> tuple[KindSupport, ...]:
        """What can be done with each kind, in the tongue that has it."""
        told = {support.kind: support for support in self._obex.support()}
        if any(self._is_at(kind) for kind in _BY_AT):
            by_at = {support.kind: support for support in self._ask_at().support()}
            told |= {kind: by_at[kind] for kind in _BY_AT if self._is_at(kind)}
        return tuple(told[kind] for kind in self.kinds())

    def read(
        self, kind: Kind, task: Task, since: Mapping[Kind, Since] = NOTHING_EARLIER
    ) -> Reading:
        """Yield every item of `kind`; a store that OBEX has not is asked for by AT."""
        return Reading(lambda reading: self._items(kind, task, since, reading))

    def _items(
        self, kind: Kind, task: Task, since: Mapping[Kind, Since], reading: Reading
    ) -> Iterator[Item]:
        if not self._tongues.get(kind):
            try:
                yield from _told(self._tongue(at=False).read(kind, task, since), reading)
            except KindUnsupported:
                if kind not in _BY_AT or self._tongues.get(kind) is False:
                    raise
            else:
                self._tongues[kind] = False
                return
        at = self._ask_at()
        self._tongues[kind] = True
        yield from _told(at.read(kind, task, since), reading)

    def add(self, item: NewItem, task: Task) -> str:
        """Put a new item on the phone; return the key it got."""
        return self._of(item.kind).add(item, task)

    def update(self, key: str, item: NewItem, task: Task) -> str:
        """Replace the item that has `key`; return its key afterwards."""
        return self._of(item.kind).update(key, item, task)

    def remove(self, kind: Kind, key: str, task: Task) -> None:
        """Take the item that has `key` off the phone."""
        self._of(kind).remove(kind, key, task)

    def close(self) -> None:
        """End the session and give the link back."""
        self._obex.close()

    def _of(self, kind: Kind) -> Handset:
        return self._ask_at() if self._is_at(kind) else self._tongue(at=False)

    def _is_at(self, kind: Kind) -> bool:
        """Whether `kind` is had by AT alone; found out by asking OBEX for it once."""
        if kind in _BY_AT and kind not in self._tongues:
            try:
                next(self._tongue(at=False).read(kind, Task()), None)
                self._tongues[kind] = False
            except KindUnsupported:
                self._tongues[kind] = True
        return self._tongues.get(kind, False)

    def _tongue(self, *, at: bool) -> Handset:
        """Turn the pipe to one tongue: the other is left, so that each begins anew on its own."""
        if at and self._at is not None:
            self._talk.rest()
            return self._at
        self._commands.rest()
        return self._obex

    def _ask_at(self) -> Handset:
        if self._at is None:
            self._talk.rest()
            info = self.info
            words = irmc_driver.UsbWords(info.serial, info.manufacturer, info.model)
            self._at = at_driver.AtHandset(self._commands, words)
        return self._tongue(at=True)


def _told(items: Reading, reading: Reading) -> Iterator[Item]:
    """Pass `items` on, and what their reading tells."""
    try:
        for item in items:
            reading.announced, reading.how = items.announced, items.how
            yield item
    finally:
        reading.announced, reading.how, reading.anchor = items.announced, items.how, items.anchor
