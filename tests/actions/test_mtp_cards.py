"""A card that is taken out while a phone in file-transfer mode is read: nothing counts as lost."""

from __future__ import annotations

import shutil

import pytest

from holdfast.phones.protocols.mtp.codes import Op, Response
from holdfast.phones.virtual.mtp.behaviours import CardPulled, Wrapped
from holdfast.phones.virtual.mtp.device import virtual_mtp
from holdfast.phones.virtual.mtp.service import told
from holdfast.phones.virtual.store import create_sample
from holdfast.records.model.coverage import Reason, State
from holdfast.records.model.kinds import Kind
from holdfast.wording.coverage import shortfall

PHOTOS = 6


class PulledAtList(Wrapped):
    """Its card is pulled out before the n-th folder of it is listed."""

    def __init__(self, inner, n):
        super().__init__(inner)
        self.left = n
        self.card = max(self.objects.roots)

    def answer(self, request):
        if request.op == Op.GetObjectPropList and self._is_on_card(request.param(0)):
            self.left -= 1
            if self.left == 0:
                self.objects.pull(self.card)
        return super().answer(request)

    def _is_on_card(self, handle):
        node = self.objects.node(handle)
        return node is not None and node.volume.card


@pytest.fixture
def folder(world):
    """A sample phone with a card, on which are photos and a file in several folders."""
    folder = world.folder / "phone"
    create_sample(folder, family="mtp", small=True)
    source = folder / "storage" / "emulated" / "0" / "DCIM" / "Camera"
    card = folder / "storage" / "1234-ABCD"
    for number in range(PHOTOS):
        place = card / "DCIM" / f"10{number}TRIP"
        place.mkdir(parents=True)
        shutil.copy2(sorted(source.iterdir())[number], place)
    (card / "Music").mkdir()
    (card / "Music" / "song.mp3").write_bytes(b"la" * 999)
    return folder


def plug(world, folder, behave=lambda service: service):
    slot = world.desk.virtual.plug(virtual_mtp(folder, world.desk.clock, behave))
    (found,) = world.desk.look().present
    return slot, found.info.id


def again(world, slot, folder, behave=lambda service: service):
    world.desk.virtual.unplug(slot)
    world.desk.look()
    return plug(world, folder, behave)


def states(result):
    return {entry.kind: (entry.state, entry.reason) for entry in result.coverage}


def removed(world, handset):
    (newest, *_) = world.vault.history.timeline(handset)
    return sum(digest.removed for digest in newest.digest)


class EmptyOnceGone(PulledAtList):
    """Tells of what is gone as of an empty folder."""

    def answer(self, request):
        reply = super().answer(request)
        if reply.code not in (Response.InvalidObjectHandle, Response.InvalidStorageID):
            return reply
        return told(bytes(4))


GONE = (State.PARTIAL, Reason.STORAGE_GONE)


@pytest.mark.parametrize("n", [1, 2, 3, 12])
def test_a_card_pulled_while_it_is_listed_costs_nothing_that_was_kept(world, folder, n):
    slot, handset = plug(world, folder)
    whole = world.back_up(handset)
    slot, _ = again(world, slot, folder, lambda service: PulledAtList(service, n))

    cut = world.back_up(handset)
    lost = removed(world, handset)
    again(world, slot, folder)
    later = world.back_up(handset)

    assert set(states(cut).values()) == {GONE}
    assert lost == 0
    assert cut.alarms == ()
    assert "card was taken out" in shortfall(cut.coverage)
    assert set(states(later).values()) == {(State.COMPLETE, Reason.NONE)}
    assert removed(world, handset) == 0
    assert [each.count for each in later.coverage] == [each.count for each in whole.coverage]


def test_a_card_pulled_in_the_middle_of_a_photo_keeps_what_was_read_before(world, folder):
    def behave(service):
        return CardPulled(service, max(service.objects.roots), n=15)

    slot, handset = plug(world, folder, behave)

    cut = world.back_up(handset)
    again(world, slot, folder)
    later = world.back_up(handset)

    counts = {entry.kind: entry.count for entry in cut.coverage}
    assert states(cut)[Kind.PHOTOS] == GONE
    assert states(cut)[Kind.FILES] == GONE
    assert counts[Kind.PHOTOS] == 14
    assert set(states(later).values()) == {(State.COMPLETE, Reason.NONE)}
    assert removed(world, handset) == 0


def test_a_card_that_only_an_event_tells_of_is_gone_all_the_same(world, folder):
    slot, handset = plug(world, folder)
    world.back_up(handset)
    again(world, slot, folder, lambda service: EmptyOnceGone(service, 2))

    cut = world.back_up(handset)

    assert set(states(cut).values()) == {GONE}
    assert removed(world, handset) == 0


def test_a_folder_thrown_away_meanwhile_is_no_pulled_card(world, folder):
    class Tidied(Wrapped):
        def answer(self, request):
            node = self.objects.node(request.param(0))
            if request.op == Op.GetObjectPropList and node is not None and node.name == "Music":
                shutil.rmtree(node.path, ignore_errors=True)
                self.objects.look_again()
            return super().answer(request)

    slot, handset = plug(world, folder)
    world.back_up(handset)
    again(world, slot, folder, Tidied)

    tidied = world.back_up(handset)

    assert set(states(tidied).values()) == {(State.COMPLETE, Reason.NONE)}
    assert removed(world, handset) == 1
