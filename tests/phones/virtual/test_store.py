import json
from datetime import UTC, datetime
from enum import StrEnum

import pytest

from holdfast.phones.virtual.folder import OWNER, RECORDS, PhoneFolder
from holdfast.phones.virtual.store import (
    FolderNotEmpty,
    NotASample,
    create_sample,
    edit_sample,
    open_sample,
    replace_sample,
    wipe_sample,
)
from holdfast.records.formats.summary import summarise
from holdfast.records.model.kinds import Kind

NOON = datetime(2009, 10, 1, 12, 0, tzinfo=UTC)


def noon():
    return NOON


def contents(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.parent != folder)
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def counts(folder):
    phone = PhoneFolder(folder)
    return {kind: len(phone.records(kind)) for kind in RECORDS} | {
        Kind.PHOTOS: len(phone.media(Kind.PHOTOS))
    }


@pytest.fixture
def phone(tmp_path):
    folder = tmp_path / "phone"
    create_sample(folder, small=True)
    return folder


def test_a_sample_phone_has_people_events_todos_notes_and_photos(tmp_path):
    create_sample(tmp_path / "phone")
    held = counts(tmp_path / "phone")
    assert held[Kind.CONTACTS] >= 200
    assert held[Kind.PHOTOS] >= 60
    assert all(held.values())


def test_a_small_phone_has_records_and_photos_and_at_most_forty_items(phone):
    held = counts(phone)
    few = (Kind.CONTACTS, Kind.CALENDAR, Kind.TODOS, Kind.NOTES, Kind.PHOTOS)
    assert {kind for kind, count in held.items() if count} == set(few)
    assert sum(held.values()) <= 40


def test_a_sample_phone_knows_its_owner_and_keeps_bookmarks(tmp_path):
    create_sample(tmp_path / "phone")
    held = PhoneFolder(tmp_path / "phone")
    assert held.everything(Kind.CONTACTS)[-1].name == OWNER
    assert len(held.everything(Kind.FILES)) == 6
    assert {key.split("/")[0] for key in held.records(Kind.MESSAGES)} == {"in", "out", "sent"}
    assert {key.split("/")[0] for key in held.records(Kind.CALLS)} == {"in", "out", "missed"}


def test_a_phone_for_at_commands_keeps_messages_and_calls_where_only_these_reach(tmp_path):
    create_sample(tmp_path / "phone", family="at")
    edits = edit_sample(tmp_path / "phone", noon)
    held = PhoneFolder(tmp_path / "phone")
    assert not held.records(Kind.MESSAGES)
    assert not held.records(Kind.CALLS)
    assert not edits.added.keys() & {Kind.MESSAGES, Kind.CALLS}


def test_a_family_may_be_named_by_a_word_of_its_own_type(tmp_path):
    class Family(StrEnum):
        AT = "at"

    assert create_sample(tmp_path / "phone", family=Family.AT, small=True).family == "at"
    assert PhoneFolder(tmp_path / "phone").info.family == "at"


def test_two_phones_are_told_apart_by_their_serial(tmp_path):
    made = [create_sample(tmp_path / name, small=True).serial for name in "ab"]
    assert made[0] != made[1]
    assert create_sample(tmp_path / "c", serial="SK4-001", small=True).serial == "SK4-001"


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(FolderNotEmpty) as caught:
        create_sample(tmp_path)
    assert caught.value.path == tmp_path
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_filled_from_a_folder_each_file_is_one_item(tmp_path):
    source = tmp_path / "source"
    files = {
        "a/one.vcf": b"BEGIN:VCARD",
        "two.VCF": b"",
        "event.ics": b"BEGIN:VEVENT\n",
        "todo.vcs": b"BEGIN:VTODO\n",
        "knots.vnt": b"x",
        "hello.vmg": b"BEGIN:VMSG",
        "web.vbm": b"BEGIN:VBKM",
        "a/p.jpg": b"\xff",
        "a/song.m4a": b"la",
    }
    for name, data in files.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(data)

    create_sample(tmp_path / "phone", fill_from=source)

    held = contents(tmp_path / "phone")
    assert sorted(held.values()) == sorted(files.values())
    assert sorted(name for name in held if not name.startswith("c")) == [
        "bookmarks/0007.vbm",
        "files/Phone/a/song.m4a",
        "messages/in/0003.vmg",
        "notes/0004.vnt",
        "photos/Phone/a/p.jpg",
        "to-dos/0005.vcs",
    ]


def test_a_day_of_use_changes_what_it_says(phone):
    before = contents(phone)
    edits = edit_sample(phone, noon)
    after = contents(phone)

    changed = {name for name in before.keys() & after.keys() if before[name] != after[name]}
    assert len(changed) == sum(edits.changed.values()) == 4
    assert len(after.keys() - before.keys()) == sum(edits.added.values()) == 10
    assert len(before.keys() - after.keys()) == sum(edits.removed.values()) == 1


def test_the_same_day_is_the_same_on_every_phone(tmp_path):
    for name in "ab":
        create_sample(tmp_path / name, small=True, serial="SAME-0001")
        edit_sample(tmp_path / name, noon)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_a_second_day_changes_the_phone_again(phone):
    edit_sample(phone, noon)
    before = contents(phone)
    assert sum(edit_sample(phone, noon).added.values()) == 10
    assert contents(phone) != before


def test_what_a_day_of_use_leaves_can_be_read(phone):
    edit_sample(phone, noon)
    held = PhoneFolder(phone)
    for kind in RECORDS:
        for luid, path in held.records(kind).items():
            summary = summarise(kind, path.suffix, path.read_bytes(), luid)
            assert summary.readable, path
            assert summary.title, path


def test_an_empty_phone_can_be_used_too(phone):
    wipe_sample(phone)
    edits = edit_sample(phone, noon)
    assert not edits.removed
    assert not edits.changed
    assert sum(edits.added.values()) == len(contents(phone)) == 10


def test_new_photos_are_pictures_nobody_has_seen(phone):
    before = set(contents(phone).values())
    edit_sample(phone, noon)
    new = [
        path for path in PhoneFolder(phone).media(Kind.PHOTOS) if path.read_bytes() not in before
    ]
    assert len(new) == 4
    assert all(path.read_bytes().startswith(b"\xff\xd8\xff") for path in new)
    assert all(path.stat().st_mtime > NOON.timestamp() for path in new)


def test_a_pulled_battery_empties_the_phone_that_stays_the_same(phone):
    before = PhoneFolder(phone).info
    wipe_sample(phone)
    assert contents(phone) == {}
    assert PhoneFolder(phone).info == before


def test_a_replacement_is_empty_and_another_phone_of_the_model(phone):
    before = PhoneFolder(phone).info
    after = replace_sample(phone)
    assert contents(phone) == {}
    assert after.serial != before.serial
    assert after.model == before.model
    assert replace_sample(phone, serial="SK4-002").serial == "SK4-002"


def test_an_opened_phone_says_who_it_is(phone):
    descriptors = open_sample(phone).descriptors
    assert descriptors.serial == PhoneFolder(phone).info.serial
    assert (descriptors.manufacturer, descriptors.model) == ("Holdfast", "Sample Phone")


@pytest.mark.parametrize(
    "card",
    [
        "",
        "[]",
        "{}",
        '{"serial": ""}',
        '{"serial": 5}',
        '{"serial": "A123", "usb": "x"}',
        '{"serial": "A123", "max_packet": 70000}',
        '{"serial": "A123", "max_packet": true}',
        '{"serial": "A123", "family": "pager"}',
        '{"serial": "A123", "level": 5}',
        '{"serial": "A123", "switch": "AT+WHATEVER"}',
        '{"serial": "A123", "clock_ahead": 99999999999}',
    ],
)
def test_a_folder_without_a_sound_card_is_no_phone(tmp_path, card):
    (tmp_path / "sample.json").write_text(card)
    with pytest.raises(NotASample):
        open_sample(tmp_path)


def test_a_card_from_a_later_version_is_read_as_far_as_it_is_known(tmp_path):
    (tmp_path / "sample.json").write_text(json.dumps({"serial": "A123", "colour": "red"}))
    assert open_sample(tmp_path).descriptors.serial == "A123"


def test_a_folder_that_is_not_there_is_no_phone(tmp_path):
    for use in (open_sample, edit_sample, wipe_sample, replace_sample):
        with pytest.raises(NotASample):
            use(tmp_path / "nowhere")
