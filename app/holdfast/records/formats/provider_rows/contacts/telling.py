"""Contact rows to the neutral contents of one card."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from holdfast.records.formats.converting import values
from holdfast.records.formats.converting.contents import Block, Content, Exact, Fields, Text
from holdfast.records.formats.provider_rows.contacts import lines, mimetypes
from holdfast.records.formats.provider_rows.contacts.days import day_value, shown_day
from holdfast.records.formats.provider_rows.contacts.handles import handle_of
from holdfast.records.formats.provider_rows.contacts.mimetypes import Types
from holdfast.records.formats.provider_rows.contacts.postal import address_fields, label_of
from holdfast.records.formats.provider_rows.contacts.texts import (
    MAIL,
    NUMBERS,
    bare_label,
    cell,
    group_title,
    without_schemes,
)
from holdfast.records.formats.provider_rows.rows import ProviderRows, Row, number, text

PHONETICS = MappingProxyType(
    {
        "X-PHONETIC-FIRST-NAME": "data7",
        "X-PHONETIC-MIDDLE-NAME": "data8",
        "X-PHONETIC-LAST-NAME": "data9",
    }
)
NAME_COLUMNS = ("data3", "data2", "data5", "data4", "data6")
"""Family, given, middle, prefix, suffix: the order of N."""
FULL_ORDER = ("data4", "data2", "data5", "data3", "data6")
"""The order in which a name is said."""
ORGANISATION = MappingProxyType(
    {
        "TITLE": "data4",
        "ROLE": "data6",
        "X-ORG-SYMBOL": "data7",
        "X-PHONETIC-ORG": "data8",
        "X-ORG-OFFICE": "data9",
    }
)
"""Columns of an organisation beside its name (data1) and department (data5)."""


def told(rows: ProviderRows) -> Block:
    """All that the rows of one contact say, in one order whatever the order of their kinds.

    Photos are left out, for the tool prints none of them, and so is the account.
    """
    return Block("VCARD", tuple(_Teller(rows).contents()))


@dataclass(slots=True)
class _Teller:
    """Contents of one card; `groups` counts the groups that hold a label or what goes along."""

    rows: ProviderRows
    groups: int = 0
    by_kind: dict[str, list[Row]] = field(default_factory=dict)
    several_jobs: bool = False

    def contents(self) -> Iterator[Content]:
        for row in self.rows.table("data"):
            self.by_kind.setdefault(cell(row, "mimetype"), []).append(row)
        jobs = self.by_kind.get(mimetypes.ORGANIZATION, ())
        self.several_jobs = sum(any(_job(row, ())) for row in jobs) > 1
        further = [*self._names()]
        yield from (content for content in further if content.name != lines.CUSTOM)
        for kind, tell in _TELLERS.items():
            preferred = _preferred(self.by_kind.get(kind, ()))
            for row in self.by_kind.get(kind, ()):
                yield from tell(self, row, ("1",) if row is preferred else ())
        yield from self._of_the_whole()
        yield from self._others()
        yield from (content for content in further if content.name == lines.CUSTOM)

    def _names(self) -> Iterator[Content]:
        """The first name there is; a card has no second one, so that is told as it stands."""
        first = True
        for row in self.by_kind.get(mimetypes.NAME, ()):
            found = [*_name(row)]
            if first:
                yield from found
                first = not found
            elif found:
                yield from filter(None, (lines.custom_content(row),))

    def _of_the_whole(self) -> Iterator[Content]:
        titles = {group_title(row) for row in self.rows.table("groups")} - {""}
        if titles:
            yield Content("CATEGORIES", Fields((tuple(sorted(titles)),)))
        if number(self.rows.first("raw_contacts"), "starred"):
            yield Content("X-ANDROID-STARRED", Text("1"))

    def _others(self) -> Iterator[Content]:
        own: list[tuple[str, Content]] = []
        custom: list[Content] = []
        for kind, rows in self.by_kind.items():
            for row in rows if kind not in _TELLERS and kind != mimetypes.NAME else ():
                line = lines.line_content(row) if kind == mimetypes.LINE else None
                if line is not None:
                    own.append((text(lines.line_row(line) or {}, "data1"), line))
                else:
                    custom.extend(filter(None, (lines.custom_content(row),)))
        yield from (line for _, line in sorted(own, key=lambda pair: pair[0]))
        yield from custom

    def labelled(self, content: Content, label: str, *along: Content) -> Iterator[Content]:
        """A content in one group with its label and what goes along, where there is any."""
        if label or along:
            yield from self.grouped((content, *along), label)
        else:
            yield content

    def grouped(self, said: Sequence[Content], label: str) -> Iterator[Content]:
        """What belongs together, and its label."""
        own = (Content("X-ABLABEL", Text(label)),) if label else ()
        self.groups += 1
        for content in (*said, *own):
            yield replace(content, group=f"item{self.groups}")

    def reach(self, row: Row, content: Content, types: Types, pref: Pref) -> Iterator[Content]:
        words, label = types.said_by(row)
        yield from self.labelled(content.with_params(TYPE=words, PREF=pref), label)

    def phone(self, row: Row, pref: Pref) -> Iterator[Content]:
        said = without_schemes(cell(row, "data1"), NUMBERS)
        if said:
            yield from self.reach(row, Content("TEL", Text(said)), mimetypes.PHONES, pref)

    def email(self, row: Row, pref: Pref) -> Iterator[Content]:
        said = without_schemes(cell(row, "data1"), MAIL)
        if said:
            words, label = mimetypes.EMAILS.said_by(row)
            name = cell(row, "data4")
            along = (Content("X-EMAIL-NAME", Text(name)),) if name else ()
            content = Content("EMAIL", Text(said)).with_params(TYPE=words, PREF=pref)
            yield from self.labelled(content, label, *along)

    def address(self, row: Row, pref: Pref) -> Iterator[Content]:
        fields = address_fields(row)
        if any(fields):
            label = label_of(row, fields)
            content = Content("ADR", Fields(tuple((each,) for each in fields)))
            shown = content.with_params(LABEL=(label,) if label else ())
            yield from self.reach(row, shown, mimetypes.ADDRESSES, pref)

    def organisation(self, row: Row, pref: Pref) -> Iterator[Content]:
        said = [*_job(row, pref)]
        label = mimetypes.ORGANISATIONS.said_by(row)[1]
        if said and (label or self.several_jobs):
            yield from self.grouped(said, label)
        else:
            yield from said

    def handle(self, row: Row, pref: Pref) -> Iterator[Content]:
        words, label = mimetypes.HANDLES.said_by(row)
        found = handle_of(row, label)
        if found is not None:
            typed = found.content.with_params(TYPE=words, PREF=pref)
            yield from self.labelled(typed, found.label)

    def nickname(self, row: Row, _: Pref) -> Iterator[Content]:
        if cell(row, "data1"):
            yield Content("NICKNAME", Fields(((cell(row, "data1"),),)))

    def note(self, row: Row, _: Pref) -> Iterator[Content]:
        if cell(row, "data1"):
            yield Content("NOTE", Text(cell(row, "data1")))

    def site(self, row: Row, pref: Pref) -> Iterator[Content]:
        said = cell(row, "data1")
        if said:
            link = values.is_uri(said) and "\\" not in said
            content = Content("URL", Exact(said) if link else Text(said))
            yield from self.reach(row, content, mimetypes.SITES, pref)

    def event(self, row: Row, _: Pref) -> Iterator[Content]:
        day, kind = cell(row, "data1"), number(row, "data2")
        if not day:
            return
        if kind == mimetypes.BIRTHDAY:
            yield Content("BDAY", day_value(day))
        elif kind == mimetypes.ANNIVERSARY:
            yield Content("ANNIVERSARY", day_value(day))
        else:
            label = "" if kind == mimetypes.OTHER_DAY else bare_label(cell(row, "data3"))[0]
            yield from self.labelled(Content("X-ABDATE", Text(shown_day(day))), label)

    def relation(self, row: Row, _: Pref) -> Iterator[Content]:
        if cell(row, "data1"):
            content = Content("RELATED", Text(cell(row, "data1")))
            yield from self.reach(row, content, mimetypes.RELATIONS, ())

    def nothing(self, _: Row, __: Pref) -> Iterator[Content]:
        """A picture, which is never read, and a membership, which the groups tell."""
        return iter(())


Pref = tuple[str, ...]
_TELLERS: Mapping[str, Callable[[_Teller, Row, Pref], Iterator[Content]]] = MappingProxyType(
    {
        mimetypes.NICKNAME: _Teller.nickname,
        mimetypes.ORGANIZATION: _Teller.organisation,
        mimetypes.PHONE: _Teller.phone,
        mimetypes.EMAIL: _Teller.email,
        mimetypes.POSTAL: _Teller.address,
        mimetypes.IM: _Teller.handle,
        mimetypes.SIP: _Teller.handle,
        mimetypes.WEBSITE: _Teller.site,
        mimetypes.EVENT: _Teller.event,
        mimetypes.RELATION: _Teller.relation,
        mimetypes.NOTE: _Teller.note,
        mimetypes.PHOTO: _Teller.nothing,
        mimetypes.MEMBERSHIP: _Teller.nothing,
    }
)
"""How each kind of row is told, in the order of a card."""


def _name(row: Row) -> Iterator[Content]:
    parts = {column: cell(row, column) for column in NAME_COLUMNS}
    whole = cell(row, "data1")
    if not any(parts.values()):
        parts["data2"] = whole
    if any(parts.values()):
        full = whole or " ".join(filter(None, (parts[column] for column in FULL_ORDER)))
        yield Content("FN", Text(full))
        yield Content("N", Fields(tuple((parts[column],) for column in NAME_COLUMNS)))
    for name, column in PHONETICS.items():
        if cell(row, column):
            yield Content(name, Text(cell(row, column)))


def _job(row: Row, pref: Pref) -> Iterator[Content]:
    """Company and department, and what else is said of an organisation."""
    name, unit = cell(row, "data1"), cell(row, "data5")
    if name or unit:
        named = Content("ORG", Fields(((name,), (unit,)) if unit else ((name,),)))
        yield named.with_params(PREF=pref)
    for key, column in ORGANISATION.items():
        if cell(row, column):
            yield Content(key, Text(cell(row, column)))


def _preferred(rows: Sequence[Row]) -> Row | None:
    """The one row of its kind that is the owner's first choice, or the contact's main one."""
    for column in ("is_super_primary", "is_primary"):
        found = next((row for row in rows if number(row, column)), None)
        if found is not None:
            return found
    return None
