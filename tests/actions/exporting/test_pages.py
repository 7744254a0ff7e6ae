"""Tables, pages and papers of contacts, conversations and calls."""

import base64
import hashlib
import html
import re
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest

from holdfast.actions.export import Form, Whole
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.tables.reading import read_table
from holdfast.records.formats.vcard import name_parts
from holdfast.records.model.kinds import Kind
from holdfast.vault.repository.problems import VaultDamaged
from tests.actions.exporting.shelf import (
    back_up_files,
    dicts,
    export_items,
    export_whole,
    items_of,
    rows,
)

CARD = (
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lovelace;Ada;King;Dr.;\r\nFN:Ada\r\nORG:Engines;Sums\r\n"
    b"TEL;TYPE=CELL:+44-20-1\r\nTEL;TYPE=CELL:2\r\nTEL;TYPE=CELL:3\r\nTEL;TYPE=HOME,FAX:4\r\n"
    b"EMAIL:a@x\r\nEMAIL:b@x\r\nEMAIL:c@x\r\nEMAIL:d@x\r\nBDAY:1815-12-10\r\n"
    b"ADR;TYPE=HOME:;;12 Street;London;;N1;UK\r\nNOTE:=1+1\r\nEND:VCARD\r\n"
)
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=y> javascript:alert(1)"
BACKUP = (
    '<?xml version="1.0" encoding="UTF-8"?><smses count="3">'
    '<sms address="+49301234567" date="1254398400000" type="1" '
    'body="{evil}" contact_name="{evil}"/>'
    '<sms address="0301234567" date="1254398500000" type="2" body="=cmd|x" contact_name="null"/>'
    '<sms address="+49407654321" date="1254398600000" type="1" '
    'body="Other" contact_name="..\\x"/></smses>'
).format(evil=html.escape(EVIL))
CALLS = (
    '<?xml version="1.0" encoding="UTF-8"?><calls count="1">'
    '<call number="+49301" duration="5" date="1254398400000" type="3" contact_name="@Ada"/></calls>'
)


class Reader(HTMLParser):
    """Every element of a page, with its attributes, and the text."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(data.decode())
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def all(self, tag):
        return [found for name, found in self.elements if name == tag]


def assert_harmless(file):
    """Nothing is loaded from anywhere else, nothing runs but our own search."""
    page = Reader(file.read_bytes())
    (policy,) = [m["content"] for m in page.all("meta") if m.get("http-equiv")]
    assert policy.startswith("default-src 'none'")
    assert len(page.all("script")) <= 1
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on")]
        assert tag not in ("iframe", "object", "embed", "link", "form", "base")
        for name in ("src", "href"):
            address = attributes.get(name) or ""
            if address.startswith("data:image/") and tag == "img":
                continue
            assert ":" not in address
            assert not address or (file.parent / unquote(address)).resolve().is_file(), address
            assert (file.parent / unquote(address)).resolve().is_relative_to(file.parent)


def test_contacts_become_a_table_that_address_books_read(world, tmp_path):
    backup = back_up_files(world, {"a.vcf": CARD})

    export_whole(world, backup, tmp_path, Whole.CSV)

    data = (tmp_path / "Contacts.csv").read_bytes()
    (row,) = dicts(tmp_path / "Contacts.csv")
    assert data.startswith(b"\xef\xbb\xbf")
    assert (row["First Name"], row["Last Name"]) == ("Ada", "Lovelace")
    assert row["Mobile Phone"] == "+44 20 1"
    assert (row["Mobile Phone 2"], row["Phone 1 - Value"]) == ("2", "3")
    assert (row["Home Fax"], row["E-mail 3 Address"], row["E-mail 1 - Value"]) == (
        "4",
        "c@x",
        "d@x",
    )
    assert (row["Home Street"], row["Birthday"], row["Notes"]) == (
        "12 Street",
        "1815-12-10",
        "'=1+1",
    )
    (item,) = read_table(data)
    (card,) = read_components(item.data).items("VCARD")
    assert name_parts(card)[:4] == ["Lovelace", "Ada", "King", "Dr."]
    assert {tel.text() for tel in card.all("TEL")} >= {"2", "3", "4"}
    assert len(card.all("EMAIL")) == 4


def test_events_and_todos_become_tables(world, tmp_path):
    files = {
        "a.ics": b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:@Tea\r\n"
        b"DTSTART;VALUE=DATE:20091010\r\nDTEND;VALUE=DATE:20091011\r\nRRULE:FREQ=DAILY\r\n"
        b"END:VEVENT\r\nEND:VCALENDAR\r\n",
        "b.ics": b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VTODO\r\nUID:2\r\nSUMMARY:Milk\r\n"
        b"DUE:20091012T100000\r\nSTATUS:COMPLETED\r\nPRIORITY:1\r\nEND:VTODO\r\nEND:VCALENDAR\r\n",
    }
    export_whole(world, back_up_files(world, files), tmp_path, Whole.CSV)

    (event,), (todo,) = dicts(tmp_path / "Calendar.csv"), dicts(tmp_path / "To-dos.csv")
    assert (event["Subject"], event["Start Date"], event["End Date"]) == (
        "'@Tea", "2009-10-10", "2009-10-10",
    )  # fmt: skip
    assert (event["All Day Event"], event["Recurrence"]) == ("TRUE", "FREQ=DAILY")
    assert (todo["Due Date"], todo["Status"], todo["Priority"]) == (
        "2009-10-12",
        "Completed",
        "High",
    )


def test_messages_and_calls_become_tables_that_calculate_nothing(world, tmp_path):
    backup = back_up_files(world, {"m.xml": BACKUP.encode(), "c.xml": CALLS.encode()})

    result = export_whole(world, backup, tmp_path, Whole.CSV)

    head, *lines = rows(tmp_path / "Messages.csv")
    assert [line[head.index("Text")] for line in lines] == [EVIL, "'=cmd|x", "Other"]
    assert lines[0][head.index("Conversation")] == lines[1][head.index("Conversation")]
    assert rows(tmp_path / "Calls.csv")[1][1:3] == ["'@Ada", "+49301"]
    assert result.counts == {Kind.MESSAGES: 3, Kind.CALLS: 1}


def test_each_conversation_is_a_page_that_runs_and_loads_nothing(world, tmp_path):
    backup = back_up_files(world, {"m.xml": BACKUP.encode(), "c.xml": CALLS.encode()})

    export_whole(world, backup, tmp_path, Whole.HTML)

    talks = sorted((tmp_path / "Messages").iterdir())
    assert len(talks) == 2
    for file in (*talks, tmp_path / "Calls.html"):
        assert_harmless(file)
    assert any(EVIL in Reader(file.read_bytes()).text for file in talks)


def test_without_a_printer_what_would_be_a_pdf_is_a_page(world, tmp_path):
    backup = back_up_files(world, {"m.xml": BACKUP.encode()})
    export_whole(world, backup, tmp_path, Whole.PDF)
    assert {path.suffix for path in (tmp_path / "Messages").iterdir()} == {".html"}


def test_a_printer_gets_each_page_and_its_title(world, tmp_path):
    backup = back_up_files(world, {"m.xml": BACKUP.encode()})
    export_whole(
        world, backup, tmp_path, Whole.PDF, printer=lambda page, title: f"{title}{page}".encode()
    )
    assert {path.suffix for path in (tmp_path / "Messages").iterdir()} == {".pdf"}


LONG = "x" * 100_000
HOSTILE = {
    "card.vcf": f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{EVIL}\r\nN:x;;;;\r\nURL:javascript:alert(1)\r\n"
    f"NOTE:{LONG}\r\nEND:VCARD\r\n".encode(),
    "long.vcf": f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{LONG}\r\nEND:VCARD\r\n".encode(),
    "note.vnt": f"BEGIN:VNOTE\r\nVERSION:1.1\r\nBODY:{EVIL}\r\nEND:VNOTE\r\n".encode(),
    "event.ics": f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:{EVIL}\r\n"
    f"DTSTART:20091010T100000\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\nSUMMARY:Never\r\n"
    f"END:VEVENT\r\nEND:VCALENDAR\r\n".encode(),
    "todo.ics": f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VTODO\r\nUID:3\r\nSUMMARY:{EVIL}\r\n"
    f"END:VTODO\r\nEND:VCALENDAR\r\n".encode(),
    "m.xml": BACKUP.encode(),
    "c.xml": CALLS.encode(),
    "DCIM/..\\x '<b>\".jpg": b"no picture",
    "DCIM/javascript:alert(1).png": b"none either",
    "Docs/%2e%2e#?.pdf": b"a file",
}


def test_the_viewer_shows_everything_and_nothing_in_it_runs(world, tmp_path):
    backup = back_up_files(world, HOSTILE)

    result = export_whole(world, backup, tmp_path, Whole.VIEWER)

    assert result.first == tmp_path / "A phone" / "index.html"
    pages = sorted(result.first.parent.glob("*.html"))
    assert {page.stem for page in pages} >= {"index", *(str(kind) for kind in result.counts)}
    for page in pages:
        assert_harmless(page)
    originals = {p.read_bytes() for p in result.first.parent.rglob("*") if p.is_file()}
    assert originals >= {b"no picture", b"none either", b"a file"}
    text = Reader((result.first.parent / "contacts.html").read_bytes()).text
    assert EVIL in text
    assert "javascript:alert(1)" in text
    assert LONG in text


def test_the_only_script_is_the_one_that_the_policy_names(world, tmp_path):

    result = export_whole(world, back_up_files(world, {"a.vcf": CARD}), tmp_path, Whole.VIEWER)

    page = (result.first.parent / "contacts.html").read_text("utf-8")
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page
    assert "http" not in script


def test_large_backups_are_spread_over_pages(world, tmp_path):
    cards = b"".join(
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:P{n}\r\nN:P{n};;;;\r\nEND:VCARD\r\n".encode()
        for n in range(1100)
    )
    result = export_whole(world, back_up_files(world, {"a.vcf": cards}), tmp_path, Whole.VIEWER)

    pages = sorted(result.first.parent.glob("contacts*.html"))
    assert [page.name for page in pages] == ["contacts-2.html", "contacts-3.html", "contacts.html"]
    counts = [page.read_bytes().count(b'<article class="item">') for page in pages]
    assert sorted(counts) == [100, 500, 500]
    for page in pages:
        assert_harmless(page)


def test_events_stand_under_their_month_and_what_has_no_time_at_the_end(world, tmp_path):
    result = export_whole(
        world, back_up_files(world, {"e.ics": HOSTILE["event.ics"]}), tmp_path, Whole.VIEWER
    )

    text = Reader((result.first.parent / "calendar.html").read_bytes()).text
    assert text.index("October 2009") < text.index("Without a date") < text.index("Never")


def test_small_pictures_stand_in_the_grid_and_lead_to_the_originals(world, tmp_path):
    small = b"\x89PNG\r\n small"
    backup = back_up_files(world, {"DCIM/a.jpg": b"original"})

    result = export_whole(world, backup, tmp_path, Whole.VIEWER, thumbnail=lambda _data: small)

    page = result.first.parent / "photos.html"
    assert_harmless(page)
    (picture,) = Reader(page.read_bytes()).all("img")
    assert (page.parent / unquote(picture["src"])).read_bytes() == small


@pytest.mark.parametrize("form", [Whole.CSV, Whole.VCF, Whole.VIEWER, Form.STANDARD])
def test_a_damaged_item_is_named_and_the_rest_is_written(world, tmp_path, monkeypatch, form):
    backup = back_up_files(world, {"a.vcf": CARD, "b.vcf": CARD.replace(b"Ada", b"Bea")})
    whole = world.vault.history.read
    lost = items_of(world, backup, Kind.CONTACTS)[0]

    def read(item, suffix=None):
        if item.key == lost.key:
            raise VaultDamaged("data 1234")
        return whole(item, suffix)

    monkeypatch.setattr(world.vault.history, "read", read)

    result = export_whole(world, backup, tmp_path, form)

    assert [item.key for item in result.damaged] == [lost.key]
    assert result.counts == {Kind.CONTACTS: 1}
    assert result.files


def test_a_selection_in_a_form_it_is_not_made_for_says_so(world, tmp_path):
    backup = back_up_files(world, {"a.vcf": CARD})

    result = export_items(world, items_of(world, backup, Kind.CONTACTS), tmp_path, Whole.HTML)

    assert (result.files, result.without) == (0, (Kind.CONTACTS,))


def test_names_that_differ_in_case_alone_do_not_meet_on_windows(world, tmp_path):
    files = {"a.vcf": CARD, "b.vcf": CARD.replace(b"FN:Ada", b"FN:ADA")}

    export_whole(world, back_up_files(world, files), tmp_path, Form.PHONE)

    names = [path.name.casefold() for path in (tmp_path / "Contacts").iterdir()]
    assert len(set(names)) == 2
