"""What the phone knows of changes that nobody told it about."""

import os
import time

import pytest

from holdfast.phones.virtual.folder import JOURNAL, PhoneFolder, SampleInfo
from holdfast.phones.virtual.journal import DELETED, GONE, MODIFIED, Journal
from holdfast.records.model.kinds import Kind

PLACES = ("calendar", "to-dos")


class Phone:
    def __init__(self, path, **how):
        self.folder = PhoneFolder.create(path, SampleInfo(serial="A123", **how))

    def look(self, **how):
        return Journal(self.folder).look("cal", PLACES, **how)

    def add(self, text=b"x"):
        return self.folder.add(Kind.CALENDAR, ".vcs", text)

    def edit(self, luid, text):
        self.folder.records(Kind.CALENDAR)[luid].write_bytes(text)

    def changes(self, anchor=0):
        return [(c.what, c.counter, c.luid) for c in self.look().since(anchor)]


@pytest.fixture
def phone(tmp_path):
    return Phone(tmp_path / "phone")


def test_what_lies_there_first_is_no_change(phone):
    phone.add()
    state = phone.look()
    assert (state.counter, list(state.items), state.since(0)) == (0, ["0001"], [])


def test_each_edit_by_hand_counts_once(phone):
    phone.add()
    phone.add()
    phone.look()
    phone.edit("0001", b"y")
    luid = phone.add()
    (phone.folder.folder(Kind.CALENDAR) / "0002.vcs").unlink()
    assert phone.changes() == [(MODIFIED, 1, "0001"), (MODIFIED, 2, luid), (GONE, 3, "0002")]
    assert phone.changes() == phone.changes()
    assert phone.changes(2) == [(GONE, 3, "0002")]


def test_an_edit_of_the_same_length_right_after_a_look_is_seen(phone):
    phone.add(b"a")
    for n, text in enumerate((b"b", b"c", b"d"), 1):
        phone.look()
        phone.edit("0001", text)
        assert phone.look().counter == n


def test_a_file_that_was_only_touched_has_not_changed(phone):
    phone.add()
    phone.look()
    os.utime(phone.folder.records(Kind.CALENDAR)["0001"], (1, 1))
    assert phone.look().counter == 0


def test_an_event_that_moves_to_the_to_dos_is_one_item(phone):
    phone.add()
    phone.look()
    calendar, todos = (phone.folder.folder(place) for place in PLACES)
    todos.mkdir()
    (calendar / "0001.vcs").rename(todos / "0001.vcs")
    assert phone.look().counter == 0


def test_the_last_change_of_an_item_is_the_one_told(phone):
    phone.add()
    phone.look()
    phone.edit("0001", b"y")
    phone.look()
    phone.folder.records(Kind.CALENDAR)["0001"].unlink()
    assert phone.changes() == [(GONE, 2, "0001")]


def test_a_soft_deletion_is_told_as_one(phone):
    phone.add()
    phone.look()
    phone.folder.records(Kind.CALENDAR)["0001"].unlink()
    assert [c.what for c in phone.look(soft="0001").since(0)] == [DELETED]


def test_a_log_reaches_back_as_far_as_it_is_long(tmp_path):
    phone = Phone(tmp_path / "phone", log_length=2)
    phone.look()
    for _ in range(3):
        phone.add()
        phone.look()
    state = phone.look()
    assert state.since(0) is None
    assert [c.counter for c in state.since(1)] == [2, 3]
    assert state.since(3) == []
    assert state.since(4) is None


def test_stores_have_databases_of_their_own_that_stay(phone):
    journal = Journal(phone.folder)
    one, other = journal.look("cal", PLACES), journal.look("nt", ("notes",))
    assert one.database != other.database
    assert phone.look().database == one.database


def test_a_wiped_phone_begins_a_new_database(phone):
    phone.look()
    phone.add()
    journal = Journal(phone.folder)
    before = journal.look("cal", PLACES)
    assert before.counter == 1
    phone.folder.wipe()
    after = journal.look("cal", PLACES)
    assert after.counter == 0
    assert after.database != before.database


@pytest.mark.parametrize("spoilt", [b"", b"{", b"[]", b'{"cal": 1}', b'{"cal": {"counter": 1}}'])
def test_a_spoilt_journal_is_a_new_database(phone, spoilt):
    before = phone.look().database
    (phone.folder.path / JOURNAL).write_bytes(spoilt)
    assert phone.look().database != before


def test_indexes_stay_and_gaps_are_filled_first(phone):
    for _ in range(3):
        phone.add()
    phone.look()
    phone.folder.records(Kind.CALENDAR)["0002"].unlink()
    assert {luid: seen.index for luid, seen in phone.look().items.items()} == {"0001": 1, "0003": 3}
    new = phone.add()
    assert phone.look().luid_at(2) == new
    assert phone.look().luid_at(4) is None


def test_a_new_item_may_be_given_its_index(phone):
    phone.look()
    luid = phone.add()
    assert phone.look(indexes={luid: 7}).luid_at(7) == luid


def test_five_thousand_items_that_did_not_change_are_looked_at_in_no_time(phone):
    folder = phone.folder.folder(Kind.CALENDAR)
    folder.mkdir()
    for number in range(5000):
        path = folder / f"{number:04X}.vcs"
        path.write_bytes(b"%d" % number)
        os.utime(path, (1, 1))
    journal = Journal(phone.folder)
    journal.look("cal", PLACES)
    fastest = min(_seconds(journal) for _ in range(5))
    assert fastest < 0.1


def _seconds(journal):
    begun = time.thread_time()
    journal.look("cal", PLACES)
    return time.thread_time() - begun
