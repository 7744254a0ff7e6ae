"""Real cards go through Android's rows without losing what people keep contacts for."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from holdfast.records.formats.converting.convert import convert
from holdfast.records.formats.provider_rows.contacts.doors import ANDROID_CARD, shape, unheld
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.vcard import card_fields, display_name, name_parts
from holdfast.records.model.kinds import Kind
from tests.records.formats.provider_rows.contacts.rows_to_draw import shown

FOLDER = Path(os.environ.get("HOLDFAST_CORPUS", "/nowhere"), "vcard")
FILES = [path for path in sorted(FOLDER.glob("*")) if path.is_file()]
needs_corpus = pytest.mark.skipif(not FILES, reason="corpus: absent (set HOLDFAST_CORPUS)")
WORD = re.compile(r"\w+")
KEPT = ("phone", "email", "address", "address-label", "note", "organisation", "nickname", "url")


def cards(path: Path) -> list[bytes]:
    data = path.read_bytes()
    return [data[card.start : card.end] for card in read_components(data).items("VCARD")]


def words(texts) -> set[str]:
    return {word for text in texts for word in WORD.findall(text.casefold())}


def told(data: bytes) -> set[str]:
    """The words of names, numbers, addresses and notes."""
    (card,) = read_components(data).items("VCARD")
    fields = [field.value for field in card_fields(card) if field.label in KEPT]
    return words([display_name(card), *name_parts(card), *fields])


def shaped(data: bytes) -> bytes:
    """What a phone gives back; nothing of a card that is a picture alone."""
    try:
        return shape(data)
    except ValueError:
        return b"BEGIN:VCARD\r\nEND:VCARD\r\n"


@needs_corpus
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_real_card_keeps_names_numbers_addresses_and_notes(path):
    for data in cards(path):
        once = shaped(data)
        assert shaped(once) == once
        assert told(data) <= words(shown(once))


@needs_corpus
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_real_card_in_androids_dialect_has_a_form_on_the_phone(path):
    for data in cards(path):
        held = convert(Kind.CONTACTS, data, ANDROID_CARD).data
        assert held == data or told(held) <= words(shown(shaped(held)))


@needs_corpus
def test_of_real_cards_hardly_more_than_pictures_and_keys_has_no_place():
    media = {"PHOTO", "LOGO", "SOUND", "KEY", "AGENT", "X-MS-CARDPICTURE", ""}
    whole = [data for path in FILES for data in cards(path)]
    lost = [loss for data in whole for loss in unheld(data)]
    texts = [loss for loss in lost if loss.name not in media and not loss.kept]
    # Labels of properties that nobody knows.
    assert len(texts) < 0.005 * len(whole)
