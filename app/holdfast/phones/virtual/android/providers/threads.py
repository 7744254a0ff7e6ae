"""Conversations: who takes part in one, and which one a message belongs to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from holdfast.phones.virtual.android.providers.names import regular_number


def thread_for(db: sqlite3.Connection, addresses: Iterable[str]) -> int:
    """The conversation with exactly these addresses; made where there is none yet."""
    people = sorted({_address_id(db, each) for each in addresses})
    recipients = " ".join(str(each) for each in people)
    found = db.execute("SELECT _id FROM threads WHERE recipient_ids = ?", (recipients,)).fetchone()
    if found is not None:
        return int(found[0])
    made = db.execute(
        "INSERT INTO threads (recipient_ids, type) VALUES (?, ?)",
        (recipients, int(len(people) > 1)),
    ).lastrowid
    return int(made or 0)


def _address_id(db: sqlite3.Connection, address: str) -> int:
    same = {address, regular_number(address) or address}
    marks = ", ".join("?" * len(same))
    found = db.execute(
        f"SELECT _id FROM canonical_addresses WHERE address IN ({marks})",  # noqa: S608 - marks
        tuple(same),
    ).fetchone()
    if found is not None:
        return int(found[0])
    made = db.execute("INSERT INTO canonical_addresses (address) VALUES (?)", (address,)).lastrowid
    return int(made or 0)
