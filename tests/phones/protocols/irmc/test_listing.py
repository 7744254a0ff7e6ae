import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.phones.protocols.irmc import listing
from holdfast.phones.protocols.irmc.listing import (
    BrokenListingError,
    Entry,
    read_listing,
    write_listing,
)

# What XML can hold; attribute values keep even their line ends, written as references.
names = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1
)
entries = st.builds(
    Entry,
    name=names,
    folder=st.booleans(),
    size=st.none() | st.integers(0, 10**17),
    modified=st.just("") | st.just("20091001T120000Z"),
)


@given(st.lists(entries, max_size=8))
def test_a_listing_comes_back_as_it_was(sent):
    assert read_listing(write_listing(sent)) == tuple(sent)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_listing_or_broken(data):
    try:
        read_listing(b"<?xml version='1.0'?><folder-listing>" + data)
    except BrokenListingError:
        return


@pytest.mark.parametrize("encoding", ["no-such-thing", "shift_jis", "utf-7", "rot13"])
def test_an_encoding_that_cannot_be_read_is_broken(encoding):
    data = f"<?xml version='1.0' encoding='{encoding}'?><folder-listing/>".encode()
    with pytest.raises(BrokenListingError):
        read_listing(data)


def test_entities_are_refused_and_never_expanded():
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    data = f'<!DOCTYPE l [<!ENTITY e0 "x">{bomb}]><l><file name="&e11;"/></l>'.encode()
    began = time.process_time()
    with pytest.raises(BrokenListingError, match="entity"):
        read_listing(data)
    assert time.process_time() - began < 1


def test_an_outside_file_is_never_fetched(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("secret")
    data = f'<!DOCTYPE l SYSTEM "{secret}"><l><file name="a"/></l>'.encode()
    assert read_listing(data) == (Entry("a", folder=False),)


def test_names_stand_as_the_phone_gave_them():
    data = b'<l><file name="../../etc/passwd"/><folder name=".."/><file name="a\\b"/></l>'
    assert [entry.name for entry in read_listing(data)] == ["../../etc/passwd", "..", "a\\b"]


def test_a_name_of_64_kib_is_passed_on():
    name = "n" * 65536
    assert read_listing(f'<l><file name="{name}"/></l>'.encode())[0].name == name


@pytest.mark.parametrize("name", ["a\0b", "a&#0;b"])
def test_a_nul_in_a_name_is_broken(name):
    with pytest.raises(BrokenListingError):
        read_listing(f'<l><file name="{name}"/></l>'.encode())


@pytest.mark.parametrize("size", ["-1", "x", "9" * 30, "\u0661", ""])
def test_a_size_that_is_none_is_not_believed(size):
    assert read_listing(f'<l><file name="a" size="{size}"/></l>'.encode())[0].size is None


def test_the_nul_of_a_c_string_at_the_end_does_no_harm():
    assert read_listing(write_listing([Entry("a", folder=True)]) + b"\0") == (
        Entry("a", folder=True),
    )


def test_a_listing_too_long_or_too_full_is_broken(monkeypatch):
    monkeypatch.setattr(listing, "MAX_ENTRIES", 2)
    with pytest.raises(BrokenListingError):
        read_listing(write_listing([Entry(name, folder=False) for name in "abc"]))
    monkeypatch.setattr(listing, "MAX_LISTING", 10)
    with pytest.raises(BrokenListingError):
        read_listing(b"<l>         </l>")


def test_characters_that_xml_cannot_hold_are_written_as_lost():
    assert read_listing(write_listing([Entry("a\x01b", folder=False)]))[0].name == "a\ufffdb"
