"""The virtual phone against gammu, which takes it for a Sony Ericsson K750i behind its modem.

gammu is given no model, reads `AAB-1022011-BV` from AT+CGMM, finds that in its table, and turns
the line to OBEX with AT*EOBEX and back with DISCONNECT (its `atobex.c`). What it cannot do:

- Notes: it asks for `telecom/nt.vcf`, not `.vnt` (`OBEXGEN_InitNoteLUID`).
- To-dos one after the other: it compares their number before it has read any, and its decoder
  sets the place of each back to 0 (`OBEXGEN_GetNextTodo`, `gsmcal.c`); by number it reads them.
- Messages, calls, bookmarks: its driver takes messages and calls from AT commands alone, which
  the tests of the AT phone hold, and has no bookmarks.
- Rules: it names one weekday of several (`W1 TU TH`) and words the rest on its own, so that
  here an event only repeats or does not.
"""

import re
from dataclasses import replace
from datetime import datetime

import pytest

from holdfast.phones.virtual.folder import PhoneFolder
from holdfast.phones.virtual.store import create_sample
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.vcard import display_name
from holdfast.records.model.kinds import Kind
from tests.phones.handsets.irmc.foreign import GAMMU, gammu
from tests.phones.handsets.irmc.rig import add_the_rest

pytestmark = pytest.mark.skipif(
    GAMMU is None, reason="gammu: absent, so the phone met NO foreign OBEX program (apt: gammu)"
)

_FIELD = re.compile(r'^([A-Z][\w ]*?) +: (?:"((?:[^"]|"(?!$))*)"|(.*))$', re.MULTILINE)
_FILE = re.compile(r'^(.+);File;"[^"]*";"[^"]*";"([^"]*)";(\d+);$', re.MULTILINE)


@pytest.fixture
def phone(tmp_path):
    create_sample(tmp_path / "phone", small=True, usb="acm")
    phone = PhoneFolder(add_the_rest(tmp_path / "phone"))
    phone.become(replace(phone.info, switch="AT*EOBEX", model="AAB-1022011-BV"))
    return phone


def told(said, begins):
    """What gammu tells of each entry: the texts by their labels."""
    blocks = re.split(rf"^{begins}.*\n", said, flags=re.MULTILINE)[1:]
    return [_fields(block) for block in blocks]


def _fields(block):
    fields = {}
    for label, quoted, plain in _FIELD.findall(block):
        fields.setdefault(label, []).append(quoted or plain)
    return fields


def held(phone, kind, block):
    """What lies in the folder, in the order of the LUIDs."""
    files = (path.read_bytes() for path in phone.records(kind).values())
    return [item for data in files for item in read_components(data).items(block)]


def moment(entry, label):
    """A local time that gammu tells, in the form of vCalendar; empty when it tells none."""
    day = entry.get(label, [""])[0]
    return f"{datetime.strptime(day, '%a %b %d %H:%M:%S %Y'):%Y%m%dT%H%M%S}" if day else ""  # noqa: DTZ007


def plain(text):
    return "\n".join(text.splitlines())


def test_it_reads_every_contact(phone):
    theirs = told(gammu(phone.path, "getallmemory", "ME"), "Memory ME")
    cards = held(phone, Kind.CONTACTS, "VCARD")
    assert [entry["Formal name"] for entry in theirs] == [[display_name(card)] for card in cards]
    assert len(theirs) == 12
    for entry, card in zip(theirs, cards, strict=True):
        numbers = {n for label, all_ in entry.items() if label.endswith("number") for n in all_}
        assert numbers == {tel.text() for tel in card.all("TEL")}
        mails = {m for label, all_ in entry.items() if label.endswith("email") for m in all_}
        assert mails == {mail.text() for mail in card.all("EMAIL")}
        notes = [plain(note) for note in entry.get("Text", [])]
        assert notes == [plain(note.text()) for note in card.all("NOTE")]


def test_it_reads_every_event(phone):
    theirs = told(gammu(phone.path, "getallcalendar"), r"Location +: \d+$")
    events = held(phone, Kind.CALENDAR, "VEVENT")
    assert len(theirs) == len(events) == 8
    for entry, event in zip(theirs, events, strict=True):
        assert entry["Text"] == [event.text("SUMMARY")]
        assert entry.get("Location", [""]) == [event.text("LOCATION")]
        assert plain(entry.get("Description", [""])[0]) == plain(event.text("DESCRIPTION"))
        assert moment(entry, "Start") == event.text("DTSTART")
        assert moment(entry, "Stop") == event.text("DTEND")
        assert moment(entry, "Silent alarm") == event.text("DALARM").partition(";")[0]
        assert ("Repeating" in entry) == bool(event.text("RRULE"))


def test_it_reads_every_to_do(phone):
    theirs = told(gammu(phone.path, "gettodo", "1", "5"), r"Location +: \d+$")
    todos = held(phone, Kind.TODOS, "VTODO")
    assert len(theirs) == len(todos) == 5
    levels = {"1": "High", "2": "Medium", "3": "Low"}
    for entry, todo in zip(theirs, todos, strict=True):
        assert entry["Text"] == [todo.text("SUMMARY")]
        assert entry["Priority"] == [levels[todo.text("PRIORITY")]]
        assert moment(entry, "Due time") == todo.text("DUE")
        done = todo.text("STATUS") == "COMPLETED"
        assert entry["Completed"] == ["Yes" if done else "No"]


def test_it_reads_every_file(phone):
    photos = {
        path.relative_to(phone.folder(Kind.PHOTOS)).as_posix(): path
        for path in phone.media(Kind.PHOTOS)
    }
    theirs = _FILE.findall(gammu(phone.path, "getfilesystem", "-flatall"))
    sizes = {name: int(size) for name, _, size in theirs}
    assert sizes == {name: path.stat().st_size for name, path in photos.items()}
    assert len(sizes) == 6
    gammu(phone.path, "getfiles", *photos)
    for path in photos.values():
        assert (phone.path.parent / path.name).read_bytes() == path.read_bytes()
