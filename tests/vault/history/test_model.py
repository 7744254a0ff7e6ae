"""History against a plain account of the same backups, kept in dictionaries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.records.model.coverage import State
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import KindDigest
from holdfast.vault.history.history import History

from .conftest import COMPLETE, LX, PARTIAL, REFUSED, START, Owner, card

CONTACTS = Kind.CONTACTS
KEYS = "abcd"
_ALARM = "loss:contacts"


@dataclass(frozen=True)
class Told:
    """One snapshot as its owner remembers it; `texts` is the content number by key."""

    id: str
    time: datetime
    state: State
    texts: dict[str, int]
    alarm: bool = False


def text(key: str, number: int) -> bytes:
    return card(f"Name{key}", f"555-01{number:02}")


class Account:
    """Does to vault and history what it writes down."""

    def __init__(self, repository, history: History) -> None:
        self.owner = Owner(repository)
        self.repository = repository
        self.history = history
        self.told: list[Told] = []

    def back_up(self, state: State, texts: dict[str, int], day: int, *, alarm: bool) -> None:
        self.owner.now = START + timedelta(days=day)
        self.owner.phone = {CONTACTS: {key: text(key, n) for key, n in texts.items()}}
        tags = [_ALARM] if alarm else []
        snapshot = self.owner.backs_up({CONTACTS: state}, tags=tags, history=self.history)
        held = {} if state is REFUSED else texts
        self.told.append(Told(snapshot, START + timedelta(days=day), state, held, alarm))

    def forget(self, which: int) -> None:
        if self.told:
            self.repository.drop(self.told.pop(which % len(self.told)).id)

    def accept(self, which: int) -> None:
        if self.told:
            place = which % len(self.told)
            new = self.repository.retag(self.told[place].id, add=["x"], remove=[_ALARM])
            self.told[place] = replace(self.told[place], id=new.id, alarm=False)

    @property
    def in_order(self) -> list[Told]:
        # Python's sort is stable: what arrived first comes first.
        return sorted(self.told, key=lambda told: told.time)

    def expected_digest(self, place: int) -> tuple[KindDigest, ...]:
        newer, before = self.in_order[place], self._known(self.in_order[:place])
        if newer.state is REFUSED:
            return ()
        added = sum(key not in before for key in newer.texts)
        changed = sum(before.get(key, n) != n for key, n in newer.texts.items())
        removed = len(before.keys() - newer.texts.keys()) if newer.state is COMPLETE else 0
        return (KindDigest(CONTACTS, added, removed, changed),) if added + removed + changed else ()

    @staticmethod
    def _known(earlier: list[Told]) -> dict[str, int]:
        known: dict[str, int] = {}
        for told in earlier:
            known = dict(told.texts) if told.state is COMPLETE else known | told.texts
        return known

    def known(self) -> dict[str, int]:
        return self._known(self.in_order)

    def expected_versions(self, key: str) -> dict[int, tuple[int, datetime, datetime]]:
        found: dict[int, tuple[int, datetime, datetime]] = {}
        for told in self.in_order:
            if key in told.texts:
                count, first, _ = found.get(told.texts[key], (0, told.time, told.time))
                found[told.texts[key]] = (count + 1, first, told.time)
        return found

    def expected_gone(self, key: str) -> datetime | None:
        gone: datetime | None = None
        for told in self.in_order:
            if key in told.texts:
                gone = None
            elif told.state is COMPLETE and not told.alarm:
                gone = gone or told.time
        return gone


TEXTS = st.dictionaries(st.sampled_from(KEYS), st.integers(0, 3), max_size=len(KEYS))
STATES = st.sampled_from([COMPLETE, COMPLETE, PARTIAL, REFUSED])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("back_up"), STATES, TEXTS, st.integers(0, 12), st.booleans()),
        st.tuples(st.just("forget"), st.integers(0, 9)),
        st.tuples(st.just("accept"), st.integers(0, 9)),
        st.tuples(st.just("refresh")),
    ),
    max_size=14,
)


@contextmanager
def opened(path, repository) -> Iterator[History]:
    history = History(path, repository)
    try:
        yield history
    finally:
        history.close()


@pytest.mark.usefixtures("repository")
@given(steps=STEPS)
@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_history_agrees_with_a_plain_account(steps, make_vault):
    repository = make_vault()
    with opened(None, repository) as history, opened(None, repository) as anew:
        account = Account(repository, history)
        for name, *how in steps:
            if name == "back_up":
                state, texts, day, alarm = how
                account.back_up(state, texts, day, alarm=alarm)
            elif name == "refresh":
                history.refresh()
            else:
                getattr(account, name)(*how)
        history.refresh()
        agree(account, history)
        agree_but_for_order(account, anew)


def agree(account: Account, history: History) -> None:
    """Check everything; snapshots of one time are in order of arrival."""
    agree_but_for_order(account, history)
    times = [told.time for told in account.told]
    if len(set(times)) < len(times):
        return
    entries = list(reversed(history.timeline()))
    for place, entry in enumerate(entries):
        assert entry.digest == account.expected_digest(place), place
    known = {key: item.parts[0].content for key, item in history.known(LX.id, CONTACTS).items()}
    assert known.keys() == account.known().keys()
    for key in KEYS:
        gone = account.expected_gone(key)
        for version in history.versions(LX.id, CONTACTS, key):
            assert version.gone_since == gone


def agree_but_for_order(account: Account, history: History) -> None:
    assert {entry.snapshot.id for entry in history.timeline()} == {t.id for t in account.told}
    for told in account.told:
        items = history.items(told.id, CONTACTS)
        read = {item.key: b"".join(history.read(item)) for item in items}
        assert read == {key: text(key, number) for key, number in told.texts.items()}
        assert history.counts(told.id).get(CONTACTS, 0) == len(told.texts)
    for key in KEYS:
        versions = history.versions(LX.id, CONTACTS, key)
        expected = account.expected_versions(key)
        seen = {
            b"".join(history.read(v.item)): (v.count, v.first.time, v.last.time) for v in versions
        }
        assert seen == {text(key, number): life for number, life in expected.items()}
