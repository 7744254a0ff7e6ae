"""Whatever is backed up, forgotten and pruned, in any order: every version stays within reach."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.actions.forget import forget, plan_forget
from holdfast.actions.keepsake import in_keepsake, keepsakes
from holdfast.actions.retention import Rules
from holdfast.progress import Task
from holdfast.records.model.coverage import State
from holdfast.records.model.kinds import Kind
from holdfast.vault.history.history import History
from holdfast.vault.history.keepsakes import Life
from holdfast.vault.library import Vault
from holdfast.vault.repository.stores.memory import MemoryStore
from tests.vault.history.conftest import LX, START, Owner, card
from tests.vault.repository.vaults import Clock, create

CONTACTS = Kind.CONTACTS
_texts = st.dictionaries(st.sampled_from("abc"), st.integers(0, 3), max_size=3)
_backups = st.tuples(
    st.just("back up"),
    _texts,
    st.sampled_from([State.COMPLETE, State.COMPLETE, State.PARTIAL]),
    st.booleans(),
)
_forgets = st.tuples(st.just("forget"), st.integers(1, 3), st.booleans())


class Keeper:
    """A vault in memory, and all that was ever put into it."""

    def __init__(self) -> None:
        self.clock = Clock(START)
        repository = create(MemoryStore(), self.clock)
        self.vault = Vault(Path("memory"), repository, History(None, repository))
        self.owner = Owner(repository)
        self.held: set[tuple[str, bytes]] = set()

    def back_up(self, texts: dict[str, int], state: State, alarm: bool) -> None:  # noqa: FBT001
        items = {key: card(f"Name{key}", f"555-01{n:02}") for key, n in texts.items()}
        self.owner.phone = {CONTACTS: items}
        tags = ["loss:contacts"] if alarm else []
        self.owner.backs_up({CONTACTS: state}, tags=tags, history=self.vault.history)
        self.vault.history.refresh()
        self.held |= set(items.items())

    def forget(self, last: int, prune: bool) -> None:  # noqa: FBT001
        if self.vault.history.timeline(LX.id):
            plan = plan_forget(self.vault, LX.id, rules=Rules(last=last), task=Task())
            forget(self.vault, plan, prune=prune, task=Task(), clock=self.clock)

    def reachable(self) -> set[tuple[str, bytes]]:
        history = self.vault.history
        return {
            (key, b"".join(history.read(version.item)))
            for key in "abc"
            for version in history.versions(LX.id, CONTACTS, key)
        }


@settings(max_examples=30, deadline=None)
@given(steps=st.lists(st.one_of(_backups, _forgets), max_size=10))
def test_no_version_ever_held_gets_out_of_reach(steps):
    keeper = Keeper()
    for verb, *values in steps:
        (keeper.back_up if verb == "back up" else keeper.forget)(*values)
        assert keeper.reachable() == keeper.held
    assert keeper.vault.repository.check(read_data=True, task=Task()).sound
    keeper.vault.close()


def test_two_keepsakes_that_a_cut_off_change_left_become_one_and_nothing_counts_twice():
    keeper = Keeper()
    for number in range(3):
        keeper.back_up({"a": number}, State.COMPLETE, alarm=False)
    keeper.forget(1, prune=True)
    (former,) = keepsakes(keeper.vault, LX.id)
    before = in_keepsake(keeper.vault, LX.id)
    with keeper.vault.repository.writer() as writer:
        twin = writer.save_snapshot(
            tree=former.tree,
            time=former.time + timedelta(seconds=1),
            hostname=former.hostname,
            paths=former.paths,
            tags=former.tags,
        )
    assert {found.id for found in keepsakes(keeper.vault, LX.id)} == {former.id, twin.id}
    keeper.back_up({"a": 3}, State.COMPLETE, alarm=False)
    keeper.forget(1, prune=True)
    assert len(keepsakes(keeper.vault, LX.id)) == 1
    assert set(before) <= set(in_keepsake(keeper.vault, LX.id))
    assert keeper.reachable() == keeper.held
    keeper.vault.close()


def test_a_version_that_came_back_has_both_its_lives():
    day = [datetime(2009, 10, n, tzinfo=UTC) for n in range(1, 9)]
    first, second = Life(day[0], day[1], 2, day[2]), Life(day[4], day[5], 2, day[6])
    assert first.joined(second) == second.joined(first) == Life(day[0], day[5], 4, day[6])
    assert first.joined(first) == first
