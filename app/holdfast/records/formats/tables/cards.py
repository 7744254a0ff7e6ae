"""A row of an address book as a vCard 3.0."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from itertools import zip_longest
from types import MappingProxyType

from holdfast.records.formats.converting.contents import Block, Content, Exact, Fields, Text
from holdfast.records.formats.converting.dialects import VCARD_30
from holdfast.records.formats.converting.writing import write_block
from holdfast.records.formats.tables import dates
from holdfast.records.formats.tables.filled import Cell, Filled

SEVERAL = " ::: "
"""What Google writes between several values of one cell."""

_TYPES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "mobile": ("cell",),
        "cell": ("cell",),
        "home": ("home",),
        "work": ("work",),
        "fax": ("fax",),
        "home fax": ("home", "fax"),
        "work fax": ("work", "fax"),
        "pager": ("pager",),
    }
)
"""TYPE values by the words that Google labels with; other labels are the owner's own."""
_SERVICES: Mapping[str, str] = MappingProxyType(
    {
        "aim": "X-AIM",
        "icq": "X-ICQ",
        "jabber": "X-JABBER",
        "xmpp": "X-JABBER",
        "msn": "X-MSN",
        "yahoo": "X-YAHOO",
        "skype": "X-SKYPE",
        "google talk": "X-GTALK",
        "hangouts": "X-GTALK",
        "qq": "X-QQ",
    }
)
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_ADDRESS = ("box", "extended", "street", "city", "region", "code", "country")
_STREETS = ("street", "street2", "street3")
_BORN = ("born.year", "born.month", "born.day")
_YEAR_DIGITS = 4
_YEAR_FIRST = dates.Decision(dates.Order.DAY_FIRST)
_PLAIN = MappingProxyType({"job": "TITLE", "role": "ROLE", "note": "NOTE", "nickname": "NICKNAME"})


def card(row: Filled) -> tuple[str, bytes]:
    """Return what the contact is called, in one line, and its card; marks what it holds."""
    contents = [*_Writer(row).contents()]
    called = _called(row)
    name = _name(row, called)
    whole = (Content("VERSION", Exact("3.0")), name, Content("FN", Text(called)), *contents)
    return called, write_block(Block("VCARD", whole), VCARD_30)


def _called(row: Filled) -> str:
    """The name a row shows: the whole one, its parts put together, or whatever tells who it is."""
    whole = row.first("full")
    if whole:
        return " ".join(row.hold(whole).split())
    parts = (row.first(role) for role in ("prefix", "given", "middle", "family", "suffix"))
    told = [part.text for part in parts if part]
    others = (row.first(role) for role in ("org.name", "nickname", "email", "tel"))
    told = told or [cell.text for cell in (*others, *row.cells[:1]) if cell][:1]
    return " ".join(" ".join(told).split())


def _name(row: Filled, called: str) -> Content:
    parts = [row.take(role) for role in ("family", "given", "middle", "prefix", "suffix")]
    if not any(parts) and row.first("full"):
        parts[0] = called
    return Content("N", Fields(tuple((part,) for part in parts)))


def split(text: str) -> list[str]:
    """Categories of one cell, as Google or as Outlook lists them; Google stars its own."""
    pieces = text.split(SEVERAL) if SEVERAL in text else text.split(";")
    return [piece.strip().removeprefix("* ").strip() for piece in pieces if piece.strip(" *")]


@dataclass(slots=True)
class _Writer:
    """Contents of one card; `groups` counts those with a label of their owner's."""

    row: Filled
    groups: int = 0

    def contents(self) -> Iterator[Content]:
        if self.row.ident:
            yield Content("UID", Text(self.row.take("uid")))
        yield from self._organisations()
        for role, name in _PLAIN.items():
            for cell in self.row.all(role):
                yield Content(name, Text(self.row.hold(cell)))
        for role, name in (("tel", "TEL"), ("email", "EMAIL"), ("url", "URL")):
            for cell in self.row.all(role):
                yield from self._reach(role, name, cell)
        yield from self._addresses()
        yield from self._days()
        yield from self._others()

    def _organisations(self) -> Iterator[Content]:
        for place in dict.fromkeys(cell.column.place for cell in self._org()):
            of = {cell.column.role: cell for cell in self._org() if cell.column.place == place}
            held = {role: self.row.hold(cell) for role, cell in of.items()}
            names = tuple((held.get(role, ""),) for role in ("org.name", "org.unit"))
            if any(name for (name,) in names):
                yield Content("ORG", Fields(names if names[1][0] else names[:1]))
            if "org.title" in held:
                yield Content("TITLE", Text(held["org.title"]))

    def _org(self) -> Sequence[Cell]:
        return self.row.all("org.name", "org.unit", "org.title")

    def _reach(self, role: str, name: str, cell: Cell) -> Iterator[Content]:
        """Numbers, addresses or links of one cell; a cell that can be none stays in the row."""
        texts = [text.strip() for text in cell.text.split(SEVERAL) if text.strip()]
        wanted = {"tel": str.isdigit, "email": "@".__eq__}.get(role)
        if wanted and not all(any(map(wanted, text)) for text in texts):
            return
        self.row.hold(cell)
        for text in texts:
            content = Content(name, Text(text))
            if cell.column.types:
                content = content.with_params(TYPE=cell.column.types)
            yield from self._labelled(content, f"{role}.label", cell.column.place)

    def _labelled(self, content: Content, role: str, place: str) -> Iterator[Content]:
        """A content with its type, or with the owner's label as Apple writes one."""
        cell = self._at(role, place) if place else None
        label = self.row.hold(cell).removeprefix("*").strip() if cell else ""
        types = _TYPES.get(label.lower())
        if types or not label:
            yield content.with_params(TYPE=types) if types else content
            return
        self.groups += 1
        group = f"item{self.groups}"
        yield Content(content.name, content.value, content.params, group)
        yield Content("X-ABLABEL", Text(label), group=group)

    def _at(self, role: str, place: str) -> Cell | None:
        return next((cell for cell in self.row.all(role) if cell.column.place == place), None)

    def _addresses(self) -> Iterator[Content]:
        roles = [f"adr.{part}" for part in (*_ADDRESS, *_STREETS[1:])]
        found = [*self.row.all(*roles, "adr.formatted")]
        for place in dict.fromkeys(cell.column.place for cell in found):
            parts: dict[str, list[Cell]] = {}
            for cell in found:
                if cell.column.place == place:
                    parts.setdefault(cell.column.role.removeprefix("adr."), []).append(cell)
            types = next(cell.column.types for cell in found if cell.column.place == place)
            yield from self._address(place, parts, types)

    def _address(
        self, place: str, parts: Mapping[str, list[Cell]], types: tuple[str, ...]
    ) -> Iterator[Content]:
        """The addresses of one place: several where Google put several into each cell."""
        written = {part: self._values(cells) for part, cells in parts.items()}
        formatted = written.pop("formatted", [])
        lines = [written.pop(street, []) for street in _STREETS]
        streets = ["\n".join(filter(None, each)) for each in zip_longest(*lines, fillvalue="")]
        written["street"] = streets or ([] if written else formatted)
        columns = [written.get(part, []) for part in _ADDRESS]
        for values in zip_longest(*columns, fillvalue=""):
            address = Content("ADR", Fields(tuple((value,) for value in values)))
            typed = address.with_params(TYPE=types) if types else address
            yield from self._labelled(typed, "adr.label", place)
        if formatted and written["street"] is not formatted:
            for text in formatted:
                yield Content("LABEL", Text(text))

    def _values(self, cells: list[Cell]) -> list[str]:
        texts = [text.strip() for text in self.row.hold(cells[0]).split(SEVERAL.strip())]
        if len(cells) == 1:
            return texts
        # Two columns of one name: both are said.
        return ["\n".join([cells[0].text, *(self.row.hold(cell) for cell in cells[1:])])]

    def _days(self) -> Iterator[Content]:
        for role, name in (("birthday", "BDAY"), ("anniversary", "X-ANNIVERSARY")):
            cell = self.row.first(role)
            day = self._day(cell) if cell else ""
            if cell and day:
                self.row.hold(cell)
                yield Content(name, Exact(day))
        yield from self._born()
        for cell in self.row.all("event"):
            day = self._day(cell)
            if day:
                self.row.hold(cell)
                yield from self._labelled(
                    Content("X-ABDATE", Exact(day)), "event.label", cell.column.place
                )

    def _day(self, cell: Cell) -> str:
        """A day as vCard 3.0 writes it; empty where the cell leaves open which one it is."""
        yearless = dates.read_yearless(cell.text)
        if yearless:
            return "--{:02}-{:02}".format(*yearless)
        day, rest = dates.read_day(cell.text, self.row.decision(cell))
        # A birthday of a table with hours has midnight behind it.
        whole = not rest or dates.read_hour(rest) == time()
        return day.isoformat() if day and whole and not dates.has_short_year(cell.text) else ""

    def _born(self) -> Iterator[Content]:
        """The birthday that Thunderbird writes into three columns."""
        cells = [self.row.first(role) for role in _BORN]
        numbers = [cell.text for cell in cells if cell and cell.text.isascii()]
        if len(numbers) == len(_BORN) and len(numbers[0]) == _YEAR_DIGITS:
            found, rest = dates.read_day("-".join(numbers), _YEAR_FIRST)
            if found and not rest:
                self.row.held.update(cell.index for cell in cells if cell)
                yield Content("BDAY", Exact(found.isoformat()))

    def _others(self) -> Iterator[Content]:
        for cell in self.row.all("categories"):
            categories = tuple(split(cell.text))
            if categories:
                self.row.hold(cell)
                yield Content("CATEGORIES", Fields((categories,)))
        for cell in self.row.cells:
            kind, _, name = cell.column.role.partition(".")
            if kind in ("sound", "x") or (kind == "im" and name.startswith("X-")):
                yield Content(name, Text(self.row.hold(cell)))
        for cell in self.row.all("relation"):
            content = Content("X-ABRELATEDNAMES", Text(self.row.hold(cell)))
            yield from self._labelled(content, "relation.label", cell.column.place)
        for cell in self.row.all("im"):
            service = self._at("im.service", cell.column.place)
            name = _SERVICES.get(service.text.lower(), "") if service else ""
            if service and name:
                self.row.hold(service)
                yield Content(name, Text(self.row.hold(cell)))
        photo = self.row.first("photo")
        if photo and _LINK.fullmatch(photo.text):
            uri = Content("PHOTO", Exact(self.row.hold(photo)))
            yield uri.with_params(VALUE=("uri",))
