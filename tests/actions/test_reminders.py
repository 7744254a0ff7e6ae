from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from holdfast.actions.reminders import LastBackup, overdue

START = datetime(2009, 10, 1, 9, 0, tzinfo=UTC)


def after(days: float) -> datetime:
    return START + timedelta(days=days)


def backup(handset: str = "one", time: datetime = START) -> LastBackup:
    return LastBackup(handset, handset.title(), time)


@pytest.mark.parametrize(("days", "reminded"), [(0, False), (2.9, False), (3, True), (400, True)])
def test_a_phone_is_overdue_after_three_days(days, reminded) -> None:
    assert (overdue([backup()], {}, after(days)) is not None) is reminded


def test_a_phone_is_reminded_of_after_three_days_and_then_weekly() -> None:
    reminded: dict[str, datetime] = {}
    told = []
    for hour in range(30 * 24):
        now = after(hour / 24)
        found = overdue([backup()], reminded, now)
        if found is not None:
            reminded[found.handset] = now
            told.append(hour / 24)

    assert told == [3, 10, 17, 24]


def test_of_several_phones_the_one_that_waits_longest_comes_first_and_never_two_in_a_day() -> None:
    reminded: dict[str, datetime] = {}
    told = []
    phones = [backup("one", after(1)), backup("two", after(0)), backup("three", after(0.5))]
    for hour in range(12 * 24):
        now = after(hour / 24)
        found = overdue(phones, reminded, now)
        if found is not None:
            reminded[found.handset] = now
            told.append((hour / 24, found.handset))

    assert told[:3] == [(3, "two"), (4, "three"), (5, "one")]
    assert [day for day, _ in told] == [3, 4, 5, 10, 11]


def test_nobody_is_reminded_while_a_phone_is_being_backed_up() -> None:
    assert overdue([backup()], {}, after(5), busy=True) is None


def test_a_backup_since_the_last_reminder_begins_the_patience_anew() -> None:
    reminded = {"one": after(3)}

    assert overdue([backup(time=after(4))], reminded, after(6.9)) is None
    assert overdue([backup(time=after(4))], reminded, after(7)) is not None


def test_a_reminder_noted_under_a_wrong_clock_does_not_silence_for_years() -> None:
    assert overdue([backup()], {"one": after(4000)}, after(3)) is not None


def test_a_phone_backed_up_in_times_to_come_is_not_overdue() -> None:
    assert overdue([backup(time=after(10))], {}, after(5)) is None


def test_without_any_backup_there_is_nothing_to_remind_of() -> None:
    assert overdue([], {}, after(5)) is None
