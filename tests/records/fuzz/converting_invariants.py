"""What must hold of converting, whatever the item: no exception, and what was written stays."""

from __future__ import annotations

from holdfast.records.formats.converting.convert import convert, fits
from holdfast.records.formats.converting.dialects import Dialect
from holdfast.records.model.kinds import Kind


def check_converting(kind: Kind, dialects: tuple[Dialect, ...], data: bytes) -> None:
    """To every dialect: the same each time, what comes out fits, and so is not written again."""
    for dialect in dialects:
        written = convert(kind, data, dialect)
        assert written == convert(kind, data, dialect)
        if written.data:
            assert fits(kind, written.data, dialect)
            assert convert(kind, written.data, dialect).data == written.data
        for loss in written.unheld:
            (loss.name + loss.text + loss.kept).encode("utf-8")
