"""The driver against a real OBEX server, and the virtual phone against a real OBEX client.

A driver and its own simulator can share a misunderstanding; these programs share none of ours.
"""

import random
import tempfile
from pathlib import Path

import pytest

from holdfast.phones.handsets.handset import ItemRefused, KindUnsupported
from holdfast.phones.handsets.irmc.conversation import Conversation
from holdfast.phones.handsets.irmc.folders import Folders
from holdfast.phones.handsets.irmc.handset import IrmcHandset, UsbWords
from holdfast.phones.protocols.irmc.luid_lines import without_luid
from holdfast.phones.virtual.store import create_sample
from holdfast.progress import Task
from holdfast.records.model.item import NewItem
from holdfast.records.model.kinds import Kind
from tests.phones.handsets.contract import bytes_of, read
from tests.phones.handsets.irmc.foreign import OBEXFTP, OBEXFTPD, TcpPhone, obexftpd
from tests.phones.handsets.irmc.rig import add_the_rest

server = pytest.mark.skipif(
    OBEXFTPD is None, reason="obexftpd: absent, so the driver met NO foreign server (apt: obexftp)"
)
client = pytest.mark.skipif(
    OBEXFTP is None, reason="obexftp: absent, so the phone met NO foreign client (apt: obexftp)"
)

SERVER_PACKET = 1024
"""What obexftpd takes, and sends, in bytes at most."""
SIZES = (0, 1, 1000, *range(1008, 1025), 2 * 1021, 2 * SERVER_PACKET, 65536, 1 << 20)
MEMORY = "Phone memory"

ADA = b"BEGIN:VCARD\r\nVERSION:2.1\r\nN:Lovelace;Ada\r\nEND:VCARD\r\n"
GRACE = ADA.replace(b"Lovelace;Ada", b"Hopper;Grace")


def noise(size):
    return random.Random(size).randbytes(size)  # noqa: S311 - bytes to compare, no secret


@pytest.fixture
def shared():
    # obexftpd keeps the name of its folder in 128 bytes.
    with tempfile.TemporaryDirectory(prefix="obex-") as folder:
        yield Path(folder)


@pytest.fixture
def talk(shared):
    with obexftpd(shared) as link:
        conversation = Conversation(link, lambda _: None)
        yield conversation
        conversation.close()


def photo(name, data):
    return NewItem(Kind.PHOTOS, name, "", lambda: (data,), len(data), (MEMORY, name))


# Our driver, their server.


@server
def test_files_of_every_size_come_as_they_are(shared, talk):
    for size in SIZES:
        (shared / f"{size}.jpg").write_bytes(noise(size))
    items = list(Folders(talk).items(Kind.PHOTOS, Task()))
    assert {item.key: item.parts[0].size for item in items} == {
        f"{MEMORY}/{size}.jpg": size for size in SIZES
    }
    for item in items:
        assert bytes_of(item) == noise(item.parts[0].size), item.key
        assert item.modified is not None


@server
def test_a_file_left_half_read_does_not_disturb_the_next(shared, talk):
    (shared / "a.jpg").write_bytes(noise(100_000))
    (shared / "b.jpg").write_bytes(noise(5000))
    folders = Folders(talk)
    for item in folders.items(Kind.PHOTOS, Task()):
        next(iter(item.parts[0].open()))
    items = {item.key: item for item in folders.items(Kind.PHOTOS, Task())}
    assert bytes_of(items[f"{MEMORY}/b.jpg"]) == noise(5000)


@server
@pytest.mark.parametrize("size", [1, 900])
def test_a_file_that_is_put_arrives_as_it_is(shared, talk, size):
    # Objects of more than one packet this server loses; its own client's, too.
    key = Folders(talk).add(photo("new.jpg", noise(size)), Task())
    assert key == f"{MEMORY}/new.jpg"
    assert (shared / "new.jpg").read_bytes() == noise(size)
    Folders(talk).remove(key)
    assert not (shared / "new.jpg").exists()


@server
def test_a_server_that_knows_no_way_into_folders_costs_those_folders_only(shared, talk):
    (shared / "DCIM").mkdir()
    (shared / "DCIM" / "hidden.jpg").write_bytes(noise(9))
    (shared / "seen.jpg").write_bytes(noise(9))
    found, refused = {}, {}
    for item in Folders(talk).items(Kind.PHOTOS, Task()):
        try:
            found[item.key] = bytes_of(item)
        except ItemRefused as problem:
            refused[problem.key] = problem.answer
    assert found == {f"{MEMORY}/seen.jpg": noise(9)}
    assert refused == {"DCIM": "Not implemented (D1)"}


@server
def test_a_file_that_is_gone_is_refused_alone(shared, talk):
    (shared / "a.jpg").write_bytes(noise(9))
    folders = Folders(talk)
    [item] = folders.items(Kind.PHOTOS, Task())
    (shared / "a.jpg").unlink()
    with pytest.raises(ItemRefused, match="C4"):
        bytes_of(item)
    assert list(folders.items(Kind.PHOTOS, Task())) == []


@server
def test_irmc_stores_that_lie_in_files_are_read_whole(shared, talk):
    store = shared / "telecom" / "pb"
    (store / "luid").mkdir(parents=True)
    lined = [
        card.replace(b"END", b"X-IRMC-LUID:%d\r\nEND" % n) for n, card in ((1, ADA), (2, GRACE))
    ]
    (store / "luid" / "1.vcf").write_bytes(ADA)
    (store / "info.log").write_bytes(b"Total-Records:2\r\nIEL:0x10\r\n")
    store.with_suffix(".vcf").write_bytes(b"".join(lined))
    (shared / "telecom" / "devinfo.txt").write_bytes(b"MANU:Example\r\nSN:A1B2C3D4\r\n")

    handset = IrmcHandset(talk, UsbWords())

    assert handset.info.serial == "A1B2C3D4"
    reading = handset.read(Kind.CONTACTS, Task())
    assert {item.key: bytes_of(item) for item in reading} == {"1": ADA, "2": GRACE}
    assert reading.how == "whole store"
    with pytest.raises(KindUnsupported):
        read(handset, Kind.NOTES)


@server
def test_a_listing_of_some_other_folder_is_not_taken_for_luids(shared, talk):
    # This server passes over the name of the folder to list, and lists where it stands.
    (shared / "telecom").mkdir()
    (shared / "telecom" / "devinfo.txt").write_bytes(b"SN:A1B2C3D4\r\n")
    (shared / "loose.jpg").write_bytes(noise(9))
    with pytest.raises(KindUnsupported):
        read(IrmcHandset(talk, UsbWords()), Kind.CONTACTS)


# Their client, our phone.


@pytest.fixture
def phone(tmp_path):
    create_sample(tmp_path / "phone", small=True)
    with TcpPhone(tmp_path / "phone") as phone:
        yield phone


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "desk").mkdir()
    return tmp_path / "desk"


@client
@pytest.mark.parametrize("way", [["-c", "Phone", "-c", "DCIM", "-l"], ["-l", "Phone/DCIM"]])
def test_a_client_lists_folders(phone, desk, way):
    place = phone.folder.path / "photos/Phone/DCIM"
    (place / "empty").mkdir()
    (place / "one & two.jpg").write_bytes(noise(77))
    said = phone.ask(*way, into=desk).stdout.decode()
    assert '<file name="one &amp; two.jpg" size="77"' in said
    assert '<folder name="empty"' in said


@client
def test_a_client_gets_photos_of_every_size_as_they_are(phone, desk):
    place = phone.folder.path / "photos/Phone"
    sizes = [size for size in SIZES if size]  # for an empty one it writes no file at all
    for size in sizes:
        (place / f"{size}.jpg").write_bytes(noise(size))
    said = phone.ask("-c", "Phone", "-g", *(f"{size}.jpg" for size in sizes), into=desk)
    assert b"failed" not in said.stdout + said.stderr
    assert {path.name: path.read_bytes() for path in desk.iterdir()} == {
        f"{size}.jpg": noise(size) for size in sizes
    }


@client
@pytest.mark.parametrize("uuid", ["IRMC", "none"])
def test_a_client_gets_the_phone_book(phone, desk, uuid):
    phone.ask("-U", uuid, "-S", "-g", "telecom/pb.vcf", into=desk)
    cards = (desk / "pb.vcf").read_bytes()
    records = phone.folder.records(Kind.CONTACTS)
    assert cards.count(b"X-IRMC-LUID:") == len(records) == 12
    without = b"".join(
        line for line in cards.splitlines(keepends=True) if not line.startswith(b"X-IRMC-LUID")
    )
    assert without == b"".join(path.read_bytes() for path in records.values())


STORES = {
    "telecom/cal.vcs": ("calendar", "to-dos"),
    "telecom/nt.vnt": ("notes",),
    "telecom/msg/in.vmg": ("messages/in",),
    "telecom/msg/sent.vmg": ("messages/sent",),
    "telecom/pb/ich.vcf": ("calls/in",),
    "telecom/pb/mch.vcf": ("calls/missed",),
    "telecom/bm.vbm": ("bookmarks",),
}


@client
@pytest.mark.parametrize("name", STORES)
def test_a_client_gets_every_other_store(phone, desk, name):
    add_the_rest(phone.folder.path)
    phone.ask("-U", "IRMC", "-S", "-g", name, into=desk)
    got = (desk / name.rpartition("/")[2]).read_bytes()
    items = [path for place in STORES[name] for path in phone.folder.records(place).values()]
    assert items
    assert without_luid(got) == b"".join(
        path.read_bytes() for path in sorted(items, key=lambda path: path.name)
    )


@client
def test_a_client_gets_the_owner_s_card_and_what_the_phone_is(phone, desk):
    add_the_rest(phone.folder.path)
    phone.ask("-U", "IRMC", "-S", "-g", "telecom/pb/0.vcf", "telecom/devinfo.txt", into=desk)
    assert (desk / "0.vcf").read_bytes() == (phone.folder.path / "owner.vcf").read_bytes()
    assert f"SN:{phone.folder.info.serial}\r\n".encode() in (desk / "devinfo.txt").read_bytes()


@client
@pytest.mark.parametrize("size", [0, 1, 2 * SERVER_PACKET, 1 << 20])
def test_a_client_puts_a_photo_into_a_new_folder_and_takes_it_away(phone, desk, size):
    (desk / "up.jpg").write_bytes(noise(size))
    said = phone.ask("-C", "New", "-p", "up.jpg", into=desk)
    arrived = phone.folder.path / "photos/New/up.jpg"
    assert b"failed" not in said.stdout + said.stderr
    assert arrived.read_bytes() == noise(size)
    phone.ask("-c", "New", "-k", "up.jpg", into=desk)
    assert not arrived.exists()


@client
def test_a_client_is_told_what_is_not_there(phone, desk):
    said = phone.ask("-g", "Phone/nothing.jpg", into=desk)
    assert b"failed: Phone/nothing.jpg" in said.stdout + said.stderr
    assert list(desk.iterdir()) == []
