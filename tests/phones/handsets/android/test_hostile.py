"""Texts made to fool whoever reads rows: each is read as far as the phone prints it."""

import sqlite3
from contextlib import closing
from itertools import cycle

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from holdfast.phones.handsets.android.exact import MOST_STARTS
from holdfast.phones.handsets.handset import ItemRefused
from holdfast.phones.virtual.android.providers.provider import Value
from holdfast.phones.virtual.android.providers.uris import parse_uri
from holdfast.progress import Task
from holdfast.records.formats.provider_rows.rows import Why, read_rows
from holdfast.records.model.kinds import Kind
from tests.phones.handsets.android.rig import CALENDAR, CONTACTS, AndroidRig

RELEASES = ("6", "11", "16")
FORGED = "".join(f"\nRow: {n} _id={n + 1}, data1=x, body=y, title=z, type=1" for n in range(40))
BAITS = (
    "\nRow: 7 _id=8, ",
    FORGED,
    ", date=5",
    ", body=",
    ", data1=, data2=, data3=",
    ", title=NULL, description=",
    "\0",
    "\r\n",
    "\r",
    "📱",
    "\u202eright to left\u202c",
    "NULL",
    "BLOB",
    "No result found.",
    "No result found.\n",
    "Error while accessing provider:sms\njava.lang.SecurityException: Permission Denial",
    "[ERROR] Unsupported",
    "Row too big to fit into CursorWindow requiredPos=0, totalRows=1",
    "java.lang.IllegalArgumentException: Invalid column title",
    "'); DROP TABLE sms; --",
    "$(reboot)`reboot`",
    "",
    " ",
)
LONG = "é" * 100_000
HUGE = "x" * 3_000_000
hostile = st.lists(st.sampled_from(BAITS) | st.text(max_size=5), max_size=4).map("".join)

# Database, table, the provider and its name for the table there, free texts.
TEXTS = (
    ("contacts2.db", "raw_contacts", Kind.CONTACTS, "raw_contacts", ("custom_ringtone",)),
    ("contacts2.db", "data", Kind.CONTACTS, "data", [f"data{n}" for n in range(1, 15)]),
    ("contacts2.db", "groups", Kind.CONTACTS, "groups", ("title",)),
    ("calendar.db", "Calendars", Kind.CALENDAR, "calendars", ("name", "calendar_displayName")),
    ("calendar.db", "Events", Kind.CALENDAR, "events",
     ("title", "eventLocation", "description", "organizer")),
    ("calendar.db", "Attendees", Kind.CALENDAR, "attendees", ("attendeeName", "attendeeEmail")),
    ("mmssms.db", "sms", Kind.MESSAGES, "sms", ("address", "subject", "service_center", "body")),
    ("mmssms.db", "pdu", Kind.MESSAGES, "mms", ("sub", "resp_txt")),
    ("mmssms.db", "part", Kind.MESSAGES, "part", ("name", "fn", "text")),
    ("calllog.db", "calls", Kind.CALLS, "calls", ("number", "name", "geocoded_location")),
)  # fmt: skip
KINDS = {
    "6": (Kind.CONTACTS, Kind.CALENDAR),
    "11": (Kind.CONTACTS, Kind.CALENDAR, Kind.MESSAGES),
    "16": (Kind.CONTACTS, Kind.CALENDAR, Kind.MESSAGES, Kind.CALLS),
}


class Phone:
    """A phone whose texts can be changed under the driver."""

    def __init__(self, folder, release):
        self.rig = AndroidRig(folder / release, release)
        self.kinds = KINDS[release]
        self._more()
        self.handset = self.rig.connect()

    def _more(self):
        home = self.rig.phone
        put = home.provider(CONTACTS).insert
        adapter = "?caller_is_syncadapter=true&account_name=a&account_type=b"
        account: dict[str, Value] = {"account_name": "a", "account_type": "b"}
        raw = put(parse_uri(f"content://{CONTACTS}/raw_contacts{adapter}"), account)
        group = put(
            parse_uri(f"content://{CONTACTS}/groups{adapter}"), {**account, "title": "Friends"}
        )
        number, of = (int(uri.partition("?")[0].rpartition("/")[2]) for uri in (raw, group))
        member = "vnd.android.cursor.item/group_membership"
        row: dict[str, Value] = {"raw_contact_id": number, "mimetype": member, "data1": of}
        put(parse_uri(f"content://{CONTACTS}/data"), row)
        home.provider(CALENDAR).insert(
            parse_uri(f"content://{CALENDAR}/attendees"),
            {"event_id": 1, "attendeeName": "Bob", "attendeeEmail": "bob@example.org"},
        )
        with home.messages().writing() as db:
            db.execute(
                "INSERT INTO pdu (_id, msg_box, m_type, date, ct_t)"
                " VALUES (1, 1, 132, 1255250000, 'application/vnd.wap.multipart.related')"
            )
            db.execute("INSERT INTO part (mid, seq, ct, text) VALUES (1, 0, 'text/plain', 'Hi')")

    def poison(self, texts):
        """Put one text after the other into every free text there is."""
        number = 0
        for file, table, kind, _, columns in TEXTS:
            if kind not in self.kinds:
                continue
            with closing(sqlite3.connect(self._file(file))) as db:
                for (one,) in db.execute(f"SELECT _id FROM {table}").fetchall():  # noqa: S608 - names of ours
                    for column in columns:
                        if self._is_member(db, table, one):
                            continue
                        text = texts[number % len(texts)]
                        number += 1
                        sql = f"UPDATE {table} SET {column}=? WHERE _id=?"  # noqa: S608 - names of ours
                        db.execute(sql, (text, one))
                db.commit()

    def _is_member(self, db, table, one):
        if table != "data":
            return False
        sql = "SELECT mimetype FROM data WHERE _id=?"
        (found,) = db.execute(sql, (one,)).fetchone()
        return found.endswith("group_membership")

    def _file(self, name):
        return self.rig.phone.folder / "providers" / name

    def held(self):
        """Every free text by where it lies, from the databases."""
        found = {}
        for file, table, kind, name, columns in TEXTS:
            if kind not in self.kinds:
                continue
            with closing(sqlite3.connect(self._file(file))) as db:
                sql = f"SELECT _id, {', '.join(columns)} FROM {table}"  # noqa: S608 - names of ours
                for one, *row in db.execute(sql):
                    found |= {
                        (name, one, column): said
                        for column, said in zip(columns, row, strict=True)
                        if said is not None
                    }
        return found

    def starts_of_a_read(self):
        before = self.rig.processes["content"]
        self.read()
        return self.rig.processes["content"] - before

    def read(self):
        """The same, as the driver tells it, and what it says is lost."""
        texts, lost = {}, {}
        for kind in self.kinds:
            for item in self.handset.read(kind, Task()):
                rows = read_rows(b"".join(item.parts[1].open()))
                lost |= {(entry.table, entry.row, entry.column): entry.why for entry in rows.lost}
                for name, table in rows.tables.items():
                    for row in table:
                        texts |= {(name, row["_id"], c): row[c] for c in _texts(name) if c in row}
        return texts, lost


def _texts(name):
    return next((columns for _, _, _, table, columns in TEXTS if table == name), ())


@pytest.fixture(scope="module", params=RELEASES)
def phone(request, tmp_path_factory):
    made = Phone(tmp_path_factory.mktemp("hostile"), request.param)
    yield made
    made.handset.close()


@settings(max_examples=4, deadline=None)
@given(st.lists(hostile, min_size=1, max_size=9))
@example(list(BAITS))
@example([bait * 2 for bait in BAITS])
@example([f"{one}{other}" for one, other in zip(BAITS, BAITS[5:] + BAITS[:5], strict=True)])
def test_every_text_is_read_as_the_phone_holds_it(phone, texts):
    phone.poison(texts)
    told, lost = phone.read()
    held = phone.held()
    assert {place: str(said) for place, said in told.items()} == {
        place: str(said) for place, said in held.items()
    }
    assert (
        lost.items()
        <= {place: Why.INEXACT for place, said in held.items() if "\ufffd" in str(said)}.items()
    )


def test_a_long_text_is_read_whole(phone):
    phone.poison([LONG, "short"])
    told, lost = phone.read()
    assert told == phone.held()
    assert not lost


def test_half_a_character_is_read_as_what_the_tool_prints_for_it(phone):
    phone.poison(["plain"])
    with closing(sqlite3.connect(phone._file("calendar.db"))) as db:
        db.execute("UPDATE Events SET title=CAST(X'61EDA08062' AS TEXT) WHERE _id=1")
        db.commit()
    told, lost = phone.read()
    place = ("events", 1, "title")
    assert told[place].startswith("a")
    assert told[place].endswith("b")
    assert lost in ({}, {place: Why.INEXACT})


@pytest.mark.parametrize("table", ["data", "events", "sms", "calls", "part"])
def test_a_text_too_large_for_the_phone_to_hand_over_is_marked_and_costs_nothing_else(phone, table):
    file, sql, kind, name, columns = next(each for each in TEXTS if each[3] == table)
    if kind not in phone.kinds:
        pytest.skip("this release does not let its shell read it")
    phone.poison(["plain"])
    plain = phone.starts_of_a_read()
    with closing(sqlite3.connect(phone._file(file))) as db:
        (one,) = db.execute(f"SELECT min(_id) FROM {sql}").fetchone()  # noqa: S608 - names of ours
        db.execute(f"UPDATE {sql} SET {columns[-1]}=? WHERE _id=?", (HUGE, one))  # noqa: S608 - names of ours
        db.commit()
    before = phone.rig.processes["content"]
    told, lost = phone.read()
    cost = phone.rig.processes["content"] - before
    place = (name, one, columns[-1])
    assert lost == {place: Why.UNREAD}
    held = phone.held()
    del held[place]
    assert told == held
    assert cost < plain + 50


def hostile_messages(rig, count, body):
    with rig.phone.messages().writing() as db:
        db.executemany(
            "INSERT INTO sms (address, date, type, body, read) VALUES (?, ?, 1, ?, 1)",
            [(f"+49{n}", 1_255_250_000_000 + n, body(n)) for n in range(count)],
        )


@pytest.mark.parametrize("release", ["11", "16"])
def test_a_phone_full_of_bait_costs_few_starts_of_the_tool(tmp_path, release):
    rig = AndroidRig(tmp_path / "phone", release, empty=True)
    forged = "".join(f"\nRow: {n} _id={n + 1}, type=1, body=" for n in range(2000))
    hostile_messages(
        rig, 2000, lambda n: f"{forged}{n}" if n % 500 == 7 else f", body=, date=5, {n}"
    )
    handset = rig.connect()
    before = rig.processes["content"]
    items = list(handset.read(Kind.MESSAGES, Task()))
    rows = [read_rows(b"".join(item.parts[1].open())) for item in items]
    bodies = [str(each.first("sms")["body"]) for each in rows]
    handset.close()
    assert [body.rpartition(", " if ", date" in body else "=")[2] for body in bodies] == [
        str(n) for n in range(2000)
    ]
    assert rig.processes["content"] - before < 100


def test_an_order_that_a_text_meets_by_chance_costs_another_and_not_each_row_alone(
    tmp_path, monkeypatch
):
    rig = AndroidRig(tmp_path / "phone", "16", empty=True)
    forged = "".join(f"\nRow: {n} _id={n + 1}, type=1, body=" for n in range(400))
    hostile_messages(rig, 400, lambda n: f"{forged}{n}" if n == 7 else f", body=, date=5, {n}")
    # Every other one is the order that was forged: that of the numbers.
    drawn = cycle([0, 1_234_567_890])
    monkeypatch.setattr("secrets.randbelow", lambda _below: next(drawn))
    handset = rig.connect()
    before = rig.processes["content"]
    items = list(handset.read(Kind.MESSAGES, Task()))
    rows = [read_rows(b"".join(item.parts[1].open())) for item in items]
    handset.close()
    bodies = [str(each.first("sms")["body"]) for each in rows]
    assert bodies == [f"{forged}{n}" if n == 7 else f", body=, date=5, {n}" for n in range(400)]
    assert rig.processes["content"] - before < 60


def test_what_would_take_too_long_is_refused_by_name_and_the_rest_is_read(tmp_path):
    rig = AndroidRig(tmp_path / "phone", "11", empty=True)
    huge = "x" * 2_100_000
    hostile_messages(rig, 40, lambda n: huge if n % 2 else f"plain {n}")
    handset = rig.connect()
    before = rig.processes["content"]
    read, refused = [], []
    for item in handset.read(Kind.MESSAGES, Task()):
        try:
            rows = read_rows(b"".join(item.parts[1].open()))
            read.append(rows.first("sms").get("body"))
        except ItemRefused as problem:
            refused.append(problem.key)
    handset.close()
    assert refused
    assert len(read) + len(refused) == 40
    assert {said for said in read if said} <= {f"plain {n}" for n in range(0, 40, 2)}
    assert rig.processes["content"] - before <= MOST_STARTS + 10
