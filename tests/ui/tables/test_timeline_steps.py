from __future__ import annotations

from datetime import UTC, datetime, timedelta

from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.snapshot import SnapshotInfo, TimelineEntry
from holdfast.ui.tables.rows import Dot, Row, SectionRow, TimelineRow
from holdfast.ui.tables.timeline_steps import change_step, holds, jumps, month_step

PHONE = HandsetInfo("x1", "X1", "Danger", "Sidekick LX", "IrMC")


def row(ident: str, *folded: str, notable: bool = False, opened: bool = False) -> TimelineRow:
    return TimelineRow(ident, Dot.BACKUP, ident, (), folded=folded, notable=notable, open=opened)


ROWS: tuple[Row, ...] = (
    row("now"),
    SectionRow("Today"),
    row("a", notable=True),
    row("b"),
    SectionRow("October"),
    row("c"),
    row("d", notable=True),
)


def backups(*moments: datetime) -> list[TimelineEntry]:
    return [
        TimelineEntry(SnapshotInfo(f"{n:064x}", when, PHONE, ()), ())
        for n, when in enumerate(moments)
    ]


def test_a_page_is_a_month() -> None:
    assert [month_step(ROWS, at, 1) for at in (0, 2, 3, 5)] == [2, 5, 5, 6]
    assert [month_step(ROWS, at, -1) for at in (6, 5, 3, 2)] == [5, 2, 2, 0]


def test_alt_leads_to_the_next_backup_that_changed_and_stays_where_none_is() -> None:
    assert [change_step(ROWS, at, 1) for at in (0, 2, 6)] == [2, 6, 6]
    assert [change_step(ROWS, at, -1) for at in (6, 2)] == [2, 2]


def test_a_closed_run_stands_for_its_backups_and_an_open_one_does_not() -> None:
    assert holds(row("a", "a", "b"), "b")
    assert not holds(row("a", "a", "b", opened=True), "b")
    assert not holds(SectionRow("Today"), "b")


def test_years_are_offered_with_their_newest_backup_and_how_many_there_are() -> None:
    start = datetime(2009, 10, 14, 12, tzinfo=UTC)
    made = backups(*(start - timedelta(days=40 * n) for n in range(20)))

    found = jumps(made, UTC)

    assert [jump.text for jump in found] == [
        "2009  (8 backups)",
        "2008  (9 backups)",
        "2007  (3 backups)",
    ]
    assert found[0].ident == made[0].snapshot.id


def test_months_are_offered_where_all_is_of_one_year_and_nothing_where_all_is_seen() -> None:
    start = datetime(2009, 10, 14, 12, tzinfo=UTC)
    made = backups(*(start - timedelta(days=2 * n) for n in range(15)))

    assert [jump.text for jump in jumps(made, UTC)] == [
        "October  (7 backups)",
        "September  (8 backups)",
    ]
    assert jumps(made[:5], UTC) == ()
