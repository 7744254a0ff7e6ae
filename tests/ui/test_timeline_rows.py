from __future__ import annotations

from datetime import UTC, datetime, timedelta

from holdfast.records.model.coverage import Coverage, Reason, State
from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import KindDigest, SnapshotInfo, Tag, TimelineEntry
from holdfast.ui.look import Meaning
from holdfast.ui.tables.rows import Dot, SectionRow, TimelineRow
from holdfast.ui.timeline_rows import timeline_rows

NOW = datetime(2009, 10, 14, 15, 0, tzinfo=UTC)
PHONE = HandsetInfo("x1", "X1", "Danger", "Sidekick LX", "IrMC")
THREE = (KindDigest(Kind.CONTACTS, added=3),)


def entry(
    number: int, days: float, digest=(), *tags: str, first: bool = False, state=State.COMPLETE
) -> TimelineEntry:
    coverage = (Coverage(Kind.CONTACTS, state, 3, reason=Reason.NONE),)
    info = SnapshotInfo(
        f"{number:064x}", NOW - timedelta(days=days), PHONE, coverage, frozenset(tags)
    )
    return TimelineEntry(info, tuple(digest), {}, first)


def points(rows) -> list[TimelineRow]:
    return [row for row in rows if isinstance(row, TimelineRow)]


def test_the_phone_as_it_is_now_stands_on_top_while_it_is_connected() -> None:
    entries = [entry(1, 0, THREE)]

    assert points(timeline_rows(entries, NOW, connected=True))[0].dot is Dot.NOW
    assert points(timeline_rows(entries, NOW, connected=False))[0].dot is Dot.BACKUP


def test_a_run_of_backups_that_found_nothing_is_one_row() -> None:
    entries = [entry(1, 0, THREE), entry(2, 8), entry(3, 9), entry(4, 9.5), entry(5, 60, THREE)]

    rows = points(timeline_rows(entries, NOW, connected=False))

    assert [len(row.folded) for row in rows] == [0, 3, 0]
    assert rows[1].title == "3 backups, nothing changed"


def test_a_run_is_unfolded_when_asked() -> None:
    entries = [entry(1, 0, THREE), entry(2, 8), entry(3, 9)]
    unfolded = frozenset({entries[1].snapshot.id})

    rows = points(timeline_rows(entries, NOW, connected=False, unfolded=unfolded))

    assert [row.folded for row in rows] == [(), (), ()]


def test_the_newest_backup_is_never_folded_away() -> None:
    rows = points(timeline_rows([entry(1, 0), entry(2, 0.1)], NOW, connected=False))

    assert rows[0].folded == ()


def test_what_a_restore_left_is_labelled() -> None:
    entries = [entry(1, 0, (), Tag.READ_BACK), entry(2, 0, (), Tag.SAFETY, Tag.PINNED)]

    rows = points(timeline_rows(entries, NOW, connected=False))

    assert [row.badges[0].text for row in rows] == ["After putting back", "Safety backup"]


def test_a_rehearsal_tells_its_result_and_is_never_folded_away() -> None:
    result = entry(2, 9, (), Tag.REHEARSAL, Tag.PINNED, "rehearsal:7/7")
    entries = [entry(1, 0), result, entry(3, 10)]

    rows = points(timeline_rows(entries, NOW, connected=False))

    assert rows[1].digests == ("Rehearsed 9 days ago: all 7 parts came back",)
    assert rows[1].dot is Dot.EXTRA


def test_a_loss_and_a_partial_backup_are_said_in_words() -> None:
    entries = [entry(1, 0, THREE, "loss:contacts"), entry(2, 1, THREE, state=State.PARTIAL)]

    rows = points(timeline_rows(entries, NOW, connected=False))

    assert rows[0].dot is Dot.ALARM
    assert [row.badges[0].meaning for row in rows] == [Meaning.DANGER, Meaning.ATTENTION]
    assert "Sudden loss" in rows[0].spoken
    assert "0 of 1 parts" in rows[1].spoken


def test_backups_stand_under_headings_of_time() -> None:
    rows = timeline_rows([entry(1, 0, THREE), entry(2, 40, THREE)], NOW, connected=False)

    assert [row.title for row in rows if isinstance(row, SectionRow)] == ["Today", "September"]


def test_a_digest_has_shorter_wordings_to_fall_back_on() -> None:
    digest = (KindDigest(Kind.CONTACTS, added=3), KindDigest(Kind.PHOTOS, added=60))

    row = points(timeline_rows([entry(1, 0, digest)], NOW, connected=False))[0]

    assert row.digests[0] == "+3 contacts, 60 photos"
    assert len(row.digests) > 1
    assert len(row.digests[-1]) < len(row.digests[0])
