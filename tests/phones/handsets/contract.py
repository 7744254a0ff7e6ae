"""What every driver must keep, whatever it drives: subclass and give a `rig`."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from typing import Protocol

import pytest

from holdfast.phones.handsets.handset import Handset, HandsetProblem, ItemRefused
from holdfast.phones.links.link import LinkProblem, NoAnswer, Unplugged
from holdfast.phones.virtual.bus import VirtualBus
from holdfast.progress import Cancelled, Task
from holdfast.records.model.item import Item, NewItem
from holdfast.records.model.kinds import Kind

CONTENT = {
    Kind.CONTACTS: (".vcf", b"BEGIN:VCARD\r\nVERSION:2.1\r\nN:Hopper;Grace\r\nEND:VCARD\r\n"),
    Kind.CALENDAR: (
        ".vcs",
        b"BEGIN:VCALENDAR\r\nVERSION:1.0\r\nBEGIN:VEVENT\r\nDTSTART:20091011T090000Z\r\n%s"
        % b"END:VEVENT\r\nEND:VCALENDAR\r\n",
    ),
    Kind.TODOS: (
        ".vcs",
        b"BEGIN:VCALENDAR\r\nVERSION:1.0\r\nBEGIN:VTODO\r\nSTATUS:NEEDS ACTION\r\n%s"
        % b"END:VTODO\r\nEND:VCALENDAR\r\n",
    ),
    Kind.MESSAGES: (
        ".vmg",
        b"BEGIN:VMSG\r\nVERSION:1.1\r\nX-IRMC-BOX:INBOX\r\nBEGIN:VENV\r\nBEGIN:VBODY\r\n%s"
        % b"Date:11.10.2009 09:00:00\r\nSee you\r\nEND:VBODY\r\nEND:VENV\r\nEND:VMSG\r\n",
    ),
    Kind.CALLS: (
        ".vcf",
        b"BEGIN:VCARD\r\nVERSION:2.1\r\nN:Hopper;Grace\r\nTEL:+4912\r\n%s"
        % b"X-IRMC-CALL-DATETIME;MISSED:20091011T090000Z\r\nEND:VCARD\r\n",
    ),
    Kind.NOTES: (".vnt", b"BEGIN:VNOTE\r\nVERSION:1.1\r\nBODY:Knots\r\nEND:VNOTE\r\n"),
    Kind.PHOTOS: ("", b"\xff\xd8" + bytes(range(256)) * 300),
    Kind.FILES: ("", b"plain bytes\0" * 9000),
}
PATHS = {
    Kind.PHOTOS: ("Phone", "DCIM", "103NEW", "NEW_1.JPG"),
    Kind.FILES: ("Phone", "Other", "notes.bin"),
}


def new_item(kind: Kind, data: bytes | None = None) -> NewItem:
    suffix, content = CONTENT[kind]
    content = content if data is None else data
    path = PATHS.get(kind, ())
    return NewItem(
        kind=kind,
        key="/".join(path) or "source-key",
        suffix=suffix,
        open=lambda: (content[:100], content[100:]),
        size=len(content),
        path=path,
    )


def bytes_of(item: Item) -> bytes:
    return b"".join(chunk for part in item.parts for chunk in part.open())


def read(handset: Handset, kind: Kind) -> dict[str, bytes]:
    return {item.key: bytes_of(item) for item in handset.read(kind, Task())}


def kinds_of(handset: Handset) -> list[Kind]:
    return list(handset.kinds())


def read_all(handset: Handset) -> dict[Kind, dict[str, bytes]]:
    return {kind: read(handset, kind) for kind in kinds_of(handset)}


class Rig(Protocol):
    """A small virtual phone with items of every kind, plugged into a bus of its own."""

    bus: VirtualBus

    def connect(self) -> Handset:
        """Begin a session; the phone is plugged in again if it is not there."""
        ...

    def held(self) -> dict[Kind, Iterable[bytes]]:
        """What the phone holds now, read behind the driver's back."""
        ...


class HandsetContract:
    """Every driver runs these tests over each of its ways to be connected."""

    @pytest.fixture
    @abstractmethod
    def rig(self, tmp_path) -> Rig: ...

    @pytest.fixture
    def handset(self, rig):
        handset = rig.connect()
        yield handset
        handset.close()

    def test_who_it_is_stays_the_same_from_session_to_session(self, rig):
        first = rig.connect()
        first.close()
        second = rig.connect()
        assert (second.info.id, second.info.serial) == (first.info.id, first.info.serial)
        assert first.info.id == first.info.id.lower()
        second.close()

    def test_every_kind_is_told_once(self, handset, rig):
        kinds = kinds_of(handset)
        assert len(set(kinds)) == len(kinds)
        assert [support.kind for support in handset.support()] == kinds
        assert {kind for kind, items in rig.held().items() if items} <= set(kinds)

    def test_every_item_is_byte_for_byte_what_the_phone_holds(self, handset, rig):
        found = read_all(handset)
        for kind, contents in rig.held().items():
            assert sorted(found[kind].values()) == sorted(contents), kind

    def test_what_is_announced_is_what_comes(self, handset):
        for kind in kinds_of(handset):
            reading = handset.read(kind, Task())
            came = len(list(reading))
            assert reading.announced in (None, came), kind
            assert reading.how, kind

    def test_keys_and_marks_stay_the_same_from_reading_to_reading(self, handset):
        for kind in kinds_of(handset):
            once = [(item.key, item.mark, item.path) for item in handset.read(kind, Task())]
            again = [(item.key, item.mark, item.path) for item in handset.read(kind, Task())]
            assert once == again
            assert len({key for key, _, _ in once}) == len(once)

    def test_only_media_have_a_path_and_their_key_is_made_of_it(self, handset):
        for kind in kinds_of(handset):
            for item in handset.read(kind, Task()):
                assert bool(item.path) == kind.is_media
                assert not item.path or item.key == "/".join(item.path)

    def test_an_item_may_be_left_half_read(self, handset):
        for kind in kinds_of(handset):
            for item in handset.read(kind, Task()):
                next(iter(item.parts[0].open()), None)
        assert read_all(handset)

    def test_a_reading_may_be_left_half_way(self, handset):
        for kind in kinds_of(handset):
            next(handset.read(kind, Task()), None)
        assert read_all(handset)

    def test_a_stop_ends_the_reading(self, handset):
        for kind in kinds_of(handset):
            task = Task()
            task.cancel()
            with pytest.raises(Cancelled):
                list(handset.read(kind, task))
        assert read_all(handset)

    def test_a_new_item_gets_a_key_and_is_read_back_as_it_was(self, handset):
        for support in handset.support():
            if support.can_add:
                before = read(handset, support.kind)
                key = handset.add(new_item(support.kind), Task())
                after = read(handset, support.kind)
                assert after == before | {key: CONTENT[support.kind][1]}
                assert key not in before

    def test_adding_twice_replaces_nothing(self, handset):
        for support in handset.support():
            if support.can_add:
                keys = [handset.add(new_item(support.kind), Task()) for _ in range(2)]
                assert len(set(keys)) == 2
                assert set(keys) <= set(read(handset, support.kind))

    def test_an_updated_item_has_its_new_bytes_and_leaves_the_others(self, handset):
        for support in handset.support():
            if support.can_update:
                handset.add(new_item(support.kind), Task())
                before = read(handset, support.kind)
                key = min(before)
                data = CONTENT[support.kind][1].replace(b"1", b"2") + b"\r\n"
                after_key = handset.update(key, new_item(support.kind, data), Task())
                del before[key]
                assert read(handset, support.kind) == before | {after_key: data}

    def test_a_removed_item_is_gone_and_the_others_stay(self, handset):
        for support in handset.support():
            if support.can_remove:
                handset.add(new_item(support.kind), Task())
                before = read(handset, support.kind)
                key = max(before)
                handset.remove(support.kind, key, Task())
                del before[key]
                assert read(handset, support.kind) == before

    def test_removing_what_is_not_there_is_refused_and_does_no_harm(self, handset):
        for support in handset.support():
            if support.can_remove:
                before = read(handset, support.kind)
                with pytest.raises(ItemRefused):
                    handset.remove(support.kind, "no such key", Task())
                assert read(handset, support.kind) == before

    def test_closing_twice_does_no_harm_and_the_phone_can_be_opened_again(self, rig):
        handset = rig.connect()
        handset.close()
        handset.close()
        again = rig.connect()
        assert read_all(again)
        again.close()

    def test_unplugged_at_any_transfer_says_so(self, rig):
        for n in self.points(rig):
            handset = rig.connect()
            rig.bus.unplug_at(n)
            with pytest.raises(Unplugged):
                read_all(handset)
            handset.close()

    def test_a_pulled_cable_never_gives_an_item_wrong(self, rig):
        true = {kind: set(contents) for kind, contents in rig.held().items()}
        for n in self.points(rig):
            handset = rig.connect()
            rig.bus.unplug_at(n)
            for kind, data in arriving(handset):
                assert data in true[kind]
            handset.close()

    def test_a_silence_at_any_transfer_costs_at_most_its_own_kind(self, rig):
        for n in self.points(rig):
            handset = rig.connect()
            whole = {kind: sorted(contents) for kind, contents in rig.held().items()}
            kinds = kinds_of(handset)
            rig.bus.time_out_at(n)
            lost = 0
            for kind in kinds:
                try:
                    assert sorted(read(handset, kind).values()) == whole.get(kind, [])
                except NoAnswer:
                    lost += 1
            assert lost <= 1
            rig.bus.forget_faults()
            handset.close()

    def test_a_stall_at_any_transfer_is_a_problem_of_the_link_or_nothing(self, rig):
        for n in self.points(rig):
            handset = rig.connect()
            kinds = kinds_of(handset)
            rig.bus.stall_at(n)
            for kind in kinds:
                try:
                    read(handset, kind)
                except Unplugged:
                    pytest.fail("a stalled phone is still there")
                except (LinkProblem, HandsetProblem):
                    continue
            rig.bus.forget_faults()
            assert read_all(handset)
            handset.close()

    def points(self, rig: Rig) -> Iterable[int]:
        """The transfers of a full reading at which something goes wrong: each of them."""
        return range(1, self.transfers_of_a_full_read(rig) + 1)

    def transfers_of_a_full_read(self, rig: Rig) -> int:
        handset = rig.connect()
        before = rig.bus.transfers
        read_all(handset)
        transfers = rig.bus.transfers - before
        handset.close()
        return transfers


def arriving(handset):
    """The items that come before the phone is gone."""
    try:
        for kind in kinds_of(handset):
            for item in handset.read(kind, Task()):
                yield kind, bytes_of(item)
    except Unplugged:
        return
