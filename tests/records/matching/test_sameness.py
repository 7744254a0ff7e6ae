from __future__ import annotations

from dataclasses import replace

from holdfast.records.matching.sameness import pair


def test_a_card_that_came_back_in_the_words_of_its_target_is_the_one_that_was_sent(record):
    wanted, present = record("1", "was 2.1"), record("9", "is 3.0", handset="new")

    assert pair([wanted], [present]).same == (None,)
    assert pair([wanted], [present], lambda _: ("?", present.digest)).same == (present,)


def test_what_has_rows_beside_its_file_is_known_by_its_file_in_other_words(record):
    sent, plain = record("1", "their words"), record("ME/2", "our words")
    there = replace(record("ME/1", "rows"), main=plain.digest)

    for present in ([there], [plain, there]):
        assert pair([sent], present, lambda _: (plain.digest,)).same == (present[0],)


def test_bytes_are_read_only_of_what_nothing_surer_has_paired(record):
    asked = []

    def also(item):
        asked.append((item.handset, item.key))
        return ()

    wanted = [record("1", "Jane"), record("2", "Ann")]
    present = [record("7", "Jane", handset="new"), record("8", "Ben", handset="new")]
    found = pair(wanted, present, also)

    assert found.same == (present[0], None)
    assert asked == [("old", "2")]


def test_what_alone_has_a_name_on_both_sides_is_replaced_whatever_its_key(record):
    wanted = [record("1", "Jane"), record("2", "Ann"), record("3", "Ann")]
    present = [
        record("7", "another", handset="new", title="jane"),
        record("8", "yet another", handset="new", title="Ann"),
    ]
    found = pair(wanted, present)

    assert found.same == (None, None, None)
    assert found.counterparts == (present[0], None, None)


def test_several_of_one_name_are_replaced_only_where_nothing_tells_them_apart(record):
    wanted = [record("1", "Ann's one"), record("2", "Ann's other")]
    wanted = [replace(item, title="Ann") for item in wanted]
    bare = [record(key, "Ann", handset="new") for key in "78"]
    other = replace(record("9", "a third", handset="new"), title="Ann")

    assert pair(wanted, bare).counterparts == tuple(bare)
    assert pair(wanted, [bare[0], other]).counterparts == (None, None)
    assert pair(wanted, [*bare, other]).counterparts == (None, None)
    assert pair(wanted, bare[:1]).counterparts == (None, None)
