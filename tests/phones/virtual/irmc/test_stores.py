"""The stores of the phone beyond contacts: messages, calls, bookmarks, its owner and its clock."""

from datetime import UTC, datetime

import pytest

from holdfast.phones.protocols.irmc.app_parameters import Parameter
from holdfast.phones.protocols.irmc.logs import read_info_log
from holdfast.phones.protocols.obex.packets import Code
from holdfast.phones.virtual.folder import OWNER, PhoneFolder, SampleInfo
from holdfast.records.model.kinds import Kind
from tests.phones.virtual.irmc.client import Client, parameters

NOON = datetime(2009, 10, 1, 12, tzinfo=UTC)
HELLO = b"BEGIN:VMSG\r\nVERSION:1.1\r\nEND:VMSG\r\n"
CALL = b"BEGIN:VCARD\r\nTEL:1\r\nEND:VCARD\r\n"
WEB = b"BEGIN:VBKM\r\nURL:http://www.example.com\r\nEND:VBKM\r\n"


@pytest.fixture
def folder(tmp_path):
    return PhoneFolder.create(tmp_path / "phone", SampleInfo(serial="A123"))


@pytest.fixture
def client(folder):
    client = Client(folder, clock=lambda: NOON)
    client.join()
    return client


@pytest.mark.parametrize("box", ["in", "out", "sent"])
def test_each_message_box_is_a_store_with_luids_of_its_own(client, folder, box):
    done = client.put(f"telecom/msg/{box}/luid/.vmg", HELLO)
    luid = parameters(done)[Parameter.LUID].decode()
    assert folder.records(f"messages/{box}")[luid].read_bytes() == HELLO
    assert client.read(f"telecom/msg/{box}/luid/{luid}.vmg") == HELLO
    assert client.read(f"telecom/msg/{box}.vmg") == HELLO.replace(
        b"END:VMSG", b"X-IRMC-LUID:%s\r\nEND:VMSG" % luid.encode()
    )
    assert read_info_log(client.read(f"telecom/msg/{box}/info.log")).total == 1
    assert b"M:1::0001\r\n" in client.read(f"telecom/msg/{box}/luid/0.log")


def test_the_same_luid_is_another_item_in_another_box(client, folder):
    for box in ("in", "sent"):
        folder.write(folder.folder(f"messages/{box}") / "0001.vmg", box.encode())
    assert client.read("telecom/msg/in/luid/0001.vmg") == b"in"
    assert client.read("telecom/msg/sent/luid/0001.vmg") == b"sent"
    assert set(folder.records(Kind.MESSAGES)) == {"in/0001", "sent/0001"}


@pytest.mark.parametrize(("box", "name"), [("in", "ich"), ("out", "och"), ("missed", "mch")])
def test_a_call_history_is_read_whole_and_never_written(client, folder, box, name):
    folder.add(f"calls/{box}", ".vcf", CALL)
    folder.add(f"calls/{box}", ".vcf", CALL)
    assert client.read(f"telecom/pb/{name}.vcf") == CALL + CALL
    assert client.read(f"telecom/pb/{name}/luid/0001.vcf") == Code.NOT_FOUND
    assert client.put(f"telecom/pb/{name}.vcf", CALL).code == Code.FORBIDDEN
    assert client.delete(f"telecom/pb/{name}.vcf").code == Code.NOT_FOUND
    assert len(folder.records(Kind.CALLS)) == 2


def test_bookmarks_are_a_store_and_files_to_whoever_compares(client, folder):
    luid = parameters(client.put("telecom/bm/luid/.vbm", WEB))[Parameter.LUID].decode()
    assert client.read(f"telecom/bm/luid/{luid}.vbm") == WEB
    assert [path.read_bytes() for path in folder.everything(Kind.FILES)] == [WEB]


@pytest.mark.parametrize("name", ["telecom/pb/0.vcf", "telecom/pb/luid/0.vcf"])
def test_the_owner_s_card_lies_beside_the_phone_book(client, folder, name):
    assert client.read(name) == Code.NOT_FOUND
    assert client.put(name, CALL).code == Code.OK
    assert client.read(name) == CALL
    assert (folder.path / OWNER).read_bytes() == CALL
    assert client.read("telecom/pb.vcf") == b""
    assert client.delete(name).code == Code.OK
    assert client.delete(name).code == Code.NOT_FOUND


@pytest.mark.parametrize("told", [b"20091001T130000Z", b"20091001T130000\r\n"])
def test_a_clock_that_was_set_stays_ahead(client, folder, told):
    assert client.read("telecom/rtc.txt") == b"20091001T120000Z\r\n"
    assert client.put("telecom/rtc.txt", told).code == Code.OK
    assert client.read("telecom/rtc.txt") == b"20091001T130000Z\r\n"
    assert PhoneFolder(folder.path).info.clock_ahead == 3600


@pytest.mark.parametrize(
    ("told", "code"),
    [(b"noon", Code.BAD_REQUEST), (b"99990101T000000Z", Code.NOT_ACCEPTABLE)],
)
def test_a_time_that_is_none_leaves_the_clock_alone(client, folder, told, code):
    assert client.put("telecom/rtc.txt", told).code == code
    assert PhoneFolder(folder.path).info.clock_ahead == 0


def test_an_edit_by_hand_is_in_the_log_of_its_store_alone(client, folder):
    folder.add(Kind.CONTACTS, ".vcf", CALL)
    folder.add(Kind.NOTES, ".vnt", b"x")
    assert client.read("telecom/pb/luid/cc.log") == b"0\r\n"
    assert client.read("telecom/nt/luid/cc.log") == b"0\r\n"
    folder.records(Kind.CONTACTS)["0001"].write_bytes(CALL + CALL)
    assert client.read("telecom/pb/luid/cc.log") == b"1\r\n"
    assert client.read("telecom/nt/luid/cc.log") == b"0\r\n"
    [serial, database, *rest] = client.read("telecom/pb/luid/0.log").split(b"\r\n")
    assert serial == b"SN:A123"
    assert database.startswith(b"DID:")
    assert rest == [b"Total-Records:1", b"Maximum-Records:5000", b"M:1::0001", b""]


@pytest.mark.parametrize("anchor", [1, 9999999999])
def test_a_log_of_a_time_that_never_was_says_so(client, anchor):
    assert client.read(f"telecom/pb/luid/{anchor}.log").endswith(b"\r\n*\r\n")


def test_deletions_are_soft_unless_they_are_asked_to_be_hard(client, folder):
    for _ in range(3):
        folder.add(Kind.CONTACTS, ".vcf", CALL)
    client.read("telecom/pb/luid/cc.log")
    assert parameters(client.delete("telecom/pb/luid/0001.vcf")) == {Parameter.CHANGE_COUNTER: b"1"}
    client.delete("telecom/pb/luid/0002.vcf", hard=True)
    client.delete("telecom/pb/luid/0003.vcf", hard=True, body=b"")  # as gammu does
    log = client.read("telecom/pb/luid/0.log")
    assert log.endswith(b"D:1::0001\r\nH:2::0002\r\nH:3::0003\r\n")


def test_an_item_of_no_bytes_is_kept(client, folder):
    folder.add(Kind.CONTACTS, ".vcf", CALL)
    assert client.put("telecom/pb/luid/0001.vcf", b"").code == Code.OK
    assert folder.records(Kind.CONTACTS)["0001"].read_bytes() == b""


def test_a_full_box_takes_no_more(client, folder):
    for number in range(50):
        folder.write(folder.folder("messages/out") / f"{number:04}.vmg", HELLO)
    assert client.put("telecom/msg/out/luid/.vmg", HELLO).code == Code.DATABASE_FULL
    assert client.put("telecom/msg/in/luid/.vmg", HELLO).code == Code.OK


def test_a_phone_that_deletes_softly_alone_says_so(tmp_path):
    info = SampleInfo(serial="A123", hard_delete=False)
    client = Client(PhoneFolder.create(tmp_path / "phone", info))
    client.join()
    assert not read_info_log(client.read("telecom/pb/info.log")).hard_delete
