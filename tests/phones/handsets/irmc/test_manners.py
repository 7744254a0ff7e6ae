"""What single makers' phones do otherwise, met by the driver itself."""

from functools import partial

import pytest

from holdfast.phones.handsets.handset import ItemRefused
from holdfast.phones.handsets.irmc.quirks import USUAL, quirks_of
from holdfast.phones.protocols.obex.packets import Code
from holdfast.phones.virtual.irmc.behaviours import Refusing, Wrapped
from holdfast.phones.virtual.irmc.session_behaviours import Loss, OnePacket, Rings, SessionLost
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from holdfast.records.model.since import Since
from tests.phones.handsets.contract import CONTENT, bytes_of, new_item, read
from tests.phones.handsets.irmc.rig import IrmcRig, add_the_rest

LONG = CONTENT[Kind.CONTACTS][1].replace(b"END:", b"NOTE:" + b"x" * 2000 + b"\r\nEND:")
RECORDS = (Kind.CONTACTS, Kind.CALENDAR, Kind.TODOS, Kind.NOTES, Kind.MESSAGES, Kind.CALLS)


@pytest.mark.parametrize(
    ("vendor", "called", "device"),
    [
        (0x04E8, "", "Samsung"),
        (0x0FCE, "somebody", "Sony Ericsson"),
        (0, "Sony Ericsson", "Sony Ericsson"),
        (0, "SIEMENS", "Siemens"),
        (0x1209, "Holdfast", ""),
    ],
)
def test_a_phone_is_known_by_its_vendor_or_by_what_it_calls_itself(vendor, called, device):
    assert quirks_of(vendor, called).device == device
    assert device or quirks_of(vendor, called) is USUAL


@pytest.mark.parametrize(
    ("usb", "loss"), [("wmc", Loss.SILENCE), ("wmc", Loss.REFUSAL), ("acm", Loss.MODEM)]
)
@pytest.mark.parametrize("after", range(1, 14, 3))
def test_a_session_lost_to_a_call_is_taken_up_again_and_nothing_is_missed(
    tmp_path, usb, loss, after
):
    rings = Rings(after)
    rig = IrmcRig(
        tmp_path / "phone",
        small=True,
        usb=usb,
        behave=lambda phone: SessionLost(phone, rings, loss),
    )
    add_the_rest(rig.folder)
    handset = rig.connect()
    held = rig.held()
    for kind in RECORDS:
        assert sorted(read(handset, kind).values()) == sorted(held[kind]), kind
    handset.close()


def samsung(tmp_path, **how):
    card = {"manufacturer": "Samsung", "switch": "AT+SYNCML=MOBEXSTART"}
    return IrmcRig(
        tmp_path / "phone",
        small=True,
        usb="acm",
        card=card,
        max_packet=1024,
        behave=lambda phone: OnePacket(phone, "telecom/pb/luid/"),
        **how,
    )


def test_a_record_too_long_for_the_one_packet_a_phone_takes_is_refused_before_it_is_sent(tmp_path):
    rig = samsung(tmp_path)
    handset = rig.connect()
    before = read(handset, Kind.CONTACTS)
    sent = rig.bus.transfers
    with pytest.raises(ItemRefused, match="too long"):
        handset.add(new_item(Kind.CONTACTS, LONG), Task())
    assert rig.bus.transfers == sent
    key = handset.add(new_item(Kind.CONTACTS), Task())
    assert read(handset, Kind.CONTACTS) == before | {key: CONTENT[Kind.CONTACTS][1]}
    handset.close()


def test_a_samsung_is_given_its_two_seconds_between_tongues(tmp_path):
    rig = samsung(tmp_path)
    handset = rig.connect()
    assert len(read(handset, Kind.PHOTOS)) == 6  # another service: OBEX is left and begun anew
    assert len(read(handset, Kind.CONTACTS)) == 12
    assert rig.bus.clock.waited >= 4
    handset.close()


@pytest.mark.parametrize("hard", [True, False])
def test_a_deletion_is_for_good_where_the_phone_can(tmp_path, hard):
    asked = []

    class Deleted(Wrapped):
        def delete(self, name, *, hard=False):
            asked.append((name, hard))
            return super().delete(name, hard=hard)

    card = {"hard_delete": hard}
    handset = IrmcRig(tmp_path / "phone", small=True, card=card, behave=Deleted).connect()
    handset.remove(Kind.NOTES, min(read(handset, Kind.NOTES)), Task())
    assert [each for _, each in asked] == [hard]


# Phones with indexes.


def indexed(tmp_path, behave=lambda phone: phone):
    return IrmcRig(tmp_path / "phone", small=True, card={"level": 3}, behave=behave)


def test_an_index_that_is_refused_is_not_taken_for_a_free_one(tmp_path):
    def behave(phone):
        return RefusingGet(phone, "telecom/pb/2.vcf", Code.FORBIDDEN)

    rig = indexed(tmp_path, behave)
    before = sorted(rig.held()[Kind.CONTACTS])
    key = rig.connect().add(new_item(Kind.CONTACTS), Task())
    assert key == "13"
    assert sorted(rig.held()[Kind.CONTACTS]) == sorted([*before, CONTENT[Kind.CONTACTS][1]])


class RefusingGet(Refusing):
    """Refuses to give an object, but takes another in its place."""

    def put(self, name, data):
        return self.inner.put(name, data)


def test_an_index_that_was_freed_meanwhile_is_used_again(tmp_path):
    handset = indexed(tmp_path).connect()
    assert handset.add(new_item(Kind.CONTACTS), Task()) == "13"
    handset.remove(Kind.CONTACTS, "5", Task())
    assert handset.add(new_item(Kind.CONTACTS), Task()) == "5"


def test_what_one_kind_of_a_store_left_is_not_taken_for_an_answer_to_another_question(tmp_path):
    rig = IrmcRig(tmp_path / "phone", small=True)
    handset = rig.connect()
    first = {kind: handset.read(kind, Task()) for kind in (Kind.CALENDAR, Kind.TODOS)}
    keys = {kind: frozenset(item.key for item in items) for kind, items in first.items()}
    since = {
        kind: Since(items.anchor, partial(frozenset, keys[kind])) for kind, items in first.items()
    }
    assert all(item.unchanged for item in handset.read(Kind.CALENDAR, Task(), since))
    afresh = list(handset.read(Kind.TODOS, Task()))
    assert not any(item.unchanged for item in afresh)
    held = rig.held()[Kind.TODOS]
    assert sorted(map(bytes_of, afresh)) == sorted(held)
