import io

import pytest

from holdfast.phones.protocols.irmc.stores import STORES, SYNC_TARGET
from holdfast.phones.protocols.obex.client import Continue, Done, ObexClient, Refused
from holdfast.phones.protocols.obex.headers import Header, HeaderId
from holdfast.phones.protocols.obex.packets import Code
from holdfast.phones.virtual.irmc.conversation import Conversation
from holdfast.phones.virtual.irmc.service import FellBackError, SilentError
from holdfast.phones.virtual.irmc.session_behaviours import (
    EmptyRefused,
    Loss,
    LuidsForSyncOnly,
    Mute,
    OnePacket,
    Rings,
    SessionLost,
)
from tests.phones.virtual.irmc.manners import ADA, GRACE, get, make_folder, phone_in, put

BOOK, NEW = "telecom/pb.vcf", "telecom/pb/luid/.vcf"


@pytest.fixture
def folder(tmp_path):
    return make_folder(tmp_path / "phone")


@pytest.fixture
def phone(folder):
    phone = phone_in(folder)
    phone.connect(SYNC_TARGET)
    return phone


class Client:
    def __init__(self, phone):
        self.conversation = Conversation(phone, max_packet=400)
        self.obex = ObexClient()
        self.ask(self.obex.connect(SYNC_TARGET))

    def ask(self, packet):
        [answer] = self.conversation.receive(packet)
        [event] = self.obex.receive(answer)
        return event

    def put(self, body, *, last):
        return self.ask(self.obex.put([Header(HeaderId.NAME, NEW)], body, last=last))


def test_an_item_in_two_packets_is_refused_at_the_first(phone, folder):
    client = Client(OnePacket(phone, "telecom/"))
    answer = client.put(ADA[:10], last=False)
    assert isinstance(answer, Refused)
    assert answer.code == Code.BAD_REQUEST
    assert len(folder.records("contacts")) == 2


def test_an_item_in_one_packet_is_taken(phone, folder):
    answer = Client(OnePacket(phone, "telecom/")).put(ADA, last=True)
    assert isinstance(answer, Done)
    assert len(folder.records("contacts")) == 3


def test_others_may_come_in_pieces(phone):
    client = Client(OnePacket(phone, "telecom/cal"))
    assert isinstance(client.put(ADA[:10], last=False), Continue)
    assert isinstance(client.ask(client.obex.put_more(ADA[10:], last=True)), Done)
    assert get(phone, "telecom/pb/luid/0003.vcf") == ADA


@pytest.mark.parametrize(("target", "luids"), [(SYNC_TARGET, 2), (None, 0)])
def test_luids_are_told_to_whoever_asked_for_them(phone, target, luids):
    shy = LuidsForSyncOnly(phone)
    assert shy.connect(target)
    assert get(shy, BOOK).count(b"X-IRMC-LUID:") == luids


def test_without_its_luids_a_whole_store_is_its_items(phone):
    shy = LuidsForSyncOnly(phone)
    shy.connect(None)
    assert get(shy, BOOK) == ADA + GRACE
    assert get(shy, "telecom/pb/luid/0001.vcf") == ADA


@pytest.mark.parametrize("store", STORES[1:], ids=lambda store: store.folder)
def test_an_empty_store_is_refused(phone, store):
    assert get(phone, store.whole) == b""
    assert get(EmptyRefused(phone), store.whole) == Code.NOT_FOUND


def test_a_store_that_holds_something_is_given_whole(phone):
    assert get(EmptyRefused(phone), BOOK) == get(phone, BOOK)
    assert get(EmptyRefused(phone), "telecom/pb/info.log") == get(phone, "telecom/pb/info.log")


@pytest.mark.parametrize(
    "ask",
    [
        lambda phone: phone.get(NEW, b""),
        lambda phone: phone.put(NEW, io.BytesIO(ADA)),
        lambda phone: phone.delete("telecom/pb/luid/0001.vcf"),
    ],
)
def test_a_mute_store_answers_nothing_and_changes_nothing(phone, folder, ask):
    with pytest.raises(SilentError):
        ask(Mute(phone, "telecom/pb"))
    assert [path.read_bytes() for path in folder.records("contacts").values()] == [ADA, GRACE]


def test_stores_beside_a_mute_one_answer(phone):
    assert get(Mute(phone, "telecom/cal"), BOOK) == get(phone, BOOK)


def test_a_session_is_lost_when_the_phone_rings_and_a_new_one_is_not(phone):
    ringing = SessionLost(phone, Rings(2))
    assert [get(ringing, BOOK) for _ in range(2)] == [get(phone, BOOK)] * 2
    for _ in range(3):
        with pytest.raises(SilentError):
            ringing.get(BOOK, b"")
    ringing.connect(SYNC_TARGET)
    assert [get(ringing, BOOK) for _ in range(9)] == [get(phone, BOOK)] * 9


def test_requests_are_counted_across_sessions(phone):
    rings = Rings(3, 1)
    first = SessionLost(phone, rings, Loss.REFUSAL)
    assert [get(first, BOOK) != Code.UNAVAILABLE for _ in range(2)] == [True, True]
    second = SessionLost(phone, rings, Loss.REFUSAL)
    assert [get(second, BOOK) != Code.UNAVAILABLE for _ in range(3)] == [True, False, False]
    second.connect(SYNC_TARGET)
    assert [get(second, BOOK) != Code.UNAVAILABLE for _ in range(3)] == [True, False, False]


@pytest.mark.parametrize(
    ("loss", "error"), [(Loss.SILENCE, SilentError), (Loss.MODEM, FellBackError)]
)
def test_an_item_that_comes_when_it_rings_is_not_taken(phone, folder, loss, error):
    with pytest.raises(error):
        put(SessionLost(phone, Rings(0), loss), NEW)
    assert len(folder.records("contacts")) == 2


def test_every_kind_of_request_may_meet_the_ring(phone):
    for ask in (
        lambda lost: lost.set_path("", create=False),
        lambda lost: lost.get(BOOK, b""),
        lambda lost: lost.put(NEW, io.BytesIO(ADA)),
        lambda lost: lost.delete("telecom/pb/luid/0001.vcf"),
    ):
        assert ask(SessionLost(phone, Rings(0), Loss.REFUSAL)).code == Code.UNAVAILABLE
