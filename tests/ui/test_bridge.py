from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest

from holdfast.actions.jobs import Jobs
from holdfast.errors import Problem
from holdfast.progress import Progress, Stage, Task
from holdfast.ui.bridge import TURN, Bridge


class Broken(Problem):
    pass


@pytest.fixture
def bridge(qtbot) -> Iterator[Bridge]:
    jobs = Jobs()
    made = Bridge(jobs)
    yield made
    made.close()
    jobs.close()


def test_jobs_take_short_turns_beside_a_window(qtbot) -> None:
    del qtbot
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.005)
    jobs = Jobs()
    try:
        Bridge(jobs).close()
        assert sys.getswitchinterval() == pytest.approx(TURN)
    finally:
        jobs.close()
        sys.setswitchinterval(before)


def test_work_runs_elsewhere_and_its_outcome_arrives_in_the_windows_thread(bridge, qtbot) -> None:
    threads: list[threading.Thread] = []

    bridge.run(
        "q",
        lambda _task: threading.current_thread(),
        done=lambda worker: threads.extend([worker, threading.current_thread()]),
    )
    qtbot.waitUntil(lambda: len(threads) == 2)

    assert threads[0] is not threads[1]
    assert threads[1] is threading.main_thread()


def test_a_problem_goes_to_who_asked_for_it(bridge, qtbot) -> None:
    told: list[Problem] = []

    bridge.run("q", _raise(Broken()), failed=told.append)
    qtbot.waitUntil(lambda: bool(told))

    assert isinstance(told[0], Broken)


def test_a_problem_nobody_asked_for_is_told_by_the_signal(bridge, qtbot) -> None:
    with qtbot.waitSignal(bridge.failed) as told:
        bridge.run("q", _raise(Broken()))

    assert isinstance(told.args[0], Broken)


def test_a_bug_is_told_and_ends_the_waiting(bridge, qtbot) -> None:
    ended: list[bool] = []

    with qtbot.waitSignal(bridge.broke) as told:
        bridge.run("q", _raise(ZeroDivisionError()), stopped=lambda: ended.append(True))
    qtbot.waitUntil(lambda: bool(ended))

    assert isinstance(told.args[0], ZeroDivisionError)


def test_stopped_work_is_neither_done_nor_failed(bridge, qtbot) -> None:
    outcome: list[str] = []
    begun = threading.Event()

    def work(task: Task) -> None:
        begun.set()
        while True:
            task.check()

    job = bridge.run(
        "q",
        work,
        done=lambda _: outcome.append("done"),
        failed=lambda _: outcome.append("failed"),
        stopped=lambda: outcome.append("stopped"),
    )
    begun.wait()
    job.task.cancel()
    qtbot.waitUntil(lambda: bool(outcome))

    assert outcome == ["stopped"]


def test_a_flood_of_reports_becomes_few_and_ends_with_the_last(bridge, qtbot) -> None:
    heard: list[int] = []

    def work(task: Task) -> None:
        for number in range(20_000):
            task.report(Progress(Stage.READING, done=number))

    with qtbot.waitCallback() as done:
        bridge.run("q", work, done=done, progressed=lambda report: heard.append(report.done))

    assert heard[-1] == 19_999
    assert len(heard) < 5_000


def test_a_closed_bridge_calls_nobody(bridge, qtbot) -> None:
    heard: list[int] = []
    go = threading.Event()

    bridge.run("q", lambda _task: go.wait(), done=lambda _: heard.append(1))
    bridge.close()
    go.set()
    qtbot.wait(50)

    assert heard == []


def _raise(error: Exception):
    def work(_task: Task) -> None:
        raise error

    return work
