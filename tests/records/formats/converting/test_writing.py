"""What is written comes back from the reader as it was, in every dialect."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.records.formats.converting.contents import Binary, Block, Content, Fields, Text
from holdfast.records.formats.converting.dialects import (
    ICALENDAR,
    VCALENDAR_10,
    VCARD_21,
    VCARD_30,
    VCARD_40,
    Dialect,
)
from holdfast.records.formats.converting.writing import write_block, write_content
from holdfast.records.formats.reading import read_components

DIALECTS = [VCARD_21, VCARD_30, VCARD_40, VCALENDAR_10, ICALENDAR]
LINES = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"), max_size=60
)
TEXTS = st.lists(LINES, max_size=4).map("\n".join)
FIELDS = st.lists(LINES.filter(lambda text: "," not in text), min_size=2, max_size=5)


def back(content: Content, dialect: Dialect):
    data = write_block(Block(dialect.block, (content,)), dialect)
    (component,) = read_components(data).components
    assert component.closed
    assert not component.unread
    (found,) = component.properties
    return found


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.block + dialect.version)
@given(text=TEXTS)
def test_any_text_comes_back(text, dialect):
    found = back(Content("NOTE", Text(text)), dialect)
    assert found.text().replace("\r\n", "\n") == text


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.block + dialect.version)
@given(fields=FIELDS)
def test_any_fields_come_back(fields, dialect):
    found = back(Content("N", Fields(tuple((field,) for field in fields))), dialect)
    assert found.fields() == fields


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.block + dialect.version)
@given(data=st.binary(max_size=400))
def test_any_bytes_come_back(data, dialect):
    found = back(Content("PHOTO", Binary(data, "image/jpeg")), dialect)
    assert found.blob() == data


@pytest.mark.parametrize("dialect", [VCARD_21, VCARD_30], ids=["2.1", "3.0"])
def test_types_come_back(dialect):
    content = Content("TEL", Text("+1 555 0102"), {"TYPE": ("cell", "url", "x-my phone")})
    assert back(content, dialect).head.types == ("cell", "url", "x-my phone")


@given(value=LINES)
def test_any_parameter_comes_back(value):
    content = Content("ATTENDEE", Text("a"), {"CN": (value,)})
    assert back(content, ICALENDAR).head.params["CN"] == (value,)


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.block + dialect.version)
@given(text=TEXTS)
def test_no_line_is_longer_than_the_dialect_allows(text, dialect):
    lines = write_content(Content("NOTE", Text(text)), dialect).split(b"\r\n")
    assert max(len(line) for line in lines) <= dialect.width


def test_a_letter_the_charset_lacks_is_written_in_utf_8():
    dialect = Dialect("VCARD", "2.1", old=True, charset="ISO-8859-1", width=76)
    assert b"CHARSET=ISO-8859-1" in write_content(Content("NOTE", Text("Zoë")), dialect)
    assert b"CHARSET=UTF-8" in write_content(Content("NOTE", Text("Zoë 李")), dialect)
