"""What changed since an earlier reading: one request where the phone's log can be trusted."""

from functools import partial

import pytest

from holdfast.phones.handsets.handset import Garbled
from holdfast.phones.virtual.folder import PhoneFolder
from holdfast.phones.virtual.irmc.behaviours import Wrapped
from holdfast.phones.virtual.irmc.log_behaviours import (
    CounterBack,
    GarbledLogs,
    NoCounter,
    NoLogs,
    OtherDatabase,
    ShortLogs,
    WrongTotal,
)
from holdfast.phones.virtual.store import edit_sample, wipe_sample
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from holdfast.records.model.since import Since
from tests.phones.handsets.contract import bytes_of
from tests.phones.handsets.irmc.rig import IrmcRig, add_the_rest

RECORDS = (Kind.CONTACTS, Kind.CALENDAR, Kind.TODOS, Kind.NOTES, Kind.MESSAGES)


class Listening(Wrapped):
    """Notes the name of every object that is asked for."""

    def __init__(self, inner, asked):
        super().__init__(inner)
        self._asked = asked

    def get(self, name, kind):
        self._asked.append(name)
        return super().get(name, kind)


def read_everything(handset, since):
    """The items of each kind by key, how each was read, and where each left off."""
    found, how, anchors = {}, {}, {}
    for kind in RECORDS:
        reading = handset.read(kind, Task(), since)
        items = list(reading)
        found[kind] = {item.key: item for item in items}
        how[kind] = reading.how
        anchors[kind] = Since(reading.anchor, partial(frozenset, found[kind]))
    return found, how, anchors


@pytest.fixture
def folder(tmp_path):
    rig = IrmcRig(tmp_path / "phone", small=True)
    return add_the_rest(rig.folder)


def first_reading(folder):
    handset = IrmcRig(folder).connect()
    _, _, since = read_everything(handset, {})
    handset.close()
    assert all(anchor.anchor for anchor in since.values())
    return since


def test_an_unchanged_store_costs_one_request(folder):
    since = first_reading(folder)
    asked: list[str] = []
    handset = IrmcRig(folder, behave=partial(Listening, asked=asked)).connect()
    asked.clear()

    found, how, after = read_everything(handset, since)

    assert set(how.values()) == {"change log"}
    assert sorted(name.rpartition("/")[0] for name in asked if name.endswith(".log")) == [
        f"telecom/{store}/luid" for store in ("cal", "msg/in", "msg/out", "msg/sent", "nt", "pb")
    ]
    assert [name for name in asked if not name.endswith(".log")] == ["telecom/pb/0.vcf"]
    assert {kind: frozenset(items) for kind, items in found.items()} == {
        kind: earlier.keys for kind, earlier in since.items()
    }
    assert all(i.unchanged for items in found.values() for i in items.values() if i.key != "owner")
    assert {kind: anchor.keys for kind, anchor in after.items()} == {
        kind: anchor.keys for kind, anchor in since.items()
    }


def test_only_what_was_edited_is_read(folder):
    since = first_reading(folder)
    edited = edit_sample(folder)
    found, how, _ = read_everything(IrmcRig(folder).connect(), since)
    assert set(how.values()) == {"change log"}
    fresh = [i for i in found[Kind.CONTACTS].values() if not i.unchanged and i.key != "owner"]
    assert len(fresh) == edited.added[Kind.CONTACTS] + edited.changed[Kind.CONTACTS]
    phone = PhoneFolder(folder)
    for kind in (Kind.CONTACTS, Kind.CALENDAR, Kind.TODOS, Kind.NOTES, Kind.MESSAGES):
        held = {path.read_bytes() for path in phone.everything(kind)}
        assert {bytes_of(item) for item in found[kind].values()} == held, kind


def test_an_unchanged_item_can_be_opened_all_the_same(folder):
    since = first_reading(folder)
    found, _, _ = read_everything(IrmcRig(folder).connect(), since)
    cards = {path.read_bytes() for path in PhoneFolder(folder).everything(Kind.CONTACTS)}
    assert {bytes_of(item) for item in found[Kind.CONTACTS].values()} == cards


@pytest.mark.parametrize(
    "manner",
    [
        partial(CounterBack, by=8),
        partial(OtherDatabase, database="BEEF"),
        NoLogs,
        ShortLogs,
        partial(GarbledLogs, garbage=b"what?"),
    ],
    ids=["counter back", "other database", "no logs", "short", "garbage"],
)
def test_a_log_that_cannot_be_true_is_not_believed(folder, manner):
    first_reading(folder)
    edit_sample(folder)
    since = first_reading(folder)
    edit_sample(folder)
    found, how, _ = read_everything(IrmcRig(folder, behave=manner).connect(), since)
    assert how[Kind.CONTACTS] == "whole store"
    cards = {path.read_bytes() for path in PhoneFolder(folder).everything(Kind.CONTACTS)}
    assert {bytes_of(item) for item in found[Kind.CONTACTS].values()} == cards


def test_a_store_that_claims_more_than_it_gives_is_not_taken_for_whole(folder):
    since = first_reading(folder)
    handset = IrmcRig(folder, behave=partial(WrongTotal, by=1)).connect()
    with pytest.raises(Garbled, match="13, 12 came"):
        list(handset.read(Kind.CONTACTS, Task(), since))


def test_a_phone_without_a_counter_is_read_whole_every_time(folder):
    found, how, since = read_everything(IrmcRig(folder, behave=NoCounter).connect(), {})
    assert found[Kind.CONTACTS]
    assert how[Kind.CONTACTS] == "whole store"
    assert since[Kind.CONTACTS].anchor == ""


def test_a_wiped_phone_is_read_whole(folder):
    since = first_reading(folder)
    wipe_sample(folder)
    found, how, _ = read_everything(IrmcRig(folder).connect(), since)
    assert how[Kind.NOTES] in ("whole store", "")
    assert found[Kind.NOTES] == {}


def test_no_log_is_believed_for_ever(folder):
    since = first_reading(folder)
    ways = []
    for _ in range(21):
        handset = IrmcRig(folder).connect()
        _, how, since = read_everything(handset, since)
        handset.close()
        ways.append(how[Kind.CONTACTS])
    assert ways == ["change log"] * 20 + ["whole store"]
