from __future__ import annotations

import codecs

import pytest

from holdfast.records.formats.tables.cells import MAX_COLUMNS, NotATableError, Sheet


def rows(data: bytes, delimiter: str = ",") -> list[tuple[tuple[str, ...], bytes]]:
    found = Sheet.of(data).rows(delimiter)
    return [(row.cells, data[row.span[0] : row.span[1]]) for row in found]


@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r"])
def test_rows_end_as_any_system_ends_lines(end):
    data = b"a,b" + end + b"c,d"
    assert rows(data) == [(("a", "b"), b"a,b" + end), (("c", "d"), b"c,d")]


def test_a_quoted_cell_may_hold_line_breaks_delimiters_and_quotation_marks():
    data = b'a,"one\r\ntwo, ""three"""\r\nb,c\r\n'
    assert rows(data) == [
        (("a", 'one\r\ntwo, "three"'), data[:-5]),
        (("b", "c"), b"b,c\r\n"),
    ]


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"", "cp1252"),
    ],
)
def test_places_are_counted_in_the_file_s_own_bytes(mark, codec):
    first, second = "Zoë,€\n".encode(codec), "b,c".encode(codec)
    assert rows(mark + first + second) == [
        (("Zoë", "€"), first),
        (("b", "c"), second),
    ]


def test_letters_beyond_the_first_plane_take_four_bytes_in_utf_16():
    first = "😀,a\n".encode("utf-16-le")
    assert [piece for _, piece in rows(codecs.BOM_UTF16_LE + first + first)] == [first, first]


def test_letters_that_look_like_line_ends_end_no_row():
    data = "a\u2028b\x0cc,d\n".encode()
    assert rows(data) == [(("a\u2028b\x0cc", "d"), data)]


@pytest.mark.parametrize(
    "data",
    [
        b'a,"b\nc,d\n',
        codecs.BOM_UTF16_LE + b"a",
        b"," * MAX_COLUMNS,
        b"a" * (2 << 20),
        b"a,b\n" * 200_002,
    ],
    ids=["open quotation mark", "half a letter", "columns", "line", "rows"],
)
def test_what_cannot_be_told_row_by_row_is_no_table(data):
    with pytest.raises(NotATableError):
        rows(data)


def test_the_word_that_closes_the_file_may_be_a_cell():
    assert [cells for cells, _ in rows(b"a,b\nend")] == [("a", "b"), ("end",)]
    assert [cells for cells, _ in rows(b"a,b\nend\n")] == [("a", "b"), ("end",)]
