from __future__ import annotations

import pytest

from holdfast.progress import Progress, Stage
from holdfast.ui.pace import Pace


def report(subject: str, done: int, total: int | None = None) -> Progress:
    return Progress(Stage.READING, subject, done, total)


def test_the_first_part_of_an_unknown_phone_is_not_the_whole_job() -> None:
    pace = Pace.expecting(0.0, {})

    pace.feed(report("contacts", 200, 200), 1.0)

    assert 0 < pace.fraction < 0.5


def test_progress_never_goes_back_when_more_turns_up() -> None:
    pace = Pace.expecting(0.0, {"contacts": 10})
    pace.feed(report("contacts", 10, 10), 1.0)
    before = pace.fraction

    pace.feed(report("photos", 1, 500), 2.0)

    assert pace.fraction == before


def test_time_left_is_told_only_once_it_is_known_well_enough() -> None:
    pace = Pace.expecting(0.0, {"contacts": 100})

    pace.feed(report("contacts", 10, 100), 1.0)
    early = pace.seconds_left
    pace.feed(report("contacts", 50, 100), 10.0)

    assert early is None
    assert pace.seconds_left == pytest.approx(10.0)
