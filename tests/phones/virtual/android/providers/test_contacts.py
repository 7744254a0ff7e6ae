"""The contacts provider: accounts, versions, aggregation, deletion, strictness."""

import pytest

from holdfast.phones.virtual.android.profiles import PROFILES
from holdfast.phones.virtual.android.providers.context import Account, Default
from tests.phones.virtual.android.peer import DATA, RAW, phone_in

NAME = "mimetype:s:vnd.android.cursor.item/name"
PHONE = "mimetype:s:vnd.android.cursor.item/phone_v2"
GROUPS = "content://com.android.contacts/groups"
CONTACTS = "content://com.android.contacts/contacts"
GONE = "content://com.android.contacts/deleted_contacts"
WITHOUT_ACCOUNT = ("account_name:n:", "account_type:n:")


@pytest.fixture(params=PROFILES)
def peer(request, tmp_path):
    with phone_in(tmp_path / "phone", request.param) as peer:
        yield peer


@pytest.fixture
def new(tmp_path):
    with phone_in(tmp_path / "phone", "16") as peer:
        yield peer


@pytest.fixture
def eleven(tmp_path):
    with phone_in(tmp_path / "phone", "11") as peer:
        yield peer


def add(peer, name, *, raw, **account):
    peer.insert(RAW, *(f"{key}:s:{value}" for key, value in account.items()))
    peer.insert(DATA, f"raw_contact_id:i:{raw}", NAME, f"data1:s:{name}")


def test_a_column_that_is_unknown_is_refused(peer):
    peer.query(RAW, "_id", "hex(sync1)")
    assert peer.complaint == "java.lang.IllegalArgumentException: Invalid column hex(sync1)"
    peer.query(DATA, "_id", "display_name", "nothing")
    assert peer.complaint == "java.lang.IllegalArgumentException: Invalid column nothing"


def test_old_phones_do_not_have_the_newer_columns(peer):
    peer.query(DATA, "carrier_presence")
    assert bool(peer.complaint) == (peer.phone.info.android == "6")


def test_a_limit_in_the_order_is_refused_by_newer_phones(peer):
    peer.raw_contact("sync1:s:a")
    peer.raw_contact("sync1:s:b")
    printed = peer.query(RAW, "_id", sort="_id DESC LIMIT 1")
    if peer.phone.info.android == "6":
        assert printed == "Row: 0 _id=2\n"
    else:
        assert peer.complaint == "java.lang.IllegalArgumentException: Invalid token LIMIT"


def test_an_address_that_leads_nowhere_is_refused(peer):
    peer.query("content://com.android.contacts/nowhere")
    assert "nowhere" in peer.complaint


def test_every_change_counts_the_version_up(peer):
    peer.raw_contact("sync1:s:a")
    said = [peer.query(RAW, "version", "dirty")]
    peer.insert(DATA, "raw_contact_id:i:1", PHONE, "data1:s:1", "data2:i:2")
    said.append(peer.query(RAW, "version", "dirty"))
    peer.run("content", "update", "--uri", DATA, "--bind", "data1:s:2", "--where", "_id=1")
    said.append(peer.query(RAW, "version"))
    peer.run("content", "update", "--uri", RAW, "--bind", "starred:i:1", "--where", "_id=1")
    said.append(peer.query(RAW, "version", "starred"))
    peer.run("content", "delete", "--uri", DATA, "--where", "_id=1")
    said.append(peer.query(RAW, "version"))
    assert said == [
        "Row: 0 version=1, dirty=1\n",
        "Row: 0 version=2, dirty=1\n",
        "Row: 0 version=3\n",
        "Row: 0 version=4, starred=1\n",
        "Row: 0 version=5\n",
    ]


def test_whole_numbers_in_data_come_back_as_text(peer):
    peer.raw_contact("sync1:s:a")
    peer.insert(DATA, "raw_contact_id:i:1", PHONE, "data1:s:+1 707 555 0100", "data2:i:2")
    assert peer.query(DATA, "data2", "data4", where="data2 = '2'") == (
        "Row: 0 data2=2, data4=+17075550100\n"
    )


@pytest.mark.parametrize(
    ("binds", "parts"),
    [
        (("data1:s:Ada Maria Byron Lovelace",), "Ada, Maria Byron, Lovelace"),
        (("data2:s:Ada", "data3:s:Lovelace"), "Ada, NULL, Lovelace"),
        (("data1:s:Cher",), "Cher, NULL, NULL"),
    ],
)
def test_a_name_is_split_or_joined(new, binds, parts):
    new.raw_contact("sync1:s:a")
    new.insert(DATA, "raw_contact_id:i:1", NAME, *binds)
    given, middle, family = parts.split(", ")
    printed = new.query(DATA, "data2", "data5", "data3", "display_name")
    assert printed.startswith(f"Row: 0 data2={given}, data5={middle}, data3={family}, display")
    assert "display_name=NULL" not in printed


def test_the_same_person_in_two_accounts_is_one_contact(eleven):
    add(eleven, "Ada Byron", raw=1, account_name="A", account_type="x")
    add(eleven, "Ada Byron", raw=2, account_name="B", account_type="x")
    add(eleven, "Ada Byron", raw=3, account_name="B", account_type="x")
    assert eleven.query(RAW, "contact_id") == (
        "Row: 0 contact_id=1\nRow: 1 contact_id=1\nRow: 2 contact_id=3\n"
    )
    assert eleven.query(CONTACTS, "_id", "display_name") == (
        "Row: 0 _id=1, display_name=Ada Byron\nRow: 1 _id=3, display_name=Ada Byron\n"
    )


def test_what_an_account_synchronises_is_marked_as_deleted_only(eleven):
    add(eleven, "Ada", raw=1, account_name="A", account_type="x")
    add(eleven, "Bo", raw=2, sync1="own")
    eleven.run("content", "delete", "--uri", RAW, "--where", "1")
    assert eleven.query(RAW, "_id", "deleted", "contact_id") == (
        "Row: 0 _id=1, deleted=1, contact_id=NULL\n"
    )
    assert eleven.query(DATA, "_id") == "No result found.\n"
    assert eleven.query(GONE, "contact_id") == "Row: 0 contact_id=1\nRow: 1 contact_id=2\n"
    eleven.run("content", "delete", "--uri", f"{RAW}?caller_is_syncadapter=true", "--where", "1")
    assert eleven.query(RAW, "_id") == "No result found.\n"


def test_groups_belong_to_accounts_and_give_memberships_their_name(eleven):
    account = ("account_name:s:A", "account_type:s:B")
    eleven.insert(GROUPS, "title:s:Friends", "sourceid:s:6", *account)
    eleven.insert(RAW, *account)
    member = "mimetype:s:vnd.android.cursor.item/group_membership"
    eleven.insert(DATA, "raw_contact_id:i:1", member, "group_sourceid:s:6")
    eleven.insert(DATA, "raw_contact_id:i:1", member, "data1:i:1")
    assert eleven.query(DATA, "data1", "group_sourceid") == (
        "Row: 0 data1=1, group_sourceid=6\nRow: 1 data1=1, group_sourceid=6\n"
    )
    eleven.run("content", "delete", "--uri", GROUPS, "--where", "_id=1")
    assert eleven.query(GROUPS, "deleted") == "Row: 0 deleted=1\n"
    assert eleven.query(DATA, "_id") == "No result found.\n"


def test_a_refused_row_is_silent(eleven):
    eleven.insert(RAW, "no_such_column:s:x")
    assert (eleven.out, eleven.err) == (b"", b"")
    assert eleven.query(RAW, "_id") == "No result found.\n"


def test_a_row_of_data_needs_its_contact_and_its_kind(peer):
    peer.insert(DATA, "data1:s:x")
    assert peer.complaint.endswith(": raw_contact_id is required")
    peer.insert(DATA, "raw_contact_id:i:1", "data1:s:x")
    assert peer.complaint.endswith(": mimetype is required")


def test_half_an_account_is_refused(peer):
    peer.insert(RAW, "account_name:s:A")
    assert "Must specify both or neither of ACCOUNT_NAME and ACCOUNT_TYPE" in peer.complaint


def test_a_new_phone_wants_an_account_until_a_default_is_chosen(new):
    new.insert(RAW, "sync1:s:a")
    assert "Must specify ACCOUNT_NAME and ACCOUNT_TYPE" in new.complaint
    new.insert(RAW, "sync1:s:b", *WITHOUT_ACCOUNT)
    assert new.complaint == ""
    new.phone.settings.set_default_account(Default.DEVICE)
    new.insert(RAW, "sync1:s:c")
    assert new.complaint == ""
    assert new.query(RAW, "account_type", "sync1") == (
        "Row: 0 account_type=NULL, sync1=b\nRow: 1 account_type=NULL, sync1=c\n"
    )


def test_with_a_cloud_account_as_default_a_new_phone_takes_no_local_contacts(new):
    new.phone.settings.set_default_account(Account("me@example.org", "com.google"))
    new.insert(RAW, "sync1:s:a", *WITHOUT_ACCOUNT)
    assert new.complaint == (
        "java.lang.IllegalArgumentException: Cannot write contacts to local accounts"
        " when default account is set to cloud"
    )
    new.insert(RAW, "sync1:s:b")
    assert new.query(RAW, "account_name", "sync1") == (
        "Row: 0 account_name=me@example.org, sync1=b\n"
    )


def test_cards_and_photos_cannot_be_read(eleven):
    eleven.run("content", "read", "--uri", f"{CONTACTS}/1/photo")
    assert eleven.out == b""
    assert "java.io.FileNotFoundException: No files supported by provider at" in eleven.complaint


def test_an_account_in_the_address_chooses_rows(eleven):
    add(eleven, "Ada", raw=1, account_name="it's", account_type="x")
    add(eleven, "Bo", raw=2, sync1="own")
    address = f"{RAW}?account_name=it%27s&account_type=x"
    assert eleven.query(address, "_id") == "Row: 0 _id=1\n"
