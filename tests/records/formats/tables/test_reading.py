from __future__ import annotations

import codecs
import csv
import io
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.records.formats.reading import read_components
from holdfast.records.formats.summary import summarise
from holdfast.records.formats.tables import read_table, reading
from holdfast.records.formats.tables.dated_words import DATED
from holdfast.records.formats.tables.words import CONTACTS

PEOPLE = "First Name,Last Name,Phone,Email"
STARTS = (
    ("First Name", "Last Name", "Phone", "Email"),
    ("Subject", "Start Date", "End Date", "Location"),
    ("Task", "Due Date", "Status", "Notes"),
)
COUNTED = (
    "E-mail 1 - Value",
    "Phone 1 - Value",
    "Address 1 - Street",
    "Address 1 - City",
    "Address 1 - Formatted",
    "Organization 1 - Name",
    "Organization 1 - Title",
    "IM 1 - Value",
    "Relation 1 - Value",
    "Custom Field 1 - Value",
)
PEOPLE_S = (*COUNTED, *dict.fromkeys(name for each in CONTACTS.values() for name in each))
DATES_S = tuple(dict.fromkeys(name for each in DATED.values() for name in each))
# What an item says in other words than its row did.
SAID_OTHERWISE = (
    *("all-day", "priority", "private", "sensitivity", "status", "done", "percent", "alarm"),
    *("alarm.day", "alarm.hour", "start.day", "start.hour", "end.day", "end.hour"),
    *("due.day", "due.hour", "birthday", "anniversary", "born.year", "born.month", "born.day"),
)
CELLS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.sampled_from(
        (
            *("Ada", "a@b.example ::: c@d.example", "555 ::: 556", "* Work", "Boat", "True", "no"),
            *(
                "3/4/2009",
                "31.12.2009 8:10",
                "8:10",
                "0/0/00",
                "one; two",
                "100%",
                "High",
                "--05-04",
            ),
            *(
                "a\nb",
                "BEGIN:VCARD",
                "END:VEVENT",
                "https://x.example/a,b;c",
                "\\n\\,",
                "Completed",
            ),
        )
    ),
)


@st.composite
def tables(draw):
    start = draw(st.sampled_from(STARTS))
    pool = st.sampled_from((*(PEOPLE_S if start is STARTS[0] else DATES_S), "Shoe size"))
    more = draw(st.lists(pool, max_size=12, unique=True))
    taken = {name.lower() for name in start}
    names = [*start, *(name for name in more if name not in taken)]
    rows = draw(st.lists(st.lists(CELLS, max_size=len(names) + 1), max_size=4))
    text = io.StringIO()
    writer = csv.writer(text, delimiter=draw(st.sampled_from(",;\t")))
    writer.writerows([names, *rows])
    encoded = draw(st.sampled_from(("utf-8", "utf-8-sig", "utf-16")))
    return text.getvalue().encode(encoded)


def said(data: bytes) -> str:
    """All that an item says, as its reader hears it."""
    blocks = (block for part in read_components(data).components for block in part.walk())
    entries = [entry for block in blocks for entry in block.properties]
    return "\n".join(text for each in entries for text in (each.text(), *each.fields()))


def is_said_otherwise(header: str) -> bool:
    words = [each for table in (CONTACTS, DATED) for each in table.values()]
    roles = {each.get(header.lower(), "").partition(":")[0] for each in words}
    return not roles.isdisjoint(SAID_OTHERWISE)


@given(tables())
def test_what_an_item_does_not_say_is_named(data):
    for item in read_table(data):
        rows = json.loads(item.rows)
        heard = said(item.data)
        for header, cell in rows["cells"]:
            if header in rows["unheld"] or is_said_otherwise(header):
                continue
            words = cell.replace(":::", " ").replace(";", " ").replace("*", " ").split()
            assert [word for word in words if word not in heard] == [], (header, cell)


@given(tables())
def test_every_cell_that_says_something_is_in_its_row(data):
    codec = "utf-16" if data.startswith(codecs.BOM_UTF16_LE) else "utf-8-sig"
    for item in read_table(data):
        start, end = item.span
        marked = codecs.BOM_UTF16_LE if codec == "utf-16" else b""
        text = (marked + data[start:end]).decode(codec)
        for _, cell in json.loads(item.rows)["cells"]:
            assert cell.replace('"', '""') in text


@given(tables())
def test_rows_lie_one_behind_the_other_and_every_item_can_be_read(data):
    items = read_table(data)
    at = 0
    for item in items:
        assert at <= item.span[0] < item.span[1] <= len(data)
        at = item.span[1]
        assert summarise(item.kind, item.suffix, item.data).readable
        assert item.data.count(b"\r\n") == item.data.count(b"\n") == item.data.count(b"\r")
    assert len({item.key for item in items}) == len(items)


@given(tables())
def test_a_file_is_read_alike_every_time(data):
    assert read_table(data) == read_table(data)


@given(st.one_of(st.binary(max_size=300), st.binary(max_size=100).map(PEOPLE.encode().__add__)))
def test_no_bytes_make_it_raise(data):
    read_table(data)


@given(tables(), st.data())
def test_no_damage_makes_it_raise(data, draw):
    at = draw.draw(st.integers(0, len(data)))
    read_table(data[:at] + draw.draw(st.binary(max_size=4)) + data[at + 1 :])


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_delimiter_will_do(mark, delimiter):
    text = f"{PEOPLE}\nAda,Lark,1,a@x.example\n".replace(",", delimiter)
    (item,) = read_table(mark + text.encode())
    assert b"N:Lark;Ada;;;\r\n" in item.data


def test_excel_s_own_line_on_the_delimiter_is_no_header():
    (item,) = read_table(b"sep=;\nName;Phone\nAda;1\n")
    assert b"FN:Ada\r\n" in item.data


def test_cutting_a_row_out_leaves_the_others_as_they_were():
    data = f"{PEOPLE}\r\nAda,Lark,1,\r\n\r\nBo,Finch,2,\r\n,,,\r\nCy,Wren,3,".encode("utf-16")
    ada, bo, cy = read_table(data)
    left = data[: bo.span[0]] + data[bo.span[1] :]
    assert [item.key for item in read_table(left)] == [ada.key, cy.key]
    assert [item.data for item in read_table(left)] == [ada.data, cy.data]


def test_a_new_row_in_the_middle_changes_no_other_key():
    before = f"{PEOPLE}\nAda,Lark,1,\nCy,Wren,3,\n".encode()
    after = f"{PEOPLE}\nAda,Lark,1,\nBo,Finch,2,\nCy,Wren,3,\n".encode()
    keys = [item.key for item in read_table(after)]
    assert [item.key for item in read_table(before)] == [keys[0], keys[2]]


def test_equal_rows_are_two_items():
    one, two = read_table(f"{PEOPLE}\nAda,Lark,1,\nAda,Lark,1,\n".encode())
    assert one.data == two.data
    assert one.key != two.key


def test_an_own_id_is_the_key_and_survives_a_new_name():
    head = "UID,Name,Phone\n"
    (before,) = read_table(f"{head}ab-1,Ada,1\n".encode())
    (after,) = read_table(f"{head}ab-1,Eve,1\n".encode())
    assert before.key == after.key
    assert b"UID:ab-1\r\n" in after.data


@pytest.mark.parametrize("ids", ["123", ("x", "x", "x")], ids=["counting", "all the same"])
def test_an_id_that_only_counts_or_is_not_the_row_s_own_is_no_key(ids):
    rows = "".join(f"{each},{name},1\n" for each, name in zip(ids, "ABC", strict=True))
    items = read_table(f"ID,Name,Phone\n{rows}".encode())
    assert [item.key for item in items] == ["name\0A\0001", "name\0B\0001", "name\0C\0001"]
    assert all(json.loads(item.rows)["unheld"] == ["ID"] for item in items)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Buchungstag;Betrag;Name\n1.2.2009;5,00;Ada\n",
        b"just a line\nand another\n",
        PEOPLE.encode() + b'\nAda,"Lark,1,\nBo,Finch,2,\n',
        b"Name,Phone," + b"x" * 2_000_000 + b"\nAda,1\n",
        (PEOPLE + ",x" * 400 + "\nAda,Lark,1,\n").encode(),
        PEOPLE.encode() + b"\nAda,Lark,1," * 200_001,
        PEOPLE.encode() + b"\n" * (32 << 20),
    ],
    ids=["empty", "bank", "prose", "open quotation", "long header", "wide", "many", "big"],
)
def test_what_is_no_table_of_ours_has_no_items(data):
    assert read_table(data) == ()


def test_a_table_that_grows_when_told_is_left_whole(monkeypatch):
    long = f"Name,Phone,{'x' * 1000}\n" + "Ada,1,x\n" * 100
    assert len(read_table(long.encode())) == 100
    monkeypatch.setattr(reading, "_MAX_WRITTEN", 50_000)
    assert read_table(long.encode()) == ()


def test_a_big_address_book_is_read_in_seconds():
    rows = "".join(f"Ada{each},Lark,555 {each},a{each}@x.example\n" for each in range(20_000))
    started = time.process_time()
    assert len(read_table(f"{PEOPLE}\n{rows}".encode())) == 20_000
    assert time.process_time() - started < 20
