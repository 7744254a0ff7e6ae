from __future__ import annotations

from holdfast.actions.compare import _changes
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import StoredItem


def item(key, digest, kind=Kind.CONTACTS):
    return StoredItem("s1", kind, key, (), digest, "t")


def keys(items):
    return [entry.key for entry in items]


def test_what_came_went_and_changed_is_told_apart():
    before = [item("1", "a"), item("2", "b"), item("3", "c")]
    now = [item("1", "a"), item("2", "B"), item("4", "d")]
    found = _changes(Kind.CONTACTS, before, now)

    assert keys(found.added) == ["4"]
    assert keys(found.removed) == ["3"]
    assert [(old.digest, new.digest) for old, new in found.changed] == [("b", "B")]


def test_another_key_alone_is_no_change():
    found = _changes(
        Kind.CONTACTS, [item("1", "a"), item("2", "b")], [item("9", "b"), item("8", "a")]
    )

    assert not found


def test_of_two_alike_that_went_one_that_came_makes_up_for_one_only():
    found = _changes(Kind.CONTACTS, [item("1", "a"), item("2", "a")], [item("9", "a")])

    assert (len(found.added), len(found.removed)) == (0, 1)


def test_media_nobody_has_read_again_count_as_changed():
    found = _changes(Kind.PHOTOS, [item("p", "x", Kind.PHOTOS)], [item("p", "", Kind.PHOTOS)])

    assert len(found.changed) == 1


def test_new_media_do_not_make_up_for_lost_ones():
    found = _changes(Kind.PHOTOS, [item("p", "x", Kind.PHOTOS)], [item("q", "", Kind.PHOTOS)])

    assert (len(found.added), len(found.removed)) == (1, 1)
