"""A contact as a row of a table: columns as Outlook names them, Google's for what is left over.

Both address books, and spreadsheets, read such a table. What it has no column for (pictures,
messengers, the phone's own fields) stays in the vCards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from holdfast.records.formats.components import Component
from holdfast.records.formats.converting.cards.reading import read_card
from holdfast.records.formats.converting.contents import Block, Content, Exact, Fields, Text, said
from holdfast.records.formats.vcard import display_name

Cells = dict[str, str]
"""The cells of one row by column."""

_NAME = ("Last Name", "First Name", "Middle Name", "Name Prefix", "Suffix")
_FAX = (("home", "Home Fax"), ("work", "Business Fax"), ("", "Other Fax"))
_PHONES = (
    ("cell", "Mobile Phone"),
    ("pager", "Pager"),
    ("car", "Car Phone"),
    ("isdn", "ISDN"),
    ("home", "Home Phone"),
    ("work", "Business Phone"),
    ("", "Other Phone"),
)
_SECOND = frozenset(("Mobile Phone", "Home Phone", "Business Phone"))
_MAILS = ("E-mail Address", "E-mail 2 Address", "E-mail 3 Address")
_PLACES = (("home", "Home"), ("work", "Business"), ("", "Other"))
_ADDRESS = ("PO Box", "Street 2", "Street", "City", "State", "Postal Code", "Country")
_LEFT_OVER = {
    "PO Box": "PO Box",
    "Street 2": "Extended Address",
    "Street": "Street",
    "City": "City",
    "State": "Region",
    "Postal Code": "Postal Code",
    "Country": "Country",
}
_NUMBERS = tuple(
    name
    for _, plain in (*_PHONES, *_FAX)
    for name in ((plain, f"{plain} 2") if plain in _SECOND else (plain,))
)
FIXED = (
    "First Name",
    "Middle Name",
    "Last Name",
    "Name Prefix",
    "Suffix",
    "Nickname",
    "Company",
    "Department",
    "Job Title",
    "Profession",
    *_NUMBERS,
    *_MAILS,
    *(f"{place} {part}" for _, place in _PLACES for part in _ADDRESS),
    "Birthday",
    "Anniversary",
    "Web Page",
    "Categories",
    "Notes",
)
"""The columns that every table may have, in their order; those that are empty are left out."""


def cells_of(card: Component) -> Cells:
    """The row of one card."""
    block = read_card(card)
    row: Cells = {}
    _name(row, block, display_name(card))
    _work(row, block)
    _numbers(row, block)
    _mails(row, block)
    _addresses(row, block)
    _days(row, block)
    links = list(_texts(block, "URL"))
    row |= dict(zip(chain(("Web Page",), _left_over("Website", "Value")), links, strict=False))
    row["Categories"] = ";".join(_texts(block, "CATEGORIES"))
    row["Notes"] = "\n".join(_texts(block, "NOTE"))
    return {column: cell for column, cell in row.items() if cell}


def columns_of(used: Iterable[str]) -> tuple[str, ...]:
    """The columns of a table in which some row uses these."""
    found = set(used)
    fixed = [column for column in FIXED if column in found]
    return (*fixed, *sorted(found - set(FIXED), key=_order))


def _order(column: str) -> tuple[str, int, str]:
    family, number, *rest = column.split(" ", 2)
    return family, int(number) if number.isdecimal() else 0, " ".join(rest)


def _name(row: Cells, block: Block, shown: str) -> None:
    name = block.first("N")
    if name is not None and isinstance(name.value, Fields):
        row |= dict(zip(_NAME, map(" ".join, name.value.fields), strict=False))
    row["Nickname"] = ", ".join(_texts(block, "NICKNAME"))
    if not any(row.get(column) for column in _NAME) and block.first("ORG") is None:
        row["First Name"] = shown


def _work(row: Cells, block: Block) -> None:
    first = block.first("ORG")
    if first is not None and isinstance(first.value, Fields):
        company, *units = (" ".join(field) for field in first.value.fields)
        row["Company"], row["Department"] = company, ", ".join(filter(None, units))
    row["Job Title"] = ", ".join(_texts(block, "TITLE"))
    row["Profession"] = ", ".join(_texts(block, "ROLE"))


def _numbers(row: Cells, block: Block) -> None:
    left: list[tuple[str, str]] = []
    for content in block.all("TEL"):
        number = said(content.value)
        column = _of(content, _FAX if "fax" in content.types else _PHONES)
        free = [column, f"{column} 2"] if column in _SECOND else [column]
        slot = next((name for name in free if name not in row), None)
        if slot is not None:
            row[slot] = number
        elif number not in (row.get(name) for name in free):
            left.append((column, number))
    labels = _left_over("Phone", "Label")
    for label, value, (column, number) in zip(labels, _left_over("Phone", "Value"), left):  # noqa: B905 - the first two have no end
        row[label], row[value] = column, number


def _of(content: Content, choices: Sequence[tuple[str, str]]) -> str:
    return next(column for word, column in choices if not word or word in content.types)


def _mails(row: Cells, block: Block) -> None:
    mails = dict.fromkeys(_texts(block, "EMAIL"))
    row |= dict(zip(chain(_MAILS, _left_over("E-mail", "Value")), mails, strict=False))


def _addresses(row: Cells, block: Block) -> None:
    left = 0
    for content in block.all("ADR"):
        if not isinstance(content.value, Fields):
            continue
        lines = dict(zip(_ADDRESS, map(", ".join, content.value.fields), strict=False))
        place = _of(content, _PLACES)
        if any(row.get(f"{place} {part}") for part in _ADDRESS):
            left += 1
            row[f"Address {left} - Label"] = place
            names = {part: f"Address {left} - {_LEFT_OVER[part]}" for part in _ADDRESS}
        else:
            names = {part: f"{place} {part}" for part in _ADDRESS}
        row |= {names[part]: line for part, line in lines.items()}


def _days(row: Cells, block: Block) -> None:
    for name, column in (("BDAY", "Birthday"), ("ANNIVERSARY", "Anniversary")):
        content = block.first(name)
        row[column] = _day(said(content.value)) if content is not None else ""


def _day(basic: str) -> str:
    """A date as tables have it: "1969-05-12", "--05-12" where nobody told the year."""
    date = basic.partition("T")[0]
    digits = date.replace("-", "")
    if date.startswith("--") and len(digits) == len("MMDD"):
        return f"--{digits[:2]}-{digits[2:]}"
    if digits.isdecimal() and len(digits) == len("YYYYMMDD"):
        return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
    return date


def _texts(block: Block, name: str) -> Iterator[str]:
    """The texts of all contents of a name; an entry each of those that are lists."""
    for content in block.all(name):
        match content.value:
            case Fields(fields):
                yield from (entry for field in fields for entry in field if entry)
            case Text(text) | Exact(text):
                yield text


def _left_over(family: str, part: str) -> Iterator[str]:
    """Google's columns for several of a kind, without end."""
    number = 0
    while True:
        number += 1
        yield f"{family} {number} - {part}"


def row_of(cells: Mapping[str, str], columns: Sequence[str]) -> tuple[str, ...]:
    """The cells in the order of `columns`."""
    return tuple(cells.get(column, "") for column in columns)
