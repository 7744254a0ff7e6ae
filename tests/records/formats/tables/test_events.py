from __future__ import annotations

import pytest

from holdfast.records.model.kinds import Kind

GOOGLE = "Subject,Start Date,Start Time,End Date,End Time,All Day Event,Description,Location"
OUTLOOK = (
    "Subject,Start Date,Start Time,End Date,End Time,All day event,Reminder on/off,Reminder Date,"
    "Reminder Time,Meeting Organizer,Categories,Description,Location,Priority,Private,Sensitivity"
)


def test_an_event_is_at_wall_time(read):
    (told,) = read(GOOGLE, "Tea,2/14/2009,8:10:00 AM,2/14/2009,9:00:00 PM,False,with cake,Mill")
    assert (told.kind, told.title, told.summary.subtitle) == (Kind.CALENDAR, "Tea", "Mill")
    assert told.summary.when.isoformat() == "2009-02-14T08:10:00"
    assert told.summary.readable
    assert told.all("DTSTART") == ["DTSTART:20090214T081000"]
    assert told.all("DTEND") == ["DTEND:20090214T210000"]
    assert told.all("DESCRIPTION") == ["DESCRIPTION:with cake"]
    assert told.unheld == []


def test_an_event_has_what_the_format_asks_for_and_no_clock_in_it(read):
    row = "Tea,2/14/2009,8:10,2/14/2009,9:00,False,,"
    (one,), (two,) = read(GOOGLE, row), read(GOOGLE, row)
    assert one.item == two.item
    assert len(one.all("UID")) == len(one.all("DTSTAMP")) == len(one.all("PRODID")) == 1


@pytest.mark.parametrize(
    ("row", "end"),
    [
        ("Fair,2/14/2009,,2/14/2009,,True,,", "20090215"),
        ("Fair,2/14/2009,,2/16/2009,,True,,", "20090217"),
        ("Fair,2/14/2009,12:00:00 AM,2/15/2009,12:00:00 AM,True,,", "20090215"),
        ("Fair,2/14/2009,,2/15/2009,,,,", "20090216"),
    ],
    ids=["google, one day", "google, three days", "outlook, one day", "no tick"],
)
def test_whole_days_end_behind_their_last(read, row, end):
    (told,) = read(GOOGLE, row)
    assert told.all("DTSTART") == ["DTSTART;VALUE=DATE:20090214"]
    assert told.all("DTEND") == [f"DTEND;VALUE=DATE:{end}"]
    assert told.unheld == []


def test_outlook_s_reminder_is_told_before_the_start(read):
    with_one, without = read(
        OUTLOOK,
        "Tea,2/14/2009,8:10:00 AM,2/14/2009,9:00:00 AM,False,True,2/14/2009,7:40:00 AM,Eve,"
        "Mill;Choir,x,y,High,False,Private",
        "Run,2/15/2009,8:10:00 AM,2/15/2009,9:00:00 AM,False,False,2/15/2009,7:40:00 AM,,,,,,True,",
    )
    assert with_one.all("TRIGGER") == ["TRIGGER:-PT30M"]
    assert with_one.all("CATEGORIES") == ["CATEGORIES:Mill,Choir"]
    assert with_one.all("PRIORITY") == ["PRIORITY:1"]
    assert with_one.all("CLASS") == ["CLASS:PRIVATE"]
    assert with_one.unheld == ["Meeting Organizer"]
    assert without.all("TRIGGER") == []
    assert without.all("CLASS") == ["CLASS:PRIVATE"]
    assert without.unheld == ["Reminder Date", "Reminder Time"]


def test_french_outlook_calls_day_and_hour_the_same(read):
    (told,) = read(
        '"Objet","Début","Début","Fin","Fin","Journée entière","Emplacement","Privé"',
        '"Thé","14/02/2009","08:10:00","14/02/2009","09:00:00","Faux","Pré","Faux"',
    )
    assert told.all("DTSTART") == ["DTSTART:20090214T081000"]
    assert told.all("DTEND") == ["DTEND:20090214T090000"]
    assert told.unheld == []


def test_an_end_that_is_none_stays_in_the_row(read):
    before, odd = read(
        GOOGLE,
        "Tea,2/14/2009,8:10,2/14/2009,7:00,False,,",
        "Tea,2/14/2009,8:10,soon,9:00,False,,",
    )
    assert (before.all("DTEND"), before.unheld) == ([], ["End Date", "End Time"])
    assert (odd.all("DTEND"), odd.unheld) == ([], ["End Date", "End Time"])


def test_an_end_without_its_day_is_on_the_day_of_the_start(read):
    (told,) = read(GOOGLE, "Tea,2/14/2009,8:10,,9:00,False,,")
    assert told.all("DTEND") == ["DTEND:20090214T090000"]


def test_a_start_that_nobody_can_read_leaves_an_event_with_its_words(read):
    (told,) = read(GOOGLE, "Tea,some day,8:10,,,,with cake,")
    assert (told.title, told.summary.when, told.summary.readable) == ("Tea", None, True)
    assert told.unheld == ["Start Date", "Start Time"]


def test_a_task_is_due_and_ticked(read):
    done, going, odd = read(
        "Task,Due Date,Status,Completed,% Complete,Priority,Notes",
        "Mow,2/14/2009,Completed,yes,100%,High,front",
        "Dig,2/15/2009,In progress,no,0.5,Normal,",
        "Sow,2/16/2009,In progress,yes,lots,maybe,",
    )
    assert (done.kind, done.title) == (Kind.TODOS, "Mow")
    assert done.summary.when.isoformat() == "2009-02-14T00:00:00"
    assert done.all("DUE") == ["DUE;VALUE=DATE:20090214"]
    assert done.all("STATUS") == ["STATUS:COMPLETED"]
    assert done.all("PERCENT-COMPLETE") == ["PERCENT-COMPLETE:100"]
    assert (going.all("STATUS"), going.unheld) == (["STATUS:IN-PROCESS"], [])
    assert going.all("PERCENT-COMPLETE") == ["PERCENT-COMPLETE:50"]
    assert odd.unheld == ["Completed", "% Complete", "Priority"]
    assert done.summary.sort_key > going.summary.sort_key


def test_a_task_that_is_due_before_it_starts_keeps_its_due_date(read):
    (told,) = read("Subject,Start Date,Due Date,Status", "Mow,2/15/2009,2/14/2009,Not Started")
    assert told.all("DUE") == ["DUE;VALUE=DATE:20090214"]
    assert told.all("DTSTART") == []
    assert told.unheld == ["Start Date"]


def test_two_columns_of_one_text_are_lines_of_one(read):
    (told,) = read(
        "Subject,Start Date,End Date,Description,Notes", "Tea,2/14/2009,2/14/2009,cake,jam"
    )
    assert told.all("DESCRIPTION") == ["DESCRIPTION:cake\\njam"]
    assert told.unheld == []


def test_an_hour_that_a_whole_day_has_no_place_for_stays_in_the_row(read):
    told, midnight = read(
        GOOGLE, "Fair,2/14/2009,8:10,,,True,,", "Fair,2/14/2009,12:00 AM,,,True,,"
    )
    assert told.all("DTSTART") == ["DTSTART;VALUE=DATE:20090214"]
    assert told.unheld == ["Start Time"]
    assert midnight.unheld == []


def test_a_reminder_may_come_after_the_start_and_at_any_second(read):
    after, odd, now = read(
        "Subject,Start Date,Start Time,Location,Reminder on/off,Reminder Date,Reminder Time",
        "Tea,2/14/2009,8:10,,on,2/14/2009,8:15",
        "Tea,2/14/2009,8:10,,on,2/14/2009,8:08:30",
        "Tea,2/14/2009,8:10,,on,2/14/2009,8:10",
    )
    triggers = [told.all("TRIGGER") for told in (after, odd, now)]
    assert triggers == [["TRIGGER:PT5M"], ["TRIGGER:-PT1M30S"], ["TRIGGER:-PT0S"]]
