"""What a header row says: the kind of table, its language, the role of each column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from holdfast.records.formats.tables.dated_words import DATED
from holdfast.records.formats.tables.names import plain, vocabulary
from holdfast.records.formats.tables.words import CONTACTS, KNOWN
from holdfast.records.model.kinds import Kind

_MAX_NAME = 100
_LEAST_COLUMNS = 2
# Google counts what a contact has several of: "Phone 1 - Value", "Address 2 - Postal Code".
_NUMBERED = re.compile(
    r"(email|phone|address|website|im|organization|event|relation|custom field) ([1-9]\d?) (.+)"
)
_NUMBERED_PARTS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "email": {"value": "email", "type": "email.label", "label": "email.label"},
        "phone": {"value": "tel", "type": "tel.label", "label": "tel.label"},
        "website": {"value": "url", "type": "url.label", "label": "url.label"},
        "event": {"value": "event", "type": "event.label", "label": "event.label"},
        "relation": {"value": "relation", "type": "relation.label", "label": "relation.label"},
        "im": {"value": "im", "service": "im.service"},
        "organization": {"name": "org.name", "department": "org.unit", "title": "org.title"},
        "address": {
            "type": "adr.label",
            "label": "adr.label",
            "formatted": "adr.formatted",
            "street": "adr.street",
            "city": "adr.city",
            "po box": "adr.box",
            "region": "adr.region",
            "postal code": "adr.code",
            "country": "adr.country",
            "extended address": "adr.extended",
        },
    }
)
_NAMES = frozenset(("given", "family", "full"))
_REACHES = frozenset(("tel", "email"))
_MORE_OF_AN_EVENT = frozenset(
    ("start.hour", "end.day", "end.hour", "all-day", "location", "description")
)
_MORE_OF_A_TASK = frozenset(("status", "done", "percent", "priority", "description", "start.day"))
_OF_OTHER_TABLES = vocabulary("""
shop = price|total|quantity|order id|order number|invoice|preis|rechnung|prix|precio|cantidad
bank = amount|balance|currency|iban|bic|account number|betrag|saldo|währung|kontonummer
bank = verwendungszweck|montant|solde|importe
other = password|username|duration|message|message body|sent|received
""")
"""Names of tables that hold people too: bookings, orders, passwords, messages, calls."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header as it stands, its role, and what more the role says.

    `role` is empty where nobody knows the name. `place` tells columns of one address, phone or
    organisation from those of the next ("home", "1"); `types` are TYPE values.
    """

    header: str
    role: str = ""
    place: str = ""
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """A header row that we know: what its rows are, and its columns in order."""

    kind: Kind
    language: str
    columns: tuple[Column, ...]

    @property
    def known(self) -> int:
        """How many columns have a name we know."""
        return sum(bool(column.role) for column in self.columns)


def read_header(cells: Sequence[str]) -> Header | None:
    """Tell what table has this header row; None where it is no list of people or dates.

    A table must name what makes an item, half of its columns must be known (an export of a
    program that we know has few others), and none may be one of a shop's or a bank's.
    """
    names = [plain(cell) if len(cell) <= _MAX_NAME else "" for cell in cells]
    if len(set(names)) < _LEAST_COLUMNS or not _OF_OTHER_TABLES.keys().isdisjoint(names):
        return None
    dated = _columns(cells, names, DATED)
    roles = {column.role for column in dated[1]}
    if "summary" in roles and "due.day" in roles and roles & _MORE_OF_A_TASK:
        return _if_known(Header(Kind.TODOS, *dated))
    if {"summary", "start.day"} <= roles and roles & _MORE_OF_AN_EVENT:
        return _if_known(Header(Kind.CALENDAR, *_with_hours(*dated)))
    people = _columns(cells, names, CONTACTS)
    roles = {column.role for column in people[1]}
    if roles & _NAMES and roles & _REACHES:
        return _if_known(Header(Kind.CONTACTS, people[0], _sorted_out(people[1])))
    return None


def _if_known(header: Header) -> Header | None:
    named = sum(bool(column.header.strip()) for column in header.columns)
    return header if header.known * 2 >= named else None


def _columns(
    cells: Sequence[str], names: Sequence[str], words: Mapping[str, Mapping[str, str]]
) -> tuple[str, tuple[Column, ...]]:
    """The language that knows most of the names, and each column as it is meant there.

    Translated exports keep some English names, so the other languages are asked as well.
    """
    # Of equals the first wins, and English comes first.
    language = max(words, key=lambda each: sum(name in words[each] for name in names))
    order = (language, *(each for each in words if each != language))
    columns = []
    for cell, name in zip(cells, names, strict=True):
        roles = (words[each][name] for each in order if name in words[each])
        role = next(roles, "") or (_numbered(name) if words is CONTACTS else "")
        columns.append(_column(cell, role))
    return language, tuple(columns)


def _numbered(name: str) -> str:
    match = _NUMBERED.fullmatch(name)
    if match is None:
        return ""
    what, number, part = match.groups()
    role = _NUMBERED_PARTS.get(what, {}).get(part)
    return f"{role}#{number}" if role else KNOWN


def _column(header: str, role: str) -> Column:
    if "#" in role:
        role, _, place = role.partition("#")
        return Column(header, role, place)
    role, _, more = role.partition(":")
    if role.startswith(("adr.", "org.")):
        return Column(header, role, more, (more,) if more in ("home", "work") else ())
    return Column(header, role, "", tuple(more.split(",")) if more else ())


def _with_hours(language: str, columns: tuple[Column, ...]) -> tuple[str, tuple[Column, ...]]:
    """Outlook in French calls day and hour of a date the same: the second is the hour."""
    seen: Counter[str] = Counter()
    sorted_out = []
    for column in columns:
        seen[column.role] += 1
        again = seen[column.role] > 1 and column.role in ("start.day", "end.day")
        hour = column.role.replace(".day", ".hour")
        sorted_out.append(replace(column, role=hour) if again else column)
    return language, tuple(sorted_out)


def _sorted_out(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Decide what bare names mean: a title, or the one name, by what stands beside them.

    Outlook has a title before the name and another of the job; French calls both "Titre".
    A "Name" beside a given name is the family name, and a "Nom" or "Nombre" alone is all of it.
    """
    roles = Counter(column.role for column in columns)
    first_title = "prefix" if roles["job"] or roles["title"] > 1 else "job"
    titles = iter((first_title, *("job",) * roles["title"]))
    whole = "family" if roles["given"] and not roles["family"] else "full"
    part = "full" if not roles["full"] and not (roles["given"] and roles["family"]) else ""

    def meant(column: Column) -> str:
        if column.role == "title":
            return next(titles)
        if column.role == "full" and plain(column.header) == "name":
            return whole
        return part or column.role if column.role in ("given", "family") else column.role

    return tuple(replace(column, role=meant(column)) for column in columns)
