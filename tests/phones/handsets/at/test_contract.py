import pytest

from holdfast.phones.handsets.handset import ItemRefused
from holdfast.phones.virtual.at.behaviours import (
    Chattering,
    Echoing,
    ErrorForNothing,
    Framed,
    WrongListing,
)
from holdfast.progress import Task
from holdfast.records.model.item import NewItem
from holdfast.records.model.kinds import Kind
from tests.phones.handsets.at.rig import AtRig, card_file, files_of, message_file
from tests.phones.handsets.contract import HandsetContract

WRITTEN = {
    Kind.CONTACTS: (".vcf", card_file("+4930999", b"Grace Hopper;;;;", b"Grace Hopper")),
    Kind.MESSAGES: (
        ".vmg",
        message_file(
            1, "", "20091022T064825Z", "22.10.2009 06:48:25", "+4930999", b"Knots =E2=82=AC"
        ),
    ),
}


def new(kind, old=b"", other=b""):
    suffix, data = WRITTEN[kind]
    data = data.replace(old, other) if old else data
    return NewItem(kind, "source-key", suffix, lambda: (data[:50], data[50:]), len(data))


def files(handset, kind):
    return {item.key: files_of(item)[0] for item in handset.read(kind, Task())}


class AtContract(HandsetContract):
    """Items are made of rows, so what is written is compared with the file it becomes."""

    def test_every_item_is_byte_for_byte_what_the_phone_holds(self, handset, rig):
        for kind, contents in rig.held().items():
            assert sorted(files(handset, kind).values()) == sorted(contents), kind

    def test_a_new_item_gets_a_key_and_is_read_back_as_it_was(self, handset):
        for kind in WRITTEN:
            before = files(handset, kind)
            key = handset.add(new(kind), Task())
            assert key not in before
            assert files(handset, kind) == before | {key: WRITTEN[kind][1]}

    def test_adding_twice_replaces_nothing(self, handset):
        for kind in WRITTEN:
            keys = [handset.add(new(kind), Task()) for _ in range(2)]
            assert len(set(keys)) == 2
            assert set(keys) <= set(files(handset, kind))

    def test_an_updated_item_has_its_new_bytes_and_leaves_the_others(self, handset):
        for kind in WRITTEN:
            before = files(handset, kind)
            key = min(before)
            changed = new(kind, b"+4930999", b"+4930111")
            after_key = handset.update(key, changed, Task())
            del before[key]
            data = b"".join(changed.open())
            assert files(handset, kind) == before | {after_key: data}

    def test_a_removed_item_is_gone_and_the_others_stay(self, handset):
        for kind in WRITTEN:
            before = files(handset, kind)
            key = max(before)
            handset.remove(kind, key, Task())
            del before[key]
            assert files(handset, kind) == before

    def test_removing_what_is_not_there_is_refused_and_does_no_harm(self, handset):
        for kind in WRITTEN:
            before = files(handset, kind)
            for key in ("no such key", "ME/77", "ME/99999", "XX/1"):
                with pytest.raises(ItemRefused):
                    handset.remove(kind, key, Task())
            assert files(handset, kind) == before

    def test_a_pulled_cable_never_gives_an_item_wrong(self, rig):
        handset = rig.connect()
        true = {kind: set(contents) for kind, contents in whole(handset).items()}
        handset.close()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(rig, "held", lambda: true)
            super().test_a_pulled_cable_never_gives_an_item_wrong(rig)

    def test_a_silence_at_any_transfer_costs_at_most_its_own_kind(self, rig):
        handset = rig.connect()
        true = whole(handset)
        handset.close()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(rig, "held", lambda: true)
            super().test_a_silence_at_any_transfer_costs_at_most_its_own_kind(rig)


def whole(handset):
    """Both parts of every item, joined: their files were compared with the phone elsewhere."""
    return {
        kind: [b"".join(b"".join(part.open()) for part in item.parts) for item in found]
        for kind in handset.kinds()
        for found in [list(handset.read(kind, Task()))]
    }


class TestAPhone(AtContract):
    @pytest.fixture
    def rig(self, tmp_path):
        return AtRig(tmp_path / "phone")


class TestARudePhone(AtContract):
    """Echoes always, ends lines with CR alone, rings between them, and lists wrongly."""

    @pytest.fixture
    def rig(self, tmp_path):
        def behave(phone):
            rude = WrongListing(ErrorForNothing(phone))
            return Echoing(Chattering(Framed(rude, b"\r"), b"RING", b"+CREG: 1", b"*EBSI: 1"))

        return AtRig(tmp_path / "phone", behave=behave)
