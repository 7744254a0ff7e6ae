from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from holdfast.records.model.coverage import Coverage, Reason, State
from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Outcome, Receipt, ReceiptLine, Step
from holdfast.records.model.snapshot import KindDigest, SnapshotInfo, Tag, TimelineEntry
from holdfast.ui.icons import Icon
from holdfast.ui.look import Meaning
from holdfast.ui.past import Past
from holdfast.ui.tables.rows import Dot, SectionRow, TimelineRow
from holdfast.ui.timeline_rows import FOLDER, Known, timeline_rows

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

    assert points(timeline_rows(entries, NOW, Known(connected=True)))[0].dot is Dot.NOW
    assert points(timeline_rows(entries, NOW))[0].dot is Dot.BACKUP


def test_the_phone_as_it_is_now_tells_what_waits_there() -> None:
    now = points(timeline_rows([entry(1, 0)], NOW, Known(connected=True, waiting=14)))[0]

    assert now.digests == ("14 changes on the phone are not backed up",)


def test_a_run_of_backups_that_found_nothing_is_one_row() -> None:
    entries = [entry(1, 0, THREE), entry(2, 8), entry(3, 9), entry(4, 9.5), entry(5, 60, THREE)]

    rows = points(timeline_rows(entries, NOW))

    assert [len(row.folded) for row in rows] == [0, 3, 0]
    assert rows[1].title == "3 backups without change"
    assert rows[1].digests == ("5 to 6 October · show them",)


def test_a_run_is_unfolded_when_asked() -> None:
    entries = [entry(1, 0, THREE), entry(2, 8), entry(3, 9)]
    unfolded = frozenset({entries[1].snapshot.id})

    rows = points(timeline_rows(entries, NOW, Known(unfolded=unfolded)))

    assert [row.open for row in rows] == [False, True, False, False]
    assert "hide them" in rows[1].digests[0]


def test_the_newest_backup_is_never_folded_away() -> None:
    rows = points(timeline_rows([entry(1, 0), entry(2, 0.1)], NOW))

    assert rows[0].folded == ()


def test_what_a_restore_left_is_labelled() -> None:
    entries = [entry(1, 0, (), Tag.READ_BACK), entry(2, 0, (), Tag.SAFETY, Tag.PINNED)]

    rows = points(timeline_rows(entries, NOW))

    assert [row.digests[0] for row in rows] == [
        "Read after putting back",
        "Safety backup before putting back",
    ]
    assert [row.icon for row in rows] == [Icon.PUT_BACK, Icon.SHIELD]


def test_a_restore_and_its_undo_tell_what_was_confirmed() -> None:
    lines = [
        ReceiptLine(Kind.CONTACTS, Step.ADD, outcome, "Ann", "1")
        for outcome in (Outcome.CONFIRMED, Outcome.REFUSED)
    ]
    made = Receipt("s", "x1", "a", "b", tuple(lines))
    undone = replace(made, undoes="a")
    entries = [entry(2, 0, (), Tag.READ_BACK), entry(1, 0, (), Tag.READ_BACK)]
    told = {entries[0].snapshot.id: undone, entries[1].snapshot.id: made}

    rows = points(timeline_rows(entries, NOW, Known(past=Past(told))))

    assert [row.digests[0] for row in rows] == [
        "Undone: 1 of 2 confirmed",
        "Put back: 1 of 2 confirmed",
    ]
    assert [row.icon for row in rows] == [Icon.UNDO, Icon.PUT_BACK]


def test_a_keepsake_stands_where_it_was_made_and_parts_no_words() -> None:
    kept = entry(9, 5, (), Tag.KEEPSAKE, Tag.PINNED).snapshot
    entries = [entry(1, 0, THREE), entry(2, 6, THREE)]

    rows = points(timeline_rows(entries, NOW, Known(past=Past(keepsakes=(kept,)))))

    assert [row.title for row in rows][1] == "Keepsake"
    assert rows[1].icon is Icon.ARCHIVE


def test_an_import_says_that_it_was_one() -> None:
    found = entry(1, 0, THREE)
    card = replace(found.snapshot, handset=replace(PHONE, protocol=FOLDER))

    rows = points(timeline_rows([replace(found, snapshot=card)], NOW))

    assert rows[0].digests == ("Imported: +3 contacts",)
    assert rows[0].icon is Icon.FOLDER


def test_a_pinned_backup_says_so_and_is_not_folded_away() -> None:
    entries = [entry(1, 0, THREE), entry(2, 8, (), Tag.PINNED), entry(3, 9), entry(4, 9.5)]

    rows = points(timeline_rows(entries, NOW))

    assert [badge.text for badge in rows[1].badges] == ["Pinned"]
    assert len(rows[2].folded) == 2


def test_a_row_read_aloud_says_what_changed_and_whether_it_was_checked() -> None:
    digest = (KindDigest(Kind.CONTACTS, added=3, removed=1),)

    rows = points(timeline_rows([entry(1, 0.1, digest)], NOW, Known(checked=NOW)))

    assert rows[0].spoken == f"{rows[0].title}, 3 contacts added, 1 removed, checked"


def test_a_loss_tells_what_was_there_before() -> None:
    before = replace(entry(2, 1, THREE, first=True), counts={Kind.CONTACTS: 412})

    rows = points(timeline_rows([entry(1, 0, THREE, "loss:contacts"), before], NOW))

    assert rows[0].digests == ("0 contacts, 412 before",)
    assert [badge.text for badge in rows[0].badges] == ["Sudden loss"]


def test_a_loss_of_many_kinds_is_shortened_by_rule_for_the_eye_and_read_aloud_in_full() -> None:
    held = {Kind.CONTACTS: 412, Kind.NOTES: 7, Kind.TODOS: 5}
    whole = tuple(Coverage(kind, State.COMPLETE, count) for kind, count in held.items())
    before = entry(2, 1, THREE, first=True)
    before = replace(before, snapshot=replace(before.snapshot, coverage=whole), counts=held)
    gone = tuple(KindDigest(kind, removed=count) for kind, count in held.items())
    tags = [f"loss:{kind}" for kind in held]

    row = points(timeline_rows([entry(1, 0, gone, *tags), before], NOW))[0]

    assert row.digests[0] == "0 contacts, 412 before · 0 to-dos, 5 before · 0 notes, 7 before"
    assert "412 contacts removed and 12 more" in row.digests
    assert "0 contacts, 412 before, 0 to-dos, 5 before" in row.spoken


def test_a_safety_backup_of_an_emptied_phone_says_what_it_is() -> None:
    before = replace(entry(2, 1, THREE, first=True), counts={Kind.CONTACTS: 412})

    row = points(timeline_rows([entry(1, 0, (), Tag.SAFETY, "loss:contacts"), before], NOW))[0]

    assert row.digests == ("Safety backup before putting back",)


def test_a_rehearsal_tells_its_result_and_is_never_folded_away() -> None:
    result = entry(2, 9, (), Tag.REHEARSAL, Tag.PINNED, "rehearsal:7/7")
    entries = [entry(1, 0), result, entry(3, 10)]

    rows = points(timeline_rows(entries, NOW))

    assert rows[1].digests == ("Rehearsed 9 days ago: all 7 parts came back",)
    assert rows[1].dot is Dot.EXTRA


def test_a_loss_and_a_partial_backup_are_said_in_words() -> None:
    entries = [entry(1, 0, THREE, "loss:contacts"), entry(2, 1, THREE, state=State.PARTIAL)]

    rows = points(timeline_rows(entries, NOW))

    assert rows[0].dot is Dot.ALARM
    assert [row.badges[0].meaning for row in rows] == [Meaning.DANGER, Meaning.ATTENTION]
    assert "Sudden loss" in rows[0].spoken
    assert "0 of 1 parts" in rows[1].spoken


def test_backups_stand_under_headings_of_time() -> None:
    rows = timeline_rows([entry(1, 0, THREE), entry(2, 40, THREE)], NOW)

    assert [row.title for row in rows if isinstance(row, SectionRow)] == ["Today", "September"]


def test_a_digest_has_shorter_wordings_to_fall_back_on() -> None:
    digest = (KindDigest(Kind.CONTACTS, added=3), KindDigest(Kind.PHOTOS, added=60))

    row = points(timeline_rows([entry(1, 0, digest)], NOW))[0]

    assert row.digests[0] == "+3 contacts, 60 photos"
    assert len(row.digests) > 1
    assert len(row.digests[-1]) < len(row.digests[0])
