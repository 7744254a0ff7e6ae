"""Every reader over documents that a grammar writes, and over bytes that nobody wrote."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.records.fuzz import grammar
from tests.records.fuzz.seeds import seeds
from tests.records.fuzz.targets import TARGETS

CHANCE = st.randoms(use_true_random=False)
every_target = pytest.mark.parametrize("name", TARGETS)
steady = settings(
    derandomize=True,
    deadline=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@every_target
@steady
@given(random=CHANCE)
def test_what_must_hold_holds_for_documents_of_the_grammar(name, random):
    target = TARGETS[name]
    target.check(target.make(random))


@every_target
@steady
@given(data=st.binary(max_size=500))
def test_what_must_hold_holds_for_any_bytes(name, data):
    TARGETS[name].check(data)


@every_target
def test_what_must_hold_holds_for_known_items_whole_cut_and_spoilt(name):
    target = TARGETS[name]
    random = Random(name)  # noqa: S311 - the same each time
    for seed in seeds(target):
        target.check(seed)
        target.check(seed[: random.randint(0, len(seed))])
        target.check(grammar.mangled(random, seed))
        target.check(grammar.mangled_lines(random, seed))
