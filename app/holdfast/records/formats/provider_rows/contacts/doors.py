"""Contact rows to a vCard and back, and what a card becomes on an Android phone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

from holdfast.records.formats.components import Component, Document
from holdfast.records.formats.converting.cards.names import MESSENGERS
from holdfast.records.formats.converting.cards.reading import read_card
from holdfast.records.formats.converting.cards.writing import shape_card
from holdfast.records.formats.converting.contents import Block, Loss, Unheld
from holdfast.records.formats.converting.dialects import VCARD_30, Limit
from holdfast.records.formats.converting.writing import write_block
from holdfast.records.formats.provider_rows.contacts.lines import NATIVE
from holdfast.records.formats.provider_rows.contacts.making import made
from holdfast.records.formats.provider_rows.contacts.telling import told
from holdfast.records.formats.provider_rows.contacts.texts import LONGEST
from holdfast.records.formats.provider_rows.rows import ProviderRows
from holdfast.records.formats.reading import read_components

_WITHOUT_COLUMNS = frozenset(
    (
        *("GEO", "TZ", "GENDER", "X-GENDER", "LANG", "CLASS", "SORT-STRING", "SOURCE"),
        *("KIND", "X-ABSHOWAS", "X-ADDRESSBOOKSERVER-KIND", "MEMBER"),
        *("X-ADDRESSBOOKSERVER-MEMBER", "X-ABADR", "FBURL", "CALURI", "CALADRURI"),
        *("X-EVOLUTION-FILE-AS", "X-EVOLUTION-BLOG-URL", "X-EVOLUTION-VIDEO-URL"),
        *("X-ABUID", "X-MOZILLA-HTML", "X-MS-OL-DESIGN", "X-MS-OL-DEFAULT-POSTAL-ADDRESS"),
        *("DEATHDATE", "DEATHPLACE", "BIRTHPLACE", "HOBBY", "INTEREST", "EXPERTISE"),
    )
)
"""Properties that rows of our own keep though no program on the phone shows them."""
_OLDER_NAMES = frozenset(
    ("X-ANNIVERSARY", "X-ABRELATEDNAMES", *(name for name in MESSENGERS if "/" not in name))
)
ANDROID_CARD = replace(
    VCARD_30,
    properties=NATIVE | _OLDER_NAMES | _WITHOUT_COLUMNS,
    params=frozenset(("X-SERVICE-TYPE", "X-APPLE-OMIT-YEAR", "LANGUAGE", "X-EVOLUTION-UI-SLOT")),
    limits=MappingProxyType({"NOTE": Limit(length=LONGEST)}),
)
"""What an Android phone holds of a card. Pictures are not among it: no tool writes them."""


def card_of(rows: ProviderRows) -> bytes:
    """The card of one contact's rows; the same bytes for the same rows.

    It is a vCard 3.0. Every address book reads that version and few read 4.0; it may hold two
    birthdays, for which a program may refuse a card of 4.0; and all that Android's columns hold
    has a form in it that our readers show, labels and messengers by the X- names that phones
    and desktops share. Rows of other programs are told as X-ANDROID-CUSTOM. Not told are
    photos, the account, and the group that a phone puts everybody in.
    """
    return write_block(shape_card(told(rows), VCARD_30).block, VCARD_30)


def rows_of(card: bytes) -> ProviderRows:
    """The rows that hold a card of any version, without `_id`, in the order to be inserted.

    "raw_contacts" has one row, "data" one for each value with its mimetype and columns, and
    "groups" the titles of the groups the contact is a member of. Text properties without
    columns are kept in rows of our own. Raises `ValueError` where the card holds nothing of
    a contact. Of several cards the first is meant, of a card the first `MOST_ROWS` values.
    """
    rows, _ = made(_first(read_components(card)))
    if not rows.table("data") and not rows.table("groups"):
        raise ValueError("it holds nothing that a contact could have")
    return rows


def shape(card: bytes) -> bytes:
    """What a phone gives back of a card that was restored to it; itself for such a card.

    Raises `ValueError` where the card holds nothing of a contact.
    """
    return card_of(rows_of(card))


def unheld(card: bytes) -> tuple[Unheld, ...]:
    """What of a card no row can hold: pictures, agents, types and parameters without a column.

    Lines that could not be read are among it. Never raises.
    """
    document = read_components(card)
    return (*_unread(document), *made(_first(document))[1])


def _first(document: Document) -> Block:
    cards = document.items("VCARD")
    return read_card(cards[0]) if cards else Block("VCARD")


def _unread(document: Document) -> Iterator[Unheld]:
    parts: list[Component] = [part for each in document.components for part in each.walk()]
    for line in (*document.stray, *(line for part in parts for line in part.unread)):
        yield Unheld("", line.text(), Loss.UNREAD)
    for part in parts:
        for entry in part.properties:
            if entry.raw and entry.broken():
                yield Unheld(entry.head.name, "", Loss.UNREAD)
