"""How long a restore thinks about 20,000 items, and that a second one writes nothing at all."""

from __future__ import annotations

import gc
import time
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import ClassVar

import pytest

from holdfast.actions.confirm import confirm
from holdfast.actions.gather import Fingerprint, Gathered
from holdfast.actions.proposing import propose
from holdfast.actions.receipts import intent
from holdfast.actions.restore import restore
from holdfast.actions.writing import Attempt
from holdfast.phones.handsets.folder.opening import open_folder
from holdfast.phones.virtual.at.behaviours import Wrapped as WrappedAt
from holdfast.phones.virtual.at.device import virtual_at
from holdfast.phones.virtual.irmc.behaviours import Wrapped
from holdfast.phones.virtual.store import create_sample, wipe_sample
from holdfast.progress import Task
from holdfast.records.matching.plan import plan_restore
from holdfast.records.matching.targets import TargetSupport
from holdfast.records.model.coverage import Coverage, State
from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import WRITING, Mode, Outcome, Receipt, Step
from holdfast.records.model.snapshot import SnapshotInfo, StoredItem, StoredPart
from holdfast.vault.history.sidecars import decode_receipt, encode_receipt
from holdfast.wording import receipt_page, receipts
from tests.actions.test_carrying import Sitting
from tests.phones.handsets.folder.rig import HEAD, TAIL, card, event, lay_out

MANY = 20_000
BOUND = 2.0
GRACE = 1.2
NOW = datetime(2009, 10, 20, 12, tzinfo=UTC)
SPLIT = {Kind.CONTACTS: 6_000, Kind.MESSAGES: 8_000, Kind.CALENDAR: 3_000, Kind.PHOTOS: 3_000}
ABLE = dict.fromkeys(Kind, TargetSupport(can_add=True, can_update=True, can_remove=True))


@contextmanager
def within(seconds):
    # What earlier tests left in this process is not counted: neither its garbage nor its threads.
    gc.collect()
    gc.freeze()
    began = time.thread_time()
    yield
    took = time.thread_time() - began
    gc.unfreeze()
    assert took <= seconds * GRACE


def stored(kind, n, *, handset="old", content="", key=""):
    """An item as history lists it; of one `n` and `content` with the same digest."""
    digest = f"{content}{kind}{n}"
    key = key or f"{n:05}"
    part = StoredPart(".dat", key, (digest,), 200)
    path = ("Phone", "DCIM", f"{n:05}.jpg") if kind.is_media else ()
    title = path[-1] if path else f"{kind} no. {n}"
    return StoredItem(handset, kind, key, (part,), digest, title, when=NOW, path=path)


def everything(**how):
    return [stored(kind, n, **how) for kind, count in SPLIT.items() for n in range(count)]


def snapshot():
    coverage = tuple(Coverage(kind, State.COMPLETE, count) for kind, count in SPLIT.items())
    info = HandsetInfo("old", "OLD", "Maker", "Model", "IrMC")
    return SnapshotInfo("a" * 64, NOW, info, coverage)


PRESENT = {
    "an-empty-phone": [],
    "the-same-phone": everything(),
    "another-phone": everything(handset="new"),
    "names-without-numbers": [
        stored(kind, n, handset="new", content="bare", key=f"{SPLIT[kind] - n:05}")
        for kind in SPLIT
        for n in range(SPLIT[kind])
    ],
    "other-things": [
        stored(kind, n, handset="new", content="other")
        for kind in SPLIT
        for n in range(100_000, 100_000 + SPLIT[kind])
    ],
}


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("present", PRESENT.values(), ids=PRESENT.keys())
def test_twenty_thousand_items_are_planned_within_two_seconds(present, mode):
    with within(BOUND):
        made = plan_restore(snapshot(), "new", mode, tuple(SPLIT), everything(), present, ABLE)

    assert sum(entry.step is not Step.REMOVE for entry in made.steps) == MANY


def lying_back(kind, n, *, renumbered):
    item = stored(kind, n)
    key = f"x{n}" if renumbered else item.key
    return Fingerprint(kind, key, item.title, item.digest)


@pytest.mark.parametrize("renumbered", [False, True], ids=["keys-told", "renumbered"])
def test_the_receipt_for_them_is_made_kept_and_written_out_within_two_seconds(renumbered):
    made = plan_restore(snapshot(), "new", Mode.ADD, tuple(SPLIT), everything(), (), ABLE)
    attempts = [Attempt(s, "" if renumbered else s.item.key) for s in made.of(Step.ADD)]
    back = [lying_back(i.kind, n, renumbered=renumbered) for n, i in enumerate_kinds()]
    coverage = list(snapshot().coverage)

    with within(BOUND):
        meant = encode_receipt(intent(made))
        lines = confirm(attempts, Gathered(coverage=coverage, fingerprints=back))
        receipt = Receipt(made.source.id, "new", "b" * 64, "", lines)
        kept = encode_receipt(receipt)
        page = receipt_page.page(receipt, "Maker Model", NOW)
        plain = receipt_page.plain(receipt, "Maker Model", NOW)
        told = receipts.text(receipt)

    assert receipt.whole
    assert len(decode_receipt(kept).lines) == len(decode_receipt(meant).lines) == MANY
    assert page
    assert plain
    assert told


def enumerate_kinds():
    return [(n, stored(kind, n)) for kind, count in SPLIT.items() for n in range(count)]


def test_reading_an_old_receipt_of_twenty_thousand_lines_is_quick():
    made = plan_restore(snapshot(), "new", Mode.ADD, tuple(SPLIT), everything(), (), ABLE)
    kept = encode_receipt(intent(made))

    with within(BOUND / 2):
        found = decode_receipt(kept)

    assert found.counted(Outcome.NOT_TRIED) == MANY


FOLDER = 1_500


def test_a_folder_is_planned_and_its_receipt_made_in_a_share_of_that(world, tmp_path):
    files = {f"{n:05}.vcf": card(f"Friend {n}", str(n)) for n in range(FOLDER)}
    backup = Sitting(world, open_folder(lay_out(tmp_path / "full", files))).back_up()
    target = Sitting(world, open_folder(lay_out(tmp_path / "empty", {})))
    proposal = target.propose(backup)

    with within(BOUND * FOLDER / MANY):
        counts = proposal.counts()

    assert counts[Mode.ADD][Step.ADD] == FOLDER
    assert target.restore(backup).whole
    again = target.propose(backup)
    with within(BOUND * FOLDER / MANY):
        assert again.plan(Mode.UPDATE).writes == 0


class CountingPuts(Wrapped):
    """Counts by verb what reaches the phone and would change it."""

    count: ClassVar[Counter[str]] = Counter()

    def put(self, name, data):
        CountingPuts.count["put"] += 1
        return super().put(name, data)

    def delete(self, name, *, hard=False):
        CountingPuts.count["delete"] += 1
        return super().delete(name, hard=hard)

    def set_path(self, name, *, create):
        CountingPuts.count["create"] += create
        return super().set_path(name, create=create)


WRITES_AT = (b"+CPBW=", b"+CMGW=", b"+CMGD=", b"+CMGS=")


class CountingCommands(WrappedAt):
    """Counts the commands that change a phone."""

    count: ClassVar[Counter[bytes]] = Counter()

    def obey(self, command):
        bare = command.upper().removeprefix(b"AT")
        verb = next((each for each in WRITES_AT if bare.startswith(each)), None)
        if verb is not None:
            CountingCommands.count[verb] += 1
        return super().obey(command)


@pytest.fixture
def writes():
    CountingPuts.count = Counter()
    CountingCommands.count = Counter()
    return lambda: CountingPuts.count.total() + CountingCommands.count.total()


def put_back(world, phone, snapshot, mode, **how):
    handset = world.connect(phone)
    try:
        made = propose(world.vault, handset, snapshot, match=mode is Mode.MATCH, task=Task(), **how)
        plan = made.plan(mode)
        return restore(plan, world.vault, handset, task=Task(), clock=world.desk.clock)
    finally:
        handset.close()


@pytest.mark.parametrize("second", Mode)
@pytest.mark.parametrize("first", Mode)
def test_the_second_restore_onto_a_phone_puts_nothing_on_the_wire(world, writes, first, second):
    phone = world.phone()
    backup = world.back_up(phone).snapshot
    wipe_sample(world.phones["phone"])
    world.misbehave("phone", CountingPuts)
    assert put_back(world, phone, backup, first).whole
    once = writes()

    again = put_back(world, phone, backup, second)

    assert once >= 35
    assert writes() == once
    assert again.lines == ()


@pytest.mark.parametrize("second", Mode)
def test_the_second_restore_onto_another_phone_puts_nothing_on_the_wire(world, writes, second):
    backup = world.back_up(world.phone("old")).snapshot
    other = world.phone("other", serial="OTHER001")
    wipe_sample(world.phones["other"])
    world.misbehave("other", CountingPuts)
    assert put_back(world, other, backup, Mode.ADD).whole
    once = writes()

    put_back(world, other, backup, second)

    assert writes() == once > 0


def test_the_second_restore_from_a_folder_puts_nothing_on_the_wire(
    world,
    writes,
    tmp_path,
):
    files = {"ada.vcf": card("Ada", "+49 170 1"), "cal.ics": HEAD + event("1") + TAIL}
    backup = Sitting(world, open_folder(lay_out(tmp_path / "card", files))).back_up()
    phone = world.phone()
    wipe_sample(world.phones["phone"])
    world.misbehave("phone", CountingPuts)
    put_back(world, phone, backup, Mode.ADD, kinds={Kind.CONTACTS, Kind.CALENDAR})
    once = writes()

    for mode in Mode:
        put_back(world, phone, backup, mode, kinds={Kind.CONTACTS, Kind.CALENDAR})

    assert writes() == once > 0


@pytest.mark.parametrize("second", [Mode.ADD, Mode.UPDATE])
def test_the_second_restore_onto_a_phone_book_sends_no_writing_command(
    world,
    writes,
    tmp_path,
    second,
):
    files = {f"{n}.vcf": card(f"Friend {n}", f"+4917{n}") for n in range(5)}
    backup = Sitting(world, open_folder(lay_out(tmp_path / "card", files))).back_up()
    world.phones["at"] = world.folder / "at"
    create_sample(world.phones["at"], family="at", small=True)
    before = {found.info.id for found in world.desk.look().present if found.info}
    world.desk.virtual.plug(virtual_at(world.phones["at"], world.desk.clock, CountingCommands))
    [phone] = {found.info.id for found in world.desk.look().present if found.info} - before
    receipt = put_back(world, phone, backup, Mode.ADD)
    once = writes()

    again = put_back(world, phone, backup, second)

    assert receipt.whole
    assert once == 5
    assert writes() == once
    assert again.lines == ()


@pytest.mark.parametrize("second", Mode)
def test_the_second_restore_onto_a_folder_writes_no_file(world, tmp_path, second):
    backup = world.back_up(world.phone()).snapshot
    shelf = lay_out(tmp_path / "shelf", {})
    target = Sitting(world, open_folder(shelf))
    kinds = {Kind.CONTACTS, Kind.CALENDAR, Kind.TODOS, Kind.NOTES, Kind.PHOTOS}
    assert target.restore(backup, Mode.ADD, kinds=kinds).whole

    def state():
        paths = [shelf, *shelf.rglob("*")]
        return {p: (p.stat().st_mtime_ns, p.stat().st_ctime_ns, p.stat().st_ino) for p in paths}

    before = state()
    made = target.propose(backup, kinds=kinds, match=second is Mode.MATCH).plan(second)

    assert [entry.step for entry in made.steps if entry.step in WRITING] == []
    restore(made, world.vault, target.handset, task=Task(), clock=world.desk.clock)
    assert state() == before
