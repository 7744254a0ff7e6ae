"""What the phone answers, and what its owner finds in the folder."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.phones.virtual.at.books import CardBook, LineBook, Size, Slot
from holdfast.phones.virtual.at.boxes import Box, Kept
from holdfast.phones.virtual.at.modem import Modem
from holdfast.phones.virtual.at.phone import AtPhone
from holdfast.phones.virtual.folder import PhoneFolder, SampleInfo
from holdfast.phones.virtual.store import create_sample, edit_sample, wipe_sample

PDU = "07911326040000F0040B911346610089F60000208062917314080CC8F71D14969741F977FD07"
SIZE = Size(20, 20, 10)


def noon():
    return datetime(2009, 10, 1, 12, 0, tzinfo=UTC)


class Talk:
    def __init__(self, path):
        self.path = path
        self.modem = Modem(AtPhone(PhoneFolder(path), noon))
        self("ATE0")
        self("AT+CMEE=1")
        self('AT+CSCS="UTF-8"')

    def __call__(self, *said):
        """Lines of the answer to a command, or to a command and its data."""
        for each in said[:-1]:
            b"".join(self.modem.receive(each.encode() + b"\r"))
        last = said[-1].encode() + (b"\x1a" if len(said) > 1 else b"\r")
        answer = b"".join(self.modem.receive(last)).decode()
        return [line for line in answer.split("\r\n") if line]


@pytest.fixture
def talk(tmp_path):
    PhoneFolder.create(tmp_path / "phone", SampleInfo(serial="490154203237518", family="at"))
    return Talk(tmp_path / "phone")


def test_it_tells_who_it_is_and_what_time_it_is(talk):
    assert talk("AT+CGSN") == ["490154203237518", "OK"]
    assert talk("AT+CCLK?") == ['+CCLK: "09/10/01,12:00:00+00"', "OK"]
    assert talk("AT+NONSENSE") == ["ERROR"]


def test_errors_have_numbers_where_they_are_asked_for(talk):
    assert talk("AT+CPBR=1") == ["+CME ERROR: 22"]
    talk("AT+CMEE=0")
    assert talk("AT+CPBR=1") == ["ERROR"]


def test_a_card_in_the_folder_is_an_entry_and_an_entry_is_a_card(talk):
    contacts = talk.path / "contacts"
    contacts.mkdir()
    card = "BEGIN:VCARD\nVERSION:3.0\nN:王;静;;;\nTEL:(310) 555-01\nTEL:2\nEND:VCARD\n"
    (contacts / "000A.vcf").write_text(card, "utf-8")
    assert talk("AT+CPBR=1,20") == ['+CPBR: 10,"31055501",129,"静 王"', "OK"]
    assert talk('AT+CPBW=,"+49",145,"Zoë"') == ["OK"]
    assert b"Zo=C3=AB" in (contacts / "0001.vcf").read_bytes()
    assert talk("AT+CPBS?") == ['+CPBS: "ME",2,1000', "OK"]
    talk("AT+CPBW=10")
    assert [path.name for path in contacts.iterdir()] == ["0001.vcf"]


def test_a_card_whose_name_is_no_index_gets_a_place_and_keeps_it(talk):
    contacts = talk.path / "contacts"
    contacts.mkdir()
    for luid in ("0001", "1041", "grandma", "1"):
        card = f"BEGIN:VCARD\nFN:{luid}\nTEL:1\nEND:VCARD\n"
        (contacts / f"{luid}.vcf").write_text(card, "utf-8")
    told = talk("AT+CPBR=1,9")
    assert [line.split(",")[3] for line in told[:-1]] == ['"0001"', '"1"', '"1041"', '"grandma"']
    (contacts / "1.vcf").unlink()
    assert talk("AT+CPBR=1,9") == [told[0], *told[2:]]
    talk('AT+CPBW=3,"2",129,"Changed"')
    assert b"Changed" in (contacts / "1041.vcf").read_bytes()
    talk('AT+CPBW=,"3",129,"New"')
    assert b"New" in (contacts / "0002.vcf").read_bytes()
    talk("AT+CPBW=4")
    assert not (contacts / "grandma.vcf").exists()


def test_what_an_owner_edits_is_there_at_once_and_nonsense_is_passed_over(talk):
    at = talk.path / "at"
    at.mkdir()
    text = '# my SIM\n2,"+49151",145,"Bob ""Bo"""\nnonsense\n99,"1",129,"too high"\n\n'
    (at / "phonebook-SM.txt").write_text(text, "utf-8")
    (at / "messages-ME.txt").write_text(f"4,0,{PDU}\n5,9,{PDU}\n6,1,XY\n", "utf-8")
    talk('AT+CPBS="SM"')
    assert talk("AT+CPBR=1,50")[0].startswith('+CPBR: 2,"+49151",145,"Bob')
    assert talk('AT+CPMS="ME"')[0].startswith("+CPMS: 1,200")
    assert talk("AT+CMGR=4,1") == ["+CMGR: 0,,30", PDU, "OK"]
    assert talk("AT+CMGR=4") == ["+CMGR: 0,,30", PDU, "OK"]
    assert talk("AT+CMGR=4") == ["+CMGR: 1,,30", PDU, "OK"]


def test_limits_are_kept(talk):
    assert talk(f'AT+CPBW=1,"1",129,"{"x" * 41}"') == ["+CME ERROR: 24"]
    assert talk(f'AT+CPBW=1,"{"1" * 41}",129,"x"') == ["+CME ERROR: 24"]
    assert talk('AT+CPBW=1001,"1",129,"x"') == ["+CME ERROR: 21"]
    assert talk('AT+CPBS="XX"') == ["+CME ERROR: 3"]
    assert talk('AT+CSCS="PCCP437"') == ["+CME ERROR: 3"]
    assert talk('AT+CPMS="XX"') == ["+CMS ERROR: 302"]
    assert talk("AT+CMGD=7") == ["+CMS ERROR: 321"]


def test_messages_are_stored_listed_and_taken_away(talk):
    assert talk("AT+CMGW=30,1", PDU) == ["+CMGW: 1", "OK"]
    assert talk("AT+CMGW=29,1", PDU) == ["+CMS ERROR: 304"]
    assert talk("AT+CMGL=4") == ["+CMGL: 1,1,,30", PDU, "OK"]
    assert talk("AT+CMGL=0") == ["OK"]
    assert talk("AT+CMGD=1") == ["OK"]
    assert talk("AT+CMGR=1") == ["+CMS ERROR: 321"]


def test_a_full_sim_takes_no_more(talk):
    talk('AT+CPMS="SM","SM"')
    said = [talk("AT+CMGW=30,1", PDU) for _ in range(21)]
    assert said[-2:] == [["+CMGW: 20", "OK"], ["+CMS ERROR: 322"]]


names = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=10)
numbers = st.from_regex(r"\+?[0-9*#]{1,12}", fullmatch=True)


@given(st.dictionaries(st.integers(1, 20), st.builds(Slot, numbers, names), max_size=5))
def test_every_entry_of_a_file_comes_back(tmp_path_factory, slots):
    book = LineBook(tmp_path_factory.mktemp("book") / "at" / "phonebook-SM.txt", SIZE)
    for index, slot in slots.items():
        book.put(index, slot)
    assert book.slots() == dict(sorted(slots.items()))


@given(st.builds(Slot, numbers, names.filter(lambda name: name.strip())))
def test_every_entry_of_a_card_comes_back(tmp_path_factory, slot):
    path = tmp_path_factory.mktemp("phone") / "phone"
    folder = PhoneFolder.create(path, SampleInfo(serial="490154203237518", family="at"))
    CardBook(folder, SIZE).put(3, slot)
    assert CardBook(folder, SIZE).slots() == {3: slot}


def test_places_of_messages_are_filled_from_the_lowest(tmp_path):
    box = Box(tmp_path / "messages-ME.txt", 3)
    kept = Kept(1, PDU.encode())
    for index in (1, 3):
        box.put(index, kept)
    assert box.free() == 2
    box.put(2, kept)
    assert box.free() is None
    assert kept.length == 30


def test_a_sample_phone_has_a_sim_calls_and_messages_and_can_be_used_and_wiped(tmp_path):
    create_sample(tmp_path / "phone", family="at", small=True)
    talk = Talk(tmp_path / "phone")
    assert talk('AT+CPMS="ME"')[0].startswith("+CPMS: 8,200")
    for memory, used in {"ME": 12, "SM": 3, "RC": 2, "MC": 3, "DC": 2}.items():
        talk(f'AT+CPBS="{memory}"')
        assert talk("AT+CPBS?")[0].startswith(f'+CPBS: "{memory}",{used},')
    assert edit_sample(tmp_path / "phone", noon).added
    talk('AT+CPBS="ME"')
    assert talk("AT+CPBS?")[0] == '+CPBS: "ME",14,1000'
    wipe_sample(tmp_path / "phone")
    assert talk("AT+CPBS?")[0] == '+CPBS: "ME",0,1000'
    assert talk('AT+CPMS="ME"')[0].startswith("+CPMS: 0,200")
