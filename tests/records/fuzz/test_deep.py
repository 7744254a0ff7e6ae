"""Every reader under coverage-guided fuzzing, a million inputs each: `dev.py test --deep`."""

from __future__ import annotations

import pytest

from tests.records.fuzz import driver
from tests.records.fuzz.targets import TARGETS


@pytest.mark.deep
@pytest.mark.timeout(0)
@pytest.mark.parametrize("name", TARGETS)
def test_no_input_breaks_a_reader_or_takes_long(name, tmp_path, record_property, capsys):
    runs = driver.runs_asked_for()
    figures = driver.fuzz(TARGETS[name], runs, tmp_path)
    record_property("fuzzed", str(figures))
    with capsys.disabled():
        print(f"\n{figures}")  # noqa: T201 - the figures are what one runs it for
    assert not figures.crash, figures.crash
    assert figures.runs >= runs
    assert figures.slowest_seconds < driver.SECONDS_AN_INPUT
