from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import KindDigest
from holdfast.wording.digests import digest, digest_forms

MANY = [
    KindDigest(Kind.CONTACTS, added=3),
    KindDigest(Kind.MESSAGES, added=14),
    KindDigest(Kind.PHOTOS, added=60),
]


def test_the_full_form_names_every_kind():
    assert digest(MANY) == "+3 contacts, 14 messages, 60 photos"


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        (35, "+3 contacts, 14 messages, 60 photos"),
        (34, "+3 contacts and 74 more"),
        (23, "+3 contacts and 74 more"),
        (22, "77 changes"),
        (1, "77 changes"),
    ],
)
def test_a_shorter_form_counts_the_rest(limit, said):
    assert digest(MANY, limit=limit) == said


def test_removed_and_changed_are_named_after_what_was_added():
    entries = [KindDigest(Kind.CONTACTS, 3, 1, 2), KindDigest(Kind.MESSAGES, added=14)]

    assert digest(entries) == "+3 contacts, 1 removed, 2 changed · +14 messages"


def test_the_first_count_of_a_kind_carries_its_noun():
    assert digest([KindDigest(Kind.NOTES, removed=1)]) == "1 note removed"
    assert digest([KindDigest(Kind.NOTES, removed=1, changed=2)]) == "1 note removed, 2 changed"


def test_nothing_changed_is_said():
    assert digest([]) == "Nothing changed"
    assert digest([KindDigest(Kind.NOTES)]) == "Nothing changed"


def test_a_first_backup_says_what_the_phone_holds():
    assert digest(MANY, first=True) == "First backup: 3 contacts, 14 messages, 60 photos"
    assert digest_forms(MANY, first=True)[-1] == "First backup: 77 items"
    assert digest([], first=True) == "First backup, nothing on the phone"


digests = st.lists(
    st.builds(
        KindDigest,
        st.sampled_from(list(Kind)),
        st.integers(0, 5000),
        st.integers(0, 5000),
        st.integers(0, 5000),
    ),
    unique_by=lambda entry: entry.kind,
)


@given(digests, st.integers(5, 120), st.booleans())
def test_no_form_is_ever_cut_off(entries, limit, first):
    said = digest(entries, first=first, limit=limit)

    forms = digest_forms(entries, first=first)
    assert said in forms
    assert [len(form) for form in forms] == sorted({len(form) for form in forms}, reverse=True)
    assert len(said) <= limit or said == forms[-1]
