"""Rows as `content` prints them: nothing escaped, numbers as Java writes them."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile

from holdfast.phones.virtual.android.providers.errors import ILLEGAL_STATE, ProviderError
from holdfast.phones.virtual.android.providers.provider import Rows, Value

NOTHING = b"No result found.\n"
_AT_ONCE = 500
_WINDOW = 2 * 1024 * 1024
"""Bytes of one row that get from a provider to whoever asked."""
_INT, _INT_HALF = 1 << 32, 1 << 31
_FLOAT_DIGITS = 9
_PLAIN_FROM, _PLAIN_TO = 1e-3, 1e7


def printed(found: Rows | None, *, wide: bool) -> Iterator[bytes]:
    """The rows as bytes, some at a time; with `wide` whole numbers are printed in 64 bits.

    Raises `ProviderError` when it comes to a row that is too large to be handed over.
    """
    if found is None or not found.rows:
        yield NOTHING
        return
    places = [_place(found.columns, name) for name in found.columns]
    heads = [f"{name}=" for name in found.columns]
    whole = str if wide else _low_bits
    for start in range(0, len(found.rows), _AT_ONCE):
        some = found.rows[start : start + _AT_ONCE]
        fitting = list(takewhile(_fits, some))
        lines = [
            _line(number, heads, [row[place] for place in places], whole)
            for number, row in enumerate(fitting, start)
        ]
        # A half of a character that takes two comes out of Java as a question mark.
        yield "".join(lines).encode("utf-8", "replace")
        if len(fitting) < len(some):
            raise _too_large(start + len(fitting), len(found.rows))


def _fits(row: Sequence[Value]) -> bool:
    return sum(len(value) for value in row if isinstance(value, (str, bytes))) < _WINDOW


def _too_large(row: int, rows: int) -> ProviderError:
    return ProviderError(
        "android.database.sqlite.SQLiteBlobTooBigException",
        f"Row too big to fit into CursorWindow requiredPos={row}, totalRows={rows}",
    )


def _line(
    number: int, heads: Sequence[str], values: Sequence[Value], whole: Callable[[int], str]
) -> str:
    cells = [head + _cell(value, whole) for head, value in zip(heads, values, strict=True)]
    return f"Row: {number} {', '.join(cells)}\n"


def _cell(value: Value, whole: Callable[[int], str]) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return "NULL"
    if isinstance(value, int):
        return whole(value)
    return java_float(value) if isinstance(value, float) else "BLOB"


def _low_bits(number: int) -> str:
    return str((number + _INT_HALF) % _INT - _INT_HALF)


def _place(columns: Sequence[str], name: str) -> int:
    """Which column the phone reads for a name: the first that is called so."""
    wanted = name.rpartition(".")[2].lower()
    for place, other in enumerate(columns):
        if other.lower() == wanted:
            return place
    raise ProviderError(
        ILLEGAL_STATE,
        "Couldn't read row 0, col -1 from CursorWindow.  "
        "Make sure the Cursor is initialized correctly before accessing data from it.",
    )


def java_float(value: float) -> str:
    """A number as Java prints it once it was squeezed into 32 bits."""
    try:
        narrow: float = struct.unpack("<f", struct.pack("<f", value))[0]
    except OverflowError:
        narrow = math.copysign(math.inf, value)
    if math.isnan(narrow):
        return "NaN"
    sign = "-" if math.copysign(1.0, narrow) < 0 else ""
    size = abs(narrow)
    if math.isinf(size):
        return f"{sign}Infinity"
    if not size:
        return f"{sign}0.0"
    digits, exponent = _shortest(size)
    if _PLAIN_FROM <= size < _PLAIN_TO:
        return sign + _plain(digits, exponent)
    return f"{sign}{digits[0]}.{digits[1:] or '0'}E{exponent}"


def _shortest(size: float) -> tuple[str, int]:
    """The fewest digits that make this number of 32 bits again, and the power of the first."""
    wanted = struct.pack("<f", size)
    for places in range(_FLOAT_DIGITS):
        mantissa, _, power = f"{size:.{places}e}".partition("e")
        try:
            same = struct.pack("<f", float(f"{mantissa}e{power}")) == wanted
        except OverflowError:
            continue
        if same:
            break
    return mantissa.replace(".", "").rstrip("0") or "0", int(power)


def _plain(digits: str, exponent: int) -> str:
    if exponent < 0:
        return f"0.{'0' * (-exponent - 1)}{digits}"
    before = digits[: exponent + 1].ljust(exponent + 1, "0")
    return f"{before}.{digits[exponent + 1 :] or '0'}"
