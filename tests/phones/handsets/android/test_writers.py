"""What the writers keep of a phone, and what they say where it takes less than it was given."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from holdfast.phones.handsets.android.contact_writer import Account
from holdfast.phones.handsets.handset import ItemRefused, KindRefused
from holdfast.phones.virtual.android.phone import APP_OPS, WORK, WRITE_SMS
from holdfast.phones.virtual.android.providers.context import Account as Signed
from holdfast.phones.virtual.android.providers.errors import ProviderError
from holdfast.phones.virtual.card import SampleInfo, write_card
from holdfast.progress import Task
from holdfast.records.formats.provider_rows.contacts.doors import shape
from holdfast.records.formats.provider_rows.rows import read_rows
from holdfast.records.model.item import NewItem
from holdfast.records.model.kinds import Kind
from tests.phones.handsets.android.rig import GOOGLE, AndroidRig
from tests.phones.handsets.android.test_contract import CARD, files, new

APP = "vnd.android.cursor.item/vnd.com.example.profile"
OTHER_APP = "vnd.example/profile"


@pytest.fixture
def rig(tmp_path):
    return AndroidRig(tmp_path / "phone", "16", empty=True)


@pytest.fixture
def handset(rig):
    with closing(rig.connect()) as handset:
        yield handset


def select(rig, file, sql):
    rig.phone.close()
    with closing(sqlite3.connect(rig.phone.folder / "providers" / file)) as db:
        return db.execute(sql).fetchall()


def put_rows(rig, raw, *rows):
    with closing(sqlite3.connect(rig.phone.folder / "providers" / "contacts2.db")) as db:
        db.executemany(
            "INSERT INTO data (raw_contact_id, mimetype, data1, data15) VALUES (?, ?, ?, ?)",
            [(raw, *row) for row in rows],
        )
        db.commit()


def card(note):
    data = shape(CARD % note)
    return NewItem(Kind.CONTACTS, "k", ".vcf", lambda: (data,), len(data))


def test_an_update_from_a_card_keeps_the_photo_and_what_other_apps_put_down(rig, handset):
    key = handset.add(card(b"before"), Task())
    put_rows(
        rig,
        int(key),
        ("vnd.android.cursor.item/photo", None, b"\xff\xd8"),
        (APP, "app's own", None),
        (OTHER_APP, "another's", None),
    )

    assert handset.update(key, card(b"after"), Task()) == key

    rows = dict(select(rig, "contacts2.db", "SELECT mimetype, data1 FROM data"))
    assert rows["vnd.android.cursor.item/note"] == "after"
    assert rows[APP] == "app's own"
    assert rows[OTHER_APP] == "another's"
    photos = select(rig, "contacts2.db", "SELECT data15 FROM data WHERE data15 IS NOT NULL")
    assert photos == [(b"\xff\xd8",)]


def test_an_update_by_a_phones_own_rows_is_exact(rig, handset):
    key = handset.add(card(b"before"), Task())
    (item,) = handset.read(Kind.CONTACTS, Task())
    rows = b"".join(item.parts[1].open())
    data = b"".join(item.parts[0].open())
    put_rows(rig, int(key), (OTHER_APP, "came later", None))
    before = NewItem(Kind.CONTACTS, "k", ".vcf", lambda: (data,), len(data), rows=rows)

    handset.update(key, before, Task())

    (item,) = handset.read(Kind.CONTACTS, Task())
    assert read_rows(b"".join(item.parts[1].open())).table("data") == read_rows(rows).table("data")


def test_only_the_accounts_of_the_phones_first_user_are_offered(tmp_path):
    folder = tmp_path / "phone"
    folder.mkdir()
    write_card(folder, SampleInfo("SN0001ABCD", family="android", android="16", work_profile=True))
    rig = AndroidRig(folder, "16")
    rig.phone.settings.add_account(Signed(GOOGLE["account_name"], GOOGLE["account_type"]))
    rig.phone.settings.add_account(Signed("boss@work.example", "com.google"), WORK)
    with closing(rig.connect()) as handset:
        assert handset.accounts() == (Account(GOOGLE["account_name"], GOOGLE["account_type"]),)
        assert handset.info.users == ("Work profile",)


def test_what_a_work_profile_holds_is_not_read(tmp_path):
    folder = tmp_path / "phone"
    folder.mkdir()
    write_card(folder, SampleInfo("SN0001ABCD", family="android", android="16", work_profile=True))
    rig = AndroidRig(folder, "16")
    with rig.phone.messages(WORK).writing() as db:
        db.execute("INSERT INTO sms (address, date, type, body) VALUES ('+1', 5, 1, 'secret')")
    with closing(rig.connect()) as handset:
        assert files(handset, Kind.MESSAGES) == {}


# Refusals


def test_a_phone_that_never_gives_the_right_to_write_messages_says_so_beforehand(rig, monkeypatch):
    put = rig.phone.settings.put
    monkeypatch.setattr(
        rig.phone.settings,
        "put",
        lambda space, name, value: None if name == WRITE_SMS else put(space, name, value),
    )
    with closing(rig.connect()) as handset:
        support = {entry.kind: entry for entry in handset.support()}
        assert not support[Kind.MESSAGES].can_add
        assert support[Kind.CALLS].can_add
        with pytest.raises(ItemRefused):
            handset.add(new(Kind.MESSAGES), Task())
    assert select(rig, "mmssms.db", "SELECT * FROM sms") == []


@pytest.mark.parametrize("before", ["deny", "allow", "ignore", None])
def test_the_right_to_write_messages_is_put_back_as_it_was(rig, before):
    rig.phone.settings.put(APP_OPS, WRITE_SMS, before)
    with closing(rig.connect()) as handset:
        handset.add(new(Kind.MESSAGES), Task())
    assert rig.phone.settings.get(APP_OPS, WRITE_SMS) == before


def test_a_session_that_broke_with_the_right_lent_is_tidied_by_the_next(rig):
    with closing(rig.connect()) as handset:
        handset._shell.put("/data/local/tmp/.holdfast-write-sms", b"deny")
        rig.phone.settings.put(APP_OPS, WRITE_SMS, "allow")
    with closing(rig.connect()) as handset:
        handset.support()
    assert rig.phone.settings.get(APP_OPS, WRITE_SMS) == "deny"
    assert list(rig.phone.folder.rglob(".holdfast*")) == []


def test_contacts_go_into_the_account_that_the_phone_insists_on(rig):
    google = Signed(GOOGLE["account_name"], GOOGLE["account_type"])
    rig.phone.settings.add_account(google)
    rig.phone.settings.set_default_account(google)
    with closing(rig.connect()) as handset:
        handset.add(card(b"note"), Task())
    assert select(rig, "contacts2.db", "SELECT account_type FROM raw_contacts") == [
        (GOOGLE["account_type"],)
    ]


def test_a_refused_calendar_is_told_in_the_phones_own_words(rig, handset, monkeypatch):
    def refuse(*_):
        raise ProviderError("java.lang.IllegalArgumentException", "managed by your organisation")

    monkeypatch.setattr(rig.phone.provider("com.android.calendar"), "insert", refuse)
    with pytest.raises(KindRefused, match="organisation") as caught:
        handset.add(new(Kind.CALENDAR), Task())
    assert "managed by your organisation" in caught.value.answer


def test_a_phone_that_will_not_take_one_row_leaves_nothing_half_there(rig, handset, monkeypatch):
    provider = rig.phone.provider("com.android.contacts")
    insert = provider.insert

    def refuse(uri, values):
        if values.get("data1") == "refused":
            raise ProviderError("java.lang.IllegalArgumentException", "mimetype is required")
        return insert(uri, values)

    monkeypatch.setattr(provider, "insert", refuse)
    added = list(
        handset.add_all(Kind.CONTACTS, [card(b"fine"), card(b"refused"), card(b"good")], Task())
    )
    assert [each.problem is None for each in added] == [True, False, True]
    assert "mimetype is required" in added[1].problem.answer
    assert len(select(rig, "contacts2.db", "SELECT 1 FROM raw_contacts WHERE deleted=0")) == 2


def test_a_text_longer_than_a_program_may_be_given_is_refused_alone(rig, handset):
    added = list(handset.add_all(Kind.CONTACTS, [card(b"n" * 200_000), card(b"small")], Task()))
    assert isinstance(added[0].problem, ItemRefused)
    assert added[1].problem is None
    assert len(select(rig, "contacts2.db", "SELECT 1 FROM raw_contacts WHERE deleted=0")) == 1


def test_a_text_with_a_nul_is_refused_alone(rig, handset):
    handset.add(card(b"plain"), Task())
    (item,) = handset.read(Kind.CONTACTS, Task())
    rows = b"".join(item.parts[1].open())
    bad = NewItem(
        Kind.CONTACTS, "k", ".vcf", lambda: (b"",), 0, rows=rows.replace(b"plain", b"pl\\u0000n")
    )
    added = list(handset.add_all(Kind.CONTACTS, [bad, card(b"small")], Task()))
    assert "NUL" in added[0].problem.answer
    assert added[1].problem is None
    with pytest.raises(ItemRefused):
        handset.update(added[1].key, bad, Task())


@pytest.mark.parametrize("release", ["6", "11", "16"])
def test_hostile_texts_are_written_as_they_are(tmp_path, release):
    said = b"a:b\\\\c 'q' \"d\" $HOME `id` %s {x} | & > \xf0\x9f\x93\xb1 \xe2\x80\xae NULL"
    rig = AndroidRig(tmp_path / "phone", release, empty=True)
    with closing(rig.connect()) as handset:
        key = handset.add(card(said), Task())
        assert files(handset, Kind.CONTACTS)[key] == shape(CARD % said)
