"""The calendar provider: who may write what, and what an event must have."""

import pytest

from holdfast.phones.virtual.android.profiles import PROFILES
from tests.phones.virtual.android.peer import ADAPTER, CALENDARS, EVENTS, phone_in

REMINDERS = "content://com.android.calendar/reminders"
ATTENDEES = "content://com.android.calendar/attendees"
START = 1_700_000_000_000
TIMES = (f"dtstart:l:{START}", f"dtend:l:{START + 3_600_000}", "eventTimezone:s:Europe/Berlin")


@pytest.fixture(params=PROFILES)
def peer(request, tmp_path):
    with phone_in(tmp_path / "phone", request.param) as peer:
        peer.insert(
            f"{CALENDARS}?{ADAPTER}",
            "account_name:s:Mine",
            "account_type:s:LOCAL",
            "name:s:Mine",
            "calendar_displayName:s:Mine",
            "calendar_color:i:-1",
            "calendar_access_level:i:700",
            "ownerAccount:s:Mine",
            "visible:i:1",
            "sync_events:i:1",
        )
        assert peer.complaint == ""
        yield peer


def event(peer, *binds, adapter=False):
    peer.insert(f"{EVENTS}?{ADAPTER}" if adapter else EVENTS, "calendar_id:i:1", *binds)
    return peer.complaint.rpartition("Exception: ")[2]


def test_a_calendar_is_made_by_a_sync_adapter_alone(peer):
    peer.insert(CALENDARS, "account_name:s:Mine", "name:s:x")
    assert peer.complaint.endswith(": Only sync adapters may write to account_name")
    peer.insert(f"{CALENDARS}?caller_is_syncadapter=true", "name:s:x")
    assert "Sync adapters must specify an account and account type: content" in peer.complaint
    assert peer.query(CALENDARS, "_id", "name") == "Row: 0 _id=1, name=Mine\n"


@pytest.mark.parametrize(
    ("binds", "said"),
    [
        (TIMES, ""),
        (TIMES[:2], "Event values must include an eventTimezone"),
        (TIMES[1:], "DTSTART field missing from event"),
        ((TIMES[0], TIMES[2]), "DTEND and DURATION cannot both be null for an event."),
        ((*TIMES, "duration:s:P3600S"), "Cannot have both DTEND and DURATION in an event"),
        ((*TIMES, "rrule:s:EVERY DAY"), "Invalid recurrence rule: EVERY DAY"),
        ((*TIMES, "_sync_id:s:x"), "Only sync adapters may write to _sync_id"),
        ((*TIMES, "sync_data1:s:x"), "Only sync adapters may write to sync_data1"),
        ((*TIMES, "account_name:s:x"), "Only the provider may write to account_name"),
    ],
)
def test_an_event_must_have_what_the_provider_wants(peer, binds, said):
    assert event(peer, *binds) == said
    assert ("Row: 0" in peer.query(EVENTS, "_id")) == (not said)


def test_an_event_must_have_a_calendar(peer):
    peer.insert(EVENTS, *TIMES)
    assert peer.complaint.endswith(": Event values must include a calendar_id")


def test_a_series_keeps_its_duration_and_knows_its_last_day(peer):
    event(peer, TIMES[0], TIMES[2], "duration:s:P3600S", "rrule:s:FREQ=DAILY;COUNT=3")
    event(peer, TIMES[0], TIMES[2], "duration:s:P3600S", "rrule:s:FREQ=DAILY")
    last = START + 2 * 86_400_000 + 3_600_000
    assert peer.query(EVENTS, "_id", where=f"lastDate = {last}") == "Row: 0 _id=1\n"
    assert peer.query(EVENTS, "_id", where="lastDate IS NULL") == "Row: 0 _id=2\n"


def test_a_whole_day_is_brought_to_midnight(peer):
    event(peer, TIMES[0], "duration:s:P86400S", "eventTimezone:s:UTC", "allDay:i:1")
    assert peer.query(EVENTS, "duration", where="dtstart % 86400000 = 0") == (
        "Row: 0 duration=P1D\n"
    )


def test_an_alarm_is_known_by_its_reminders_alone(peer):
    event(peer, *TIMES, "hasAlarm:i:1")
    assert peer.query(EVENTS, "hasAlarm") == "Row: 0 hasAlarm=0\n"
    peer.insert(REMINDERS, "event_id:i:1", "minutes:i:10", "method:i:1")
    assert peer.query(EVENTS, "hasAlarm") == "Row: 0 hasAlarm=1\n"
    peer.run("content", "delete", "--uri", REMINDERS, "--where", "event_id=1")
    assert peer.query(EVENTS, "hasAlarm") == "Row: 0 hasAlarm=0\n"


def test_what_belongs_to_no_event_is_dropped_in_silence(peer):
    peer.insert(REMINDERS, "event_id:i:9", "minutes:i:10")
    peer.insert(ATTENDEES, "event_id:i:9", "attendeeEmail:s:a@b")
    assert (peer.out, peer.err) == (b"", b"")
    assert peer.query(REMINDERS, "_id") == "No result found.\n"


def test_the_owners_answer_shows_in_the_event(peer):
    event(peer, *TIMES)
    peer.insert(ATTENDEES, "event_id:i:1", "attendeeEmail:s:Mine", "attendeeStatus:i:4")
    assert peer.query(EVENTS, "selfAttendeeStatus", "hasAttendeeData", "organizer") == (
        "Row: 0 selfAttendeeStatus=4, hasAttendeeData=1, organizer=Mine\n"
    )


def test_exceptions_are_tied_to_their_series(peer):
    series = (TIMES[0], TIMES[2], "duration:s:P3600S", "rrule:s:FREQ=DAILY", "_sync_id:s:s1")
    assert event(peer, *series, adapter=True) == ""
    event(peer, *TIMES, "original_id:i:1", f"originalInstanceTime:l:{START}")
    event(peer, *TIMES, "original_sync_id:s:s1", f"originalInstanceTime:l:{START}")
    assert peer.query(EVENTS, "original_id", "original_sync_id", where="_id > 1") == (
        "Row: 0 original_id=1, original_sync_id=s1\nRow: 1 original_id=1, original_sync_id=s1\n"
    )


def test_an_occurrence_that_was_called_off_needs_no_times(peer):
    words = ("original_sync_id:s:s1", f"originalInstanceTime:l:{START}", "eventStatus:i:2")
    assert event(peer, *words, adapter=True) == ""
    assert peer.query(EVENTS, "eventTimezone") == "Row: 0 eventTimezone=UTC\n"


def test_an_event_the_account_knows_is_marked_as_deleted(peer):
    event(peer, *TIMES, "_sync_id:s:s1", adapter=True)
    event(peer, *TIMES)
    peer.run("content", "delete", "--uri", EVENTS)
    assert "Selection must be specified for" in peer.complaint
    peer.run("content", "delete", "--uri", EVENTS, "--where", "1")
    assert peer.query(EVENTS, "_id", "deleted") == "Row: 0 _id=1, deleted=1\n"
    peer.run("content", "delete", "--uri", f"{EVENTS}?{ADAPTER}", "--where", "1")
    assert peer.query(EVENTS, "_id") == "No result found.\n"


def test_a_calendar_takes_its_events_with_it(peer):
    event(peer, *TIMES)
    peer.insert(REMINDERS, "event_id:i:1", "minutes:i:10")
    peer.run("content", "delete", "--uri", f"{CALENDARS}?{ADAPTER}", "--where", "_id=1")
    for address in (CALENDARS, EVENTS, REMINDERS):
        assert peer.query(address, "_id") == "No result found.\n"


def test_properties_are_for_sync_adapters(peer):
    event(peer, *TIMES)
    place = "content://com.android.calendar/extendedproperties"
    peer.insert(place, "event_id:i:1", "name:s:a", "value:s:b")
    assert "Only sync adapters may write using" in peer.complaint
    peer.insert(f"{place}?{ADAPTER}", "event_id:i:1", "name:s:a", "value:s:b")
    assert peer.query(place, "name", "value") == "Row: 0 name=a, value=b\n"


def test_unknown_columns_and_places_are_refused(peer):
    peer.query(EVENTS, "nothing")
    assert peer.complaint.endswith("Invalid column nothing")
    peer.query("content://com.android.calendar/todos", "_id")
    assert peer.complaint.endswith("Unknown URL content://com.android.calendar/todos")
