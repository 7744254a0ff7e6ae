"""Whatever a card says survives every version, unless the conversion names it."""

from __future__ import annotations

import itertools
import os
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.records.formats.converting.cards.groups import with_plain_groups
from holdfast.records.formats.converting.cards.names import FIELD_COUNTS, TEXTS
from holdfast.records.formats.converting.cards.reading import read_card
from holdfast.records.formats.converting.cards.writing import write_card
from holdfast.records.formats.converting.comparing import differences
from holdfast.records.formats.converting.contents import (
    Binary,
    Block,
    Content,
    Exact,
    Fields,
    Text,
    said,
)
from holdfast.records.formats.converting.convert import convert
from holdfast.records.formats.converting.dialects import (
    FEATURE_PHONE,
    VCARD_21,
    VCARD_30,
    VCARD_40,
)
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.vcard import card_fields
from holdfast.records.model.kinds import Kind

VERSIONS = (VCARD_21, VCARD_30, VCARD_40)
FOLDER = Path(os.environ.get("HOLDFAST_CORPUS", "/nowhere"), "vcard")
FILES = [path for path in sorted(FOLDER.glob("*")) if path.is_file()]
needs_corpus = pytest.mark.skipif(not FILES, reason="corpus: absent (set HOLDFAST_CORPUS)")

LETTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff")
LINES = st.text(LETTERS, max_size=40).filter(lambda text: text.strip())
TEXTS_ = st.lists(LINES, min_size=1, max_size=3).map("\n".join).map(Text)
ENTRIES = LINES.filter(lambda text: "," not in text).map(str.strip)
WORDS = st.sampled_from(["home", "work", "cell", "fax", "voice", "pager", "car", "x-boat"])
TYPES = st.lists(WORDS, max_size=3, unique=True).map(tuple)
URIS = st.from_regex(r"https?://[a-z]{1,9}\.example/[a-z0-9/?=&;,.-]{0,40}", fullmatch=True)
DATES = st.one_of(
    st.dates().map(lambda day: f"{day:%Y%m%d}".rjust(8, "0")),
    st.dates().map(lambda day: f"--{day:%m%d}"),
    st.datetimes().map(lambda when: f"{when.year:04}{when:%m%dT%H%M%SZ}"),
)
HANDLES = st.from_regex(r"(xmpp|aim|icq|skype|sip|irc|ymsgr):[a-z0-9@._-]{1,20}", fullmatch=True)
KNOWN_RELATIONS = st.sampled_from(["spouse", "child", "mother", "co-worker", "agent", "crush"])


def params(types=TYPES, **others):
    def joined(types, pref):
        found = {"TYPE": types} if types else {}
        return {**found, **({"PREF": (str(pref),)} if pref else {}), **others}

    return st.builds(joined, types, st.integers(0, 3))


def fields(least: int, most: int, *, listed: bool = False):
    entry = st.one_of(st.just(""), ENTRIES)
    field = st.lists(entry.filter(bool), min_size=1, max_size=2 if listed else 1)
    padded = st.lists(st.one_of(st.just([""]), field), min_size=least, max_size=most)
    return padded.map(lambda found: Fields(tuple(tuple(entries) for entries in found)))


def lists():
    return st.lists(ENTRIES, min_size=1, max_size=3).map(lambda found: Fields((tuple(found),)))


def content(name: str, value, own=st.just({})):  # noqa: B008 - a strategy holds no state
    return st.builds(Content, st.just(name), value, own)


CONTENTS = st.one_of(
    content("FN", TEXTS_),
    content("N", fields(5, 5, listed=True)),
    content("ORG", fields(1, 3)),
    content("TEL", st.from_regex(r"\+?[0-9][0-9 .,;-]{1,15}", fullmatch=True).map(Text), params()),
    content("EMAIL", ENTRIES.map(Text), params()),
    content("ADR", fields(7, 7, listed=True), params()),
    st.builds(
        lambda value, own, label: Content("ADR", value, {**own, "LABEL": (label,)}),
        fields(7, 7),
        params(),
        LINES,
    ),
    content("NOTE", TEXTS_),
    content("TITLE", TEXTS_, st.just({"LANGUAGE": ("de",)})),
    content("ROLE", TEXTS_),
    content("NICKNAME", lists()),
    content("CATEGORIES", lists()),
    content("URL", URIS.map(Exact), params()),
    content("BDAY", DATES.map(Exact)),
    content("BDAY", ENTRIES.map(Text)),
    content("ANNIVERSARY", DATES.map(Exact)),
    content("REV", DATES.map(Exact)),
    content("GENDER", st.sampled_from(["M", "F", "O", "N", "U"]).map(lambda x: Fields(((x,),)))),
    content("GENDER", ENTRIES.map(lambda text: Fields((("",), (text,))))),
    content("RELATED", TEXTS_, params(st.tuples(KNOWN_RELATIONS))),
    content("RELATED", URIS.map(Exact), params(st.tuples(KNOWN_RELATIONS))),
    content("IMPP", HANDLES.map(Exact), params()),
    content("KIND", st.sampled_from(["individual", "org", "group", "location"]).map(Text)),
    content("MEMBER", URIS.map(Exact)),
    content("GEO", st.just(Exact("geo:37.3860,-122.0829"))),
    content("TZ", st.sampled_from([Exact("-05:00"), Text("Europe/Berlin")])),
    content("LANG", st.just(Fields((("fr",),))), params()),
    content("UID", st.uuids().map(lambda own: Exact(f"urn:uuid:{own}"))),
    content("PHOTO", st.binary(min_size=1).map(lambda own: Binary(own, "image/png")), params()),
    content("KEY", st.binary(min_size=1).map(lambda own: Binary(own, "application/pgp-keys"))),
    content("LOGO", URIS.map(Exact), st.just({"MEDIATYPE": ("image/gif",)})),
    content("X-PHONETIC-LAST-NAME", TEXTS_),
    content("X-FOO", fields(1, 4, listed=True), params(**{"X-BAR": ("a b", 'say "hi"')})),
    content(
        "X-ANDROID-CUSTOM",
        ENTRIES.map(lambda text: Fields((("vnd.android.cursor.item/relation",), (text,), ("14",)))),
    ),
)


def says_something(drawn: Content) -> bool:
    return isinstance(drawn.value, Binary) or bool(said(drawn.value))


@st.composite
def labelled(draw):
    """A number under its owner's own label, as Apple groups the two."""
    group = f"item{draw(st.integers(1, 9))}"
    number = Content("TEL", Text(draw(LINES)), {}, group)
    return (number, Content("X-ABLABEL", Text(draw(LINES)), {}, group))


@st.composite
def blocks(draw, depth: int = 1):
    found = draw(st.lists(CONTENTS.filter(says_something), max_size=8))
    if draw(st.booleans()):
        found.extend(draw(labelled()))
    agents = (draw(blocks(depth - 1)),) if depth and draw(st.integers(0, 9)) == 9 else ()
    return Block("VCARD", tuple(found), agents)


def read(data: bytes) -> Block:
    (card,) = read_components(data).components
    return read_card(card)


def shown(data: bytes) -> Counter:
    (card,) = read_components(data).components
    return Counter(
        (field.label, field.value, frozenset(field.types), field.custom)
        for field in card_fields(card)
        if not field.value.startswith("data:")  # an agent's card
    )


@settings(max_examples=150, deadline=None)
@given(drawn=blocks(), way=st.permutations(VERSIONS))
def test_every_field_that_was_not_named_survives_every_way(drawn, way):
    first = write_card(drawn, VCARD_40)
    block, named = read(first.data), []
    data = first.data
    for dialect in (*way, VCARD_40):
        written = write_card(read(data), dialect)
        named.extend(loss.name for loss in written.unheld)
        data = written.data
    gone = [loss for loss in differences(block, read(data)) if loss.name not in named]
    assert gone == []
    if not named:
        # A name that 2.1 or 3.0 asks for is added to a card that has none.
        missing = shown(first.data) - shown(data)
        assert not {field for field in missing if field[0] != "name"}


@settings(max_examples=150, deadline=None)
@given(drawn=blocks(), dialect=st.sampled_from([*VERSIONS, FEATURE_PHONE]))
def test_what_was_written_goes_back_as_it_is(drawn, dialect):
    once = write_card(read(write_card(drawn, VCARD_40).data), dialect)
    assert convert(Kind.CONTACTS, once.data, dialect).data == once.data
    again = write_card(read(once.data), dialect)
    assert again.data == once.data


def cards_of(path: Path) -> list[Block]:
    return [read_card(card) for card in read_components(path.read_bytes()).items("VCARD")]


def ungrouped(block: Block) -> Block:
    """The block with "a-b" for groups inside groups, which only vCard 2.1 has."""
    return replace(block, contents=with_plain_groups(block.contents))


@needs_corpus
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_real_card_comes_back_from_every_version(path):
    for block in cards_of(path):
        for first, second in itertools.product(VERSIONS, VERSIONS):
            there = write_card(block, first)
            back = write_card(read(there.data), second)
            named = {loss.name for loss in (*there.unheld, *back.unheld)}
            gone = differences(ungrouped(block), ungrouped(read(back.data)))
            assert [loss for loss in gone if loss.name not in named] == []


@needs_corpus
def test_hardly_anything_of_real_cards_has_no_form_in_a_version():
    total, losses = 0, []
    for path in FILES:
        for block in cards_of(path):
            for dialect in VERSIONS:
                total += len(block.contents)
                losses.extend(write_card(block, dialect).unheld)
    # Mostly a comma inside a nickname or a category: 2.1 has no way to write one.
    assert len(losses) < 0.005 * total


@needs_corpus
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_vobject_reads_what_was_written_in_3_0(path):
    for block in cards_of(path):
        written = write_card(block, VCARD_30)
        theirs = vobject.readOne(written.data.decode())
        ours = read_components(written.data).components[0]
        assert len(list(theirs.getChildren())) == len(ours.properties)
        assert texts_of_vobject(theirs) == texts_of(ours)


@settings(max_examples=150, deadline=None)
@given(drawn=blocks(0))
def test_vobject_reads_any_card_written_in_3_0(drawn):
    data = write_card(read(write_card(drawn, VCARD_40).data), VCARD_30).data
    assert texts_of_vobject(vobject.readOne(data.decode())) == (
        texts_of(read_components(data).components[0])
    )


# It drops what a name or an address has beyond its fields.
FIELDS_OF_VOBJECT = {"N": 5, "ADR": 7}


def texts_of_vobject(card) -> Counter:
    found: Counter = Counter()
    for line in card.getChildren():
        if line.name in TEXTS - {"SORT-STRING"}:
            found[line.name, line.value.replace("\r\n", "\n")] += 1
        elif line.name == "ORG":
            found[line.name, tuple(part for part in line.value if part)] += 1
        elif line.name == "N":
            name = line.value
            parts = (name.family, name.given, name.additional, name.prefix, name.suffix)
            found[line.name, tuple(joined(part) for part in parts)] += 1
        elif line.name == "ADR":
            own = line.value
            fields = (
                own.box,
                own.extended,
                own.street,
                own.city,
                own.region,
                own.code,
                own.country,
            )
            found[line.name, tuple(joined(part) for part in fields)] += 1
    return found


def joined(part) -> str:
    return ",".join(part) if isinstance(part, list) else part


def texts_of(card) -> Counter:
    found: Counter = Counter()
    for line in card.properties:
        if line.name in TEXTS - {"SORT-STRING"}:
            found[line.name, line.text()] += 1
        elif line.name in FIELD_COUNTS:
            parts = line.fields()
            if line.name == "ORG":
                parts = [part for part in parts if part]
            found[line.name, tuple(parts)[: FIELDS_OF_VOBJECT.get(line.name)]] += 1
    return found
