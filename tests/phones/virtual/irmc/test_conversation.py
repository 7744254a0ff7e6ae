"""The phone as a foreign client meets it: its answers, packet by packet."""

import pytest

from holdfast.phones.protocols.irmc.app_parameters import Parameter
from holdfast.phones.protocols.irmc.listing import LISTING_TYPE, Entry, read_listing
from holdfast.phones.protocols.irmc.logs import read_info_log
from holdfast.phones.protocols.irmc.stores import BROWSING_TARGET
from holdfast.phones.protocols.obex.client import Refused
from holdfast.phones.protocols.obex.headers import Header, HeaderId
from holdfast.phones.protocols.obex.packets import Code, encode_packet
from holdfast.phones.virtual.folder import PhoneFolder, SampleInfo
from holdfast.records.model.kinds import Kind
from tests.phones.virtual.irmc.client import Client, name, parameters

ADA = b"BEGIN:VCARD\r\nN:Lovelace;Ada\r\nEND:VCARD\r\n"
GRACE = b"BEGIN:VCARD\nN:Hopper;Grace\nEND:VCARD\n"


@pytest.fixture
def folder(tmp_path):
    folder = PhoneFolder.create(tmp_path / "phone", SampleInfo(serial="A123"))
    folder.add(Kind.CONTACTS, ".vcf", ADA)
    folder.add(Kind.CONTACTS, ".vcf", GRACE)
    return folder


@pytest.fixture
def client(folder):
    client = Client(folder)
    client.join()
    return client


def test_the_whole_store_is_its_items_with_their_luids(client):
    assert client.get(name("telecom/pb.vcf")) == (
        b"BEGIN:VCARD\r\nN:Lovelace;Ada\r\nX-IRMC-LUID:0001\r\nEND:VCARD\r\n"
        b"BEGIN:VCARD\nN:Hopper;Grace\nX-IRMC-LUID:0002\r\nEND:VCARD\n"
    )


def test_an_item_is_its_file(client):
    assert client.get(name("telecom/pb/luid/0002.vcf")) == GRACE
    assert client.get(name("telecom/pb/luid/0003.vcf")) == Code.NOT_FOUND


def test_info_log_counts_what_is_there_now(client, folder):
    assert read_info_log(client.get(name("telecom/pb/info.log"))).total == 2
    folder.records(Kind.CONTACTS)["0001"].unlink()
    assert read_info_log(client.get(name("telecom/pb/info.log"))).total == 1


def test_luids_are_listed(client):
    listing = client.get(name("telecom/pb/luid/"), Header(HeaderId.TYPE, LISTING_TYPE))
    assert read_listing(listing) == (
        Entry("0001.vcf", folder=False),
        Entry("0002.vcf", folder=False),
    )


def test_a_new_item_gets_a_luid_that_no_item_ever_had(client, folder):
    folder.records(Kind.CONTACTS)["0002"].unlink()
    done = client.put("telecom/pb/luid/.vcf", ADA)
    assert done.code == Code.OK
    assert parameters(done) == {Parameter.LUID: b"0003", Parameter.CHANGE_COUNTER: b"1"}
    assert folder.records(Kind.CONTACTS)["0003"].read_bytes() == ADA


def test_items_added_by_hand_meanwhile_keep_their_luids(client, folder):
    PhoneFolder(folder.path).add(Kind.CONTACTS, ".vcf", GRACE)
    client.put("telecom/pb/luid/.vcf", ADA)
    assert list(folder.records(Kind.CONTACTS)) == ["0001", "0002", "0003", "0004"]
    assert PhoneFolder(folder.path).info.next_luid == 5


def test_an_event_that_becomes_a_todo_moves_there(client, folder):
    luid = folder.add(Kind.CALENDAR, ".vcs", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n")
    client.put(f"telecom/cal/luid/{luid}.vcs", b"BEGIN:VTODO\r\nEND:VTODO\r\n")
    assert luid in folder.records(Kind.TODOS)
    assert luid not in folder.records(Kind.CALENDAR)


def test_a_put_without_a_body_takes_the_item_away(client, folder):
    event = client.ask(client.client.put([name("telecom/pb/luid/0001.vcf")], None, last=True))
    assert event.code == Code.OK
    assert list(folder.records(Kind.CONTACTS)) == ["0002"]


@pytest.mark.parametrize("luid", ["../contacts/0001", "..", "a\0b", "/etc/passwd", "../../sample"])
def test_a_luid_that_leads_elsewhere_is_not_found(client, folder, luid):
    assert client.get(name(f"telecom/pb/luid/{luid}.vcf")) == Code.NOT_FOUND
    assert client.put(f"telecom/pb/luid/{luid}.vcf", b"x").code == Code.NOT_FOUND
    assert len(folder.records(Kind.CONTACTS)) == 2


def test_a_whole_store_cannot_be_written(client):
    assert client.put("telecom/pb.vcf", ADA).code == Code.FORBIDDEN


def test_a_request_without_the_connection_s_id_is_not_answered_for(client):
    [answer] = client.conversation.receive(encode_packet(0x83, [name("telecom/pb.vcf")]))
    assert answer[0] == Code.UNAVAILABLE


def test_an_unknown_target_is_refused(folder):
    assert isinstance(Client(folder).join(b"MOBEX"), Refused)


def test_folders_are_browsed_made_and_kept_in(folder):
    client = Client(folder)
    client.join(BROWSING_TARGET)
    listing = Header(HeaderId.TYPE, LISTING_TYPE)
    assert read_listing(client.get(listing)) == ()
    assert client.ask(client.client.set_path("DCIM")).code == Code.NOT_FOUND
    assert client.ask(client.client.set_path("DCIM", create=True)).code == Code.OK
    assert client.put("a.jpg", b"\xff").code == Code.OK
    assert client.put("b.txt", b"text").code == Code.OK
    assert [entry.name for entry in read_listing(client.get(listing))] == ["a.jpg", "b.txt"]
    assert client.get(name("b.txt")) == b"text"
    assert (folder.path / "photos/DCIM/a.jpg").read_bytes() == b"\xff"
    assert (folder.path / "files/DCIM/b.txt").read_bytes() == b"text"


def test_a_folder_is_listed_by_name_from_the_one_it_lies_in(folder):
    (folder.path / "photos/DCIM/101").mkdir(parents=True)
    client = Client(folder)
    client.join(BROWSING_TARGET)
    listing = Header(HeaderId.TYPE, LISTING_TYPE)
    [entry] = read_listing(client.get(name("DCIM"), listing))
    assert (entry.name, entry.folder) == ("101", True)
    assert client.get(name("none"), listing) == Code.NOT_FOUND
    assert client.get(name(".."), listing) == Code.NOT_FOUND


@pytest.mark.parametrize("place", ["..", ".", "a/b", "a\\b", "a\0"])
def test_a_folder_that_leads_elsewhere_is_not_found(folder, place):
    client = Client(folder)
    client.join(BROWSING_TARGET)
    assert client.ask(client.client.set_path(place, create=True)).code == Code.NOT_FOUND
