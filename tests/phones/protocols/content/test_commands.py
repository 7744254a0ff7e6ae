"""Command lines for the content tool, as a real shell takes them apart."""

import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.phones.protocols.content.commands import (
    Bind,
    Manners,
    Uri,
    among,
    insert,
    line,
    literal,
    query,
    update,
)

URI = Uri("content://com.android.contacts/data?caller_is_syncadapter=true&account_name=a b")


def words(command):
    """The words that a shell makes of a command."""
    script = f'set -- {command}\nprintf "%s\\0" "$@"'
    out = subprocess.run(["sh", "-c", script], capture_output=True, check=True).stdout
    return out.decode("utf-8").split("\0")[:-1]


texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)


@given(st.lists(texts, min_size=1, max_size=4))
@settings(max_examples=60)
def test_every_word_arrives_as_it_is(said):
    assert words(line(["content", *said])) == ["content", *said]


def test_a_nul_is_refused():
    with pytest.raises(ValueError, match="NUL"):
        line(["a\0b"])


def test_a_query_names_its_columns_in_order():
    assert words(query(URI, ("_id", "data1"), "data1='x'", "_id")) == [
        "content", "query", "--uri", URI.text, "--projection", "_id:data1",
        "--where", "data1='x'", "--sort", "_id",
    ]  # fmt: skip


def test_another_user_is_named():
    assert "--user 10" in query(Uri("content://sms", 10), ("_id",))


BINDS = (Bind("data1", "a:b\\c"), Bind("n", None), Bind("date", 5_000_000_000), Bind("x", 0.5))


def test_binds_are_escaped_where_the_tool_splits_at_every_colon():
    assert words(insert(URI, BINDS, Manners())) == [
        "content", "insert", "--uri", URI.text,
        "--bind", "data1:s:a\\:b\\\\c", "--bind", "n:n:",
        "--bind", "date:l:5000000000", "--bind", "x:d:0.5",
    ]  # fmt: skip


def test_binds_are_plain_and_nulls_left_out_where_the_tool_is_old():
    said = words(update(URI, BINDS, Manners(escaped=False, nulls=False), "_id=3"))
    assert said[4:] == [
        "--bind", "data1:s:a:b\\c", "--bind", "date:l:5000000000", "--bind", "x:d:0.5",
        "--where", "_id=3",
    ]  # fmt: skip


def test_a_text_in_a_clause_ends_where_it_ends():
    assert literal("O'Brien' OR 1=1 --") == "'O''Brien'' OR 1=1 --'"


def test_numbers_in_a_row_are_asked_for_as_a_range():
    assert among("_id", (3, 4, 5)) == "_id>=3 AND _id<=5"
    assert among("_id", (3, 5)) == "_id IN (3,5)"
