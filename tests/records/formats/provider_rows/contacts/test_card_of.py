"""What Android's rows say stands in the card where every address book looks for it."""

from __future__ import annotations

import pytest

from holdfast.records.formats.provider_rows.contacts import mimetypes
from holdfast.records.formats.provider_rows.contacts.doors import card_of
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.vcard import card_fields, display_name
from tests.records.formats.provider_rows.contacts.rows_to_draw import contact


def lines(*data, groups=(), **raw) -> list[str]:
    card = card_of(contact(*data, groups=groups, **raw)).decode().replace("\r\n ", "")
    frame = ("BEGIN:VCARD", "VERSION:3.0", "END:VCARD", "N:;;;;", "FN:")
    return [line for line in card.split("\r\n") if line and line not in frame]


def fields(*data):
    (card,) = read_components(card_of(contact(*data))).components
    return [(field.label, field.value, field.types, field.custom) for field in card_fields(card)]


def test_a_name_is_told_with_all_its_parts_and_as_it_is_shown():
    name = {
        "data1": "Dr. Ana Maria de Souza, Jr.",
        "data2": "Ana",
        "data3": "de Souza",
        "data4": "Dr.",
        "data5": "Maria",
        "data6": "Jr.",
        "data7": "Ah-na",
        "data9": "Sow-za",
    }
    assert lines((mimetypes.NAME, name)) == [
        "FN:Dr. Ana Maria de Souza\\, Jr.",
        "N:de Souza;Ana;Maria;Dr.;Jr.",
        "X-PHONETIC-FIRST-NAME:Ah-na",
        "X-PHONETIC-LAST-NAME:Sow-za",
    ]


def test_a_second_name_is_told_as_other_rows_are():
    told = lines((mimetypes.NAME, {"data2": "Ana"}), (mimetypes.NAME, {"data2": "Anna"}))
    assert told == ["FN:Ana", "N:;Ana;;;", f"X-ANDROID-CUSTOM:{mimetypes.NAME};;Anna"]


@pytest.mark.parametrize(
    ("number", "types"),
    [
        (1, ("home",)),
        (2, ("cell",)),
        (3, ("work",)),
        (4, ("work", "fax")),
        (5, ("home", "fax")),
        (6, ("pager",)),
        (7, ()),
        (9, ("car",)),
        (13, ("fax",)),
        (17, ("work", "cell")),
        (18, ("work", "pager")),
        (19, ("assistant",)),
    ],
)
def test_a_type_of_number_is_told_in_the_words_of_vcard(number, types):
    assert fields((mimetypes.PHONE, {"data1": "123", "data2": number})) == [
        ("phone", "123", types, "")
    ]


def test_an_own_label_is_shown_as_it_was_given():
    row = (mimetypes.PHONE, {"data1": "123", "data2": 0, "data3": "Boat; aft"})
    assert fields(row) == [("phone", "123", (), "Boat; aft")]


def test_the_first_choice_of_a_kind_is_preferred():
    first = (mimetypes.PHONE, {"data1": "1", "data2": 1, "is_primary": 1})
    second = (mimetypes.PHONE, {"data1": "2", "data2": 2, "is_super_primary": 1})
    assert lines(first, second)[1:] == ["TEL;TYPE=home:1", "TEL;TYPE=cell,pref:2"]


def test_an_address_is_told_in_fields_and_as_written_where_that_says_more():
    parts = {"data4": "1 Main St", "data7": "Town", "data9": "12345", "data2": 1}
    same = {**parts, "data1": "1 Main St\nTown, 12345"}
    more = {**parts, "data1": "1 Main St (back door)\nTown 12345"}
    assert lines((mimetypes.POSTAL, same)) == ["ADR;TYPE=home:;;1 Main St;Town;;12345;"]
    assert lines((mimetypes.POSTAL, more)) == [
        "ADR;TYPE=home:;;1 Main St;Town;;12345;",
        "LABEL;TYPE=home:1 Main St (back door)\\nTown 12345",
    ]


def test_an_address_written_freely_is_shown():
    row = (mimetypes.POSTAL, {"data1": "Under the bridge\nTown"})
    assert fields(row) == [("address", "Under the bridge Town", (), "")]


def test_two_jobs_are_not_mixed_up():
    told = lines(
        (mimetypes.ORGANIZATION, {"data1": "ACME"}),
        (mimetypes.ORGANIZATION, {"data4": "Captain", "data9": "Deck 2"}),
    )
    assert told[1:] == [
        "item1.ORG:ACME",
        "item2.TITLE:Captain",
        "item2.X-ORG-OFFICE:Deck 2",
    ]


def test_messengers_are_told_by_the_names_that_all_programs_know():
    told = lines(
        (mimetypes.IM, {"data1": "ana", "data5": 3}),
        (mimetypes.IM, {"data1": "ana@x.example", "data5": 7, "data2": 1}),
        (mimetypes.IM, {"data1": "@ana", "data5": -1, "data6": "Signal"}),
        (mimetypes.SIP, {"data1": "ana@sip.example"}),
    )
    assert told == [
        "X-SKYPE:ana",
        "X-JABBER;TYPE=home:ana@x.example",
        "item1.IMPP;X-SERVICE-TYPE=Signal:@ana",
        "item1.X-ABLABEL:Signal",
        "X-SIP:ana@sip.example",
    ]


def test_days_are_told_with_what_they_are():
    told = lines(
        (mimetypes.EVENT, {"data1": "1990-05-04", "data2": 3}),
        (mimetypes.EVENT, {"data1": "2015-06-01", "data2": 1}),
        (mimetypes.EVENT, {"data1": "--10-03", "data2": 0, "data3": "Name day"}),
    )
    assert told == [
        "BDAY:1990-05-04",
        "X-ANNIVERSARY:2015-06-01",
        "item1.X-ABDATE:--10-03",
        "item1.X-ABLABEL:Name day",
    ]


def test_a_birthday_without_year_has_none():
    (card,) = read_components(
        card_of(contact((mimetypes.EVENT, {"data1": "--05-04", "data2": 3})))
    ).components
    (field,) = card_fields(card)
    assert (field.meaning.month, field.meaning.day, field.meaning.year) == (5, 4, None)


def test_relations_are_shown_by_what_they_are():
    told = fields(
        (mimetypes.RELATION, {"data1": "Bo", "data2": 14}),
        (mimetypes.RELATION, {"data1": "Cy", "data2": 11}),
        (mimetypes.RELATION, {"data1": "Di", "data2": 0, "data3": "Skipper"}),
    )
    assert told == [
        ("related", "Bo", (), "spouse"),
        ("related", "Cy", ("referred-by",), ""),
        ("related", "Di", (), "Skipper"),
    ]


def test_groups_are_categories_but_for_those_the_phone_makes():
    groups = (
        {"_id": 1, "title": "My Contacts", "system_id": "Contacts", "auto_add": 1},
        {"_id": 2, "title": "Starred in Android", "favorites": 1},
        {"_id": 3, "title": "Sailors"},
        {"_id": 4, "title": "System Group: Friends", "system_id": "Friends"},
    )
    member = [(mimetypes.MEMBERSHIP, {"data1": place}) for place in range(1, 5)]
    assert lines(*member, groups=groups) == ["CATEGORIES:Friends,Sailors"]


def test_the_starred_are_marked():
    assert lines((mimetypes.NOTE, {"data1": "x"}), starred=1) == ["NOTE:x", "X-ANDROID-STARRED:1"]


def test_rows_of_other_programs_are_told_as_android_itself_tells_them():
    row = ("vnd.android.cursor.item/vnd.chat", {"data1": "4;9", "data3": "Message"})
    assert lines(row) == ["X-ANDROID-CUSTOM:vnd.android.cursor.item/vnd.chat;4\\;9;;Message"]


def test_a_picture_makes_no_line():
    assert lines((mimetypes.PHOTO, {"data14": 7, "data15": "BLOB"})) == []


def test_a_contact_of_a_company_alone_is_called_by_it():
    (card,) = read_components(
        card_of(contact((mimetypes.ORGANIZATION, {"data1": "ACME", "data5": "Sales"})))
    ).components
    assert display_name(card) == "ACME, Sales"
