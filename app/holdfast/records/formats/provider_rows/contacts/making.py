"""The neutral contents of one card to contact rows, and what of them no row can hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from holdfast.records.formats.converting.cards.names import MEDIA
from holdfast.records.formats.converting.cards.writing import substitute_name
from holdfast.records.formats.converting.contents import (
    Block,
    Content,
    Fields,
    Loss,
    Text,
    Unheld,
    said,
)
from holdfast.records.formats.digest import TRANSPORT
from holdfast.records.formats.provider_rows.contacts import lines, mimetypes
from holdfast.records.formats.provider_rows.contacts.days import day_text
from holdfast.records.formats.provider_rows.contacts.handles import handle_row
from holdfast.records.formats.provider_rows.contacts.mimetypes import Types
from holdfast.records.formats.provider_rows.contacts.postal import address_columns
from holdfast.records.formats.provider_rows.contacts.telling import (
    FULL_ORDER,
    NAME_COLUMNS,
    ORGANISATION,
    PHONETICS,
)
from holdfast.records.formats.provider_rows.contacts.texts import (
    MAIL,
    NUMBERS,
    bare_label,
    category,
    plain,
    without_schemes,
)
from holdfast.records.formats.provider_rows.rows import ProviderRows, Row, Value

MOST_ROWS = 2000
"""Rows of one contact, each of which is a call to the phone; nobody's card has as many values."""
_UNRANKED = 101
_RANK_DIGITS = 3
_PARAMS = frozenset(
    (
        *("TYPE", "PREF", "LABEL", "SORT-AS", "X-SERVICE-TYPE", "X-APPLE-OMIT-YEAR"),
        *("VALUE", "LANGUAGE", "X-EVOLUTION-UI-SLOT"),
    )
)
"""Parameters that a row holds, or that nobody misses: how a value is written, and in what tongue,
and where one program shows it."""
_ORGANISATION = ("ORG", *ORGANISATION)
Columns = dict[str, Value]


def made(block: Block) -> tuple[ProviderRows, tuple[Unheld, ...]]:
    """The rows of a card in the order they are to be inserted, and what those do not hold."""
    maker = _Maker(block)
    maker.make()
    return maker.rows(), tuple(dict.fromkeys(maker.unheld))


@dataclass(slots=True)
class _Maker:
    """Rows as they are made; `ranks` tell how much each is preferred, the lowest most."""

    block: Block
    data: list[Columns] = field(default_factory=list)
    ranks: list[int] = field(default_factory=list)
    titles: dict[str, None] = field(default_factory=dict)
    starred: bool = False
    unheld: list[Unheld] = field(default_factory=list)
    groups: dict[str, dict[str, Content]] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)

    def rows(self) -> ProviderRows:
        """All rows; the first choice of each kind is marked."""
        best: dict[Value, int] = {}
        for place, rank in enumerate(self.ranks):
            kind = self.data[place]["mimetype"]
            if rank < _UNRANKED and (kind not in best or rank < self.ranks[best[kind]]):
                best[kind] = place
        for place in best.values():
            self.data[place].update(is_primary=1, is_super_primary=1)
        tables: dict[str, tuple[Row, ...]] = {
            "raw_contacts": ({"starred": 1} if self.starred else {},),
            "data": tuple(self.data),
        }
        if self.titles:
            tables["groups"] = tuple({"title": title} for title in self.titles)
        return ProviderRows("contacts", MappingProxyType(tables))

    def make(self) -> None:
        """Go through the card once."""
        for content in self.block.contents:
            if content.group:
                self.groups.setdefault(content.group.lower(), {}).setdefault(content.name, content)
        self._names()
        self._organisations()
        for content in self.block.contents:
            make = _MAKERS.get(content.name)
            if make is not None:
                make(self, content)
            elif content.name not in lines.NATIVE:
                self.line(content)
        self._unused()
        for child in self.block.children:
            name = child.first("FN") or child.first("N")
            self.unheld.append(Unheld("AGENT", said(name.value) if name else "", Loss.NO_PROPERTY))

    def add(self, columns: Mapping[str, Value], content: Content | None = None) -> None:
        """One row, with how much its content is preferred."""
        if len(self.data) >= MOST_ROWS:
            text = str(columns.get("data1", ""))
            self.unheld.append(Unheld(content.name if content else "", text, Loss.TOO_MANY))
            return
        self.data.append({key: own for key, own in columns.items() if own not in ("", None)})
        self.ranks.append(_rank(content) if content else _UNRANKED)
        if content is not None and not _PARAMS.issuperset(content.params):
            self.lost(content, Loss.NO_TYPE)

    def lost(self, content: Content, why: Loss) -> None:
        """Name what is lost of a content; of one that keeps its text, the text is kept."""
        text = said(content.value)
        self.unheld.append(Unheld(content.name, text, why, text if why is Loss.NO_TYPE else ""))

    def beside(self, content: Content, name: str) -> str:
        """What a property called `name` says in the group of a content: its label, most often."""
        members = self.groups.get(content.group.lower(), {}) if content.group else {}
        found = members.get(name)
        if found is None:
            return ""
        self.used.add(id(found))
        return said(found.value)

    def typed(self, content: Content, types: Types, columns: Mapping[str, Value]) -> None:
        """A row with type and label."""
        self.typed_as(content, types, columns, self.beside(content, "X-ABLABEL"))

    def typed_as(
        self, content: Content, types: Types, columns: Mapping[str, Value], label: str
    ) -> None:
        """The same where the label is known."""
        found = types.of(content.types, label)
        self.add({**columns, "data2": found.number, "data3": found.label}, content)
        if found.left:
            self.lost(content, Loss.NO_TYPE)

    def _unused(self) -> None:
        """Labels of what knows no label."""
        for content in self.block.all("X-ABLABEL", "X-EMAIL-NAME"):
            if id(content) not in self.used:
                self.lost(content, Loss.NO_FORM)

    def _names(self) -> None:
        names, fulls = [*self.block.all("N")], [*self.block.all("FN")]
        spoken: Columns = {}
        for name, column in PHONETICS.items():
            content = self.block.first(name)
            if content is not None:
                spoken[column] = plain(said(content.value))
        parts = _name_columns(names[0]) if names else {}
        full = plain(said(fulls[0].value)) if fulls else ""
        if not parts and full == plain(substitute_name(self.block)):
            full = ""
        if parts or full:
            whole = full or " ".join(str(parts[key]) for key in FULL_ORDER if key in parts)
            spoken = {"data1": whole, **(parts or {"data2": whole}), **spoken}
        if any(spoken.values()):
            self.add({"mimetype": mimetypes.NAME, **spoken}, names[0] if names else None)
        self._sorting(names[:1])
        self._further(names[1:], fulls[1:], full)

    def _sorting(self, names: Sequence[Content]) -> None:
        """What a name is sorted by has no column."""
        for name in names:
            for sort in name.params.get("SORT-AS", ())[:1]:
                self.line(Content("SORT-STRING", Text(sort)))
            if len(name.params.get("SORT-AS", ())) > 1:
                self.lost(name, Loss.NO_TYPE)

    def _further(self, names: Sequence[Content], fulls: Sequence[Content], full: str) -> None:
        """A second name is a row of its own, though no phone shows more than one."""
        for name in names:
            parts = _name_columns(name)
            whole = " ".join(str(parts[key]) for key in FULL_ORDER if key in parts)
            if whole:
                self.add({"mimetype": mimetypes.NAME, "data1": whole, **parts}, name)
        for other in fulls:
            whole = plain(said(other.value))
            if whole and whole != full:
                columns = {"mimetype": mimetypes.NAME, "data1": whole, "data2": whole}
                self.add(columns, other)

    def _organisations(self) -> None:
        """Company, job and office in one row, by their group or as they follow each other."""
        grouped: dict[str, dict[str, Content]] = {}
        alone: list[dict[str, Content]] = []
        for content in self.block.all(*_ORGANISATION):
            if content.group:
                held = grouped.setdefault(content.group.lower(), {})
                if content.name in held:
                    alone.append({content.name: content})
                    continue
            else:
                if not alone or content.name in alone[-1]:
                    alone.append({})
                held = alone[-1]
            held[content.name] = content
        for held in (*alone, *grouped.values()):
            self._organisation(held)

    def _organisation(self, held: Mapping[str, Content]) -> None:
        first = next(iter(held.values()))
        columns: Columns = {"mimetype": mimetypes.ORGANIZATION}
        named = held.get("ORG")
        if named is not None and isinstance(named.value, Fields):
            name, *units = [plain(",".join(field)) for field in named.value.fields]
            columns.update(data1=name, data5=", ".join(filter(None, units)))
        for key, column in ORGANISATION.items():
            content = held.get(key)
            columns[column] = plain(said(content.value)) if content else ""
        if not any(own for key, own in columns.items() if key != "mimetype"):
            return
        self.typed(named or first, mimetypes.ORGANISATIONS, columns)

    def phone(self, content: Content) -> None:
        """A number."""
        number = without_schemes(plain(said(content.value)), NUMBERS)
        if number:
            columns = {"mimetype": mimetypes.PHONE, "data1": number}
            self.typed(content, mimetypes.PHONES, columns)

    def email(self, content: Content) -> None:
        """An address of mail, with the name that goes along."""
        address = without_schemes(plain(said(content.value)), MAIL)
        if address:
            shown = plain(self.beside(content, "X-EMAIL-NAME"))
            columns = {"mimetype": mimetypes.EMAIL, "data1": address, "data4": shown}
            self.typed(content, mimetypes.EMAILS, columns)

    def address(self, content: Content) -> None:
        """A postal address."""
        columns = address_columns(content)
        if columns:
            columns["mimetype"] = mimetypes.POSTAL
            self.typed(content, mimetypes.ADDRESSES, columns)

    def written_address(self, content: Content) -> None:
        """A label that belongs to no address."""
        written = plain(said(content.value))
        if written:
            columns = {"mimetype": mimetypes.POSTAL, "data1": written, "data4": written}
            self.typed(content, mimetypes.ADDRESSES, columns)

    def handle(self, content: Content) -> None:
        """A name at a messenger, or a SIP address."""
        columns, label = handle_row(content, self.beside(content, "X-ABLABEL"))
        if columns.get("data1"):
            self.typed_as(content, mimetypes.HANDLES, columns, label)

    def site(self, content: Content) -> None:
        """A link."""
        columns = {"mimetype": mimetypes.WEBSITE, "data1": plain(said(content.value))}
        if columns["data1"]:
            self.typed(content, mimetypes.SITES, columns)

    def nicknames(self, content: Content) -> None:
        """Each name of a list is a row."""
        for name in _entries(content):
            self.add({"mimetype": mimetypes.NICKNAME, "data1": name, "data2": 1}, content)

    def note(self, content: Content) -> None:
        """A note."""
        written = plain(said(content.value))
        if written:
            self.add({"mimetype": mimetypes.NOTE, "data1": written}, content)

    def day(self, content: Content) -> None:
        """A day of the year."""
        day = day_text(content)
        if not day:
            return
        label = (
            bare_label(self.beside(content, "X-ABLABEL"))[0] if content.name == "X-ABDATE" else ""
        )
        kind = _DAYS.get(content.name, mimetypes.CUSTOM if label else mimetypes.OTHER_DAY)
        columns: Columns = {
            "mimetype": mimetypes.EVENT,
            "data1": day,
            "data2": kind,
            "data3": label,
        }
        self.add(columns, content)

    def relation(self, content: Content) -> None:
        """A person who belongs to the contact."""
        columns = {"mimetype": mimetypes.RELATION, "data1": plain(said(content.value))}
        if columns["data1"]:
            self.typed(content, mimetypes.RELATIONS, columns)

    def categories(self, content: Content) -> None:
        """Groups."""
        self.titles.update(dict.fromkeys(filter(None, map(category, _entries(content)))))

    def star(self, content: Content) -> None:
        """Whether the contact is among the starred."""
        self.starred = self.starred or said(content.value).strip() == "1"

    def custom(self, content: Content) -> None:
        """A row as Android's own exporter writes it."""
        row = lines.custom_row(content)
        if row is not None:
            self.add(row)
        else:
            self.lost(content, Loss.NO_FORM)

    def line(self, content: Content) -> None:
        """A property that has no columns: a row of our own holds it, if it is text."""
        if len(self.data) >= MOST_ROWS:
            self.lost(content, Loss.TOO_MANY)
            return
        row = lines.line_row(content)
        if row is not None:
            self.add(row)
        elif content.name not in TRANSPORT:
            self.lost(content, Loss.NO_PROPERTY if content.name in MEDIA else Loss.NO_FORM)


_DAYS = MappingProxyType({"BDAY": mimetypes.BIRTHDAY, "ANNIVERSARY": mimetypes.ANNIVERSARY})
_MAKERS: Mapping[str, Callable[[_Maker, Content], None]] = MappingProxyType(
    {
        "TEL": _Maker.phone,
        "EMAIL": _Maker.email,
        "ADR": _Maker.address,
        "LABEL": _Maker.written_address,
        **dict.fromkeys(("IMPP", "X-MS-IMADDRESS"), _Maker.handle),
        "URL": _Maker.site,
        "NICKNAME": _Maker.nicknames,
        "NOTE": _Maker.note,
        **dict.fromkeys(("BDAY", "ANNIVERSARY", "X-ABDATE"), _Maker.day),
        "RELATED": _Maker.relation,
        "CATEGORIES": _Maker.categories,
        "X-ANDROID-STARRED": _Maker.star,
        lines.CUSTOM: _Maker.custom,
    }
)


def _name_columns(name: Content) -> Columns:
    """The parts of N in columns; several in one part as they are said."""
    fields = name.value.fields if isinstance(name.value, Fields) else ()
    texts = [plain(" ".join(part.strip() for part in field)) for field in fields]
    further = " ".join(filter(None, texts[len(NAME_COLUMNS) :]))
    columns = {key: text for key, text in zip(NAME_COLUMNS, texts, strict=False) if text}
    if further:
        columns["data6"] = f"{columns.get('data6', '')} {further}".strip()
    return dict(columns)


def _entries(content: Content) -> Iterator[str]:
    fields = content.value.fields if isinstance(content.value, Fields) else ()
    yield from filter(None, (plain(entry) for field in fields for entry in field))


def _rank(content: Content) -> int:
    """How much a content is preferred, 1 the most."""
    rank = "".join(content.params.get("PREF", ()))
    short = rank.isascii() and rank.isdigit() and len(rank) <= _RANK_DIGITS
    return int(rank) if short else _UNRANKED
