"""A phone to ask, and its programs run as a shell would run them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from holdfast.phones.virtual.android.phone import AndroidPhone
from holdfast.phones.virtual.android.tool import Call
from holdfast.phones.virtual.android.tools.registry import tools
from holdfast.phones.virtual.card import SampleInfo, write_card
from holdfast.phones.virtual.clock import VirtualClock

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
RAW = "content://com.android.contacts/raw_contacts"
DATA = "content://com.android.contacts/data"
CALENDARS = "content://com.android.calendar/calendars"
EVENTS = "content://com.android.calendar/events"
ADAPTER = "caller_is_syncadapter=true&account_name=Mine&account_type=LOCAL"


class Peer:
    """One phone and what was said by the program that ran last."""

    def __init__(self, phone: AndroidPhone) -> None:
        self.phone = phone
        self.out = b""
        self.err = b""
        self.status = 0

    def run(self, *words: str, stdin: bytes = b"") -> str:
        """Start a program; return what it printed."""
        out, err = io.BytesIO(), io.BytesIO()
        call = Call(words, io.BytesIO(stdin), out, err)
        self.status = tools(self.phone)[words[0]](call)
        self.out, self.err = out.getvalue(), err.getvalue()
        return self.out.decode("utf-8", "surrogateescape")

    def query(self, uri: str, *columns: str, where: str = "", sort: str = "") -> str:
        """`content query`."""
        words = ["content", "query", "--uri", uri]
        words += ["--projection", ":".join(columns)] if columns else []
        words += ["--where", where] if where else []
        words += ["--sort", sort] if sort else []
        return self.run(*words)

    def insert(self, uri: str, *binds: str) -> str:
        """`content insert`."""
        return self.run(
            "content", "insert", "--uri", uri, *(w for bind in binds for w in ("--bind", bind))
        )

    def raw_contact(self, *binds: str) -> str:
        """A new raw contact in an account."""
        return self.insert(RAW, "account_name:s:A", "account_type:s:B", *binds)

    @property
    def complaint(self) -> str:
        """The line that tells what a provider threw; empty where none did."""
        lines = self.err.decode().splitlines()
        return lines[1] if len(lines) > 1 else ""


@contextmanager
def phone_in(folder: Path, android: str = "16", *, work_profile: bool = False) -> Iterator[Peer]:
    """An empty phone of that release in `folder`, which is made."""
    folder.mkdir()
    info = SampleInfo("HF0000000001", family="android", android=android, work_profile=work_profile)
    write_card(folder, info)
    phone = AndroidPhone(folder, VirtualClock(lambda: NOON))
    try:
        yield Peer(phone)
    finally:
        phone.close()
