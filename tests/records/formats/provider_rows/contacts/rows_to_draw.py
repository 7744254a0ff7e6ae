"""Rows of contacts to draw, and how the reader shows the card made of them."""

from __future__ import annotations

from types import MappingProxyType

from hypothesis import strategies as st

from holdfast.records.formats.provider_rows.contacts import mimetypes
from holdfast.records.formats.provider_rows.rows import ProviderRows
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.vcard import card_fields, display_name, name_parts

HOSTILE = (
    "NULL",
    "a;b,c",
    "back\\slash\\",
    "\\n",
    "two\nlines",
    "a\r\nb\rc",
    "😀👩‍👩‍👧",
    "\u202eright to left\u200f",
    "half \ud83d a letter",
    "END:VCARD\r\nBEGIN:VCARD",
    "data1=x, data2=NULL",
    "Row: 0 _id=1",
    '"quoted" ^n ^\' ^^',
    "_$!<Home>!$_",
    "item1.TEL:1",
    "tel:+1;ext=2",
    "xmpp:a@b",
    "a:b",
    "=3D=",
    "\ufeffmark",
    "--05-04",
    "\ue000",
    "% 20",
    "  blanks  ",
)
TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=20),
    st.text("ab;,\\:\n\r \"^='%<>!$_", max_size=12),
    st.text(st.characters(categories=["Cs", "Cc", "Cf", "Zs", "Lo"]), max_size=6),
)
DAYS = st.one_of(
    st.dates().map(lambda day: f"{day.year:04}-{day:%m-%d}"),
    st.dates().map(lambda day: f"--{day:%m-%d}"),
    st.sampled_from(["19900504", "1990-05", "1604-05-04", "1990-05-04T00:00:00.000Z"]),
    TEXTS,
)
NUMBERS = st.one_of(st.none(), st.integers(-1, 21), st.sampled_from(["2", "x", 1.0]))


def row(mimetype: str, **columns):
    """A row of one kind, its own columns drawn as told, and the marks that every row has."""
    marks = {"is_primary": st.sampled_from([0, 1]), "is_super_primary": st.sampled_from([0, 1])}
    drawn = st.fixed_dictionaries({}, optional={**columns, **marks})
    return drawn.map(lambda found: {"mimetype": mimetype, **found})


TYPED = {"data1": TEXTS, "data2": NUMBERS, "data3": TEXTS}


def texts(*places: int):
    return {f"data{place}": TEXTS for place in places}


ROWS = st.one_of(
    row(mimetypes.NAME, **texts(1, 2, 3, 4, 5, 6, 7, 8, 9)),
    row(mimetypes.PHONE, **TYPED),
    row(mimetypes.EMAIL, **TYPED, data4=TEXTS),
    row(mimetypes.POSTAL, **TYPED, **texts(4, 5, 6, 7, 8, 9, 10)),
    row(mimetypes.ORGANIZATION, **TYPED, **texts(4, 5, 6, 7, 8, 9)),
    row(mimetypes.IM, **TYPED, data5=NUMBERS, data6=TEXTS),
    row(mimetypes.SIP, **TYPED),
    row(mimetypes.NICKNAME, data1=TEXTS),
    row(mimetypes.NOTE, data1=TEXTS),
    row(mimetypes.WEBSITE, **TYPED),
    row(mimetypes.EVENT, data1=DAYS, data2=NUMBERS, data3=TEXTS),
    row(mimetypes.RELATION, **TYPED),
    row(mimetypes.PHOTO, data14=st.integers(0, 9)),
    row(mimetypes.LINE, data1=TEXTS),
    row("vnd.android.cursor.item/vnd.example", **texts(1, 2, 3, 14)),
    st.fixed_dictionaries({"mimetype": TEXTS}, optional=texts(1, 5)),
)
GROUPS = st.fixed_dictionaries(
    {"title": TEXTS},
    optional={
        "system_id": st.sampled_from(["Contacts", "Friends"]),
        "auto_add": st.integers(0, 1),
        "favorites": st.integers(0, 1),
    },
)


@st.composite
def contacts(draw):
    """All rows of one contact."""
    tables = {
        "raw_contacts": ({"_id": 1, "starred": draw(st.integers(0, 1))},),
        "data": tuple(draw(st.lists(ROWS, max_size=8))),
        "groups": tuple(draw(st.lists(GROUPS, max_size=3))),
    }
    return ProviderRows("contacts", MappingProxyType(tables))


def contact(*data, groups=(), **raw) -> ProviderRows:
    """A contact of rows given as (mimetype, columns)."""
    rows = tuple({"mimetype": kind, **columns} for kind, columns in data)
    tables = {"raw_contacts": (raw,), "data": rows, "groups": tuple(groups)}
    return ProviderRows("contacts", MappingProxyType(tables))


def columns(*places: int) -> tuple[str, ...]:
    return tuple(f"data{place}" for place in places)


def one_line(text: str) -> str:
    return " ".join(text.split())


def shown(card: bytes) -> list[str]:
    """Every text our reader shows of a card, each in one line: names, values, labels."""
    (found,) = read_components(card).components
    fields = [*card_fields(found)]
    names = (display_name(found), *name_parts(found))
    said = (*names, *(field.value for field in fields), *(field.custom for field in fields))
    return ["", *map(one_line, said)]
