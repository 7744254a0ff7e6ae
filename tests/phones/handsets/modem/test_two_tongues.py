"""A phone whose OBEX has no messages and calls gives them by AT, on the same pipe."""

import pytest

from holdfast.phones.handsets.at.handset import AtHandset
from holdfast.phones.handsets.handset import ItemRefused
from holdfast.phones.handsets.modem.family import ModemFamily
from holdfast.phones.handsets.modem.two_tongues import TwoTongues
from holdfast.phones.protocols.obex.packets import Code
from holdfast.phones.virtual.irmc.behaviours import Refusing
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from tests.phones.handsets.at.rig import HOW, SENT, AtRig
from tests.phones.handsets.contract import bytes_of, read
from tests.phones.handsets.irmc.rig import IrmcRig

STORES = ("telecom/msg", "telecom/pb/ich", "telecom/pb/och", "telecom/pb/mch")


def without_messages(phone):
    for prefix in STORES:
        phone = Refusing(phone, prefix, Code.NOT_FOUND)
    return phone


@pytest.fixture
def handset(tmp_path):
    rig = IrmcRig(tmp_path / "phone", small=True, usb="acm", behave=without_messages)
    at = rig.folder / "at"
    at.mkdir(exist_ok=True)
    (at / "messages-ME.txt").write_text(f"1,1,{HOW}\n2,3,{SENT}\n", "utf-8")
    (at / "phonebook-RC.txt").write_text('1,"+493012345",145,"Ann"\n', "utf-8")
    handset = rig.connect()
    yield handset
    handset.close()


def messages(handset):
    reading = handset.read(Kind.MESSAGES, Task())
    found = {item.key: b"".join(item.parts[0].open()) for item in reading}
    assert reading.how == "each entry"
    return found


def test_what_obex_has_not_comes_by_at_and_the_rest_by_obex(handset):
    assert isinstance(handset, TwoTongues)
    contacts = read(handset, Kind.CONTACTS)
    found = messages(handset)
    assert set(found) == {"ME/1", "ME/2"}
    assert b"How are you?" in found["ME/1"]
    assert [item.key for item in handset.read(Kind.CALLS, Task())] == ["RC/1"]
    assert read(handset, Kind.CONTACTS) == contacts
    assert len(contacts) == 12
    assert messages(handset) == found


def test_messages_are_taken_away_by_at_and_contacts_by_obex(handset):
    handset.remove(Kind.MESSAGES, "ME/1", Task())
    handset.remove(Kind.CONTACTS, min(read(handset, Kind.CONTACTS)), Task())
    assert set(messages(handset)) == {"ME/2"}
    assert len(read(handset, Kind.CONTACTS)) == 11
    with pytest.raises(ItemRefused):
        handset.remove(Kind.MESSAGES, "ME/1", Task())


def test_each_tongue_says_what_it_can_do(handset):
    support = {entry.kind: entry for entry in handset.support()}
    assert support[Kind.MESSAGES].can_add
    assert not support[Kind.CALLS].can_add
    assert support[Kind.CONTACTS].can_add
    assert list(support) == list(handset.kinds())


def test_a_modem_that_knows_no_obex_is_asked_by_at_alone(tmp_path):
    rig = AtRig(tmp_path / "phone")
    [port] = rig.usb.ports()
    handset = ModemFamily(rig.bus.clock.advance).open(rig.usb.open(port))
    assert isinstance(handset, AtHandset)
    assert len(list(handset.read(Kind.CONTACTS, Task()))) == 4
    assert all(bytes_of(item) for item in handset.read(Kind.MESSAGES, Task()))
    handset.close()
