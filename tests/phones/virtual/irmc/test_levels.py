"""Phones that know less of IrMC than its fourth level."""

import pytest

from holdfast.phones.protocols.irmc.logs import read_info_log
from holdfast.phones.protocols.obex.packets import Code
from holdfast.phones.virtual.folder import PhoneFolder, SampleInfo
from holdfast.records.model.kinds import Kind
from tests.phones.virtual.irmc.client import Client, parameters

ADA = b"BEGIN:VCARD\r\nN:Lovelace;Ada\r\nEND:VCARD\r\n"
GRACE = b"BEGIN:VCARD\r\nN:Hopper;Grace\r\nEND:VCARD\r\n"


class Phone(Client):
    def __init__(self, path, level):
        self.folder = PhoneFolder.create(path, SampleInfo(serial="A123", level=level))
        super().__init__(self.folder)
        for card in (ADA, GRACE):
            self.folder.add(Kind.CONTACTS, ".vcf", card)
        self.join()


@pytest.fixture
def phone(tmp_path):
    return lambda level: Phone(tmp_path / "phone", level)


@pytest.mark.parametrize(
    ("level", "iel", "levels"),
    [(2, "0x2", {1, 2}), (3, "0x4", {1, 2, 3}), (4, "0x10", {1, 2, 3, 4})],
)
def test_a_store_says_which_levels_it_knows(phone, level, iel, levels):
    info = read_info_log(phone(level).read("telecom/pb/info.log"))
    assert info.iel == iel
    assert info.levels == levels


@pytest.mark.parametrize("level", [1, 2, 3])
@pytest.mark.parametrize("name", ["luid/0001.vcf", "luid/cc.log", "luid/0.log", "luid/"])
def test_luids_are_known_to_the_fourth_level_alone(phone, level, name):
    assert phone(level).read(f"telecom/pb/{name}") == Code.NOT_FOUND


@pytest.mark.parametrize("level", [2, 3])
def test_a_whole_store_without_luids_is_its_items_as_they_are(phone, level):
    assert phone(level).read("telecom/pb.vcf") == ADA + GRACE


def test_a_phone_of_the_second_level_has_no_single_items(phone):
    client = phone(2)
    assert client.read("telecom/pb/1.vcf") == Code.NOT_FOUND
    assert client.put("telecom/pb/1.vcf", ADA).code == Code.FORBIDDEN
    assert client.put("telecom/pb/luid/.vcf", ADA).code == Code.FORBIDDEN
    assert client.delete("telecom/pb/1.vcf").code == Code.NOT_FOUND


def test_a_phone_of_the_first_level_shows_nothing(phone):
    client = phone(1)
    for name in ("telecom/pb.vcf", "telecom/pb/info.log", "telecom/pb/0.vcf"):
        assert client.read(name) == Code.NOT_FOUND
    assert client.read("telecom/devinfo.txt").startswith(b"MANU:")


def test_items_keep_their_indexes_when_others_go(phone):
    client = phone(3)
    assert [client.read(f"telecom/pb/{n}.vcf") for n in (1, 2)] == [ADA, GRACE]
    assert client.delete("telecom/pb/1.vcf").code == Code.OK
    assert client.read("telecom/pb/1.vcf") == Code.NOT_FOUND
    assert client.read("telecom/pb/2.vcf") == GRACE


def test_an_item_is_written_to_its_index(phone):
    client = phone(3)
    done = client.put("telecom/pb/2.vcf", ADA)
    assert done.code == Code.OK
    assert parameters(done) == {}
    assert client.read("telecom/pb/2.vcf") == ADA


def test_a_new_item_goes_to_the_free_index_it_is_put_to(phone):
    client = phone(3)
    assert client.put("telecom/pb/9.vcf", ADA).code == Code.OK
    assert client.read("telecom/pb/9.vcf") == ADA
    assert client.put("telecom/pb/.vcf", GRACE).code == Code.OK
    assert client.read("telecom/pb/3.vcf") == GRACE
    assert client.put("telecom/pb/5001.vcf", ADA).code == Code.DATABASE_FULL


@pytest.mark.parametrize(
    ("pushed", "kind", "body"),
    [
        ("ada.vcf", Kind.CONTACTS, ADA),
        ("day.VCS", Kind.CALENDAR, b"BEGIN:VEVENT\r\nEND:VEVENT\r\n"),
        ("do.vcs", Kind.TODOS, b"BEGIN:VTODO\r\nEND:VTODO\r\n"),
        ("note.vnt", Kind.NOTES, b"BEGIN:VNOTE\r\nEND:VNOTE\r\n"),
        ("hello.vmg", Kind.MESSAGES, b"BEGIN:VMSG\r\nEND:VMSG\r\n"),
        ("web.vbm", Kind.FILES, b"BEGIN:VBKM\r\nEND:VBKM\r\n"),
    ],
)
@pytest.mark.parametrize("level", [1, 2, 4])
def test_what_is_pushed_is_sorted_in_by_its_ending(phone, level, pushed, kind, body):
    client = phone(level)
    before = len(client.folder.everything(kind))
    client.join(None)
    assert client.put(pushed, body).code == Code.OK
    held = client.folder.everything(kind)
    assert len(held) == before + 1
    assert held[-1].read_bytes() == body


def test_what_fits_no_store_is_not_taken(phone):
    client = phone(2)
    client.join(None)
    assert client.put("song.mid", b"la").code == Code.FORBIDDEN
    assert client.put("telecom/ada.vcf", ADA).code == Code.FORBIDDEN
