"""Cards as each version and each phone has them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from holdfast.records.formats.converting.cards.reading import read_card
from holdfast.records.formats.converting.cards.writing import write_card
from holdfast.records.formats.converting.contents import (
    Binary,
    Block,
    Content,
    Converted,
    Exact,
    Fields,
    Loss,
    Text,
    Unheld,
)
from holdfast.records.formats.converting.convert import fits
from holdfast.records.formats.converting.dialects import (
    FEATURE_PHONE,
    VCARD_21,
    VCARD_30,
    VCARD_40,
    Dialect,
    Limit,
)
from holdfast.records.formats.reading import read_components
from holdfast.records.model.kinds import Kind

NAMED = Content("FN", Text("Ada"))


def lines_of(written: Converted) -> list[str]:
    return written.data.decode().replace("\r\n ", "").replace("=\r\n", "").split("\r\n")[2:-2]


def write(dialect: Dialect, *contents: Content) -> list[str]:
    written = write_card(Block("VCARD", (NAMED, *contents)), dialect)
    assert not written.unheld
    return [line for line in lines_of(written) if not line.startswith(("N:", "FN:"))]


def losses(dialect: Dialect, *contents: Content) -> tuple[Unheld, ...]:
    return write_card(Block("VCARD", (NAMED, *contents)), dialect).unheld


@pytest.mark.parametrize(
    ("content", "old", "three", "four"),
    [
        (
            Content("TEL", Text("1"), {"TYPE": ("cell",), "PREF": ("1",)}),
            ["TEL;CELL;PREF:1"],
            ["TEL;TYPE=cell,pref:1"],
            ["TEL;TYPE=cell;PREF=1:1"],
        ),
        (
            Content("EMAIL", Text("a@b"), {"TYPE": ("home",)}),
            ["EMAIL;INTERNET;HOME:a@b"],
            ["EMAIL;TYPE=internet,home:a@b"],
            ["EMAIL;TYPE=home:a@b"],
        ),
        (
            Content("BDAY", Exact("19650806")),
            ["BDAY:19650806"],
            ["BDAY:1965-08-06"],
            ["BDAY:19650806"],
        ),
        (
            Content("BDAY", Exact("--0806")),
            ["BDAY:--0806"],
            ["BDAY;X-APPLE-OMIT-YEAR=1604:1604-08-06"],
            ["BDAY:--0806"],
        ),
        (
            Content("ANNIVERSARY", Exact("19900501")),
            ["X-ANNIVERSARY:19900501"],
            ["X-ANNIVERSARY:1990-05-01"],
            ["ANNIVERSARY:19900501"],
        ),
        (
            Content("GENDER", Fields((("F",),))),
            ["X-GENDER:Female"],
            ["X-GENDER:Female"],
            ["GENDER:F"],
        ),
        (
            Content("IMPP", Exact("xmpp:a@b")),
            ["X-JABBER:a@b"],
            ["X-JABBER:a@b"],
            ["IMPP:xmpp:a@b"],
        ),
        (
            Content("GEO", Exact("geo:1.50,2")),
            ["GEO:1.50,2"],
            ["GEO:1.50;2"],
            ["GEO:geo:1.50,2"],
        ),
        (
            Content("TZ", Exact("-05:00")),
            ["TZ:-05:00"],
            ["TZ:-05:00"],
            ["TZ;VALUE=utc-offset:-0500"],
        ),
        (
            Content("PHOTO", Exact("http://a/p"), {"MEDIATYPE": ("image/gif",)}),
            ["PHOTO;GIF;VALUE=URL:http://a/p"],
            ["PHOTO;TYPE=gif;VALUE=uri:http://a/p"],
            ["PHOTO;MEDIATYPE=image/gif;VALUE=uri:http://a/p"],
        ),
        (
            Content("RELATED", Text("Bo"), {"TYPE": ("spouse",)}),
            ["item1.X-ABRELATEDNAMES:Bo", "item1.X-ABLABEL:_$!<Spouse>!$_"],
            ["item1.X-ABRELATEDNAMES:Bo", "item1.X-ABLABEL:_$!<Spouse>!$_"],
            ["RELATED;TYPE=spouse;VALUE=text:Bo"],
        ),
        (
            Content("KIND", Text("group")),
            ["X-ADDRESSBOOKSERVER-KIND:group"],
            ["X-ADDRESSBOOKSERVER-KIND:group"],
            ["KIND:group"],
        ),
        (
            Content(
                "ADR",
                Fields((("",), ("",), ("1 Mill",), ("",), ("",), ("",), ("",))),
                {"TYPE": ("home",), "LABEL": ("The mill",)},
            ),
            ["ADR;HOME:;;1 Mill;;;;", "LABEL;HOME:The mill"],
            ["ADR;TYPE=home:;;1 Mill;;;;", "LABEL;TYPE=home:The mill"],
            ["ADR;TYPE=home;LABEL=The mill:;;1 Mill;;;;"],
        ),
        (
            Content("X-ANDROID-CUSTOM", Fields((("vnd/nick",), ("Zed",), ("",)))),
            ["X-ANDROID-CUSTOM:vnd/nick;Zed;"],
            ["X-ANDROID-CUSTOM:vnd/nick;Zed;"],
            ["X-ANDROID-CUSTOM:vnd/nick;Zed;"],
        ),
    ],
    ids=lambda value: value.name if isinstance(value, Content) else "",
)
def test_each_version_has_its_own_form(content, old, three, four):
    assert write(VCARD_21, content) == old
    assert write(VCARD_30, content) == three
    assert write(VCARD_40, content) == four


@pytest.mark.parametrize("dialect", [VCARD_21, VCARD_30, VCARD_40], ids=lambda one: one.version)
def test_the_version_comes_first_and_what_it_requires_is_there(dialect):
    required = {"2.1": {"N"}, "3.0": {"N", "FN"}, "4.0": {"FN"}}[dialect.version]
    for contents in ((), (NAMED,), (Content("ORG", Fields((("Mill",),))),)):
        data = write_card(Block("VCARD", contents), dialect).data
        (card,) = read_components(data).components
        assert card.properties[0].name == "VERSION"
        assert required <= {entry.name for entry in card.properties}


def test_a_card_without_a_formatted_name_is_given_one():
    name = Content("N", Fields((("Lovelace",), ("Ada",), ("",), ("Lady",), ("",))))
    written = write_card(Block("VCARD", (name,)), VCARD_30)
    assert lines_of(written)[0] == "FN:Lady Ada Lovelace"


def test_an_older_phone_shows_the_name_of_a_card_that_has_only_a_formatted_one():
    written = write_card(Block("VCARD", (NAMED,)), FEATURE_PHONE)
    assert "N:Ada;;;;" in lines_of(written)


def test_a_name_to_sort_by_goes_to_a_name_that_was_added():
    sort = Content("SORT-STRING", Text("ada"))
    assert write(VCARD_21, sort) == ["SORT-STRING:ada"]


def test_apples_and_evolutions_names_serve_where_the_target_keeps_only_those():
    anniversary = Content("ANNIVERSARY", Exact("19900501"))
    spouse = Content("RELATED", Text("Bo"), {"TYPE": ("spouse",)})
    names = ("FN", "N", "X-ABDATE", "X-ABLABEL")
    apple = replace(VCARD_30, properties=frozenset(names))
    assert write(apple, anniversary) == [
        "item1.X-ABDATE:1990-05-01",
        "item1.X-ABLABEL:_$!<Anniversary>!$_",
    ]
    evolution = replace(VCARD_30, properties=frozenset(("FN", "N", "X-EVOLUTION-SPOUSE")))
    assert write(evolution, spouse) == ["X-EVOLUTION-SPOUSE:Bo"]


def test_androids_own_property_is_understood_for_a_target_that_lacks_it():
    nickname = Fields((("vnd.android.cursor.item/nickname",), ("Zed",), ("1",), ("",)))
    spouse = Fields((("vnd.android.cursor.item/relation",), ("Bo",), ("14",), ("",)))
    names = frozenset(("FN", "N", "NICKNAME", "X-ABRELATEDNAMES", "X-ABLABEL"))
    contents = [Content("X-ANDROID-CUSTOM", value) for value in (nickname, spouse)]
    assert write(replace(VCARD_30, properties=names), *contents) == [
        "NICKNAME:Zed",
        "item1.X-ABRELATEDNAMES:Bo",
        "item1.X-ABLABEL:_$!<Spouse>!$_",
    ]


@pytest.mark.parametrize("dialect", [VCARD_30, VCARD_40])
def test_a_group_within_a_group_has_a_name_without_a_dot(dialect):
    card = read_card(
        read_components(
            b"BEGIN:VCARD\nVERSION:2.1\nFN:Ada\na.b.TEL:1\nA.B.X-ABLABEL:Boat\na-b.TEL:2\nEND:VCARD\n"
        ).components[0]
    )
    written = write_card(card, dialect)
    assert written.unheld == ()
    groups = [line.partition(".")[0] for line in lines_of(written) if "." in line]
    assert sorted(groups) == ["a-b", "a-b-2", "a-b-2"]


def test_a_new_group_takes_no_name_that_is_taken():
    label = Content("X-ABLABEL", Text("Boat"), group="ITEM1")
    spouse = Content("RELATED", Text("Bo"), {"TYPE": ("spouse",)})
    assert write(VCARD_30, label, spouse)[1].startswith("item2.")


@pytest.mark.parametrize("charset", ["SHIFT_JIS", "UTF-8"])
def test_old_phones_get_the_spoken_name_as_irmc_has_it(charset):
    names = [
        Content("X-PHONETIC-LAST-NAME", Text("ﾔﾏﾀﾞ")),
        Content("X-PHONETIC-FIRST-NAME", Text("ﾀﾛｳ")),
    ]
    dialect = replace(VCARD_21, charset=charset)
    written = write_card(Block("VCARD", (NAMED, *names)), dialect)
    assert f"SOUND;X-IRMC-N;CHARSET={charset}".encode() in written.data
    assert not written.unheld
    back = read_card(read_components(written.data).components[0])
    assert list(back.all("X-PHONETIC-LAST-NAME", "X-PHONETIC-FIRST-NAME")) == names


def test_an_agent_nests_in_2_1_and_is_one_value_elsewhere():
    agent = Block("VCARD", (Content("FN", Text("Bo; and sons")), Content("TEL", Text("1"))))
    block = Block("VCARD", (NAMED,), (agent,))
    for dialect in (VCARD_21, VCARD_30, VCARD_40):
        written = write_card(block, dialect)
        assert not written.unheld
        (child,) = read_card(read_components(written.data).components[0]).children
        assert child.first("FN") == agent.first("FN")
    assert b"AGENT:\r\nBEGIN:VCARD\r\n" in write_card(block, VCARD_21).data


def test_pictures_keep_their_media_type_and_where_they_belong():
    photo = Content("PHOTO", Binary(b"\xff\xd8\xff", "image/jpeg"), {"TYPE": ("work",)})
    assert write(VCARD_30, photo) == ["PHOTO;TYPE=JPEG,WORK;ENCODING=b:/9j/"]
    assert write(VCARD_40, photo) == ["PHOTO;TYPE=work:data:image/jpeg;base64,/9j/"]
    assert b"PHOTO;ENCODING=BASE64;TYPE=JPEG;TYPE=WORK:" in (
        write_card(Block("VCARD", (NAMED, photo)), VCARD_21).data
    )


def test_a_phone_keeps_one_number_of_each_type_and_the_rest_is_named():
    numbers = [
        Content("TEL", Text("1"), {"TYPE": ("cell",)}),
        Content("TEL", Text("2"), {"TYPE": ("home", "fax")}),
        Content("TEL", Text("3"), {"TYPE": ("cell",)}),
        Content("TEL", Text("4"), {"TYPE": ("cell",), "PREF": ("1",)}),
    ]
    written = write_card(Block("VCARD", (NAMED, *numbers)), FEATURE_PHONE)
    assert [line for line in lines_of(written) if "TEL" in line] == [
        "TEL;VOICE:1",
        "TEL;FAX:2",
        "TEL;CELL;PREF:4",
    ]
    assert set(written.unheld) == {
        Unheld("TEL", "1", Loss.NO_TYPE, "1"),
        Unheld("TEL", "2", Loss.NO_TYPE, "2"),
        Unheld("TEL", "3", Loss.TOO_MANY),
    }


def test_what_the_phone_has_no_place_for_is_named_with_its_text():
    assert losses(
        FEATURE_PHONE,
        Content("NICKNAME", Fields((("Zed", "Zee"),))),
        Content("X-ABLABEL", Text("Boat"), group="item1"),
        Content("BDAY", Exact("--0806")),
    ) == (
        Unheld("NICKNAME", "Zed, Zee", Loss.NO_PROPERTY),
        Unheld("X-ABLABEL", "Boat", Loss.NO_PROPERTY),
        Unheld("BDAY", "--0806", Loss.NO_FORM),
    )


def test_what_is_no_content_is_not_missed():
    assert not losses(
        FEATURE_PHONE, Content("UID", Exact("urn:uuid:1")), Content("REV", Exact("2"))
    )


def test_names_are_cut_between_letters_and_numbers_never():
    limits = {"FN": Limit(length=4), "TEL": Limit(length=4), "N": Limit(length=4)}
    dialect = replace(VCARD_21, limits=limits)
    written = write_card(
        Block(
            "VCARD",
            (
                Content("FN", Text("Zoe\u0308\u0301lle")),
                Content("N", Fields((("Lovelace",), ("Ada",), ("",), ("",), ("",)))),
                Content("TEL", Text("12345")),
            ),
        ),
        dialect,
    )
    assert written.unheld == (
        Unheld("FN", "Zoe\u0308\u0301lle", Loss.TOO_LONG, "Zo"),
        Unheld("N", "Lovelace, Ada", Loss.TOO_LONG, "Love, Ada"),
        Unheld("TEL", "12345", Loss.TOO_LONG),
    )


def test_a_limit_may_be_of_one_type():
    dialect = replace(VCARD_21, limits={"NOTE;work": Limit(2), "NOTE;home": Limit()})
    notes = [Content("NOTE", Text("long"), {"TYPE": (kind,)}) for kind in ("work", "home")]
    assert losses(dialect, *notes) == (Unheld("NOTE", "long", Loss.TOO_LONG, "lo"),)


def test_a_picture_too_large_is_left_out_whole():
    dialect = replace(VCARD_21, limits={"PHOTO": Limit(length=2)})
    photo = Content("PHOTO", Binary(b"\xff\xd8\xff", "image/jpeg"))
    assert losses(dialect, photo) == (Unheld("PHOTO", "", Loss.TOO_LONG),)


def test_what_comes_back_otherwise_is_named():
    categories = Content("CATEGORIES", Fields((("a,b", "c"),)))
    assert losses(VCARD_21, categories) == (
        Unheld("CATEGORIES", "a,b, c", Loss.NO_FORM, "a, b, c"),
    )


def test_vcard_4_has_one_birthday_and_a_name_for_each_alphabet():
    days = [Content("BDAY", Exact(day)) for day in ("19650806", "19700101")]
    names = [
        Content("N", Fields(((name,), ("",), ("",), ("",), ("",))), {"ALTID": ("1",)})
        for name in ("Ada", "Ада")
    ]

    assert losses(VCARD_40, *days, *names) == (Unheld("BDAY", "19700101", Loss.TOO_MANY),)
    assert losses(VCARD_30, *days) == ()


def test_a_card_that_repeats_what_vcard_4_has_once_is_written_anew():
    card = b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ada\r\n%sEND:VCARD\r\n"
    told = b"BDAY:19650806\r\n"

    assert fits(Kind.CONTACTS, card % told, VCARD_40)
    assert not fits(Kind.CONTACTS, card % (told * 2), VCARD_40)
    assert fits(Kind.CONTACTS, card % b"N;ALTID=1:A;;;;\r\nN;ALTID=1:B;;;;\r\n", VCARD_40)
