"""Postal addresses: the fields of ADR in columns, and when the written form says more."""

from __future__ import annotations

import re

from holdfast.records.formats.converting.contents import Content, Fields
from holdfast.records.formats.provider_rows.contacts.texts import cell, plain
from holdfast.records.formats.provider_rows.rows import Row, Value

_COLUMNS = ("data5", "data6", "data4", "data7", "data8", "data9", "data10")
"""Post box, extension, street, town, region, code, country: the order of ADR."""
_STREET = 2
_WORD = re.compile(r"\w+")


def address_fields(row: Row) -> list[str]:
    """The seven fields of ADR; an address that was written freely is all street."""
    fields = [cell(row, column) for column in _COLUMNS]
    if not any(fields):
        fields[_STREET] = cell(row, "data1")
    return fields


def label_of(row: Row, fields: list[str]) -> str:
    """The address as written, where it says anything else than its fields do.

    A phone puts the fields together itself where nothing was written, so the same words in
    another order say nothing.
    """
    written = cell(row, "data1")
    return "" if _words(written) == _words(" ".join(fields)) else written


def address_columns(content: Content) -> dict[str, Value]:
    """The columns for an ADR; what goes beyond its fields stands in the street's."""
    fields = content.value.fields if isinstance(content.value, Fields) else ()
    texts = [plain(", ".join(field)) for field in fields] + [""] * len(_COLUMNS)
    further = [text for text in texts[len(_COLUMNS) :] if text]
    texts[_STREET] = "\n".join(filter(None, (texts[_STREET], *further)))
    columns: dict[str, Value] = {
        column: text for column, text in zip(_COLUMNS, texts, strict=False) if text
    }
    label = plain("".join(content.params.get("LABEL", ())))
    if label:
        columns = {"data1": label, **(columns or {"data4": label})}
    return columns


def _words(said: str) -> list[str]:
    return sorted(_WORD.findall(said.casefold()))
