"""Writes contacts onto an Android phone: raw contacts, then their data, then a look at both."""

from __future__ import annotations

import re
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from holdfast.phones.handsets.android.batches import Batch
from holdfast.phones.handsets.android.bindings import Bindings
from holdfast.phones.handsets.android.contacts import (
    DATA,
    DATA_COLUMNS,
    GROUPS,
    MARKER,
    MEMBERSHIP,
    RAW,
    UNFINISHED,
)
from holdfast.phones.handsets.android.reading import Source
from holdfast.phones.handsets.android.writing import NOT_KEPT, passable, row_pairs, whole
from holdfast.phones.handsets.handset import Added, ItemRefused
from holdfast.phones.protocols.content.commands import (
    Bind,
    Uri,
    among,
    delete,
    insert,
    literal,
    query,
)
from holdfast.progress import Task
from holdfast.records.formats.provider_rows.contacts import mimetypes
from holdfast.records.formats.provider_rows.contacts.doors import rows_of
from holdfast.records.formats.provider_rows.rows import (
    ProviderRows,
    Row,
    Value,
    read_rows,
    text,
)
from holdfast.records.model.item import NewItem
from holdfast.records.model.kinds import Kind

PHOTO = mimetypes.PHOTO
_OF_CARDS = frozenset(
    (
        *(mimetypes.NAME, mimetypes.PHONE, mimetypes.EMAIL, mimetypes.POSTAL),
        *(mimetypes.ORGANIZATION, mimetypes.IM, mimetypes.NICKNAME, mimetypes.NOTE),
        *(mimetypes.WEBSITE, mimetypes.EVENT, mimetypes.RELATION, mimetypes.SIP),
        *(mimetypes.MEMBERSHIP, mimetypes.LINE),
    )
)
"""The rows that a card can speak of."""
_DATA_COLUMNS = (
    "mimetype", "is_primary", "is_super_primary", *(f"data{n}" for n in range(1, 15)),
)  # fmt: skip
_RAW_COLUMNS = ("starred", "send_to_voicemail", "custom_ringtone")
_OWNERS = re.compile(r"^Row: \d+ _id=\d+, raw_contact_id=(\d+)\s*$", re.MULTILINE)
_NO_LOCAL = ("Cannot write contacts to local accounts", "Must specify ACCOUNT_NAME")


@dataclass(frozen=True, slots=True)
class Account:
    """Where contacts are kept on the phone; without a name it is the phone itself."""

    name: str = ""
    type: str = ""

    def binds(self) -> tuple[Bind, ...]:
        """The columns that say so."""
        return (
            Bind("account_name", self.name or None),
            Bind("account_type", self.type or None),
        )

    def clause(self) -> str:
        """The rows that are kept there."""
        if not self.name:
            return "account_name IS NULL"
        return f"account_name={literal(self.name)} AND account_type={literal(self.type)}"


class ContactWriter:
    """Writes into one account; falls back to another where the phone wants no local contacts."""

    def __init__(
        self,
        source: Source,
        batch: Batch,
        bindings: Bindings,
        account: Account,
        others: Sequence[Account] = (),
    ) -> None:
        """Write into `account`; `others` are those it may have to be instead, best first."""
        self._source = source
        self._tool = source.tool
        self._batch = batch
        self._bindings = bindings
        self._accounts = [account, *others]
        self._groups: dict[str, int] | None = None
        self._swept = False

    @property
    def account(self) -> Account:
        """Where new contacts go."""
        return self._accounts[0]

    def add(self, items: Sequence[NewItem], task: Task) -> Sequence[Added]:
        """Put `items` on the phone; what is not whole there afterwards is taken off again."""
        self._sweep()
        token = f"{MARKER}{secrets.token_hex(6)}"
        rows: dict[int, ProviderRows] = {}
        problems: dict[int, ItemRefused] = {}
        for place, item in enumerate(items):
            try:
                rows[place] = _rows(item, task)
            except ValueError as error:
                problems[place] = ItemRefused(Kind.CONTACTS, item.key, str(error))
        said = self._insert_raw(rows, token)
        ids = self._ids(token)
        said |= self._insert_data({p: each for p, each in rows.items() if p in ids}, ids)
        missing = self._missing(rows, ids)
        for place in missing:
            answer = said.get(place) or NOT_KEPT
            problems[place] = ItemRefused(Kind.CONTACTS, items[place].key, answer)
        self._finish(token, [place for place in missing if place in ids])
        return [
            Added(problem=problems[place]) if place in problems else Added(str(ids[place]))
            for place in range(len(items))
        ]

    def update(self, raw: int, item: NewItem, task: Task) -> None:
        """Make a contact what `item` says: what is new comes first, then what is old goes."""
        try:
            wanted = _rows(item, task)
        except ValueError as error:
            raise ItemRefused(Kind.CONTACTS, item.key, str(error)) from error
        self._need_groups({text(row, "title") for row in wanted.table("groups")} - {""})
        there = self._present(raw, task)
        keep, come = _difference(there, self._data(wanted))
        gone = [
            one
            for one, row in there.items()
            if one not in keep and _is_replaced(text(row, "mimetype"), by_rows=bool(item.rows))
        ]
        steps = [[self._insert_one(raw, row) for row in come]] if come else []
        said = [done.complaint for done in self._batch.run(steps)]
        if any(said):
            raise ItemRefused(Kind.CONTACTS, item.key, next(filter(None, said)))
        after = self._present(raw, task)
        if len(after) < len(there) + len(come):
            raise ItemRefused(Kind.CONTACTS, item.key, NOT_KEPT)
        if gone:
            self._tool.ask(delete(Uri(DATA), among("_id", sorted(gone))))

    def remove(self, raw: int) -> None:
        """Take a contact off the phone."""
        self._tool.ask(delete(Uri(RAW), f"_id={raw}"))

    def _sweep(self) -> None:
        """Take off what an earlier session left half written."""
        if not self._swept:
            self._tool.ask(delete(Uri(RAW), UNFINISHED))
            self._swept = True

    def _insert_raw(self, rows: Mapping[int, ProviderRows], token: str) -> dict[int, str]:
        while True:
            said = self._run({p: [self._raw(each, token, p)] for p, each in rows.items()})
            refused = any(word in answer for answer in said.values() for word in _NO_LOCAL)
            if not refused or len(self._accounts) == 1:
                return said
            del self._accounts[0]
            self._groups = None

    def _raw(self, rows: ProviderRows, token: str, place: int) -> str:
        row = rows.first("raw_contacts")
        kept = [Bind(name, row[name]) for name in _RAW_COLUMNS if row.get(name)]
        marker = Bind("sync1", f"{token}:{place}")
        return self._insert(RAW, (*self.account.binds(), marker, *kept))

    def _ids(self, token: str) -> dict[int, int]:
        pairs = row_pairs(self._tool, Uri(RAW), "sync1", f"sync1 LIKE '{token}:%'")
        return {int(said.rpartition(":")[2]): one for one, said in pairs}

    def _insert_data(
        self, rows: Mapping[int, ProviderRows], ids: Mapping[int, int]
    ) -> dict[int, str]:
        titles = {text(row, "title") for each in rows.values() for row in each.table("groups")}
        self._need_groups({title for title in titles if title})
        return self._run(
            {
                place: [self._insert_one(ids[place], row) for row in self._data(each)]
                for place, each in rows.items()
            }
        )

    def _insert_one(self, raw: int, row: Row) -> str:
        binds = [Bind(name, row[name]) for name in _DATA_COLUMNS if row.get(name) is not None]
        return self._insert(DATA, (Bind("raw_contact_id", raw), *binds))

    def _insert(self, uri: str, binds: Iterable[Bind]) -> str:
        return insert(Uri(uri), binds, self._bindings.manners)

    def _data(self, rows: ProviderRows) -> list[Row]:
        """The data to be written: photos cannot be, and groups are those of this phone."""
        apart = (MEMBERSHIP, PHOTO)
        found = [row for row in rows.table("data") if row.get("mimetype") not in apart]
        known = self._groups or {}
        titles = dict.fromkeys(text(row, "title") for row in rows.table("groups"))
        member = [{"mimetype": MEMBERSHIP, "data1": str(known[t])} for t in titles if t in known]
        return [*found, *member]

    def _need_groups(self, titles: set[str]) -> None:
        if self._groups is None:
            self._groups = self._read_groups()
        missing = sorted(titles - self._groups.keys())
        if missing:
            binds = [(*self.account.binds(), Bind("title", title)) for title in missing]
            self._run({n: [self._insert(GROUPS, each)] for n, each in enumerate(binds)})
            self._groups = self._read_groups()

    def _read_groups(self) -> dict[str, int]:
        found: dict[str, int] = {}
        clause = f"deleted=0 AND {self.account.clause()}"
        for one, title in row_pairs(self._tool, Uri(GROUPS), "title", clause):
            found.setdefault(title, one)
        return found

    def _missing(self, rows: Mapping[int, ProviderRows], ids: Mapping[int, int]) -> list[int]:
        """Those of which the phone holds less than was written."""
        counts = self._counts(sorted(ids.values()))
        return [
            place
            for place, each in rows.items()
            if place not in ids or counts[ids[place]] < len(self._data(each))
        ]

    def _counts(self, raws: Sequence[int]) -> Counter[int]:
        if not raws:
            return Counter()
        said = self._tool.ask(
            query(Uri(DATA), ("_id", "raw_contact_id"), among("raw_contact_id", raws))
        )
        return Counter(int(found[1]) for found in _OWNERS.finditer(said))

    def _finish(self, token: str, broken: Sequence[int]) -> None:
        """Take off what is not whole, then let the rest be seen."""
        for place in broken:
            self._tool.ask(delete(Uri(RAW), f"sync1='{token}:{place}'"))
        self._tool.ask(self._bindings.clear(Uri(RAW), "sync1", f"sync1 LIKE '{token}:%'"))

    def _present(self, raw: int, task: Task) -> dict[int, Row]:
        """The data that a contact has now, photos and what only apps understand among them."""
        table = self._source.table(DATA, DATA_COLUMNS, f"raw_contact_id={raw}")
        return {row.id: row.values for row in table.rows(task)}

    def _run(self, steps: Mapping[int, Sequence[str]]) -> dict[int, str]:
        """Carry out the steps; return the complaints of those that were refused."""
        places = list(steps)
        done = self._batch.run([steps[place] for place in places])
        return {places[each.number]: each.complaint for each in done if each.complaint}


def _rows(item: NewItem, task: Task) -> ProviderRows:
    """What is to be written: the rows that a phone of this family gave, else those of the card."""
    rows = read_rows(item.rows) if item.rows else None
    if rows is not None and rows.provider == "contacts":
        return passable(rows)
    return passable(rows_of(whole(item, task)))


def _is_replaced(mimetype: str, *, by_rows: bool) -> bool:
    """Whether an update takes such a row away: a card says nothing of what other apps keep."""
    return mimetype != PHOTO and (by_rows or mimetype in _OF_CARDS)


def _difference(
    there: Mapping[int, Row], wanted: Sequence[Row]
) -> tuple[frozenset[int], list[Row]]:
    """Which rows may stay as they are, and which are to come."""
    free: dict[tuple[Value, ...], list[int]] = {}
    for one, row in there.items():
        free.setdefault(_said(row), []).append(one)
    keep: set[int] = set()
    come = []
    for row in wanted:
        same = free.get(_said(row))
        if same:
            keep.add(same.pop())
        else:
            come.append(row)
    return frozenset(keep), come


def _said(row: Row) -> tuple[Value, ...]:
    values = (row.get(name) for name in _DATA_COLUMNS)
    return tuple(None if value is None else str(value) for value in values)
