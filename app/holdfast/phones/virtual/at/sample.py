"""What a sample phone that speaks AT holds beside its contacts: a SIM, calls, messages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

from holdfast.phones.protocols.at.addresses import PduAddress, address_of
from holdfast.phones.protocols.at.pdu import Deliver, Submit, write_pdu
from holdfast.phones.protocols.at.stored_messages import READ, SENT, UNREAD, UNSENT
from holdfast.phones.protocols.at.user_data import (
    GSM7,
    Segment,
    UserData,
    coding_for,
    segment_element,
)
from holdfast.phones.virtual.at.books import LineBook, Size, Slot
from holdfast.phones.virtual.at.boxes import Box, Kept
from holdfast.phones.virtual.folder import AT, PhoneFolder

_SIZE = Size(50, 40, 40)
_BOOKS = {
    "SM": {
        1: Slot("+13105550101", "Owen Vance"),
        2: Slot("611", "Voice mail"),
        5: Slot("+493055501234", "Zoë Krüger"),
    },
    "RC": {1: Slot("+13105550101", "Owen Vance"), 2: Slot("+14155550148", "")},
    "MC": {1: Slot("+14155550162", ""), 2: Slot("", ""), 3: Slot("+13105550138", "Owen Vance")},
    "DC": {1: Slot("611", "Voice mail"), 2: Slot("+493055501234", "Zoë Krüger")},
}
_CENTRE = PduAddress("14055550000", 0x91)
_PACIFIC = timezone(timedelta(hours=-7))
_IN, _OUT = "+13105550101", "+493055501234"
_LONG = (
    "The boat house key is under the third flower pot, not the second one, and the alarm wants "
    "1907 followed by the hash key. Please take the ropes with you, they are still hanging in "
    "the garage behind the bicycles. See you on Saturday!"
)
_MESSAGES = (
    (READ, _IN, "Are you coming on Saturday? The lake is 19° warm."),
    (READ, _IN, _LONG),
    (UNREAD, "T-Mobile", "Your balance is $12.50. Top up: text {ADD} [1-9] ~ 24h."),
    (READ, _OUT, "Grüße aus Köln, bis morgen! Kaffee kostet 2,40 €."),
    (
        READ,
        "+8613805550123",
        "星期六见\N{FULLWIDTH COMMA}我带茶 \N{SMILING FACE WITH SUNGLASSES}",
    ),
    (SENT, _OUT, "Boarding now, see you at the station"),
    (UNSENT, _IN, "Could you bring the"),
)
_ON_THE_SIM = ((READ, "+14155550162", "Dinner at eight?"),)
_FIRST = datetime(2009, 10, 9, 18, 4, 30, tzinfo=_PACIFIC)
_PART_OF_7BIT, _PART_OF_UCS2 = 153, 67


def fill(folder: PhoneFolder) -> None:
    """Give the phone in `folder` its SIM, its calls and its messages."""
    base = folder.path / AT
    for name, slots in _BOOKS.items():
        book = LineBook(base / f"phonebook-{name}.txt", _SIZE)
        for index, slot in slots.items():
            book.put(index, slot)
    for name, messages in (("ME", _MESSAGES), ("SM", _ON_THE_SIM)):
        box = Box(base / f"messages-{name}.txt", 200)
        # Somebody deleted the second message: places are not always in a row.
        places = [1, *range(3, 200)]
        kept = (each for nth, message in enumerate(messages) for each in _kept(nth, *message))
        for place, each in zip(places, kept, strict=False):
            box.put(place, each)


def _kept(nth: int, status: int, number: str, text: str) -> Iterator[Kept]:
    coding = coding_for(text)
    size = _PART_OF_7BIT if coding == GSM7 else _PART_OF_UCS2
    pieces = (
        [text] if len(text) <= size else [text[at : at + size] for at in range(0, len(text), size)]
    )
    when = _FIRST + nth * timedelta(hours=7, minutes=13)
    for place, piece in enumerate(pieces, 1):
        segment = segment_element(Segment(0x2A, place, len(pieces)))
        data = UserData((segment,) if len(pieces) > 1 else (), piece)
        address = address_of(number)
        pdu = (
            Deliver(address, when, data, coding, centre=_CENTRE)
            if status in (READ, UNREAD)
            else Submit(address, data, coding)
        )
        yield Kept(status, write_pdu(pdu)[0].hex().upper().encode("ascii"))
