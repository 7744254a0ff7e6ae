"""Bombs: each is read in bounded time and memory, and what is refused is told with its reason."""

from __future__ import annotations

import pytest

from holdfast.records.formats import lines
from holdfast.records.formats import reading as reader
from holdfast.records.formats.reading import read_components
from tests.records.fuzz.bombs import BOMBS
from tests.records.fuzz.bounded import Reading, read_bomb

CARD = b"BEGIN:VCARD\r\nFN:A\r\n%sEND:VCARD\r\n"


def test_what_a_line_that_is_too_long_holds_begins_no_item(monkeypatch):
    monkeypatch.setattr(lines, "MAX_LINE", 50)
    hidden = b"x" * 60 + b"=\r\nBEGIN:VCARD=\r\nFN:B=\r\nEND:VCARD"
    document = read_components(CARD % (b"NOTE;QUOTED-PRINTABLE:" + hidden + b"\r\nTEL:1\r\n"))
    (card,) = document.components
    assert [entry.name for entry in card.properties] == ["FN", "TEL"]
    assert len(card.unread) == 1
    assert document.problems == ("too-long",)


@pytest.mark.parametrize("module", [reader, lines])
def test_lines_beyond_the_limit_are_one_unread_line(module, monkeypatch):
    limit = "MAX_LINES" if module is reader else "MAX_PHYSICAL_LINES"
    monkeypatch.setattr(module, limit, 5)
    data = CARD % (b"TEL:1\r\n" * 20)
    document = read_components(data)
    (card,) = document.components
    assert document.problems == ("too-many-lines", "missing-end")
    assert card.unread[-1].end == card.end == len(data)
    assert card.unread[-1].start == card.properties[-1].end


def test_a_line_of_too_many_folds_is_unread_with_all_that_follows(monkeypatch):
    monkeypatch.setattr(lines, "MAX_PHYSICAL_LINES", 5)
    data = CARD % (b"NOTE:x" + b"\r\n y" * 20 + b"\r\nTEL:1\r\n")
    document = read_components(data)
    assert document.problems == ("too-many-lines", "missing-end")
    assert document.components[0].unread[0].end == len(data)


def test_cards_behind_blocks_that_never_end_are_cards_all_the_same():
    data = b"".join(b"BEGIN:X%d\r\n" % number for number in range(100)) + CARD % b"" * 2
    document = read_components(data)
    assert [card.text("FN") for card in document.items("VCARD")] == ["A", "A"]
    assert document.problems == ("too-deep", "missing-end")


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.deep, pytest.mark.timeout(0)] if bomb.is_slow else [])
        for name, bomb in BOMBS.items()
    ],
)
def test_a_bomb_is_read_in_time_and_memory_and_refused_with_a_reason(name):
    bomb = BOMBS[name]
    reading = read_bomb(name)
    assert isinstance(reading, Reading), reading
    assert reading.seconds < bomb.seconds
    assert reading.title == bomb.title
    for reason in bomb.reasons:
        assert reason in reading.reasons
