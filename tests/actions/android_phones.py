"""Two Android phones, filled and compared: every column of an item is compared or excused."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from holdfast.phones.virtual.android.providers.context import Account
from holdfast.phones.virtual.android.providers.uris import parse_uri
from holdfast.phones.virtual.android.sample import fill
from holdfast.records.model.kinds import Kind
from tests.actions.test_carrying import Sitting
from tests.phones.handsets.android import rig
from tests.phones.handsets.android.rig import (
    BAIT,
    CALENDAR,
    CONTACTS,
    GOOGLE,
    AndroidRig,
    stored,
)

RELEASES = ("6", "11", "16")
RECORDS = (Kind.CONTACTS, Kind.CALENDAR, Kind.MESSAGES, Kind.CALLS)
READ = {
    "6": {Kind.CONTACTS, Kind.CALENDAR},
    "11": {Kind.CONTACTS, Kind.CALENDAR, Kind.MESSAGES},
    "16": {*RECORDS},
}
"""What the shell of a release may read, of the kinds that lie in providers."""
PHOTO = "vnd.android.cursor.item/photo"
MEMBERSHIP = "vnd.android.cursor.item/group_membership"


def names(words):
    """The column names in `words`."""
    return words.split()


COMPARED: Mapping[str, frozenset[str]] = {
    "raw_contacts": frozenset({"starred", "send_to_voicemail", "custom_ringtone"}),
    "data": frozenset(
        {"mimetype", "is_primary", "is_super_primary", *(f"data{n}" for n in range(1, 15))}
    ),
    "groups": frozenset({"title"}),
    "calendars": frozenset(),
    "events": frozenset(
        names(
            "title eventLocation description dtstart dtend duration eventTimezone eventEndTimezone"
            " allDay rrule rdate exrule exdate eventStatus availability accessLevel organizer"
            " uid2445 eventColor customAppPackage customAppUri selfAttendeeStatus guestsCanModify"
            " guestsCanInviteOthers guestsCanSeeGuests originalInstanceTime originalAllDay"
        )
    ),
    "reminders": frozenset({"minutes", "method"}),
    "attendees": frozenset(
        names("attendeeName attendeeEmail attendeeStatus attendeeType attendeeRelationship")
    ),
    "sms": frozenset(
        names(
            "address date date_sent type read seen protocol status reply_path_present subject"
            " service_center locked error_code body"
        )
    ),
    "calls": frozenset(
        names(
            "number date duration type presentation name numbertype numberlabel countryiso"
            " geocoded_location features post_dial_digits via_number"
        )
    ),
}
"""What must be the same on both phones."""

_ROW = "a row's number on its phone"
_ACCOUNT = "where it is kept: the owner chooses that"
_SYNC = "a server's bookkeeping"
_VERSION = "how often it changed on its phone"
_AGGREGATE = "worked out by the phone from the rest"
_SIM = "which SIM of the old phone"
_OWN = "what the phone itself keeps track of"
EXCUSED: Mapping[str, Mapping[str, str]] = {
    "raw_contacts": {
        "_id": _ROW,
        **dict.fromkeys(("account_name", "account_type", "data_set"), _ACCOUNT),
        **dict.fromkeys(("sourceid", "dirty", "deleted", "metadata_dirty", "sync1"), _SYNC),
        "version": _VERSION,
        **dict.fromkeys(
            names(
                "contact_id aggregation_mode display_name display_name_alt display_name_source"
                " phonetic_name phonetic_name_style sort_key sort_key_alt phonebook_label"
                " phonebook_label_alt phonebook_bucket phonebook_bucket_alt"
            ),
            _AGGREGATE,
        ),
        **dict.fromkeys(("times_contacted", "pinned"), _OWN),
    },
    "data": {
        **dict.fromkeys(("_id", "raw_contact_id"), _ROW),
        **dict.fromkeys(
            names("account_name account_type account_type_and_data_set data_set"), _ACCOUNT
        ),
        **dict.fromkeys(("sourceid", "group_sourceid", "dirty"), _SYNC),
        **dict.fromkeys(("data_version", "version"), _VERSION),
        **dict.fromkeys(("is_read_only", "carrier_presence"), _OWN),
        "data15": "bytes, of which `content` prints the word BLOB alone",
        **dict.fromkeys(
            names(
                "contact_id raw_contact_is_user_profile name_raw_contact_id display_name"
                " display_name_alt display_name_source in_default_directory in_visible_group lookup"
                " phonetic_name phonetic_name_style send_to_voicemail sort_key sort_key_alt starred"
                " pinned has_phone_number contact_last_updated_timestamp photo_id photo_uri"
                " photo_thumb_uri custom_ringtone"
            ),
            _AGGREGATE,
        ),
    },
    "groups": {
        "_id": _ROW,
        **dict.fromkeys(("account_name", "account_type"), _ACCOUNT),
        **dict.fromkeys(("sourceid", "dirty", "deleted", "system_id", "should_sync"), _SYNC),
        "version": _VERSION,
        **dict.fromkeys(
            ("group_visible", "auto_add", "favorites", "group_is_read_only", "notes"),
            "belongs to the group, not to the contact",
        ),
    },
    "events": {
        **dict.fromkeys(("_id", "original_id"), _ROW),
        "calendar_id": "a calendar of the phone's own: nobody is mailed",
        **dict.fromkeys(
            names("_sync_id dirty lastSynced deleted original_sync_id sync_data1"), _SYNC
        ),
        **dict.fromkeys(
            names(
                "hasAlarm hasExtendedProperties hasAttendeeData lastDate eventColor_index"
                " isOrganizer"
            ),
            _AGGREGATE,
        ),
    },
    "reminders": dict.fromkeys(("_id", "event_id"), _ROW),
    "attendees": dict.fromkeys(("_id", "event_id"), _ROW),
    "sms": {
        **dict.fromkeys(("_id", "thread_id"), _ROW),
        "sub_id": _SIM,
        "creator": "which app wrote it",
        "person": _AGGREGATE,
    },
    "calls": {
        "_id": _ROW,
        **dict.fromkeys(("subscription_component_name", "subscription_id"), _SIM),
        **dict.fromkeys(("new", "is_read"), "a call put back is no news"),
        **dict.fromkeys(
            names(
                "normalized_number photo_id photo_uri lookup_uri matched_number formatted_number"
            ),
            _AGGREGATE,
        ),
        **dict.fromkeys(
            names(
                "phone_account_hidden phone_account_address add_for_all_users last_modified"
                " block_reason missed_reason priority is_call_log_phone_account_migration_pending"
                " is_business_call transcription_state data_usage"
            ),
            _OWN,
        ),
    },
}
"""What may differ, and why."""


@dataclass
class Phone:
    """One phone with the rig that holds it, and what may be put back on it."""

    rig: AndroidRig
    sitting: Sitting

    @property
    def inserts(self):
        """How many lines of `content insert` its shell ran."""
        return self.rig.phone.processes["content"]

    def rows(self):
        """What its databases hold: each item as the rows that must be the same."""
        kept = stored(self.rig.phone)
        return {kind: Counter(map(compared, kept[kind])) for kind in RECORDS}


def compared(item):
    """An item's rows without what may differ; fails on a column nobody decided upon."""
    titles = {row["_id"]: row["title"] for row in item.table("groups")}
    owner = {row.get("ownerAccount") for row in item.table("calendars")}
    alone = not item.table("attendees")
    told = {}
    for table, rows in item.tables.items():
        if table in ("calendars", "groups"):
            continue
        wanted = COMPARED[table]
        unknown = {name for row in rows for name in row} - wanted - EXCUSED[table].keys()
        assert not unknown, (table, unknown)
        said = []
        for row in rows:
            if row.get("mimetype") == PHOTO:
                continue
            kept = {name: str(row[name]) for name in sorted(row.keys() & wanted)}
            if row.get("mimetype") == MEMBERSHIP:
                kept["data1"] = titles[int(kept["data1"])]
            if kept.get("uid2445", "").endswith("@holdfast"):
                del kept["uid2445"]  # given where a phone had none, so that it is known again
            if alone and kept.get("organizer") in owner:
                del kept["organizer"]  # a phone puts the calendar's owner where there is nobody
            said.append(tuple(kept.items()))
        told[table] = tuple(sorted(said))
    return tuple(told.items())


def differences(theirs, ours):
    """The items of one phone that the other has not, each beside what it has instead."""
    return list(
        itertools.zip_longest(
            sorted((theirs - ours).elements()), sorted((ours - theirs).elements())
        )
    )


def fill_hostile(phone):
    """More of what is hard: the same person in two accounts, texts that pass for output."""
    put = phone.provider(CONTACTS).insert
    for account in (rig.GOOGLE, {"account_name": "ann@elsewhere.example", "account_type": "org"}):
        where = "?caller_is_syncadapter=true&" + "&".join(f"{k}={v}" for k, v in account.items())
        made = put(parse_uri(f"content://{CONTACTS}/raw_contacts{where}"), account)
        raw = int(made.partition("?")[0].rpartition("/")[2])
        for kind, values in _HARD.items():
            row = {"raw_contact_id": raw, "mimetype": f"vnd.android.cursor.item/{kind}", **values}
            put(parse_uri(f"content://{CONTACTS}/data"), row)


def fill_hostile_calendar(phone):
    """Events with all that an event can say, in the calendar that the rig made."""
    put = phone.provider(CALENDAR).insert
    where = "?caller_is_syncadapter=true&" + "&".join(f"{k}={v}" for k, v in GOOGLE.items())
    home = next(
        row["calendar_id"]
        for item in stored(phone)[Kind.CALENDAR]
        for row in item.table("events")
        if row["title"] == "Long ago"
    )
    for event in _EVENTS:
        made = put(parse_uri(f"content://{CALENDAR}/events{where}"), {**event, "calendar_id": home})
        one = int(made.partition("?")[0].rpartition("/")[2])
        for minutes, method in ((0, 1), (1440, 2)):
            row: dict[str, Any] = {"event_id": one, "minutes": minutes, "method": method}
            put(parse_uri(f"content://{CALENDAR}/reminders{where}"), row)
        if event["title"].startswith("Met"):
            for guest in _GUESTS:
                row = {**guest, "event_id": one}
                put(parse_uri(f"content://{CALENDAR}/attendees{where}"), row)


_GUESTS = (
    {
        "attendeeName": "Ann, data=NULL",
        "attendeeEmail": "ann@example.org",
        "attendeeStatus": 1,
        "attendeeType": 1,
        "attendeeRelationship": 2,
    },
    {
        "attendeeName": "NULL",
        "attendeeEmail": "bo:b@example.org",
        "attendeeStatus": 4,
        "attendeeType": 2,
        "attendeeRelationship": 1,
    },
)
_EVENTS: tuple[dict[str, Any], ...] = (
    {
        "title": "Met, dtstart=5\n\u202eabc\u202c",
        "dtstart": 1_790_000_000_000,
        "dtend": 1_790_003_600_000,
        "eventTimezone": "Asia/Kolkata",
        "eventEndTimezone": "Europe/Lisbon",
        "eventLocation": "Row: 3 _id=4, title=x",
        "organizer": "chair@elsewhere.example",
        "eventStatus": 2,
        "availability": 1,
        "accessLevel": 2,
        "selfAttendeeStatus": 4,
        "guestsCanModify": 1,
        "guestsCanInviteOthers": 0,
        "guestsCanSeeGuests": 0,
        "eventColor": -16_711_936,
        "customAppPackage": "org.example.app",
        "customAppUri": "app://x?a=1&b='2'",
        "uid2445": "met-1@elsewhere.example",
    },
    {
        "title": "Met by Ann",
        "dtstart": 1_790_100_000_000,
        "dtend": 1_790_103_600_000,
        "eventTimezone": "Europe/Berlin",
        "organizer": "ann@example.org",
        "uid2445": "met-2@example.org",
    },
    {
        "title": "Holidays",
        "dtstart": 1_767_225_600_000,
        "duration": "P2D",
        "allDay": 1,
        "eventTimezone": "UTC",
        "rrule": "FREQ=YEARLY;COUNT=5",
        "rdate": "20260401",
        "exdate": "20270101",
        "description": "NULL",
    },
    {
        "title": "Far off",
        "dtstart": 4_102_444_800_000,
        "dtend": 4_102_448_400_000,
        "eventTimezone": "Pacific/Apia",
        "description": "a\\:b\ttab 'q' $HOME `id` \U0001f9c0",
    },
)
_HARD: Mapping[str, Mapping[str, Any]] = {
    "name": {
        "data1": "Zo\u00eb, data2=NULL",
        "data2": "Zo\u00eb",
        "data3": 'O\'Neil "q" $HOME `id`',
    },
    "phone_v2": {"data1": "+49:30:12\\3", "data2": 0, "data3": "b\u00fcro: s:x"},
    "email_v2": {"data1": "zoe@example.org", "data2": 0, "data3": "NULL"},
    "im": {"data1": "zoe", "data2": 3, "data5": -1, "data6": "Chat"},
    "relation": {"data1": "Bo", "data2": 14},
    "contact_event": {"data1": "--02-29", "data2": 3},
    "sip_address": {"data1": "sip:zoe@example.org", "data2": 3},
    "photo": {"data15": b"\xff\xd8\xff\xe0picture"},
    "note": {"data1": BAIT + "\U0001f9c0 \u202eabc\u202c\ttab \\n end"},
    "website": {"data1": "https://example.org/?a=b, c=d", "data2": 1},
}


class Shelf:
    """Makes phones whose backups go into the vault of `world`; close it in the end."""

    def __init__(self, world, folder):
        self.world, self.folder = world, folder
        self.opened = []

    def phone(self, name, release, *, filled=True):
        """A phone with a serial of its own: filled, or new and with its owner's account."""
        serial = f"SER{name.upper()}X{release}"
        held = AndroidRig(self.folder / name, release, serial=serial, empty=True)
        if filled:
            fill_phone(held.phone)
        else:
            held.phone.settings.add_account(Account(*GOOGLE.values()))
        return self.connected(held)

    def connected(self, held):
        """The phone of a rig, connected."""
        handset = held.connect()
        self.opened.append((handset, held))
        return Phone(held, Sitting(self.world, handset))

    def close(self):
        for handset, held in self.opened:
            handset.close()
            held.phone.close()


def fill_phone(phone):
    """Give a phone the sample's people, and all that is hard to read."""
    fill(phone, small=True)
    # The rig has a picture of the same name but for its case, which phones tell not apart.
    (phone.storage() / "DCIM/Camera/IMG_0001.JPG").unlink()
    rig.fill(phone)
    fill_hostile(phone)
    fill_hostile_calendar(phone)


def files(phone):
    """Bytes and dates of what lies on shared storage."""
    base = phone.rig.phone.storage()
    return {
        path.relative_to(base): (path.read_bytes(), round(path.stat().st_mtime))
        for path in base.rglob("*")
        if path.is_file()
    }
