"""Cards and rows made to hurt cost no more time than their size."""

from __future__ import annotations

import time

import pytest

from holdfast.records.formats.converting.contents import Loss
from holdfast.records.formats.provider_rows.contacts import mimetypes
from holdfast.records.formats.provider_rows.contacts.doors import card_of, rows_of, unheld
from holdfast.records.formats.provider_rows.contacts.making import MOST_ROWS
from tests.records.formats.provider_rows.contacts.rows_to_draw import contact

SECONDS = 5


def repeated(line: str, size: int = 60_000) -> bytes:
    count = max(1, size // (len(line) + 2))
    lines = "\r\n".join(line.replace("#", str(number)) for number in range(count))
    return f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:A\r\n{lines}\r\nEND:VCARD\r\n".encode()


def long(start: str, unit: str, size: int = 200_000) -> bytes:
    return f"BEGIN:VCARD\r\nFN:A\r\n{start}{unit * (size // len(unit))}\r\nEND:VCARD\r\n".encode()


CARDS = {
    "labels": repeated("item#.X-ABLABEL:a"),
    "labelled": repeated("item#.TEL:1\r\nitem#.X-ABLABEL:a"),
    "jobs": repeated("ORG:a"),
    "names": repeated("FN:#"),
    "addresses": repeated("ADR:;;#"),
    "unknown": repeated("X-A:#"),
    "numbers": long("TEL:", "tel:"),
    "mail": long("EMAIL:", "mailto:"),
    "handles": long("IMPP:", "aim:"),
    "nested label": long("item1.TEL:1\r\nitem1.X-ABLABEL:", "_$!<"),
    "system": long("CATEGORIES:", "System Group: "),
    "entries": long("NICKNAME:", "a,"),
    "custom": long("X-ANDROID-CUSTOM:", "a;"),
    "escapes": long("NOTE:", "\\n"),
}


@pytest.mark.parametrize("name", CARDS)
def test_a_hostile_card_takes_no_longer_than_a_long_one(name):
    start = time.process_time()
    card = card_of(rows_of(CARDS[name]))
    assert card_of(rows_of(card)) == card
    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize("kind", [mimetypes.ORGANIZATION, mimetypes.NAME, mimetypes.LINE, "x"])
def test_many_rows_take_no_longer_than_their_number(kind):
    start = time.process_time()
    card_of(contact(*((kind, {"data1": f"X-{place}:a"}) for place in range(1_000))))
    assert time.process_time() - start < SECONDS


def test_a_card_of_more_values_than_a_phone_is_asked_to_take_is_cut_and_that_is_named():
    data = repeated("TEL:#")
    assert len(rows_of(data).table("data")) == MOST_ROWS
    assert any(loss.why is Loss.TOO_MANY for loss in unheld(data))
