"""Rows of other programs and properties without a column, each as one line of a card."""

from __future__ import annotations

from dataclasses import replace

from holdfast.records.formats.converting.cards.names import MEDIA
from holdfast.records.formats.converting.cards.reading import read_card
from holdfast.records.formats.converting.cards.writing import shape_card
from holdfast.records.formats.converting.contents import Binary, Block, Content, Fields, said
from holdfast.records.formats.converting.dialects import VCARD_30
from holdfast.records.formats.converting.writing import write_content
from holdfast.records.formats.digest import TRANSPORT
from holdfast.records.formats.provider_rows.contacts.mimetypes import LINE, MEMBERSHIP, PHOTO
from holdfast.records.formats.provider_rows.contacts.texts import LONGEST, cell, plain
from holdfast.records.formats.provider_rows.rows import Row, Value, number, text
from holdfast.records.formats.reading import read_components

CUSTOM = "X-ANDROID-CUSTOM"
"""Android's own property: a mimetype, then data1 and on, between semicolons."""
NATIVE = frozenset(
    (
        *("N", "FN", "NICKNAME", "ORG", "TITLE", "ROLE", "TEL", "EMAIL", "ADR", "LABEL", "IMPP"),
        "X-MS-IMADDRESS",
        *("X-PHONETIC-FIRST-NAME", "X-PHONETIC-MIDDLE-NAME", "X-PHONETIC-LAST-NAME"),
        *("X-PHONETIC-ORG", "X-ORG-SYMBOL", "X-ORG-OFFICE", "X-EMAIL-NAME", "URL", "NOTE"),
        *("BDAY", "ANNIVERSARY", "X-ABDATE", "X-ABLABEL", "RELATED", "CATEGORIES"),
        *("X-ANDROID-STARRED", CUSTOM),
    )
)
"""Properties that have columns, or belong to one that has."""
_COLUMNS = tuple(f"data{place}" for place in range(1, 15))
_ONE_LINE = replace(VCARD_30, width=1 << 40)
_REQUIRED = ("VERSION", "N", "FN")


def line_row(content: Content) -> dict[str, Value] | None:
    """Our own row for a property without columns; None where it has no form."""
    block = Block("VCARD", (replace(content, group=""),))
    shaped = shape_card(block, VCARD_30).block.contents
    lines = [line for line in shaped if line.name not in _REQUIRED]
    if len(lines) != 1 or not _may_stand_alone(content):
        return None
    written = write_content(lines[0], _ONE_LINE).decode("utf-8", "replace")
    line = written.rstrip("\r\n")
    return {"mimetype": LINE, "data1": line} if len(line) <= LONGEST else None


def line_content(row: Row) -> Content | None:
    """The property that a row of ours holds; None of a line that could not be written again."""
    found = _read(text(row, "data1"))
    held = line_row(found) if found is not None else None
    again = _read(text(held, "data1")) if held is not None else None
    return again if again is not None and line_row(again) == held else None


def _read(line: str) -> Content | None:
    if "\n" in line or "\r" in line:
        return None
    whole = f"BEGIN:VCARD\r\nVERSION:3.0\r\n{line}\r\nEND:VCARD\r\n".encode("utf-8", "replace")
    components = read_components(whole).components
    if len(components) != 1 or components[0].name != "VCARD":
        return None
    block = read_card(components[0])
    alone = len(block.contents) == 1 and not block.children
    return replace(block.contents[0], group="") if alone else None


def custom_content(row: Row) -> Content | None:
    """Any row as Android's own exporter writes those that vCard knows not; None of an empty one."""
    mimetype = cell(row, "mimetype")
    columns = [cell(row, column) for column in _COLUMNS]
    while columns and not columns[-1]:
        columns.pop()
    if not mimetype or not columns or mimetype in (PHOTO, MEMBERSHIP):
        return None
    return Content(CUSTOM, Fields(tuple((each,) for each in (mimetype, *columns))))


def custom_row(content: Content) -> dict[str, Value] | None:
    """The row that a line of Android's exporter stands for; None where it names no kind."""
    fields = content.value.fields if isinstance(content.value, Fields) else ()
    mimetype, *columns = [plain(",".join(field)) for field in fields] or [""]
    if not mimetype or mimetype in (PHOTO, MEMBERSHIP) or not any(columns):
        return None
    row: dict[str, Value] = {"mimetype": mimetype}
    row.update((name, own) for name, own in zip(_COLUMNS, columns, strict=False) if own)
    kind = number(row, "data2")
    return row if kind is None else {**row, "data2": kind}


def _may_stand_alone(content: Content) -> bool:
    binary = isinstance(content.value, Binary)
    known = content.name in NATIVE or content.name in MEDIA or content.name in TRANSPORT
    return not binary and not known and bool(said(content.value))
