"""The sample phone's people as rows of the contacts provider."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from holdfast.phones.virtual.android.phone import AndroidPhone
from holdfast.phones.virtual.android.providers import aggregating
from holdfast.phones.virtual.android.providers import contacts_tables as tables
from holdfast.phones.virtual.android.providers.contacts import ContactsProvider
from holdfast.phones.virtual.android.providers.context import Account
from holdfast.phones.virtual.android.providers.names import completed
from holdfast.phones.virtual.android.providers.provider import Value
from holdfast.phones.virtual.android.providers.store import put
from holdfast.records.formats.components import Component, Property
from holdfast.records.formats.reading import read_components

Row = dict[str, Value]
_ON_THE_PHONE = 5
"""Each so many-th person is in the phone's own account."""
_FRIENDS = 4
_STARRED = 25
_PHONES = (
    (("FAX", "WORK"), "4"),
    (("FAX",), "5"),
    (("PAGER",), "6"),
    (("CELL",), "2"),
    (("WORK",), "3"),
    (("HOME",), "1"),
)
_HOME, _WORK, _OTHER = "1", "2", "3"
_BIRTHDAY, _HOMEPAGE, _AT_WORK = "3", "1", "1"
_NAME_COLUMNS = ("data3", "data2", "data5", "data4", "data6")
_ADDRESS_COLUMNS = ("data5", "data6", "data4", "data7", "data8", "data9", "data10")


def fill_contacts(phone: AndroidPhone, account: Account, cards: Sequence[Path]) -> None:
    """Put the people of `cards` into `phone`, most of them into `account`."""
    provider = phone.provider("com.android.contacts")
    if not isinstance(provider, ContactsProvider):
        return
    with provider.store.writing() as db:
        groups = _groups(db, account)
        for number, path in enumerate(cards, 1):
            card = read_components(path.read_bytes()).components[0]
            own = None if number % _ON_THE_PHONE == 0 else account
            starred = int(number % _STARRED == 0)
            raw = add_raw(db, own, number, starred=starred)
            rows = list(_rows(card))
            if own is not None:
                rows += _memberships(groups, number, starred=bool(starred))
            add_data(db, raw, rows, phone.now())


def add_raw(
    db: sqlite3.Connection, account: Account | None, number: int, *, starred: int = 0
) -> int:
    """A new raw contact, the `number`th; its number on the phone."""
    values: Row = {"starred": starred}
    if account is not None:
        values |= {"account_name": account.name, "account_type": account.type}
        values["sourceid"] = f"c{number:015x}"
    return put(db, "raw_contacts", values) or 0


def add_data(db: sqlite3.Connection, raw: int, rows: Sequence[Row], now: int) -> None:
    """Give a raw contact its rows, and the contact that belongs to it."""
    aggregating.new_contact(db, raw, now)
    for row in rows:
        put(db, "data", completed(str(row["mimetype"]), {**row, "raw_contact_id": raw}))
    aggregating.named(db, raw)
    contact = db.execute("SELECT contact_id FROM raw_contacts WHERE _id = ?", (raw,)).fetchone()
    aggregating.refresh(db, contact[0], now)


def _groups(db: sqlite3.Connection, account: Account) -> list[int]:
    own: Row = {"account_name": account.name, "account_type": account.type, "group_visible": 1}
    made: list[Row] = [
        {"title": "My Contacts", "system_id": "Contacts", "sourceid": "6", "auto_add": 1},
        {"title": "Starred in Android", "sourceid": "9", "favorites": 1},
        {"title": "Friends, old & new", "sourceid": "e", "notes": "People to invite\nin summer"},
    ]
    return [put(db, "groups", own | each) or 0 for each in made]


def _memberships(groups: list[int], number: int, *, starred: bool) -> list[Row]:
    mine, favourites, friends = groups
    chosen = [
        mine,
        *([favourites] if starred else []),
        *([friends] if number % _FRIENDS == 0 else []),
    ]
    return [{"mimetype": tables.GROUP, "data1": str(group)} for group in chosen]


def _rows(card: Component) -> Iterator[Row]:
    yield _name(card)
    first = 1
    for entry in card.properties:
        row = _row(card, entry)
        if row is not None:
            if entry.name == "TEL":
                row["is_primary"] = row["is_super_primary"] = first
                first = 0
            yield row


def _name(card: Component) -> Row:
    entry = card.first("N")
    parts = [] if entry is None else entry.fields()
    row: Row = {"mimetype": tables.NAME, "data1": card.text("FN")}
    row |= {column: text for column, text in zip(_NAME_COLUMNS, parts, strict=False) if text}
    if card.text("SOUND"):
        row["data9"] = card.text("SOUND").replace(";", " ").strip()
    return row


def _row(card: Component, entry: Property) -> Row | None:
    types = tuple(each.upper() for each in entry.params.get("TYPE", ()))
    match entry.name:
        case "TEL":
            kind = next((k for words, k in _PHONES if set(words) <= set(types)), "7")
            return {"mimetype": tables.PHONE, "data1": entry.text(), "data2": kind}
        case "EMAIL":
            return {"mimetype": tables.EMAIL, "data1": entry.text(), "data2": _place(types)}
        case "ADR":
            parts = zip(_ADDRESS_COLUMNS, entry.fields(), strict=False)
            filled = {column: text for column, text in parts if text}
            return {"mimetype": tables.POSTAL, "data2": _place(types), **filled}
        case "ORG":
            title = card.text("TITLE") or None
            company = "; ".join(filter(None, entry.fields()))
            return {
                "mimetype": tables.ORGANIZATION,
                "data1": company,
                "data2": _AT_WORK,
                "data4": title,
            }
        case "PHOTO":
            return {"mimetype": tables.PHOTO, "data15": entry.blob()}
        case _:
            return _plain_row(entry)


def _plain_row(entry: Property) -> Row | None:
    kinds: dict[str, Row] = {
        "NOTE": {"mimetype": tables.NOTE},
        "URL": {"mimetype": tables.WEBSITE, "data2": _HOMEPAGE},
        "BDAY": {"mimetype": tables.EVENT, "data2": _BIRTHDAY},
    }
    if entry.name not in kinds:
        return None
    return {**kinds[entry.name], "data1": entry.text()}


def _place(types: Sequence[str]) -> str:
    return _HOME if "HOME" in types else _WORK if "WORK" in types else _OTHER
