from __future__ import annotations

import sqlite3

import pytest

from holdfast.vault.history import terms


def finds(text: str, asked: str) -> bool:
    """Whether a query for `asked` finds `text`, by the index's own rules."""
    database = sqlite3.connect(":memory:")
    database.execute(
        "CREATE VIRTUAL TABLE search USING fts5(title, subtitle, words, numbers,"
        " content='', tokenize='ascii')"
    )
    row = (terms.words(text), "", "", terms.numbers(text))
    database.execute("INSERT INTO search(rowid, title, subtitle, words, numbers)"
                     " VALUES (1, ?, ?, ?, ?)", row)  # fmt: skip
    query = terms.query(asked)
    return bool(
        query and database.execute("SELECT 1 FROM search WHERE search MATCH ?", (query,)).fetchone()
    )


SPELLINGS = ("+49 170 1234567", "0170-123 45 67", "(0170) 1234567", "0049 170 1234567")


@pytest.mark.parametrize("stored", SPELLINGS)
@pytest.mark.parametrize("asked", [*SPELLINGS, "1234567", "0170", "0170 12", "170123", "34567"])
def test_a_number_is_found_in_every_spelling_by_its_beginning_and_its_end(stored, asked):
    assert finds(f"Anna {stored}", asked)


def test_another_number_is_not_found():
    assert not finds("Anna +49 170 1234567", "+49 170 1234568")
    assert not finds("Anna +49 170 1234567", "0171")


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("田中太郎", "田中"),
        ("佐藤", "佐藤"),
        ("田中太郎", "太郎"),
        ("スズキ", "すず"),
        ("ｽｽﾞｷ", "スズ"),
        ("김철수", "철수"),
        ("สมชาย ใจดี", "ชาย"),
        ("ใจดี", "ใจดี"),
        ("Müller Straße", "muller STRASS"),
        ("Ørsted Łódź", "orsted lodz"),
        ("\uff34\uff45\uff4c", "tel"),
        ("IMG_0012.JPG", "img_0012"),
        ("٠١٧٠١٢٣٤٥٦٧", "0170"),
    ],
)
def test_case_accents_and_width_do_not_count_and_scripts_without_gaps_are_found(stored, asked):
    assert finds(stored, asked)


def test_signs_in_another_order_are_another_name():
    assert not finds("田中", "中田")
    assert not finds("田 太 中", "田中")


@pytest.mark.parametrize(
    "asked",
    ["", '"', "a AND", "NEAR(a b", "title:", "*", "a\0b", "-", "^a", "{a}:b", "a" * 10_000,
     "田" * 10_000, "1" * 10_000, "+" * 10_000, "1 " * 5_000, "\ud800", "()" * 5_000],
)  # fmt: skip
def test_no_text_makes_a_query_that_cannot_be_read(asked):
    assert finds("Anna", asked) is False or "a" in asked


@pytest.mark.parametrize(
    ("text", "asked", "marked"),
    [
        ("Anna Müller", "mull", ["Müll"]),
        ("Anna Müller, Hannah", "anna", ["Anna"]),
        ("Straße 5", "strasse", ["Straße"]),
        ("ann Anna", "ann anna", ["ann", "Anna"]),
        ("東京タワー", "京", ["京"]),
        ("nothing", "else", []),
    ],
)
def test_a_match_is_marked_where_it_stands(text, asked, marked):
    places = terms.matches(text, terms.beginnings(asked))

    assert [text[start:end] for start, end in places] == marked
