from __future__ import annotations

import pytest

from holdfast.records.formats.dates import DayOfYear
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.vcard import display_name, photo, reach, sort_name
from holdfast.records.formats.view import view
from holdfast.records.model.kinds import Kind


@pytest.fixture
def card(make_card):
    def read(*lines):
        return read_components(make_card(*lines)).components[0]

    return read


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("FN:Jane Doe", "N:Doe;Jane"), "Jane Doe"),
        (("N:Doe;Jane;Q;Dr.;jr.",), "Dr. Jane Q Doe jr."),
        (("FN: ", "N:Doe;Jane"), "Jane Doe"),
        (("N:;;;;", "ORG:Example Works;Yard"), "Example Works, Yard"),
        (("TEL:555 0100",), "555 0100"),
        (("EMAIL:a@example.com", "TEL:1"), "a@example.com"),
        (("NOTE:nobody",), ""),
        (("FN:two\\nlines",), "two lines"),
        (("FN:Mr. John Richter, James Doe Sr.",), "Mr. John Richter, James Doe Sr."),
    ],
)
def test_a_card_is_named_by_the_best_it_has(card, lines, name):
    assert display_name(card(*lines)) == name


def test_cards_sort_by_family_name(card):
    assert sort_name(card("FN:Jane Doe", "N:Doe;Jane")) == "Doe Jane"
    assert sort_name(card("FN:Jane Doe")) == "Jane Doe"


def test_the_preferred_number_is_shown_first(card):
    assert reach(card("TEL;HOME:1", "TEL;CELL;PREF:2")) == "2"
    assert reach(card("TEL:", "EMAIL:mailto:a@example.com")) == "a@example.com"
    assert reach(card("TEL:tel:+1-555-0100")) == "+1-555-0100"
    assert reach(card("NOTE:x")) == ""


def test_fields_come_in_the_order_a_card_shows_them(make_card):
    data = make_card(
        "NOTE:n", "BDAY:19650806", "TITLE:Captain", "ORG:Works;Yard", "URL:http://example.com",
        "ADR;HOME:;;1 Street;Town;Region;123;Land", "EMAIL:a@example.com", "TEL;CELL:1", "X-Y:z",
    )  # fmt: skip
    fields = view(Kind.CONTACTS, ".vcf", data).fields
    assert [field.label for field in fields] == [
        "phone",
        "email",
        "address",
        "url",
        "organisation",
        "job-title",
        "birthday",
        "note",
        "other",
    ]


def test_an_address_is_told_in_lines(make_card, fields_of):
    data = make_card("ADR;WORK:Box 1;Floor 2;1 Street;Town;Region;123;Land")
    assert fields_of(Kind.CONTACTS, data)["address"] == [
        ("Box 1\nFloor 2\n1 Street\nTown, Region 123\nLand", ("work",))
    ]


@pytest.mark.parametrize(
    ("town", "told"),
    [
        (";;Am Bach 1;Au;;01234;", "Am Bach 1\n01234 Au"),
        (";;42 Cannery Row;Millbrook;OR;97035;", "42 Cannery Row\nMillbrook, OR 97035"),
        (";;;;OR;97035;", "OR 97035"),
        (";;;Millbrook;OR;;", "Millbrook, OR"),
    ],
)
def test_a_town_is_told_with_its_code_as_where_it_lies(make_card, fields_of, town, told):
    data = make_card(f"ADR:{town}")
    assert fields_of(Kind.CONTACTS, data)["address"] == [(told, ())]


def test_the_owners_own_label_is_given_as_it_is(make_card):
    data = make_card(
        "item1.TEL:1", "item1.X-ABLabel:Boat", "item2.TEL:2", "item2.X-ABLabel:_$!<Mobile>!$_"
    )
    assert [field.custom for field in view(Kind.CONTACTS, "", data).fields] == ["Boat", "mobile"]


def test_birthdays_have_a_meaning(make_card):
    (field,) = view(Kind.CONTACTS, "", make_card("BDAY:--0203", "FN:A")).fields
    assert field.meaning == DayOfYear(2, 3)


def test_services_and_relations_in_names_of_properties_become_types(make_card, fields_of):
    data = make_card("X-SKYPE-USERNAME:echo", "X-EVOLUTION-SPOUSE:Pat", "X-MS-IMADDRESS:im")
    fields = fields_of(Kind.CONTACTS, data)
    assert fields["im"] == [("echo", ("skype",)), ("im", ())]
    assert fields["related"] == [("Pat", ("spouse",))]


def test_the_structured_name_is_shown_where_it_says_more(make_card, fields_of):
    assert "name" not in fields_of(Kind.CONTACTS, make_card("FN:Jane Doe", "N:Doe;Jane"))
    shown = fields_of(Kind.CONTACTS, make_card("FN:Janie", "N:Doe;Jane;;Dr."))
    assert shown["name"] == [("Dr. Jane Doe", ())]


def test_bytes_are_never_shown_as_text(make_card, fields_of):
    data = make_card(
        "FN:A", "X-MS-CARDPICTURE;ENCODING=BASE64:/9j/4AAQ", "", "SOUND;BASE64:AAAA", ""
    )
    assert fields_of(Kind.CONTACTS, data) == {}


def test_a_broken_photo_costs_the_photo_alone(make_card):
    data = make_card("FN:A", "PHOTO;ENCODING=BASE64:*\x01\x02 not base64 \x03*", "TEL:1")
    shown = view(Kind.CONTACTS, "", data)
    assert (shown.title, shown.photo, shown.fields[0].value) == ("A", None, "1")


def test_an_empty_photo_is_passed_over_for_the_next(card):
    assert photo(card("PHOTO;BASE64:", "PHOTO;ENCODING=b:aGVsbG8=")) == b"hello"


def test_an_apple_birthday_without_a_year_has_none(make_card):
    shown = view(Kind.CONTACTS, "", make_card("FN:A", "BDAY;X-APPLE-OMIT-YEAR=1604:1604-08-06"))
    assert [field.meaning for field in shown.fields] == [DayOfYear(8, 6)]


def test_the_label_of_an_address_is_shown(make_card, fields_of):
    data = make_card("FN:A", 'ADR;TYPE=home;LABEL="1 Street^nTown":;;1 Street;Town')
    assert fields_of(Kind.CONTACTS, data) == {
        "address": [("1 Street\nTown", ("home",))],
        "address-label": [("1 Street\nTown", ("home",))],
    }


def test_the_most_preferred_number_of_4_0_comes_first(card):
    numbers = ("TEL:1", "TEL;PREF=20:2", "TEL;PREF=3:3")
    assert reach(card("FN:A", *numbers)) == "3"
    assert reach(card("FN:A", *numbers, "TEL;PREF:4")) == "4"
    assert reach(card("FN:A", "TEL;PREF=odd:1", "TEL;PREF=9:2")) == "1"


def test_a_name_that_lists_more_than_one_is_spaced(card, fields_of, make_card):
    assert (
        display_name(card("N:Chang;Robert;Pau,Shou;;Jr.,M.D."))
        == "Robert Pau, Shou Chang Jr., M.D."
    )
    fields = fields_of(
        Kind.CONTACTS, make_card("FN:Robert Pau Shou Chang", "N:Chang;Robert;Pau,Shou")
    )
    assert "name" not in fields


def test_the_label_of_an_address_is_shown_in_lines(fields_of, make_card):
    data = make_card(r'ADR;LABEL="1 Street\nTown":;;1 Street;Town;;;')
    assert fields_of(Kind.CONTACTS, data)["address-label"] == [("1 Street\nTown", ())]


def test_a_picture_that_is_only_a_link_is_shown_as_that(fields_of, make_card):
    link = "https://example.com/ada.jpg"
    data = make_card(f"PHOTO;VALUE=URL:{link}", "PHOTO;JPEG:/9j/4AAQ", "PHOTO:")
    assert fields_of(Kind.CONTACTS, data)["photo"] == [(link, ())]
