"""How raw contacts of several accounts become one contact, and what that contact is called."""

from __future__ import annotations

import sqlite3

from holdfast.phones.virtual.android.providers.contacts_tables import NAME, PHONE, PHOTO
from holdfast.phones.virtual.android.providers.names import SOURCES, alternative, display_name

_LETTER_BUCKET = 64


def new_contact(db: sqlite3.Connection, raw: int, now: int) -> None:
    """Give a new raw contact a contact of its own."""
    made = db.execute(
        "INSERT INTO contacts (name_raw_contact_id, lookup, contact_last_updated_timestamp)"
        " VALUES (?, ?, ?)",
        (raw, f"0r{raw}-", now),
    ).lastrowid
    db.execute("UPDATE raw_contacts SET contact_id = ? WHERE _id = ?", (made, raw))


def named(db: sqlite3.Connection, raw: int) -> None:
    """Work out anew what a raw contact is called, and to which contact it belongs."""
    kinds = ", ".join("?" * len(SOURCES))
    rows = db.execute(
        f"SELECT mimetype, data1, data2, data3, data4, data7, data8, data9 FROM data"  # noqa: S608 - marks
        f" WHERE raw_contact_id = ? AND mimetype IN ({kinds}) ORDER BY _id",
        (raw, *SOURCES),
    ).fetchall()
    columns = ("data1", "data2", "data3", "data4", "data7", "data8", "data9")
    found = [(each[0], dict(zip(columns, each[1:], strict=True))) for each in rows]
    best = max(found, key=lambda each: (bool(display_name(*each)), SOURCES[each[0]]), default=None)
    if best is None or not display_name(*best):
        _called(db, raw, None, None, 0, None)
        return
    kind, values = best
    name = display_name(kind, values)
    phonetic = " ".join(str(values[each]) for each in ("data9", "data8", "data7") if values[each])
    _called(
        db,
        raw,
        name,
        alternative(values) if kind == NAME else name,
        SOURCES[kind],
        phonetic if kind == NAME and phonetic else None,
    )
    _join(db, raw, name)


def _called(
    db: sqlite3.Connection,
    raw: int,
    name: str | None,
    other: str | None,
    source: int,
    said: str | None,
) -> None:
    label = name[:1].upper() if name else "#"
    bucket = ord(label) - _LETTER_BUCKET if label.isascii() and label.isalpha() else 0
    db.execute(
        "UPDATE raw_contacts SET display_name = ?, display_name_alt = ?, display_name_source = ?,"
        " phonetic_name = ?, phonetic_name_style = '0', sort_key = ?, sort_key_alt = ?,"
        " phonebook_label = ?, phonebook_bucket = ?, phonebook_label_alt = ?,"
        " phonebook_bucket_alt = ? WHERE _id = ?",
        (name, other, source, said, said or name, said or other, label, bucket, label, bucket, raw),
    )


def _join(db: sqlite3.Connection, raw: int, name: str) -> None:
    """Join a raw contact with one of the same name in another account."""
    own, account = db.execute(
        "SELECT contact_id, ifnull(account_name, '') || char(10) || ifnull(account_type, '')"
        " FROM raw_contacts WHERE _id = ?",
        (raw,),
    ).fetchone()
    mine = [
        each[0] for each in db.execute("SELECT _id FROM raw_contacts WHERE contact_id = ?", (own,))
    ]
    if mine != [raw]:
        return
    other = db.execute(
        "SELECT contact_id FROM raw_contacts AS other WHERE display_name = ? AND _id != ?"
        " AND deleted = 0 AND contact_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM raw_contacts"
        " WHERE contact_id = other.contact_id AND ifnull(account_name, '') || char(10) ||"
        " ifnull(account_type, '') = ?) ORDER BY _id LIMIT 1",
        (name, raw, account),
    ).fetchone()
    if other is not None:
        db.execute("UPDATE raw_contacts SET contact_id = ? WHERE _id = ?", (other[0], raw))
        db.execute("DELETE FROM contacts WHERE _id = ?", (own,))


def refresh(db: sqlite3.Connection, contact: int, now: int) -> None:
    """Bring a contact in line with its raw contacts; without any it is gone."""
    raws = db.execute(
        "SELECT _id, display_name, display_name_alt, starred FROM raw_contacts"
        " WHERE contact_id = ? ORDER BY display_name_source DESC, _id",
        (contact,),
    ).fetchall()
    if not raws:
        _gone(db, contact, now)
        return
    ids = [each[0] for each in raws]
    db.execute(
        "UPDATE contacts SET name_raw_contact_id = ?, display_name = ?, display_name_alt = ?,"
        " starred = ?, lookup = ?, has_phone_number = ?, photo_id = ?,"
        " contact_last_updated_timestamp = ? WHERE _id = ?",
        (
            *raws[0][:3],
            max(each[3] for each in raws),
            ".".join(f"0r{each}-" for each in sorted(ids)),
            int(_one_of(db, ids, PHONE) is not None),
            _one_of(db, ids, PHOTO),
            now,
            contact,
        ),
    )


def _gone(db: sqlite3.Connection, contact: int, now: int) -> None:
    if db.execute("DELETE FROM contacts WHERE _id = ?", (contact,)).rowcount:
        db.execute("INSERT OR REPLACE INTO deleted_contacts VALUES (?, ?)", (contact, now))


def _one_of(db: sqlite3.Connection, raws: list[int], mimetype: str) -> int | None:
    marks = ", ".join("?" * len(raws))
    found = db.execute(
        f"SELECT _id FROM data WHERE raw_contact_id IN ({marks}) AND mimetype = ? LIMIT 1",  # noqa: S608 - marks
        (*raws, mimetype),
    ).fetchone()
    return None if found is None else int(found[0])
