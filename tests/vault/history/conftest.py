"""A vault in memory, and a phone's owner who backs it up at chosen times."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from holdfast.records.formats.summary import summarise
from holdfast.records.model.coverage import Coverage, Reason, State
from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.kinds import Kind
from holdfast.vault.history.history import History
from holdfast.vault.history.layout import Kept, KeptPart, place
from holdfast.vault.repository.keyfile import ScryptCost
from holdfast.vault.repository.repository import Repository
from holdfast.vault.repository.stores.memory import MemoryStore

START = datetime(2009, 10, 1, 12, 0, tzinfo=UTC)
LX = HandsetInfo("lx-0042", "LX0042", "Danger", "Sidekick LX", "IrMC over OBEX")
REPLACEMENT = HandsetInfo("lx-0077", "LX0077", "Danger", "Sidekick LX", "IrMC over OBEX")

COMPLETE, PARTIAL, REFUSED = State.COMPLETE, State.PARTIAL, State.REFUSED


def card(name: str, phone: str = "555-0100", *, extra: str = "") -> bytes:
    """A contact as a phone writes it."""
    lines = ["BEGIN:VCARD", "VERSION:2.1", f"N:{name}", f"TEL;CELL:{phone}"]
    return "\r\n".join([*lines, *extra.splitlines(), "END:VCARD", ""]).encode()


@dataclass
class Owner:
    """Backs up whatever is put in `phone`: bytes by kind and key."""

    repository: Repository
    info: HandsetInfo = LX
    now: datetime = START
    phone: dict[Kind, dict[str, bytes]] = field(default_factory=dict)

    def backs_up(
        self,
        states: Mapping[Kind, State] | None = None,
        *,
        tags: Iterable[str] = (),
        extras: Mapping[str, bytes] | None = None,
        history: History | None = None,
        later: timedelta = timedelta(days=1),
    ) -> str:
        """Write one snapshot and return its id; kinds in `states` are not complete."""
        states = states or {}
        with self.repository.writer() as writer:
            kept = [
                _kept(writer, kind, key, data)
                for kind, items in self.phone.items()
                if states.get(kind, COMPLETE) is not REFUSED
                for key, data in items.items()
            ]
            coverage = [
                _coverage(kind, states.get(kind, COMPLETE), len(items))
                for kind, items in self.phone.items()
            ]
            dates = history.dates(self.info.id) if history else None
            entries = place(self.info, coverage, kept, self.now, writer, extras, dates)
            snapshot = writer.save_snapshot(
                tree=writer.save_tree(entries),
                time=self.now,
                hostname=self.info.id,
                paths=(f"/{self.info.id}",),
                tags=sorted(tags),
            )
        self.now += later
        return snapshot.id


def _coverage(kind: Kind, state: State, count: int) -> Coverage:
    reason = Reason.NONE if state is COMPLETE else Reason.UNPLUGGED
    anchor = str(count) if state is COMPLETE else ""
    return Coverage(kind, state, count, how="each LUID", reason=reason, anchor=anchor)


def _kept(writer, kind: Kind, key: str, data: bytes) -> Kept:
    saved = writer.save_content([data], compress=not kind.is_media)
    if kind.is_media:
        modified = datetime(2009, 6, 1, tzinfo=UTC) + timedelta(seconds=len(data))
        path = tuple(key.split("/"))
        mark = f"{saved.size}:{int(modified.timestamp())}"
        part = KeptPart("", saved.content, saved.size)
        return Kept(kind, key, (part,), path[-1], mark, path, modified)
    suffix = ".vcf" if kind is Kind.CONTACTS else ".vcs"
    title = summarise(kind, suffix, data, key).title
    return Kept(kind, key, (KeptPart(suffix, saved.content, saved.size),), title)


@pytest.fixture
def make_vault() -> Callable[[], Repository]:
    """Makes empty vaults in memory, with a password that costs nothing to try."""

    def make() -> Repository:
        cheap = ScryptCost(n=2, r=1, p=1)
        return Repository.create(
            MemoryStore(), "password", cost=cheap, clock=lambda: START, settle=0
        )

    return make


@pytest.fixture
def repository(make_vault) -> Repository:
    return make_vault()


@pytest.fixture
def owner(repository) -> Owner:
    return Owner(repository)


@pytest.fixture
def history(repository, tmp_path) -> Iterator[History]:
    history = History(tmp_path / "index.sqlite", repository)
    yield history
    history.close()
