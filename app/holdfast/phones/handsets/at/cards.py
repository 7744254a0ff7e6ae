"""Phone book entries as vCards, and vCards as entries."""

from __future__ import annotations

import re
from dataclasses import replace

from holdfast.phones.protocols.at.phone_book import Entry
from holdfast.records.formats.components import Component
from holdfast.records.formats.converting.contents import Block, Content, Exact, Fields, Text
from holdfast.records.formats.converting.dialects import VCARD_21, Dialect, Limit
from holdfast.records.formats.converting.writing import write_block
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.vcard import display_name

CALL_WORDS = {"RC": "RECEIVED", "MC": "MISSED", "DC": "DIALED", "LD": "DIALED"}
"""What IrMC 1.1 calls the calls of a memory."""
_BETWEEN = re.compile(r"[\s().\-/\N{NO-BREAK SPACE}]+")
_DIALLED = re.compile(r"\+?[0-9*#abcdABCDpPwWtT,;?!]+")


def dialect_for(name_length: int | None) -> Dialect:
    """What of a card an entry of a phone book holds: a name that long, and one number."""
    named = Limit(length=name_length)
    return replace(
        VCARD_21,
        properties=frozenset(("N", "FN", "TEL")),
        params=frozenset(),
        limits={"N": named, "FN": named, "TEL": Limit(count=1)},
    )


class NotAnEntryError(ValueError):
    """A card is more, or other, than one entry of a phone book holds; says why."""


def contact_card(entry: Entry) -> bytes:
    """An entry as a vCard 2.1."""
    return _written(entry)


def call_card(entry: Entry, memory: str) -> bytes:
    """An entry of a list of calls as a vCard 2.1 that says which way; it knows no date."""
    line = f"X-IRMC-CALL-DATETIME;{CALL_WORDS[memory]}:\r\n".encode("ascii")
    return _written(entry).removesuffix(b"END:VCARD\r\n") + line + b"END:VCARD\r\n"


def entry_of(card_file: bytes) -> Entry:
    """The entry (index 0) that a card asks for; raises `NotAnEntryError`.

    What an entry has no place for but a name and a number is left to the plan to tell.
    """
    cards = read_components(card_file).items("VCARD")
    if len(cards) != 1:
        raise NotAnEntryError("not one card")
    numbers = _numbers(cards[0])
    if len(numbers) > 1:
        raise NotAnEntryError(f"{len(numbers)} numbers, an entry holds one")
    name = " ".join(_name(cards[0]).split())
    number = numbers[0] if numbers else ""
    if not name and not number:
        raise NotAnEntryError("neither a name nor a number")
    if number and not _DIALLED.fullmatch(number):
        raise NotAnEntryError("a number that cannot be dialled")
    return Entry(0, number, name)


def _written(entry: Entry) -> bytes:
    named = (
        Content("N", Fields(((entry.name,), *((("",),) * 4)))),
        Content("FN", Text(entry.name)),
    )
    contents = (
        Content("VERSION", Exact("2.1")),
        *(named if entry.name else ()),
        *((Content("TEL", Exact(entry.number)),) if entry.number else ()),
    )
    return write_block(Block("VCARD", contents), VCARD_21)


def _name(card: Component) -> str:
    """What the card is called; a number or a mail address in its place is no name."""
    return display_name(card) if any(card.text(each) for each in ("FN", "N", "ORG")) else ""


def _numbers(card: Component) -> list[str]:
    texts = (entry.text().strip() for entry in card.all("TEL"))
    plain = (_BETWEEN.sub("", text.removeprefix("tel:")) for text in texts)
    return list(dict.fromkeys(number for number in plain if number))
