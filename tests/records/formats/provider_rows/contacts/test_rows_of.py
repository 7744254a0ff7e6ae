"""A card of any version becomes the rows that Android would have for it."""

from __future__ import annotations

import pytest

from holdfast.records.formats.converting.contents import Loss
from holdfast.records.formats.converting.convert import convert
from holdfast.records.formats.provider_rows.contacts import mimetypes
from holdfast.records.formats.provider_rows.contacts.doors import (
    ANDROID_CARD,
    rows_of,
    shape,
    unheld,
)
from holdfast.records.model.kinds import Kind


def card(*lines: str, version: str = "3.0") -> bytes:
    whole = ("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", "")
    return "\r\n".join(whole).encode()


def rows(*lines: str, version: str = "3.0"):
    return [dict(row) for row in rows_of(card(*lines, version=version)).table("data")]


def test_a_name_has_its_parts_and_the_name_shown():
    assert rows("N:Souza;Ana;Maria;Dr.;", "FN:Ana Souza") == [
        {
            "mimetype": mimetypes.NAME,
            "data1": "Ana Souza",
            "data2": "Ana",
            "data3": "Souza",
            "data4": "Dr.",
            "data5": "Maria",
        }
    ]


def test_a_name_of_one_piece_is_not_left_for_the_phone_to_cut():
    (name,) = rows("FN:Ana Souza", version="4.0")
    assert (name["data1"], name["data2"]) == ("Ana Souza", "Ana Souza")


def test_a_company_that_is_called_by_itself_has_no_name_row():
    (only,) = rows("FN:ACME", "N:;;;;", "ORG:ACME")
    assert only["mimetype"] == mimetypes.ORGANIZATION


@pytest.mark.parametrize(
    ("line", "version", "kind"),
    [
        ("TEL;CELL:1", "2.1", 2),
        ("TEL;WORK;CELL;VOICE:1", "2.1", 17),
        ("TEL;TYPE=home,fax:1", "3.0", 5),
        ('TEL;TYPE="work,fax":tel:1', "4.0", 4),
        ("TEL;TYPE=voice:1", "3.0", 7),
        ("TEL:1", "3.0", 7),
        ("TEL;HOMEFAX:1", "2.1", 5),
    ],
)
def test_types_of_numbers_become_androids(line, version, kind):
    (phone,) = rows(line, version=version)
    assert (phone["data1"], phone["data2"]) == ("1", kind)


def test_a_label_becomes_a_type_of_the_owners_own():
    (phone,) = rows("item1.TEL:1", "item1.X-ABLabel:Boat")
    assert (phone["data2"], phone["data3"]) == (0, "Boat")


def test_a_label_that_apple_marks_as_a_type_becomes_that_type():
    site, phone = rows(
        "item1.URL:https://a.example",
        "item1.X-ABLabel:_$!<HomePage>!$_",
        "item2.TEL:1",
        "item2.X-ABLabel:_$!<HomeFAX>!$_",
    )
    assert site["data2"] == 1
    assert phone["data2"] == 5


def test_the_most_preferred_number_alone_is_the_first_choice():
    first, second, third = rows("TEL;PREF=2:1", "TEL;PREF=1:2", "TEL;PREF=1:3", version="4.0")
    assert "is_primary" not in first
    assert (second["is_primary"], second["is_super_primary"]) == (1, 1)
    assert "is_primary" not in third


def test_messengers_have_their_protocol():
    aim, own, sip = rows(
        "X-AIM:ana", "IMPP;X-SERVICE-TYPE=Signal:x-apple:%40ana", "IMPP:sip:ana@x.example"
    )
    assert (aim["mimetype"], aim["data1"], aim["data5"]) == (mimetypes.IM, "ana", 0)
    assert (own["data5"], own["data6"]) == (-1, "Signal")
    assert (sip["mimetype"], sip["data1"]) == (mimetypes.SIP, "ana@x.example")


def test_days_are_written_as_android_writes_them():
    birthday, wedding, own = rows(
        "BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-04",
        "X-ANNIVERSARY:20150601",
        "item1.X-ABDATE:2020-01-02",
        "item1.X-ABLABEL:Launch",
    )
    assert (birthday["data1"], birthday["data2"]) == ("--05-04", 3)
    assert (wedding["data1"], wedding["data2"]) == ("2015-06-01", 1)
    assert (own["data1"], own["data2"], own["data3"]) == ("2020-01-02", 0, "Launch")


def test_company_job_and_department_are_one_row():
    (job,) = rows("ORG:ACME;Sales;North", "TITLE:Captain", "ROLE:Steers")
    assert job["data1"] == "ACME"
    assert job["data4"] == "Captain"
    assert job["data5"] == "Sales, North"
    assert job["data6"] == "Steers"


def test_categories_are_groups_but_for_that_of_everybody():
    groups = rows_of(card("FN:A", "CATEGORIES:Sailors,myContacts,Friends")).table("groups")
    assert [row["title"] for row in groups] == ["Sailors", "Friends"]


def test_rows_that_androids_exporter_told_are_those_rows_again():
    (nick,) = rows(f"X-ANDROID-CUSTOM:{mimetypes.NICKNAME};Annie;1;;;;;;;;;;;;;")
    assert nick == {"mimetype": mimetypes.NICKNAME, "data1": "Annie", "data2": 1}


def test_a_property_without_columns_comes_back_from_a_row_of_ours():
    odd = card("FN:A", "X-SHIP;X-SIDE=port:Kestrel;one\\;two", "GEO:48.1;11.5")
    again = shape(odd).decode()
    assert "X-SHIP;X-SIDE=port:Kestrel;one\\;two" in again
    assert "GEO:48.1;11.5" in again


def test_what_was_shaped_stays_as_it_is():
    once = shape(card("N:B;A", "TEL;TYPE=home,cell:1", "NOTE:a\\nb", "X-FOO:1"))
    assert shape(once) == once


def test_a_picture_a_second_type_and_a_card_inside_are_named_as_not_held():
    lost = unheld(
        card(
            "FN:A",
            "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ",
            "EMAIL;TYPE=home,work:a@x.example",
            "AGENT:BEGIN:VCARD\\nFN:Bo\\nEND:VCARD",
            "item1.NOTE:x",
            "item1.X-ABLABEL:odd",
        )
    )
    assert {(loss.name, loss.text, loss.why, loss.kept) for loss in lost} == {
        ("PHOTO", "", Loss.NO_PROPERTY, ""),
        ("EMAIL", "a@x.example", Loss.NO_TYPE, "a@x.example"),
        ("AGENT", "Bo", Loss.NO_PROPERTY, ""),
        ("X-ABLABEL", "odd", Loss.NO_FORM, ""),
    }


def test_a_card_of_ours_is_held_whole():
    assert unheld(shape(card("N:B;A", "TEL;TYPE=cell,pref:1", "ADR;TYPE=home:;;S;T;;1;C"))) == ()


def test_the_dialect_names_the_picture_and_keeps_the_rest():
    told = convert(
        Kind.CONTACTS,
        card("FN:A", "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ", "RELATED;VALUE=text:Bo", version="4.0"),
        ANDROID_CARD,
    )
    assert [(loss.name, loss.why) for loss in told.unheld] == [("PHOTO", Loss.NO_PROPERTY)]


def test_a_note_longer_than_a_phone_takes_is_cut_and_named():
    told = convert(Kind.CONTACTS, card("FN:A", f"NOTE:{'x' * 40_000}"), ANDROID_CARD)
    assert [(loss.name, loss.why) for loss in told.unheld] == [("NOTE", Loss.TOO_LONG)]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no card at all",
        card("PHOTO;ENCODING=b:/9j/4AAQ"),
        card("REV:20200101T000000Z"),
        card("TEL;HOME:", version="2.1"),
    ],
)
def test_a_card_that_holds_nothing_of_a_contact_is_refused(data):
    with pytest.raises(ValueError, match="nothing that a contact could have"):
        rows_of(data)
