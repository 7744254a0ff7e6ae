"""Verbs that stand for themselves: help, vault, sample, read."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys

import pytest
from PIL import Image
from PIL.ExifTags import Base

from holdfast.cli.common import Common, in_front

VERBS = (
    "demo",
    "handsets",
    "backup",
    "import",
    "history",
    "show",
    "changes",
    "versions",
    "search",
    "restore",
    "undo",
    "receipt",
    "rename",
    "accept-loss",
    "verify",
    "forget",
    "repair",
    "pin",
    "export",
    "mirror",
    "vault",
    "read",
    "sample",
    "doctor",
)


def test_help_lists_every_verb_and_the_common_options(terminal):
    said = terminal.bare("--help")

    assert said.status == 0
    for word in (*VERBS, "--vault", "--password-file", "--sample"):
        assert word in said.out


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(terminal, verb):
    said = terminal.bare(verb, "--help")

    assert said.status == 0
    assert "Usage" in said.out


def test_the_version_is_told(terminal):
    assert terminal.bare("--version").out.startswith("Holdfast 0.")


def test_common_options_are_moved_to_the_front():
    words = ["backup", "--sample", "a", "--kind", "notes", "--vault=v", "--sample", "b"]

    assert in_front(words) == [
        "--sample", "a", "--vault=v", "--sample", "b", "backup", "--kind", "notes",
    ]  # fmt: skip
    assert in_front(["search", "--", "--vault", "x"]) == ["search", "--", "--vault", "x"]
    assert in_front(["backup", "--vault"]) == ["--vault", "backup"]


def test_the_command_line_wins_over_the_environment(tmp_path):
    said = {"HOLDFAST_VAULT": "/env", "HOLDFAST_PASSWORD_FILE": "/pw"}

    assert Common.merged(tmp_path, None, (), said).vault == tmp_path
    assert str(Common.merged(None, None, (), said).vault) == "/env"
    assert Common.merged(None, None, (), {}) == Common()


def test_a_sheet_is_written_typed_back_and_proven(terminal, monkeypatch):
    assert terminal("vault", "create").status == 0
    file = terminal.folder / "sheet.txt"

    assert terminal("vault", "recovery-sheet", "--save", file).status == 0
    assert "correct horse" in file.read_text()
    assert file.stat().st_mode & 0o077 == 0
    assert terminal("vault", "recovery-sheet", "--save", file).status == 2
    assert "correct horse" in terminal("vault", "recovery-sheet").out

    monkeypatch.setattr("sys.stdin", io.StringIO("nonsense\n\n"))
    mistyped = terminal.bare("vault", "recovery-sheet", terminal.vault, "--type")
    assert mistyped.status == 2
    assert "mistyped" in mistyped.err


def test_a_typed_sheet_proves_that_it_opens_the_vault(terminal, monkeypatch):
    terminal.password_file.write_text("ABCDE-FGHJK-MNPQR-STVWX-YZ012-34567\n")
    terminal("vault", "create")
    sheet = terminal("vault", "recovery-sheet").lines
    lines = [line for line in sheet if line.startswith("    ") and line.strip()[0] in "123"]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines) + "\n\n"))
    said = terminal.bare("vault", "recovery-sheet", terminal.vault, "--type")

    assert said.lines == ["The recovery sheet opens this vault."]


def test_opening_a_vault_chooses_it(with_vault):
    said = with_vault.bare(
        "vault", "open", with_vault.vault, "--password-file", with_vault.password_file, "--json"
    )

    assert said.json["backups"] == 0
    assert with_vault.bare("history", "--password-file", with_vault.password_file).lines == [
        "No backup yet."
    ]


def test_a_sample_phone_is_made_edited_wiped_and_replaced(terminal):
    folder = terminal.folder / "phone"
    made = terminal.bare("sample", "create", folder, "--serial", "AB12CD34", "--json").json
    edited = terminal.bare("sample", "edit", folder, "--json").json
    wiped = terminal.bare("sample", "wipe", folder)
    replaced = terminal.bare("sample", "replace", folder, "--json").json

    assert made["serial"] == "AB12CD34"
    assert edited["added"]["contacts"] == 3
    assert wiped.out.endswith("was pulled: it is empty now.\n")
    assert not list((folder / "contacts").glob("*.vcf"))
    assert replaced["serial"] != "AB12CD34"


def test_a_sample_phone_takes_files_as_they_are(terminal):
    source = terminal.folder / "files"
    source.mkdir()
    (source / "ada.vcf").write_bytes(b"BEGIN:VCARD\nFN:Ada\nEND:VCARD\n")
    (source / "page.pdf").write_bytes(b"%PDF")
    folder = terminal.folder / "phone"

    assert terminal.bare("sample", "create", folder, "--from", source).status == 0
    (card,) = (folder / "contacts").iterdir()
    assert card.read_bytes() == (source / "ada.vcf").read_bytes()


CARD = (
    b"BEGIN:VCARD\r\nVERSION:2.1\r\nN:Lovelace;Ada\r\n"
    b"item1.TEL;CELL:555-0100\r\nNOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:caf=C3=A9\r\n"
    b"PHOTO;ENCODING=BASE64;TYPE=JPEG:\r\n /9j/AAAA\r\n\r\nthis is no line\r\nEND:VCARD\r\n"
)


def test_read_tells_what_every_line_says(terminal):
    file = terminal.folder / "ada.vcf"
    file.write_bytes(CARD)
    (shape,) = terminal.bare("read", file, "--json").json["files"]
    (item,) = shape["items"]
    by_name = {entry["name"]: entry for entry in item["properties"]}

    assert shape["file"] == str(file)
    assert item["kind"] == "contacts"
    assert [entry["name"] for entry in item["properties"]] == [
        "VERSION", "N", "TEL", "NOTE", "PHOTO",
    ]  # fmt: skip
    assert by_name["TEL"]["group"] == "item1"
    assert by_name["TEL"]["params"]["TYPE"] == ["CELL"]
    assert by_name["N"]["value"] == "Lovelace;Ada"
    assert by_name["NOTE"]["value"] == "café"
    photo = b"\xff\xd8\xff\x00\x00\x00"
    assert by_name["PHOTO"]["value"] == {
        "bytes": len(photo),
        "sha256": hashlib.sha256(photo).hexdigest(),
    }
    assert item["view"]["title"] == "Ada Lovelace"
    assert item["unread"] == ["this is no line"]


def test_read_lists_what_is_no_base64_as_unread(terminal):
    file = terminal.folder / "ada.vcf"
    file.write_bytes(b"BEGIN:VCARD\nFN:Ada\nPHOTO;ENCODING=b:\x89PNG@@!!\nTEL:1\nEND:VCARD\n")
    (item,) = terminal.bare("read", file, "--json").json["files"][0]["items"]

    assert [entry["name"] for entry in item["properties"]] == ["FN", "TEL"]
    assert item["unread"] == ["PHOTO;ENCODING=b:‰PNG@@!!"]


def test_read_tells_lines_outside_of_any_block(terminal):
    file = terminal.folder / "loose.ics"
    file.write_bytes(b"SUMMARY:before\nno line\n" + CARD + b"UID:after\n")
    items = terminal.bare("read", file, "--json").json["files"][0]["items"]

    assert [item["kind"] for item in items] == ["loose", "contacts", "loose"]
    assert items[0]["properties"][0]["value"] == "before"
    assert items[0]["unread"] == ["no line"]
    assert items[2]["properties"][0]["name"] == "UID"


def test_read_tells_when_a_picture_was_taken(terminal):
    exif = Image.Exif()
    exif[Base.DateTime] = "2009:10:02 18:04:00"
    photo = terminal.folder / "photo.jpg"
    Image.new("RGB", (40, 30)).save(photo, exif=exif)
    (item,) = terminal.bare("read", photo, "--json").json["files"][0]["items"]

    assert item["kind"] == "photos"
    assert item["view"]["taken"] == "2009-10-02T18:04:00"
    assert (item["view"]["width"], item["view"]["height"]) == (40, 30)
    assert "40 by 30 pixels" in terminal.bare("read", photo).out


def test_read_says_why_a_picture_cannot_be_read(terminal):
    photo = terminal.folder / "photo.jpg"
    photo.write_bytes(b"no picture")
    (shape,) = terminal.bare("read", photo, "--json").json["files"]

    assert shape["problems"]
    assert shape["problems"][0] in terminal.bare("read", photo).out


def test_read_lists_messages_and_calls_of_a_backup(terminal):
    file = terminal.folder / "sms.xml"
    file.write_bytes(
        b"<smses count='1'><sms address='555-0100' date='1254506640000' type='1' body='hi'/>"
        b"<mms><parts><part ct='image/png' data='AAEC'/></parts></mms></smses>"
    )
    (shape,) = terminal.bare("read", file, "--json").json["files"]
    around, message, picture = shape["items"]

    assert around["properties"][0]["value"] == "1"
    assert message["view"]["body"] == "hi"
    assert [entry["name"] for entry in message["properties"]] == ["address", "date", "type", "body"]
    assert picture["properties"][-1]["value"]["bytes"] == 3
    assert shape["problems"] == ["wrong-count"]


def test_read_tells_when_an_event_takes_place(terminal):
    file = terminal.folder / "event.ics"
    file.write_bytes(
        b"BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nSUMMARY:Choir\n"
        b"DTSTART;TZID=Europe/Berlin:20091023T190000\nRRULE:FREQ=WEEKLY\nEND:VEVENT\n"
        b"BEGIN:VTODO\nSUMMARY:Buy milk\nDUE;VALUE=DATE:20091003\nEND:VTODO\nEND:VCALENDAR\n"
    )
    (item,) = terminal.bare("read", file, "--json").json["files"][0]["items"]

    assert item["view"]["start"] == "2009-10-23T19:00:00+02:00"
    assert item["view"]["zone"] == "Europe/Berlin"
    assert item["view"]["occurrences"][:2] == [
        "2009-10-23T19:00:00+02:00",
        "2009-10-30T19:00:00+01:00",
    ]
    assert len(item["view"]["next_occurrences"]) == 5
    (todo,) = item["more_views"]
    assert (todo["kind"], todo["due"]) == ("to-dos", "2009-10-03")


def test_read_goes_on_past_a_file_that_is_not_there(terminal):
    file = terminal.folder / "ada.vcf"
    file.write_bytes(CARD)
    said = terminal.bare("read", terminal.folder / "none.vcf", file)

    assert said.status == 1
    assert "Contacts: Ada Lovelace" in said.out
    assert said.err.endswith("none.vcf cannot be read: No such file or directory.\n")
    assert terminal.bare("read", terminal.folder / "none.vcf").status == 2


def test_read_names_every_file_that_is_not_there(terminal):
    said = terminal.bare("read", terminal.folder / "one.vcf", terminal.folder / "two.vcf")

    assert said.status == 2
    assert [line.partition(" cannot")[0] for line in said.err.splitlines()] == [
        str(terminal.folder / "one.vcf"),
        str(terminal.folder / "two.vcf"),
    ]


def test_read_says_what_to_do_with_a_folder(terminal):
    said = terminal.bare("read", terminal.folder)

    assert said.status == 2
    assert said.err == f"{terminal.folder} is a folder; name the files in it.\n"


def test_read_reads_standard_input(terminal):
    run = subprocess.run(
        [sys.executable, "-m", "holdfast", "read", "-"],
        input=CARD,
        capture_output=True,
        check=True,
    )

    assert b"Contacts: Ada Lovelace" in run.stdout


def test_read_tells_a_person_what_was_not_understood(terminal):
    file = terminal.folder / "ada.vcf"
    file.write_bytes(CARD.removesuffix(b"END:VCARD\r\n"))
    lines = [line.strip() for line in terminal.bare("read", file).out.splitlines()]

    assert lines[lines.index("Not understood, but kept:") + 1] == "this is no line"
    assert lines[-1].startswith("Something that begins in this file does not end")
    assert any(line.split() == ["Picture", "6", "bytes"] for line in lines)


def test_read_lists_only_so_many_lines_that_were_not_understood(terminal):
    file = terminal.folder / "ada.vcf"
    file.write_bytes(CARD.replace(b"this is no line\r\n", b"no line\r\n" * 1500))
    lines = terminal.bare("read", file).out.splitlines()

    assert lines.count("    no line") == 20
    assert lines[-1].replace("\N{NO-BREAK SPACE}", " ") == "    … and 1 480 more lines"


def test_read_shows_the_lines_of_a_text_as_lines(terminal):
    file = terminal.folder / "note.vnt"
    file.write_bytes(b"BEGIN:VNOTE\nVERSION:1.1\nBODY:Milk\\nEggs\nEND:VNOTE\n")

    assert terminal.bare("read", file).out.splitlines()[-2:] == [
        "    Text  Milk",
        "          Eggs",
    ]


@pytest.mark.parametrize(
    "data", [b"", b"\x7fELF\x02\x01\0\0\n", b"dn: cn=Ada\nmail: ada@example.com\n"]
)
def test_read_says_so_where_there_is_nothing_to_read(terminal, data):
    file = terminal.folder / "some.bin"
    file.write_bytes(data)
    said = terminal.bare("read", file)

    assert said.status == 0
    (line,) = said.out.splitlines()[1:]
    assert line.strip() in (
        "The file is empty.",
        "Holdfast finds no contact, event, to-do, note, message or call in this file.",
    )
