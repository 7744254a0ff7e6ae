"""Reads the call log of an Android phone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from holdfast.phones.handsets.android.reading import (
    HOW,
    Source,
    asking,
    content_mark,
    item_of,
    need_read,
    rows_of,
)
from holdfast.phones.handsets.android.table import Columns, ReadRow
from holdfast.phones.handsets.handset import ItemRefused, Reading
from holdfast.progress import Task
from holdfast.records.formats.provider_rows.messages import file_of
from holdfast.records.formats.provider_rows.rows import ProviderRows
from holdfast.records.model.item import Item
from holdfast.records.model.kinds import Kind

CALLS = "content://call_log/calls"
CALL_COLUMNS = Columns(
    ("type", "presentation", "numbertype", "features", "new", "is_read", "data_usage"),
    ("date", "duration"),
    ("number", "name", "numberlabel", "countryiso", "geocoded_location", "post_dial_digits",
     "via_number", "subscription_component_name", "subscription_id"),
)  # fmt: skip


class Calls:
    """The call log of one user; raises `KindRefused` and `KindUnsupported`."""

    def __init__(self, source: Source) -> None:
        """Read from `source`."""
        self._source = source

    def items(self, task: Task, reading: Reading) -> Iterator[Item]:
        """Yield every call."""
        reading.how = HOW
        with asking(Kind.CALLS):
            table = self._source.table(CALLS, CALL_COLUMNS)
            ids = table.ids()
            reading.announced = len(ids)
            for row in table.of(ids, task):
                rows = rows_of("calls", {"calls": [row]}, self._source.release)
                made = partial(_made, row, rows)
                yield item_of(Kind.CALLS, str(row.id), content_mark([row]), ".xml", made)


def _made(row: ReadRow, rows: ProviderRows) -> tuple[bytes, ProviderRows]:
    need_read(Kind.CALLS, str(row.id), [row])
    try:
        return file_of(rows, {}), rows
    except ValueError as error:
        raise ItemRefused(Kind.CALLS, str(row.id), str(error)) from error
