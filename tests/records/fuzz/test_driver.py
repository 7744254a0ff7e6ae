"""That the driver fuzzes, finds what breaks and says how it went, with atheris and without."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.records.fuzz import driver
from tests.records.fuzz.targets import TARGETS

DATES = TARGETS["dates"]
guided = pytest.mark.skipif(not driver.has_atheris(), reason="atheris: made for Linux x86-64 alone")


@guided
def test_a_guided_run_tells_its_figures(tmp_path):
    figures = driver.fuzz(DATES, 500, tmp_path)
    assert not figures.crash
    assert figures.runs >= 500
    assert figures.edges > 10
    assert figures.peak_megabytes > 0
    assert "atheris is not here" not in str(figures)


def test_without_atheris_the_figures_say_so(monkeypatch, tmp_path):
    monkeypatch.setattr(driver, "has_atheris", lambda: False)
    figures = driver.fuzz(DATES, 50, tmp_path)
    assert not figures.crash
    assert figures.runs >= 50
    assert "atheris is not here" in str(figures)


def test_an_input_that_breaks_what_must_hold_is_told(monkeypatch, tmp_path):
    def check(data):
        assert b"2" not in data

    monkeypatch.setattr(driver, "has_atheris", lambda: False)
    figures = driver.fuzz(replace(DATES, check=check), 100, tmp_path)
    assert "32" in figures.crash
