import threading

import pytest

from holdfast.actions.jobs import Jobs
from holdfast.progress import Cancelled, Progress, Stage


@pytest.fixture
def jobs():
    jobs = Jobs()
    yield jobs
    jobs.close()


def test_one_queue_works_in_the_order_it_was_asked(jobs):
    seen = []
    for number in range(20):
        last = jobs.submit("vault", lambda _, number=number: seen.append(number))
    last.future.result(5)

    assert seen == list(range(20))


def test_a_long_job_in_one_queue_never_holds_up_another(jobs):
    gate = threading.Event()
    slow = jobs.submit("vault", lambda _: gate.wait(5))

    assert jobs.submit("reading", lambda _: "answer").future.result(5) == "answer"

    gate.set()
    assert slow.future.result(5)


def test_a_cancelled_job_stops_at_its_next_report(jobs):
    started = threading.Event()

    def work(task):
        started.set()
        while True:
            task.report(Progress(Stage.READING))

    job = jobs.submit("vault", work)
    started.wait(5)
    job.task.cancel()

    with pytest.raises(Cancelled):
        job.future.result(5)


def test_progress_reaches_the_listener(jobs):
    heard = []
    work = [Progress(Stage.READING, "contacts", done, 3) for done in range(3)]

    jobs.submit("vault", lambda t: [t.report(p) for p in work], heard.append).future.result(5)

    assert heard == work


def test_closing_stops_what_runs_and_drops_what_waits(jobs):
    started, ran = threading.Event(), []

    def endless(task):
        started.set()
        while True:
            task.check()

    running = jobs.submit("vault", endless)
    waiting = jobs.submit("vault", lambda _: ran.append(1))
    started.wait(5)
    jobs.close()

    assert isinstance(running.future.exception(5), Cancelled)
    assert waiting.future.cancelled()
    assert ran == []


def test_a_listener_that_fails_does_not_end_the_work(jobs):
    heard = []

    def listen(progress):
        heard.append(progress.done)
        raise RuntimeError("the window is gone")

    def work(task):
        for done in range(3):
            task.report(Progress(Stage.READING, "contacts", done, 3))
        return "kept"

    assert jobs.submit("vault", work, listen).future.result(5) == "kept"
    assert heard == [0]


def test_what_a_listener_asks_to_stop_stops(jobs):
    def work(task):
        while True:
            task.report(Progress(Stage.READING))

    def listen(_):
        raise Cancelled

    with pytest.raises(Cancelled):
        jobs.submit("vault", work, listen).future.result(5)


def test_nothing_runs_that_is_handed_in_after_closing(jobs):
    jobs.close()
    ran = []

    late = jobs.submit("vault", lambda _: ran.append(1))

    assert late.future.cancelled()
    assert ran == []
