"""An Android phone as the seam `Handset` wants it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cached_property

from holdfast.errors import Problem
from holdfast.phones.handsets.android.accounts import accounts_of
from holdfast.phones.handsets.android.adding import Adder, in_exchanges
from holdfast.phones.handsets.android.batches import Batch, Shell
from holdfast.phones.handsets.android.bindings import Bindings
from holdfast.phones.handsets.android.calendar import EVENTS, Calendar
from holdfast.phones.handsets.android.calls import CALLS, Calls
from holdfast.phones.handsets.android.contact_writer import Account, ContactWriter
from holdfast.phones.handsets.android.contacts import RAW, Contacts
from holdfast.phones.handsets.android.content import ContentTool, RefusalError
from holdfast.phones.handsets.android.event_writer import EventWriter
from holdfast.phones.handsets.android.introducing import (
    NamesOfUsb,
    Properties,
    clock_of,
    introduce,
    other_users,
)
from holdfast.phones.handsets.android.log_writer import CALL_LOG, SMS_LOG, LogWriter, SmsRight
from holdfast.phones.handsets.android.media import Media
from holdfast.phones.handsets.android.messages import SMS, Messages
from holdfast.phones.handsets.android.phone_shell import PhoneShell
from holdfast.phones.handsets.android.reading import Source, mark_of
from holdfast.phones.handsets.android.streams import Transport
from holdfast.phones.handsets.android.supporting import support_for
from holdfast.phones.handsets.android.sync import Files
from holdfast.phones.handsets.handset import (
    NOTHING_EARLIER,
    Added,
    ItemRefused,
    KindRefused,
    KindSupport,
    KindUnsupported,
    LockedSinceBoot,
    Reading,
)
from holdfast.progress import Task
from holdfast.records.model.handset import HandsetInfo, StorageInfo
from holdfast.records.model.item import Item, NewItem
from holdfast.records.model.kinds import Kind
from holdfast.records.model.since import Since

_TABLES = {Kind.CONTACTS: RAW, Kind.CALENDAR: EVENTS, Kind.MESSAGES: SMS, Kind.CALLS: CALLS}
_MEDIA = (Kind.PHOTOS, Kind.FILES)
_WIDE_FROM = 30
_KEYS = {
    Kind.CONTACTS: re.compile(r"(\d{1,18})"),
    Kind.CALENDAR: re.compile(r"(\d{1,18})"),
    Kind.MESSAGES: re.compile(r"sms/(\d{1,18})"),
    Kind.CALLS: re.compile(r"(\d{1,18})"),
}


class AndroidHandset:
    """One session with a phone; see `Handset` for what every call promises.

    Keys are row numbers ("7", messages "sms/7" and "mms/7"), of files the storage and path.
    """

    def __init__(
        self,
        transport: Transport,
        usb: NamesOfUsb,
        *,
        account: Account | None = None,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin the session; raises `NoIdentity`, `Garbled`, a `LinkProblem`.

        New contacts go into `account`, by default onto the phone itself. `seconds` tells the
        time that passes.
        """
        self._transport = transport
        self._files = Files(transport)
        self._shell: Shell = PhoneShell(transport, self._files)
        self._account = account or Account()
        self._seconds = seconds
        self._properties = Properties.of(self._shell)
        self._info = introduce(
            self._properties, usb, clock_of(self._shell), other_users(self._shell)
        )
        self._tool = ContentTool(self._shell)
        self._batch = Batch(self._shell)
        self._bindings = Bindings(self._tool, self._properties.sdk)
        self._media = Media(self._files, self._shell, transport.features)

    @property
    def info(self) -> HandsetInfo:
        """Who the phone is."""
        return self._info

    @property
    def zone(self) -> str:
        """The time zone the phone lives in."""
        return self._properties.text("persist.sys.timezone") or "UTC"

    def accounts(self) -> tuple[Account, ...]:
        """The accounts that contacts may be put into, besides the phone itself."""
        return accounts_of(self._shell)

    def kinds(self) -> tuple[Kind, ...]:
        """What Android has; it has no to-dos and no notes of its own."""
        return (*_TABLES, *_MEDIA)

    def support(self) -> tuple[KindSupport, ...]:
        """What can be written: the phone is asked, and nothing is changed for it."""
        self._need_unlocked()
        return tuple(
            support_for(kind, self.zone, may_write=kind in _MEDIA or self._may_write(kind))
            for kind in self.kinds()
        )

    def room(self) -> tuple[StorageInfo, ...]:
        """How large its storages are, and what of each is free."""
        return self._media.room()

    def _may_write(self, kind: Kind) -> bool:
        if self._bindings.may_write(_TABLES[kind]):
            return False
        return kind is not Kind.MESSAGES or self._sms_right.is_given()

    def read(
        self,
        kind: Kind,
        task: Task,
        since: Mapping[Kind, Since] = NOTHING_EARLIER,  # noqa: ARG002 - no provider keeps a log
    ) -> Reading:
        """Yield every item of `kind`."""
        return Reading(lambda reading: self._items(kind, task, reading))

    def _items(self, kind: Kind, task: Task, reading: Reading) -> Iterator[Item]:
        self._ready(task)
        if kind in _MEDIA:
            self._need_unlocked()
            yield from self._media.items(kind, task, reading)
            return
        readers: dict[Kind, type[Contacts | Calendar | Messages | Calls]] = {
            Kind.CONTACTS: Contacts,
            Kind.CALENDAR: Calendar,
            Kind.MESSAGES: Messages,
            Kind.CALLS: Calls,
        }
        if kind not in readers:
            raise KindUnsupported(kind)
        self._need_unlocked()
        yield from readers[kind](self._source).items(task, reading)

    def _ready(self, task: Task) -> None:
        """Begin anew where an earlier trouble ended the connection and left the phone there."""
        task.check()
        if self._transport.revive():
            self._files.close()

    def _need_unlocked(self) -> None:
        """An answer given before that would be empty, and mean nothing.

        Asked anew each time: through an adb server a phone may restart unnoticed.
        """
        self._properties = Properties.of(self._shell)
        if not self._properties.unlocked:
            raise LockedSinceBoot(self._info.title)

    @cached_property
    def _source(self) -> Source:
        release = self._properties.text("ro.build.version.release")
        return Source(
            self._tool,
            release,
            wide=self._properties.sdk >= _WIDE_FROM,
            stamp=mark_of(self._shell.run("settings get secure android_id").out),
        )

    def add(self, item: NewItem, task: Task) -> str:
        """Put a new item on the phone; return the key it got."""
        (added,) = self.add_all(item.kind, (item,), task)
        if added.problem is not None:
            raise added.problem
        return added.key

    def add_all(self, kind: Kind, items: Iterable[NewItem], task: Task) -> Iterator[Added]:
        """Put new items on the phone, as many in one exchange as is bearable."""
        self._ready(task)
        if kind in _MEDIA:
            yield from self._media.add_all(items, task)
            return
        self._need_unlocked()
        with _writing(kind, ""), self._right(kind):
            yield from in_exchanges(self._adder(kind), items, task, self._seconds)

    def update(self, key: str, item: NewItem, task: Task) -> str:
        """Replace the item that has `key`; an event gets a new key."""
        self._ready(task)
        if item.kind in _MEDIA:
            return self._media.update(key, item, task)
        self._need_unlocked()
        with _writing(item.kind, key):
            row = _row(item.kind, key)
            if item.kind is Kind.CONTACTS:
                self._contacts.update(row, item, task)
                return key
            if item.kind is Kind.CALENDAR:
                return self._events.update(row, item, task)
        raise KindRefused(item.kind, "it can only be added or removed")

    def remove(self, kind: Kind, key: str, task: Task) -> None:
        """Take the item that has `key` off the phone."""
        self._ready(task)
        if kind in _MEDIA:
            self._media.remove(kind, key)
            return
        self._need_unlocked()
        with _writing(kind, key), self._right(kind):
            row = _row(kind, key)
            match kind:
                case Kind.CONTACTS:
                    self._contacts.remove(row)
                case Kind.CALENDAR:
                    self._events.remove(row, key)
                case _:
                    self._log(kind).remove(row)

    def close(self) -> None:
        """Have the gallery look, end the session, give the link back."""
        with _quiet():
            self._media.tell_gallery()
        self._files.close()
        self._transport.close()

    def _adder(self, kind: Kind) -> Adder:
        match kind:
            case Kind.CONTACTS:
                return self._contacts
            case Kind.CALENDAR:
                return self._events
        return self._log(kind)

    @cached_property
    def _contacts(self) -> ContactWriter:
        others = [each for each in self.accounts() if each != self._account]
        return ContactWriter(self._source, self._batch, self._bindings, self._account, others)

    @cached_property
    def _events(self) -> EventWriter:
        return EventWriter(self._source, self._batch, self._bindings, lambda: self.zone)

    def _log(self, kind: Kind) -> LogWriter:
        return self._messages if kind is Kind.MESSAGES else self._calls

    @cached_property
    def _messages(self) -> LogWriter:
        return LogWriter(SMS_LOG, self._source, self._batch, self._bindings)

    @cached_property
    def _calls(self) -> LogWriter:
        return LogWriter(CALL_LOG, self._source, self._batch, self._bindings)

    @cached_property
    def _sms_right(self) -> SmsRight:
        return SmsRight(self._shell)

    def _right(self, kind: Kind) -> AbstractContextManager[None]:
        return self._sms_right.lent() if kind is Kind.MESSAGES else nullcontext()


def _row(kind: Kind, key: str) -> int:
    found = _KEYS[kind].fullmatch(key) if kind in _KEYS else None
    if found is None:
        raise ItemRefused(kind, key, "not there")
    return int(found[1])


@contextmanager
def _writing(kind: Kind, key: str) -> Iterator[None]:
    try:
        yield
    except RefusalError as refusal:
        if refusal.denied or not key:
            raise KindRefused(kind, refusal.answer) from refusal
        raise ItemRefused(kind, key, refusal.answer) from refusal


@contextmanager
def _quiet() -> Iterator[None]:
    """The gallery finds out sooner or later; a phone that is gone cannot be told."""
    try:
        yield
    except Problem:
        return
