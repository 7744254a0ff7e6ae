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
NOTHING = frozenset(("sabre-io_vobject__issue64.vcf", "FolkerKinzel_VCards__Photo_Outlook_v2.vcf"))
"""Files whose card is a picture and nothing else, or with it how one program draws it."""


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


@needs_corpus
@pytest.mark.parametrize(
    "path", [path for path in FILES if path.name not in NOTHING], ids=lambda path: path.name
)
def test_a_real_card_keeps_names_numbers_addresses_and_notes(path):
    for data in cards(path):
        once = shape(data)
        assert shape(once) == once
        assert told(data) <= words(shown(once))


@needs_corpus
@pytest.mark.parametrize(
    "path", [path for path in FILES if path.name not in NOTHING], ids=lambda path: path.name
)
def test_a_real_card_in_androids_dialect_has_a_form_on_the_phone(path):
    for data in cards(path):
        held = convert(Kind.CONTACTS, data, ANDROID_CARD).data
        assert held == data or told(held) <= words(shown(shape(held)))


@needs_corpus
def test_of_real_cards_hardly_more_than_pictures_and_keys_has_no_place():
    media = {"PHOTO", "LOGO", "SOUND", "KEY", "AGENT", "X-MS-CARDPICTURE", ""}
    lost = [loss for path in FILES for data in cards(path) for loss in unheld(data)]
    texts = [loss for loss in lost if loss.name not in media and not loss.kept]
    # The label of a property that nobody knows.
    assert [loss.name for loss in texts] == ["X-ABLABEL"]
