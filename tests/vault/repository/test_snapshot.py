import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.vault.repository.snapshot import Snapshot, decode_snapshot, encode_snapshot

WHEN = datetime(2009, 9, 27, 14, 5, 33, 250_000, tzinfo=UTC)

words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
lists = st.lists(words).map(tuple)
snapshots = st.builds(
    Snapshot,
    id=st.just("name"),
    time=st.datetimes(timezones=st.just(UTC)),
    tree=words,
    paths=lists,
    hostname=st.just("") | words,
    username=st.just("") | words,
    tags=lists,
    parent=st.none() | words,
    program_version=st.just("") | words,
    original=st.none() | words,
)


@given(snapshots)
def test_a_snapshot_reads_back_as_it_was_written(snapshot):
    assert decode_snapshot("name", encode_snapshot(snapshot)) == snapshot


def test_a_snapshot_is_written_in_the_order_of_restic():
    snapshot = Snapshot("x", WHEN, "aa", ("/lx",), "lx", "fee", ("b", "a"), "pp", "holdfast", "oo")
    assert encode_snapshot(snapshot) == (
        b'{"time":"2009-09-27T14:05:33.25Z","parent":"pp","tree":"aa","paths":["/lx"],'
        b'"hostname":"lx","username":"fee","tags":["b","a"],"original":"oo",'
        b'"program_version":"holdfast"}'
    )


def test_what_is_empty_is_left_out_as_go_leaves_it_out():
    assert json.loads(encode_snapshot(Snapshot("x", WHEN, "aa", (), ""))) == {
        "time": "2009-09-27T14:05:33.25Z",
        "tree": "aa",
        "paths": [],
    }


def test_what_newer_restics_add_is_passed_over():
    data = (
        b'{"time":"2026-11-23T21:10:50.891113482+01:00","tree":"aa","paths":null,"tags":null,'
        b'"summary":{"files_new":3},"uid":1000,"excludes":["x"]}'
    )
    snapshot = decode_snapshot("name", data)
    assert snapshot.time == datetime(2026, 11, 23, 20, 10, 50, 891_113, tzinfo=UTC)
    assert (snapshot.paths, snapshot.tags, snapshot.original) == ((), (), None)


@given(
    st.binary()
    | st.sampled_from([b"[]", b"1", b"null", b"{}", b'{"time":1,"tree":"a"}', b'{"time":"now"}'])
)
def test_what_is_no_snapshot_is_refused(data):
    with pytest.raises(ValueError, match=r"."):
        decode_snapshot("name", data)
