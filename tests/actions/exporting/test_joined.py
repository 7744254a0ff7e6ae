"""Many items in one file, and every one read back as it was."""

from collections import Counter

import pytest
import vobject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from holdfast.actions.export import Whole
from holdfast.actions.exporting.joined import stands_beside_others
from holdfast.records.formats.converting.convert import convert
from holdfast.records.formats.converting.dialects import ICALENDAR
from holdfast.records.formats.occurrences import Calendar as Zones
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.summary import items_of as components_of
from holdfast.records.formats.vcard import card_fields
from holdfast.records.formats.view import view_item
from holdfast.records.model.kinds import Kind
from tests.actions.exporting.shelf import (
    CORPUS,
    NO_CORPUS,
    back_up_files,
    corpus,
    export_items,
    export_whole,
    items_of,
)

OLD = (
    b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8:Lovelace;Ada\r\nTEL;CELL:+441\r\nEND:VCARD\r\n"
)
NEW = b"BEGIN:VCARD\nVERSION:3.0\nFN:Grace\nN:Hopper;Grace;;;\nX-OWN:kept\nEND:VCARD"
LATIN = b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=ISO-8859-1:M\xfcller\r\nEND:VCARD\r\n"
ENDLESS = b"BEGIN:VCARD\r\nVERSION:2.1\r\nN:Endless;Eve\r\n"
MARKED = b"\xef\xbb\xbfBEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bom\r\nN:Bom;;;;\r\nEND:VCARD\r\n"


def event(name, uid, zone=""):
    start = f"DTSTART;TZID={zone}:20091010T100000" if zone else "DTSTART:20091010T100000Z"
    said = f"UID:{uid}\r\nDTSTAMP:20090101T000000Z\r\nSUMMARY:{name}\r\n{start}\r\n"
    return f"BEGIN:VEVENT\r\n{said}END:VEVENT\r\n"


def calendar(*parts):
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
    return (head + "".join(parts) + "END:VCALENDAR\r\n").encode()


ZONE = (
    "BEGIN:VTIMEZONE\r\nTZID:Own/Zone\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
    "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)
TODO = "BEGIN:VTODO\r\nUID:t1\r\nDTSTAMP:20090101T000000Z\r\nSUMMARY:Milk\r\nEND:VTODO\r\n"


def test_contacts_in_one_file_keep_their_exact_bytes(world, tmp_path):
    backup = back_up_files(world, {"a.vcf": OLD, "b.vcf": NEW})

    result = export_whole(world, backup, tmp_path / "out", Whole.VCF)

    data = (tmp_path / "out" / "Contacts.vcf").read_bytes()
    assert OLD in data
    assert NEW in data
    assert result.first == tmp_path / "out" / "Contacts.vcf"
    assert result.counts == {Kind.CONTACTS: 2}


def test_a_card_that_would_spoil_others_is_written_in_todays_form(world, tmp_path):
    backup = back_up_files(world, {"a.vcf": LATIN, "b.vcf": ENDLESS, "c.vcf": OLD, "d.vcf": MARKED})

    export_whole(world, backup, tmp_path / "out", Whole.VCF)

    data = (tmp_path / "out" / "Contacts.vcf").read_bytes()
    cards = read_components(data).items("VCARD")
    assert sorted(card.text("N").partition(";")[0] for card in cards) == [
        "Bom", "Endless", "Lovelace", "Müller",
    ]  # fmt: skip
    assert b"\xef\xbb\xbf" not in data
    assert len(list(vobject.readComponents(data.decode()))) == 4


def test_what_is_no_card_at_all_gets_a_file_of_its_own(world, tmp_path):
    phone = world.phone()
    card = min((world.phones["phone"] / "contacts").iterdir())
    card.write_bytes(b"not a card at all")
    backup = world.back_up(phone).snapshot

    result = export_whole(world, backup, tmp_path / "out", Whole.VCF)

    assert [p.read_bytes() for p in (tmp_path / "out" / "Contacts").iterdir()] == [
        b"not a card at all"
    ]
    assert result.as_they_are == 1
    assert Kind.PHOTOS in result.without


def test_calendar_and_todos_are_one_file_with_their_uids_and_each_zone_once(world, tmp_path):
    files = {
        "a.ics": calendar(ZONE, event("One", "u1", "Own/Zone")),
        "b.ics": calendar(ZONE, event("Two", "u2", "Own/Zone")),
        "c.ics": calendar(TODO),
        "d.vcs": b"BEGIN:VCALENDAR\r\nVERSION:1.0\r\nBEGIN:VEVENT\r\nUID:u3\r\nSUMMARY:Old\r\n"
        b"DTSTART:20091010T100000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    }
    backup = back_up_files(world, files)

    export_whole(world, backup, tmp_path / "out", Whole.ICS)

    made = Calendar.from_ical((tmp_path / "out" / "Calendar.ics").read_bytes())
    assert len(made.walk("VTIMEZONE")) == 1
    assert sorted(str(found["UID"]) for found in made.walk("VEVENT")) == ["u1", "u2", "u3"]
    assert [str(found["UID"]) for found in made.walk("VTODO")] == ["t1"]


def test_a_second_export_stands_beside_the_first(world, tmp_path):
    backup = back_up_files(world, {"a.vcf": OLD})
    for _ in range(2):
        export_whole(world, backup, tmp_path / "out", Whole.VCF)

    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["Contacts (2).vcf", "Contacts.vcf"]


def test_items_of_several_backups_go_into_one_file(world, tmp_path):
    first = back_up_files(world, {"a.vcf": OLD})
    second = back_up_files(world, {"a.vcf": NEW})
    items = [items_of(world, backup, Kind.CONTACTS)[0] for backup in (first, second)]

    result = export_items(world, [*items, items[0]], tmp_path / "out", Whole.VCF)

    data = (tmp_path / "out" / "Contacts.vcf").read_bytes()
    assert (data.count(b"BEGIN:VCARD"), result.counts) == (2, {Kind.CONTACTS: 2})


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.binary(max_size=200))
def test_only_whole_cards_stand_beside_others(data):
    if stands_beside_others(data):
        twice = read_components(data.rstrip(b"\r\n") + b"\r\n" + NEW)
        once = read_components(data)
        assert len(twice.items("VCARD")) == len(once.items("VCARD")) + 1


def fields_of(data):
    """What a reader sees of every card, however the cards are ordered."""
    return Counter(tuple(card_fields(card)) for card in read_components(data).items("VCARD"))


@pytest.mark.skipif(not (CORPUS / "vcard").is_dir(), reason=NO_CORPUS)
def test_every_real_contact_is_read_back_from_one_file(world, tmp_path):
    backup = back_up_files(world, corpus("vcard"))
    result = export_whole(world, backup, tmp_path / "out", Whole.VCF)
    data = (tmp_path / "out" / "Contacts.vcf").read_bytes()

    sources = [
        b"".join(world.vault.history.read(item)) for item in items_of(world, backup, Kind.CONTACTS)
    ]
    kept = [source for source in sources if stands_beside_others(source)]

    found = fields_of(data)
    assert len(kept) > 100
    for source in kept:
        assert fields_of(source) <= found
    cards = sum(len(read_components(source).items("VCARD")) for source in sources)
    assert found.total() + result.as_they_are >= cards
    assert not result.damaged


@pytest.mark.skipif(not (CORPUS / "vcard").is_dir(), reason=NO_CORPUS)
def test_what_vobject_reads_of_real_contacts_it_reads_alike_in_one_file(world, tmp_path):
    backup = back_up_files(world, corpus("vcard"))
    alone = {}
    for item in items_of(world, backup, Kind.CONTACTS):
        data = b"".join(world.vault.history.read(item))
        said = told_by_vobject(data) if stands_beside_others(data) else None
        if said is not None:
            alone[item] = said

    export_items(world, alone, tmp_path / "out", Whole.VCF)

    together = told_by_vobject((tmp_path / "out" / "Contacts.vcf").read_bytes())
    assert len(alone) > 50
    assert together == sum(alone.values(), Counter())


def told_by_vobject(data):
    """Every property with its value as vobject reads it; None where it gives up."""
    try:
        cards = list(vobject.readComponents(data.decode("utf-8-sig")))
        return Counter(
            (child.name, str(child.value)) for card in cards for child in card.getChildren()
        )
    except Exception:  # noqa: BLE001 - it fails in its own ways
        return None


@pytest.mark.skipif(not (CORPUS / "ical").is_dir(), reason=NO_CORPUS)
def test_every_real_event_is_read_back_from_one_file(world, tmp_path):
    backup = back_up_files(world, corpus("ical") | corpus("vcal"))
    result = export_whole(world, backup, tmp_path / "out", Whole.ICS)
    data = (tmp_path / "out" / "Calendar.ics").read_bytes()

    missing = told_apart(world, backup) - told(data)
    assert not missing, (len(missing), list(missing.items())[:8])
    assert not result.damaged


def told(data):
    """What our reader shows of the events and to-dos, each file's zones known to it."""
    seen = Counter()
    for block in read_components(data).components:
        document = type(read_components(b""))((block,))
        zones = Zones.of(document)
        for kind, name in ((Kind.CALENDAR, "VEVENT"), (Kind.TODOS, "VTODO")):
            for item in document.items(name):
                shown = view_item(kind, item, zones)
                seen[item.text("UID"), shown.title, shown.start, shown.due, shown.repeats] += 1
    return seen


def told_apart(world, backup):
    seen = Counter()
    for kind in (Kind.CALENDAR, Kind.TODOS):
        for item in items_of(world, backup, kind):
            source = b"".join(world.vault.history.read(item))
            made = convert(kind, source, ICALENDAR).data
            if components_of(kind, read_components(made)):
                seen += told(made)
    return seen
