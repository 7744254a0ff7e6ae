"""What must hold of converting, whatever the item: no exception, and what was written stays."""

from __future__ import annotations

from holdfast.records.formats.converting.convert import convert, fits
from holdfast.records.formats.converting.dialects import Dialect
from holdfast.records.model.kinds import Kind
from tests.records.fuzz.sharing import is_read_twice, one_for


def check_converting(kind: Kind, dialects: tuple[Dialect, ...], data: bytes) -> None:
    """To one of the dialects: the same each time, and what comes out fits."""
    dialect = one_for(data, dialects)
    written = convert(kind, data, dialect)
    if is_read_twice(data):
        assert written == convert(kind, data, dialect)
    if written.data:
        assert fits(kind, written.data, dialect)
        if is_read_twice(data):
            assert convert(kind, written.data, dialect).data == written.data
    for loss in written.unheld:
        (loss.name + loss.text + loss.kept).encode("utf-8")
