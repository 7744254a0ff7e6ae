"""Whatever a phone's rows hold is told by a card, and the card becomes the same rows again."""

from __future__ import annotations

from hypothesis import given, settings

from holdfast.records.formats.provider_rows.contacts.doors import card_of, rows_of
from holdfast.records.formats.reading import read_components
from tests.records.formats.provider_rows.contacts.rows_to_draw import contacts


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


@settings(max_examples=200, deadline=None)
@given(rows=contacts())
def test_the_card_of_any_rows_is_one_whole_card(rows):
    document = read_components(card_of(rows))
    (card,) = document.components
    assert card.closed
    assert not card.children
    assert not document.problems
    assert not document.stray
    assert not card.unread
