from datetime import UTC, datetime

import pytest

from holdfast.records.formats.summary import summarise
from holdfast.records.formats.view import view
from holdfast.records.model.kinds import Kind

CARD = (
    "BEGIN:VCARD\r\nVERSION:2.1\r\nN:Lovelace;Ada\r\nTEL;CELL:+15035550102\r\n"
    "X-IRMC-CALL-DATETIME;{}\r\nEND:VCARD\r\n"
)


def fields(card):
    return {field.label: field.value for field in view(Kind.CALLS, ".vcf", card.encode()).fields}


@pytest.mark.parametrize(
    ("word", "type_"),
    [("RECEIVED", "incoming"), ("DIALED", "outgoing"), ("MISSED", "missed"),
     ("TYPE=MISSED", "missed"), ("Received", "incoming")],
)  # fmt: skip
def test_a_call_is_told_by_who_which_way_and_when(word, type_):
    card = CARD.format(f"{word}:20091009T110607")
    summary = summarise(Kind.CALLS, ".vcf", card.encode())
    assert (summary.title, summary.subtitle) == ("Ada Lovelace", "+15035550102")
    assert summary.when == datetime(2009, 10, 9, 11, 6, 7)  # noqa: DTZ001 - the phone's own time
    assert fields(card)["call"] == type_
    assert fields(card)["phone"] == "+15035550102"


def test_a_call_in_utc_is_known_to_be():
    card = CARD.format("MISSED:20091009T110607Z")
    assert summarise(Kind.CALLS, ".vcf", card.encode()).when == datetime(
        2009, 10, 9, 11, 6, 7, tzinfo=UTC
    )


def test_calls_are_found_by_their_bare_digits():
    text = summarise(Kind.CALLS, ".vcf", CARD.format("DIALED:20091009T110607").encode()).text
    assert "15035550102" in text.splitlines()


def test_a_call_without_number_or_time_is_still_a_call():
    card = "BEGIN:VCARD\r\nVERSION:2.1\r\nN:\r\nX-IRMC-CALL-DATETIME;MISSED:\r\nEND:VCARD\r\n"
    assert fields(card) == {"call": "missed"}


def test_what_a_call_says_beyond_is_shown():
    card = CARD.format("MISSED:20091009T110607").replace("END:", "NOTE:late\r\nEND:")
    assert "late" in [field.value for field in view(Kind.CALLS, ".vcf", card.encode()).fields]
