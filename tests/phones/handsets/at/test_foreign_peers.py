"""The virtual phone against a real phone program, and our driver's writing read by it.

A driver and its own simulator can share a misunderstanding; gammu shares none of ours.
"""

import re
from datetime import datetime

import pytest

from holdfast.phones.virtual.store import create_sample
from holdfast.progress import Task
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.vcard import display_name
from holdfast.records.formats.vmessage import message_of
from holdfast.records.model.item import NewItem
from holdfast.records.model.kinds import Kind
from tests.phones.handsets.at.foreign import GAMMU, connect, entries, gammu
from tests.phones.handsets.at.rig import files_of

pytestmark = pytest.mark.skipif(
    GAMMU is None, reason="gammu: absent, so the phone met NO foreign AT program (apt: gammu)"
)


@pytest.fixture
def folder(tmp_path):
    create_sample(tmp_path / "phone", family="at", small=True, serial="490154203237518")
    return tmp_path / "phone"


def files(folder, kind):
    handset = connect(folder)
    found = {item.key: files_of(item) for item in handset.read(kind, Task())}
    handset.close()
    return found


def contacts(folder):
    found = {}
    for key, (data, _) in files(folder, Kind.CONTACTS).items():
        [card] = read_components(data).items("VCARD")
        found[key] = card.text("TEL"), display_name(card)
    return found


def messages(folder):
    found = {}
    for key, (data, _) in files(folder, Kind.MESSAGES).items():
        [block] = read_components(data).items("VMSG")
        found[key] = message_of(block)
    return found


def said(message):
    """What a message says, without its moment: gammu keeps no zone."""
    return message.direction, message.who, message.text, message.box


def test_it_knows_who_the_phone_is_and_what_time_it_is_there(folder):
    told = gammu(folder, "identify")
    assert re.search(r"Manufacturer +: Holdfast\n", told)
    assert re.search(r"IMEI +: 490154203237518\n", told)
    assert "Phone time is" in gammu(folder, "getdatetime")


@pytest.mark.parametrize("memory", ["ME", "SM"])
def test_it_reads_the_phone_books_as_our_driver_does(folder, memory):
    theirs = entries(gammu(folder, "getallmemory", memory))
    ours = {key: entry for key, entry in contacts(folder).items() if key.startswith(memory)}
    assert theirs == ours
    assert len(theirs) == {"ME": 12, "SM": 3}[memory]
    names = {name for _, name in theirs.values()}
    assert names >= ({"王静", "Núria Zúñiga"} if memory == "ME" else {"Zoë Krüger"})


def test_it_reads_the_messages_as_our_driver_does(folder):
    theirs = gammu(folder, "getallsms")
    ours = messages(folder)
    assert theirs.count("SMS message\n") == len(ours) == 9
    for message in ours.values():
        assert message.text in theirs
    for number in ("+13105550101", "T-Mobile", "+8613805550123", "+493055501234"):
        assert f'Remote number        : "{number}"' in theirs
    assert "Concatenated (linked) message, ID (8 bit) 42, part 2 of 2" in theirs
    assert theirs.count("Status               : UnRead") == 1
    sent = re.findall(r"Sent +: (\w{3} \w{3} +\d+ [\d:]+ \d{4}) ([+-]\d{4})", theirs)
    moments = {datetime.strptime(f"{day} {zone}", "%a %b %d %H:%M:%S %Y %z") for day, zone in sent}
    assert moments == {message.when for message in ours.values() if message.when}


def test_what_it_writes_into_the_phone_book_our_driver_reads(folder, tmp_path):
    card = (
        "BEGIN:VCARD\r\nVERSION:2.1\r\n"
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB =E7=8E=8B\r\n"
        "TEL;CELL:+4915112345\r\nEND:VCARD\r\n"
    )
    (tmp_path / "new.vcf").write_text(card, "utf-8")
    before = contacts(folder)
    gammu(folder, "addnew", "new.vcf", "-yes", "-memory", "ME")
    [key] = set(contacts(folder)) - set(before)
    assert contacts(folder) == before | {key: ("+4915112345", "Zoë 王")}


def test_the_messages_it_saves_our_driver_reads(folder):
    long = "Äpfel und Birnen. " * 25
    before = set(messages(folder))
    gammu(folder, "savesms", "TEXT", "-folder", "3", "-autolen", "600", "-textutf8", long)
    parts = [message for key, message in messages(folder).items() if key not in before]
    assert "".join(part.text for part in parts) == long
    assert len(parts) == 3
    gammu(folder, "savesms", "TEXT", "-unicode", "-textutf8", "王静 sagt Grüße \N{PILE OF POO}")
    assert "王静 sagt Grüße \N{PILE OF POO}" in {m.text for m in messages(folder).values()}


def test_the_messages_it_takes_away_and_puts_back_are_the_same(folder):
    before = messages(folder)
    gammu(folder, "backupsms", "all.smsbackup", "-yes")
    assert messages(folder) == {}
    gammu(folder, "restoresms", "all.smsbackup", "-yes")
    after = messages(folder)
    assert sorted(map(said, after.values())) == sorted(map(said, before.values()))


def test_what_our_driver_writes_it_reads(folder):
    handset = connect(folder)
    card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:José 王\r\nTEL:+34 600-12\r\nEND:VCARD\r\n".encode()
    key = handset.add(NewItem(Kind.CONTACTS, "x", ".vcf", lambda: (card,), len(card)), Task())
    note = (
        b"BEGIN:VMSG\r\nVERSION:1.1\r\nX-IRMC-STATUS:READ\r\nX-IRMC-BOX:INBOX\r\n"
        b"X-NOK-DT:20091022T044825Z\r\nX-MESSAGE-TYPE:DELIVER\r\nBEGIN:VCARD\r\nVERSION:2.1\r\n"
        b"N:\r\nTEL:+34600\r\nEND:VCARD\r\nBEGIN:VENV\r\nBEGIN:VBODY\r\n"
        b"{curly} \xe2\x82\xac and \xc3\x91and\xc3\xba\r\nEND:VBODY\r\nEND:VENV\r\nEND:VMSG\r\n"
    )
    handset.add(NewItem(Kind.MESSAGES, "x", ".vmg", lambda: (note,), len(note)), Task())
    handset.close()
    assert entries(gammu(folder, "getallmemory", "ME"))[key] == ("+3460012", "José 王")
    theirs = gammu(folder, "getallsms")
    assert "{curly} € and Ñandú" in theirs
    assert "Thu Oct 22 04:48:25 2009" in theirs
