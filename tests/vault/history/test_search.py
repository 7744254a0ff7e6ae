from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.records.model.kinds import Kind

from .conftest import LX, REPLACEMENT, Owner, card

CONTACTS, PHOTOS = Kind.CONTACTS, Kind.PHOTOS


@pytest.fixture
def filled(owner, history):
    owner.phone = {
        CONTACTS: {
            "1": card("Müller;Anna", "555-0101"),
            "2": card("Adler;Paul", "555-0102", extra="NOTE:met in Kiel, sailing"),
        },
        PHOTOS: {"Phone/DCIM/kiel.jpg": b"jpeg"},
    }
    owner.backs_up()
    return owner


def found(history, text: str) -> list[str]:
    return sorted(hit.version.item.key for hit in history.search(text))


def test_beginnings_of_words_find_items_whatever_case_or_accent(filled, history):
    assert found(history, "mull") == ["1"]
    assert found(history, "ANNA müller") == ["1"]
    assert found(history, "kiel") == ["2", "Phone/DCIM/kiel.jpg"]
    assert found(history, "anna paul") == []


def test_deleted_things_and_old_texts_are_found(filled, history):
    filled.phone[CONTACTS] = {"1": card("Müller;Anna", "555-0177")}
    filled.backs_up()

    (gone,) = history.search("sailing")
    assert gone.gone
    assert gone.version.gone_since == history.snapshot("latest").time
    (hit,) = history.search("0101")
    assert not hit.gone
    assert b"0101" in b"".join(history.read(hit.version.item))


def test_an_item_with_many_versions_is_one_hit_in_the_newest(filled, history):
    for number in range(5):
        filled.phone[CONTACTS]["1"] = card("Müller;Anna", f"555-019{number}")
        filled.backs_up()

    (hit,) = history.search("anna")
    assert b"555-0194" in b"".join(history.read(hit.version.item))


def test_an_excerpt_shows_where_the_word_stands(filled, history):
    (hit,) = history.search("sailing")

    assert "sailing" in hit.excerpt


def test_a_limit_is_kept(filled, history):
    assert len(history.search("kiel", limit=1)) == 1
    assert history.search("kiel", limit=0) == ()


def test_the_same_person_on_two_handsets_is_two_hits(filled, history):
    other = Owner(filled.repository, REPLACEMENT, now=filled.now)
    other.phone = {CONTACTS: {"7": card("Müller;Anna", "555-0101")}}
    other.backs_up()

    hits = history.search("anna")
    assert {(hit.version.item.handset, hit.version.item.key) for hit in hits} == {
        (LX.id, "1"),
        (REPLACEMENT.id, "7"),
    }


@pytest.mark.parametrize("text", ["", " ", '"', "*", "()", "a AND", "NEAR(a", "title:x", "-a", "^"])
def test_signs_of_the_query_language_mean_nothing(filled, history, text):
    assert isinstance(history.search(text), tuple)


@given(text=st.text(st.characters(), max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_text_breaks_the_search(filled, history, text):
    assert isinstance(history.search(text), tuple)


def test_a_search_may_be_held_to_kinds_and_to_one_handset(filled, history):
    other = Owner(filled.repository, REPLACEMENT, now=filled.now)
    other.phone = {CONTACTS: {"7": card("Kieler;Anna", "555-0101")}}
    other.backs_up()

    def keys(**within) -> list[str]:
        return sorted(hit.version.item.key for hit in history.search("kiel", **within))

    assert keys() == ["2", "7", "Phone/DCIM/kiel.jpg"]
    assert keys(kinds={CONTACTS}) == ["2", "7"]
    assert keys(kinds={CONTACTS}, handset=LX.id) == ["2"]
    assert keys(handset="nobody") == []
    assert keys(kinds=()) == []


def test_a_limit_counts_only_what_a_search_is_held_to(filled, history):
    (hit,) = history.search("kiel", limit=1, kinds={PHOTOS})
    assert hit.version.item.kind is PHOTOS
    (hit,) = history.search("kiel", limit=1, kinds={CONTACTS})
    assert hit.version.item.kind is CONTACTS
