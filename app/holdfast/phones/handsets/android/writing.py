"""What the writers of all providers share."""

from __future__ import annotations

import re

from holdfast.phones.handsets.android.content import ContentTool
from holdfast.phones.handsets.handset import ItemRefused
from holdfast.phones.protocols.content.commands import Uri, query
from holdfast.progress import Task
from holdfast.records.formats.provider_rows.rows import ProviderRows
from holdfast.records.model.item import NewItem

MAX_RECORD = 32 * 1024 * 1024
NOT_KEPT = "the phone did not keep all of it"
"""The answer of a phone that gives none."""


def row_pairs(tool: ContentTool, uri: Uri, column: str, where: str) -> list[tuple[int, str]]:
    """`_id` and one column of the rows for which `where` holds.

    For columns that we wrote ourselves, or where a forgery would do no harm: a text in several
    lines is read up to its first.
    """
    said = tool.ask(query(uri, ("_id", column), where, "_id"))
    pattern = re.compile(rf"^Row: \d+ _id=(\d+), {column}=(.*?)\r?$", re.MULTILINE)
    return [(int(found[1]), found[2]) for found in pattern.finditer(said)]


def passable(rows: ProviderRows) -> ProviderRows:
    """The same rows; raises `ValueError` where a text of theirs cannot be given to a program."""
    for table in rows.tables.values():
        for value in (each for row in table for each in row.values() if isinstance(each, str)):
            if "\0" in value:
                raise ValueError("a text of it holds a NUL, which no program can be given")
            escapes = value.count(":") + value.count("\\")
            if len(value.encode("utf-8", "replace")) + escapes > _LONGEST_TEXT:
                raise ValueError(f"a text of it is longer than {_LONGEST_TEXT} bytes")
    return rows


_LONGEST_TEXT = 120_000
"""Bytes with escapes; Linux gives a program words of up to 128 KiB, with its column's name."""


def whole(item: NewItem, task: Task) -> bytes:
    """A record's bytes; raises `ItemRefused` for one that is no record any more."""
    data = bytearray()
    for chunk in item.open():
        task.check()
        data += chunk
        if len(data) > MAX_RECORD:
            raise ItemRefused(item.kind, item.key, f"longer than {MAX_RECORD} bytes")
    return bytes(data)
