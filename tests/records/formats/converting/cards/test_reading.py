"""What cards of all versions say, in one form."""

from __future__ import annotations

import pytest

from holdfast.records.formats.converting.cards.reading import read_card
from holdfast.records.formats.converting.contents import Binary, Block, Exact, Fields, Text, said
from holdfast.records.formats.reading import read_components


def read(*lines: str, version: str = "3.0") -> Block:
    text = "\r\n".join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""))
    (card,) = read_components(text.encode()).components
    return read_card(card)


def only(*lines: str, version: str = "3.0"):
    (content,) = read(*lines, version=version).contents
    return content


@pytest.mark.parametrize(
    ("line", "types", "preferred"),
    [
        ("TEL;CELL;PREF:1", ("cell",), True),
        ("TEL;TYPE=CELL,VOICE:1", ("cell", "voice"), False),
        ('TEL;TYPE="cell,voice";PREF=1:1', ("cell", "voice"), True),
        ("TEL;type=CELL;type=pref:1", ("cell",), True),
        ("EMAIL;INTERNET;HOME:a@b", ("home",), False),
    ],
)
def test_types_and_preference_read_alike_in_all_versions(line, types, preferred):
    content = only(line)
    assert content.types == types
    assert content.params.get("PREF") == (("1",) if preferred else None)


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("BDAY:19650806", "19650806"),
        ("BDAY;VALUE=date:1965-08-06", "19650806"),
        ("BDAY:1965-08-06T12:30:00Z", "19650806T123000Z"),
        ("BDAY:19650806T1230-0500", "19650806T1230-0500"),
        ("BDAY:--0806", "--0806"),
        ("BDAY:--08-06", "--0806"),
        ("BDAY;X-APPLE-OMIT-YEAR=1604:1604-08-06", "--0806"),
        ("BDAY:1965", "1965"),
    ],
)
def test_birthdays_are_read_in_every_form(line, date):
    content = only(line)
    assert content.value == Exact(date)
    assert not content.params


def test_a_birthday_in_words_stays_words():
    assert only("BDAY;VALUE=text:around 1800").value == Text("around 1800")


def test_a_year_that_is_1604_in_earnest_is_a_year():
    assert only("BDAY:1604-08-06").value == Exact("16040806")


@pytest.mark.parametrize(
    "line", ["GEO:37.3860;-122.0829", "GEO:37.3860,-122.0829", "GEO:geo:37.3860,-122.0829"]
)
def test_a_position_keeps_its_digits_in_all_three_forms(line):
    assert only(line).value == Exact("geo:37.3860,-122.0829")


def test_a_number_loses_its_scheme_and_keeps_its_extension():
    content = only("TEL;VALUE=uri;TYPE=work:tel:+1-418-656-9254;ext=102", version="4.0")
    assert content.value == Text("+1-418-656-9254;ext=102")
    assert content.types == ("work",)


@pytest.mark.parametrize(
    ("line", "uri"),
    [
        ("X-JABBER:ada@example.org", "xmpp:ada@example.org"),
        ("X-SIP:sip:90-180", "sip:90-180"),
        ("X-ICQ:ICQ JD", "icq:ICQ%20JD"),
        ("X-messaging/gadu-All:77", "gg:77"),
        ("IMPP;X-SERVICE-TYPE=Jabber:xmpp:ada", "xmpp:ada"),
    ],
)
def test_messengers_of_any_name_are_impp(line, uri):
    content = only(line)
    assert (content.name, content.value) == ("IMPP", Exact(uri))


def test_outlooks_numbers_are_numbers():
    content = only("X-MS-TEL;VOICE;CALLBACK:1", version="2.1")
    assert (content.name, content.types) == ("TEL", ("voice", "callback"))


def test_kontacts_list_of_handles_is_several():
    block = read("X-messaging/xmpp-All:one\ue000two")
    assert [said(entry.value) for entry in block.contents] == ["xmpp:one", "xmpp:two"]


@pytest.mark.parametrize(
    "line", ["X-SPOUSE:Bo", "X-EVOLUTION-SPOUSE:Bo", "X-MS-SPOUSE:Bo", "RELATED;TYPE=spouse:Bo"]
)
def test_relations_of_any_name_are_related(line):
    content = only(line)
    assert (content.name, content.types, content.value) == ("RELATED", ("spouse",), Text("Bo"))


def test_apples_constant_labels_become_what_they_stand_for():
    block = read(
        "item1.X-ABRELATEDNAMES;type=pref:Bo",
        "item1.X-ABLabel:_$!<Spouse>!$_",
        "item2.X-ABDATE:1990-05-01",
        "item2.X-ABLabel:_$!<Anniversary>!$_",
    )
    spouse, anniversary = block.contents
    assert (spouse.name, spouse.types, spouse.group) == ("RELATED", ("spouse",), "")
    assert (anniversary.name, anniversary.value) == ("ANNIVERSARY", Exact("19900501"))


def test_an_owners_own_label_stays_in_its_group():
    block = read("item1.TEL:1", "item1.X-ABLabel:Boat, old", "item2.X-ABDATE:2000-01-01")
    assert [(entry.name, entry.group) for entry in block.contents] == [
        ("TEL", "item1"),
        ("X-ABLABEL", "item1"),
        ("X-ABDATE", "item2"),
    ]
    assert said(block.contents[1].value) == "Boat, old"


def test_a_label_goes_to_the_address_of_its_types():
    block = read(
        "ADR;WORK:;;1 Mill;;;;",
        "ADR;HOME:;;2 Mill;;;;",
        "LABEL;HOME:Second house",
        "LABEL;PARCEL:The shed",
        version="2.1",
    )
    work, home, shed = block.contents
    assert "LABEL" not in work.params
    assert home.params["LABEL"] == ("Second house",)
    assert shed.params["LABEL"] == ("The shed",)
    assert said(shed.value) == ""


def test_a_label_before_its_address_finds_it():
    (address,) = read("LABEL;HOME:House", "ADR;HOME:;;2 Mill;;;;", version="2.1").contents
    assert address.params["LABEL"] == ("House",)


def test_the_name_to_sort_by_goes_to_the_name():
    block = read("SORT-STRING:Harten", "N:van der Harten;Rene;;;", "FN:Rene")
    assert block.first("N").params["SORT-AS"] == ("Harten",)


def test_lists_in_names_are_told_from_commas_in_them():
    name = only("N:Doe;John;Philip,Paul;Dr.;Jr., M.D.").value
    assert name == Fields((("Doe",), ("John",), ("Philip", "Paul"), ("Dr.",), ("Jr., M.D.",)))
    street = only("ADR:;;1\\, Mill;Ely;;;").value
    assert street.fields[2] == ("1, Mill",)


def test_japans_spoken_name_is_three_names():
    block = read("SOUND;X-IRMC-N:Yamada;Taro;;;", version="2.1")
    assert [(entry.name, said(entry.value)) for entry in block.contents] == [
        ("X-PHONETIC-LAST-NAME", "Yamada"),
        ("X-PHONETIC-FIRST-NAME", "Taro"),
    ]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("PHOTO;ENCODING=b;TYPE=JPEG:/9j/", Binary(b"\xff\xd8\xff", "image/jpeg")),
        ("PHOTO:data:image/png;base64,iVBO", Binary(b"\x89PN", "image/png")),
        ("PHOTO;ENCODING=b:/9j/", Binary(b"\xff\xd8\xff", "image/jpeg")),
        ("KEY;TYPE=PGP;ENCODING=b:AAAA", Binary(b"\0\0\0", "application/pgp-keys")),
        ("SOUND;TYPE=BASIC;ENCODING=b:AAAA", Binary(b"\0\0\0", "audio/basic")),
        ("PHOTO;VALUE=URL:http://a.example/p.gif", Exact("http://a.example/p.gif")),
    ],
)
def test_pictures_are_bytes_with_their_type_or_links(line, value):
    assert only(line).value == value


def test_base64_that_is_none_costs_only_itself():
    block = read("FN:Ada", "PHOTO;ENCODING=b:!!!!####", "TEL:1")
    assert [entry.name for entry in block.contents] == ["FN", "TEL"]


def test_an_agents_card_is_a_block_in_every_version():
    nested = read("FN:Ada", "AGENT:", "BEGIN:VCARD", "FN:Bo", "END:VCARD", version="2.1")
    escaped = read("FN:Ada", "AGENT:BEGIN:VCARD\\nFN:Bo\\nEND:VCARD\\n")
    for block in (nested, escaped):
        (agent,) = block.children
        assert said(agent.first("FN").value) == "Bo"


def test_what_nobody_knows_keeps_its_separators_and_parameters():
    custom = "vnd.android.cursor.item/relation;Bo\\; Jr;14;;;;"
    content = only(f"item7.X-ANDROID-CUSTOM;X-FOO=1:{custom}")
    assert content.value.fields[:3] == (("vnd.android.cursor.item/relation",), ("Bo; Jr",), ("14",))
    assert (dict(content.params), content.group) == ({"X-FOO": ("1",)}, "item7")


def test_a_dishonest_version_changes_nothing():
    lines = ("N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB;;;;", "TEL;HOME:1")
    assert read(*lines, version="3.0") == read(*lines, version="2.1")


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("GENDER:M", (("M",),)),
        ("X-GENDER:Female", (("F",),)),
        ("GENDER:O;grrrl", (("O",), ("grrrl",))),
        ("X-GENDER:queer", (("",), ("queer",))),
    ],
)
def test_gender_is_read_from_letters_and_words(line, fields):
    assert only(line).value == Fields(fields)


def test_properties_without_a_value_say_nothing():
    assert not read("X-EVOLUTION-SPOUSE:", "ADR:;;;;;;", "NOTE:  ").contents


def test_a_text_of_separators_alone_says_something():
    assert only("NOTE:;", version="2.1").value == Text(";")
