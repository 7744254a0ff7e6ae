"""The contract of drivers, kept on every release of Android."""

from contextlib import closing, suppress
from dataclasses import replace

import pytest

from holdfast.phones.handsets.android.handset import AndroidHandset
from holdfast.phones.handsets.handset import ItemRefused, KindRefused
from holdfast.phones.links.link import Unplugged
from holdfast.progress import Task
from holdfast.records.formats.provider_rows.contacts.doors import shape as shape_card
from holdfast.records.formats.provider_rows.events.shaping import shape as shape_event
from holdfast.records.formats.provider_rows.messages import shape as shape_message
from holdfast.records.model.item import NewItem
from holdfast.records.model.kinds import Kind
from tests.phones.handsets.android.rig import AndroidRig
from tests.phones.handsets.contract import HandsetContract
from tests.phones.handsets.contract import new_item as new_media

_ALL = tuple(kind for kind in Kind if kind not in (Kind.TODOS, Kind.NOTES))
ZONE = "America/Los_Angeles"
SMS = b"""<?xml version='1.0' encoding='UTF-8'?>
<smses count="1">
<sms address="+4930999" date="1256194105000" type="1" body="Knots %s" read="1"/>
</smses>
"""
CALL = b"""<?xml version='1.0' encoding='UTF-8'?>
<calls count="1">
<call number="+4930999" date="1256194105000" duration="%s" type="1"/>
</calls>
"""
CARD = (
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Hopper;Grace;;;\r\nFN:Grace Hopper\r\n"
    b"NOTE:%s\r\nEND:VCARD\r\n"
)
EVENT = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:%s@example.org\r\n"
    b"SUMMARY:Sail\r\nDTSTART:20091011T090000Z\r\nDTEND:20091011T100000Z\r\n"
    b"END:VEVENT\r\nEND:VCALENDAR\r\n"
)
WRITTEN = {
    Kind.CONTACTS: (".vcf", lambda said: shape_card(CARD % said)),
    Kind.CALENDAR: (".ics", lambda said: shape_event(EVENT % said, ZONE)),
    Kind.MESSAGES: (".xml", lambda said: shape_message(SMS % said)),
    Kind.CALLS: (".xml", lambda said: shape_message(CALL % said)),
}


def new(kind, said=b"10"):
    if kind.is_media:
        name = f"{said.decode()}{'.jpg' if kind is Kind.PHOTOS else '.bin'}"
        return replace(new_media(kind), path=("Phone", "DCIM", name))
    suffix, made = WRITTEN[kind]
    data = made(said)
    return NewItem(kind, "source-key", suffix, lambda: (data[:50], data[50:]), len(data))


def file_of(item):
    return b"".join(item.parts[0].open())


def files(handset, kind):
    return {item.key: file_of(item) for item in handset.read(kind, Task())}


def whole(handset):
    """All parts of every item, joined: their files were compared with the phone elsewhere."""
    found = {}
    for kind in handset.kinds():
        items = list(handset.read(kind, Task()))
        found[kind] = [b"".join(b"".join(part.open()) for part in item.parts) for item in items]
    return found


class AndroidContract(HandsetContract):
    """Items are made of rows, so what is written is compared with the file it becomes."""

    def test_every_item_is_byte_for_byte_what_the_phone_holds(self, handset, rig):
        for kind, contents in rig.held().items():
            assert sorted(files(handset, kind).values()) == sorted(contents), kind

    def test_a_new_item_gets_a_key_and_is_read_back_as_it_was(self, handset):
        for support in handset.support():
            if support.can_add:
                before = files(handset, support.kind)
                item = new(support.kind)
                key = handset.add(item, Task())
                assert key not in before
                assert files(handset, support.kind) == before | {key: b"".join(item.open())}

    def test_adding_twice_replaces_nothing(self, handset):
        for support in handset.support():
            if support.can_add:
                keys = [handset.add(new(support.kind), Task()) for _ in range(2)]
                assert len(set(keys)) == 2
                assert set(keys) <= set(files(handset, support.kind))

    def test_an_updated_item_has_its_new_bytes_and_leaves_the_others(self, handset):
        for support in handset.support():
            if support.can_update:
                key = handset.add(new(support.kind), Task())
                before = files(handset, support.kind)
                item = new(support.kind, b"11")
                after_key = handset.update(key, item, Task())
                del before[key]
                expected = before | {after_key: b"".join(item.open())}
                assert files(handset, support.kind) == expected

    def test_a_removed_item_is_gone_and_the_others_stay(self, handset):
        for support in handset.support():
            if support.can_remove:
                key = handset.add(new(support.kind), Task())
                before = files(handset, support.kind)
                handset.remove(support.kind, key, Task())
                del before[key]
                assert files(handset, support.kind) == before

    def test_removing_what_is_not_there_is_refused_and_does_no_harm(self, handset):
        for support in handset.support():
            if support.can_remove:
                before = files(handset, support.kind)
                with pytest.raises(ItemRefused):
                    handset.remove(support.kind, "no such key", Task())
                assert files(handset, support.kind) == before

    def test_a_pulled_cable_never_gives_an_item_wrong(self, rig):
        true = self.true(rig)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(rig, "held", lambda: {kind: set(them) for kind, them in true.items()})
            super().test_a_pulled_cable_never_gives_an_item_wrong(rig)

    def test_a_silence_at_any_transfer_costs_at_most_its_own_kind(self, rig):
        true = self.true(rig)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(rig, "held", lambda: true)
            super().test_a_silence_at_any_transfer_costs_at_most_its_own_kind(rig)

    def true(self, rig):
        with closing(rig.connect()) as handset:
            return whole(handset)

    def points(self, rig):
        """Every transfer in the deep run; else some fifteen spread over them all."""
        last = self.transfers_of_a_full_read(rig)
        return range(1, last, max(1, last // 15))

    def test_unplugged_at_the_last_transfer_nothing_is_missing(self, rig):
        true = self.true(rig)
        last = self.transfers_of_a_full_read(rig)
        with closing(rig.connect()) as handset, suppress(Unplugged):
            rig.bus.unplug_at(last)
            assert whole(handset) == true


class TestAndroid16(AndroidContract):
    @pytest.fixture
    def rig(self, tmp_path):
        return AndroidRig(tmp_path / "phone", "16")


@pytest.mark.deep
class TestAndroid16AtEveryTransfer(AndroidContract):
    @pytest.fixture
    def rig(self, tmp_path):
        return AndroidRig(tmp_path / "phone", "16", tiny=True)

    def points(self, rig):
        return range(1, self.transfers_of_a_full_read(rig))


class OldContract(AndroidContract):
    """Of phones whose shell may not read everything: the rest is refused, and so left out here."""

    readable: tuple[Kind, ...]

    @pytest.fixture(autouse=True)
    def _only_the_readable(self, monkeypatch):
        monkeypatch.setattr(AndroidHandset, "kinds", lambda _: self.readable)

    def test_what_may_not_be_read_is_refused(self, handset):
        for kind in {*_ALL} - {*self.readable}:
            with pytest.raises(KindRefused):
                list(handset.read(kind, Task()))


class TestAndroid11(OldContract):
    readable = (Kind.CONTACTS, Kind.CALENDAR, Kind.MESSAGES, Kind.PHOTOS, Kind.FILES)

    @pytest.fixture
    def rig(self, tmp_path):
        return AndroidRig(tmp_path / "phone", "11")


class TestAndroid6(OldContract):
    readable = (Kind.CONTACTS, Kind.CALENDAR, Kind.PHOTOS, Kind.FILES)

    @pytest.fixture
    def rig(self, tmp_path):
        return AndroidRig(tmp_path / "phone", "6")
