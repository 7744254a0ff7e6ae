"""Whatever a phone's rows hold is told by a card, and the card becomes the same rows again."""

from __future__ import annotations

from hypothesis import given, settings

from holdfast.records.formats.dates import parse_day
from holdfast.records.formats.provider_rows.contacts import mimetypes
from holdfast.records.formats.provider_rows.contacts.days import shown_day
from holdfast.records.formats.provider_rows.contacts.doors import card_of, rows_of
from holdfast.records.formats.provider_rows.contacts.handles import bare_handle
from holdfast.records.formats.provider_rows.contacts.texts import (
    MAIL,
    NUMBERS,
    bare_label,
    cell,
    group_title,
    without_schemes,
)
from holdfast.records.formats.provider_rows.rows import number, read_rows, write_rows
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.vcard import card_fields
from tests.records.formats.provider_rows.contacts.rows_to_draw import (
    columns,
    contacts,
    one_line,
    shown,
)

LABELLED = (
    mimetypes.PHONE,
    mimetypes.EMAIL,
    mimetypes.POSTAL,
    mimetypes.WEBSITE,
    mimetypes.RELATION,
    mimetypes.IM,
    mimetypes.SIP,
)
PARTS = {
    mimetypes.NAME: columns(1, 2, 3, 4, 5, 6, 7, 8, 9),
    mimetypes.POSTAL: columns(4, 5, 6, 7, 8, 9, 10),
    mimetypes.ORGANIZATION: columns(1, 4, 5, 6, 7, 8, 9),
    mimetypes.NICKNAME: columns(1),
    mimetypes.NOTE: columns(1),
    mimetypes.RELATION: columns(1),
    mimetypes.WEBSITE: columns(1),
}


def texts_of(row):
    """The texts of a row that a person reads in its card."""
    kind, first = row["mimetype"], cell(row, "data1")
    for column in PARTS.get(kind, ()):
        yield cell(row, column)
    if kind in (mimetypes.IM, mimetypes.SIP):
        first = bare_handle(first)
        yield first
    elif kind == mimetypes.PHONE:
        first = without_schemes(first, NUMBERS)
        yield first
    elif kind == mimetypes.EMAIL:
        first = without_schemes(first, MAIL)
        yield first
        yield cell(row, "data4") if first else ""
    if kind in LABELLED and first and number(row, "data2") in (None, mimetypes.CUSTOM):
        yield bare_label(cell(row, "data3"))[0]


def days_of(row):
    if row["mimetype"] == mimetypes.EVENT:
        yield parse_day(shown_day(cell(row, "data1")))


def again(card: bytes) -> bytes | None:
    try:
        return card_of(rows_of(card))
    except ValueError:
        return None


@settings(max_examples=150, deadline=None)
@given(rows=contacts())
def test_the_card_of_any_rows_becomes_the_same_card_again(rows):
    card = card_of(rows)
    assert again(card) in (card, None)


@settings(max_examples=100, deadline=None)
@given(rows=contacts())
def test_the_card_of_any_rows_is_one_whole_card(rows):
    document = read_components(card_of(rows))
    (card,) = document.components
    assert card.closed
    assert not card.children
    assert not document.problems
    assert not document.stray
    assert not card.unread


@settings(max_examples=150, deadline=None)
@given(rows=contacts())
def test_every_text_of_any_rows_is_shown(rows):
    seen = shown(card_of(rows))
    for row in rows.table("data"):
        for text in texts_of(row):
            assert any(one_line(text) in each for each in seen), text
    for group in rows.table("groups"):
        assert any(one_line(group_title(group)) in each for each in seen)


@settings(max_examples=150, deadline=None)
@given(rows=contacts())
def test_every_day_of_any_rows_is_shown(rows):
    (card,) = read_components(card_of(rows)).components
    days = [field.meaning for field in card_fields(card)]
    for row in rows.table("data"):
        for day in days_of(row):
            assert day is None or day in days


@settings(max_examples=100, deadline=None)
@given(rows=contacts())
def test_rows_made_of_a_card_can_be_kept_in_their_file(rows):
    card = card_of(rows)
    if again(card) is not None:
        held = read_rows(write_rows(rows_of(card)))
        assert held is not None
        assert card_of(held) == card
