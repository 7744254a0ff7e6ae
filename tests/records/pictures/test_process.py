"""The worker as a process: bounded, bare, killed when it hangs, and never left behind."""

from __future__ import annotations

import math
import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from holdfast.records.pictures import messages, process
from holdfast.records.pictures.process import bare_environment, worker_command
from holdfast.records.pictures.thumbnails import PictureRefused, Refusal, ThumbnailWorker
from tests.records.pictures.making import four_corners, movie, picture, refusal

SERVE = "from holdfast.records.pictures.worker import main; main()"
LINUX = sys.platform == "linux"


def dummy(code):
    return (sys.executable, "-c", code)


def ready(code):
    """A worker that says it is ready and then does `code`."""
    return dummy(
        f"import os, sys, time, signal\nos.write(1, {messages.READY!r})\n"
        f"os.read(0, {messages.QUESTION.size + 1})\n{code}"
    )


@pytest.fixture
def started():
    """Makes workers and ends them."""
    made = []

    def start(**options):
        made.append(ThumbnailWorker(**options))
        return made[-1]

    yield start
    for worker in made:
        worker.close()


def pid(worker):
    return worker._process.pid


def gone(number):
    """Whether no process has the number, not even one that nobody waited for."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_worker_that_hangs_is_killed_and_started_anew(started):
    worker = started(time_limit=0.3, command=ready("time.sleep(600)"))
    assert refusal(worker, b"x") is Refusal.TOO_SLOW
    assert refusal(worker, b"x" * 10_000_000) is Refusal.TOO_SLOW


def test_a_worker_that_ignores_the_asking_to_end_is_killed_all_the_same(started):
    code = "signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
    worker = started(time_limit=0.3, command=ready(code))
    assert refusal(worker, b"x") is Refusal.TOO_SLOW


@pytest.mark.parametrize(
    "death",
    [
        "os._exit(3)",
        "os.kill(os.getpid(), signal.SIGSEGV)",
        "os.kill(os.getpid(), signal.SIGKILL)",
        "import ctypes; ctypes.string_at(0)",
        "raise MemoryError",
    ],
)
def test_a_worker_that_dies_costs_one_picture(started, tmp_path, death):
    once = tmp_path / "died"
    code = (
        f"import os, signal\nfrom holdfast.records.pictures import scaling, worker\n"
        f"shrink = scaling.shrink\n"
        f"def dying(data, edge):\n"
        f"    if os.path.exists({str(once)!r}): return shrink(data, edge)\n"
        f"    os.mkdir({str(once)!r}); {death}\n"
        f"scaling.shrink = dying\nworker.main()"
    )
    worker = started(command=dummy(code))
    assert refusal(worker, picture()) is Refusal.DAMAGED
    assert worker.thumbnail(picture(), 100).width == 100


@pytest.mark.skipif(os.name != "posix", reason="this system has no limit on processor time")
def test_processor_time_is_limited_per_picture_and_not_for_all(started):
    code = (
        "from holdfast.records.pictures import limits, scaling, worker\n"
        "allow, shrink = limits.allow_cpu, scaling.shrink\n"
        "limits.allow_cpu = lambda: allow(1)\n"
        "def busy(data, edge):\n"
        "    while edge == 77: pass\n"
        "    end = __import__('time').process_time() + 0.4\n"
        "    while __import__('time').process_time() < end: pass\n"
        "    return shrink(data, edge)\n"
        "scaling.shrink = busy\nworker.main()"
    )
    worker = started(command=dummy(code))
    for _ in range(4):
        assert worker.thumbnail(picture(), 50).width == 50
    assert refusal(worker, picture(), 77) is Refusal.TOO_SLOW


@pytest.mark.parametrize(
    "command",
    [
        ("/there/is/no/such/program",),
        dummy("import sys; sys.exit(1)"),
        dummy("print('Fatal Python error: nothing works')"),
    ],
)
def test_a_worker_that_does_not_come_up_is_told_from_a_bad_picture(started, command):
    assert refusal(started(command=command), picture()) is Refusal.NO_WORKER


def test_a_worker_that_never_gets_ready_is_given_up(started, monkeypatch):
    monkeypatch.setattr(process, "START_LIMIT", 0.3)
    worker = started(command=dummy("import time; time.sleep(600)"))
    assert refusal(worker, picture()) is Refusal.NO_WORKER


def head(
    status=messages.MADE,
    whole=1,
    sizes=(1, 1, 1, 1),
    seconds=math.nan,
    place=(math.nan, math.nan),
    date=0,
    camera=0,
    image=1,
):
    return messages.HEAD.pack(status, whole, *sizes, seconds, *place, date, camera, image)


@pytest.mark.parametrize(
    "answer",
    [
        head(image=0xFFFFFFFF) + b"!",
        head(image=0),
        head(date=3) + b"xyz!",
        head(date=1) + b"\xff!",
        head(date=40) + b"9999-99-99T99:99:99".ljust(40) + b"!",
        head(camera=1) + b"\xff!",
        head(status=99) + b"!",
        head(sizes=(9999, 1, 1, 1)) + b"!",
        head(seconds=-1.0) + b"!",
        head(seconds=math.inf) + b"!",
        b"short",
        b"",
    ],
)
def test_a_worker_taken_over_by_a_picture_is_not_believed(started, answer):
    worker = started(command=ready(f"os.write(1, {answer!r}); os.close(1); time.sleep(600)"))
    assert refusal(worker, b"x") is Refusal.DAMAGED


@pytest.mark.skipif(not LINUX, reason="address space cannot be limited here")
def test_memory_is_limited():
    code = (
        "from holdfast.records.pictures.limits import confine; confine()\n"
        "try:\n    bytearray(4 << 30)\nexcept MemoryError:\n    print('limited')"
    )
    done = subprocess.run(dummy(code), capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "limited"


@pytest.mark.skipif(not LINUX, reason="the limits are read from /proc")
def test_the_running_worker_is_confined(started):
    worker = started()
    worker.facts(picture())
    lines = Path(f"/proc/{pid(worker)}/limits").read_text(encoding="ascii").splitlines()
    rows = {line[:25].strip(): line[25:].split()[:2] for line in lines}
    assert rows["Max address space"][0] == str(1536 * 1024 * 1024)
    assert rows["Max core file size"] == ["0", "0"]
    assert rows["Max file size"] == ["0", "0"]
    assert int(rows["Max open files"][0]) <= 64
    assert int(rows["Max cpu time"][0]) < 60


@pytest.mark.skipif(not LINUX, reason="open files are listed in /proc")
def test_the_worker_has_no_open_file_but_its_pipes(started, tmp_path):
    with (tmp_path / "vault.key").open("wb") as secret, socket.socket() as line:
        for inherited in (secret.fileno(), line.fileno()):
            os.set_inheritable(inherited, True)
        worker = started()
        worker.facts(picture())
        links = Path(f"/proc/{pid(worker)}/fd").iterdir()
        targets = [str(link.readlink()) for link in links]
    kinds = {target.split(":")[0] for target in targets}
    assert kinds <= {"pipe", os.devnull}, targets


@pytest.mark.skipif(not LINUX, reason="the environment is read from /proc")
def test_the_worker_gets_no_secret_from_the_environment(started, monkeypatch):
    monkeypatch.setenv("HOLDFAST_PASSWORD_FILE", "/secret")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/run/keyring")
    worker = started()
    worker.facts(picture())
    seen = Path(f"/proc/{pid(worker)}/environ").read_bytes().lower()
    assert b"secret" not in seen
    assert b"dbus" not in seen


def test_what_an_interpreter_needs_is_passed_on():
    full = {"PATH": "/bin", "SystemRoot": "C:\\Windows", "_PYI_ARCHIVE_FILE": "x", "TOKEN": "y"}
    assert bare_environment(full) == {
        "PATH": "/bin",
        "SystemRoot": "C:\\Windows",
        "_PYI_ARCHIVE_FILE": "x",
        "MALLOC_ARENA_MAX": "2",
    }


@pytest.mark.skipif(not LINUX, reason="only Linux lets a process part from the network")
def test_the_worker_leaves_the_network_where_the_kernel_allows_it():
    with socket.create_server(("127.0.0.1", 0)) as server:
        code = (
            "import socket\nfrom holdfast.records.pictures.limits import leave_network\n"
            "left = leave_network()\n"
            f"try:\n    socket.create_connection({server.getsockname()!r}, 5); print(left, True)\n"
            "except OSError:\n    print(left, False)"
        )
        done = subprocess.run(dummy(code), capture_output=True, text=True, check=True)
    assert done.stdout.split() in (["True", "False"], ["False", "True"])


@pytest.mark.skipif(not LINUX, reason="threads are counted in /proc")
def test_damaged_files_leave_no_decoders_behind(started):
    worker = started()
    whole = movie([four_corners()] * 5, "webm", "libsvtav1")
    for cut in range(200, len(whole), len(whole) // 20):
        broken = whole[:cut] + bytes(40) + whole[cut + 40 :]
        with suppress(PictureRefused):
            worker.thumbnail(broken, 50)
    worker.facts(picture())
    assert len(list(Path(f"/proc/{pid(worker)}/task").iterdir())) <= 4


def test_nothing_is_left_of_a_worker_that_was_closed_killed_or_died(started):
    worker = started(time_limit=0.5)
    worker.facts(picture())
    numbers = [pid(worker)]
    worker.close()
    worker.facts(picture())
    numbers.append(pid(worker))
    worker._process._process.kill()
    while worker._process.alive:
        time.sleep(0.01)
    assert worker.thumbnail(picture(), 50).width == 50
    numbers.append(pid(worker))
    worker.close()
    assert all(gone(number) for number in numbers)
    hanging = started(time_limit=0.3, command=ready("time.sleep(600)"))
    assert refusal(hanging, b"x") is Refusal.TOO_SLOW
    assert refusal(started(command=dummy("pass")), b"x") is Refusal.NO_WORKER
    with pytest.raises(ChildProcessError):
        os.waitpid(numbers[-1], os.WNOHANG)


def test_a_closed_worker_starts_again_when_asked(started):
    worker = started()
    assert worker.thumbnail(picture(), 50).width == 50
    worker.close()
    assert worker.thumbnail(picture(), 50).width == 50


def test_a_worker_that_nobody_asks_ends_and_comes_back(started):
    worker = started(idle_limit=0.4)
    worker.facts(picture())
    number = pid(worker)
    for _ in range(4):
        time.sleep(0.15)
        worker.facts(picture())
        assert pid(worker) == number
    deadline = time.monotonic() + 10
    while not gone(number) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert gone(number)
    assert worker.thumbnail(picture(), 50).width == 50


def test_closing_does_not_wait_for_the_idle_watch(started):
    before = set(threading.enumerate())
    worker = started(idle_limit=600)
    worker.facts(picture())
    assert set(threading.enumerate()) - before
    worker.close()
    deadline = time.monotonic() + 5
    while set(threading.enumerate()) - before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert set(threading.enumerate()) - before == set()


def test_the_worker_ends_with_the_app(tmp_path):
    code = (
        "import io, os, sys\nfrom PIL import Image\n"
        "from holdfast.records.pictures.thumbnails import ThumbnailWorker\n"
        "out = io.BytesIO(); Image.new('RGB', (9, 9)).save(out, 'PNG')\n"
        "worker = ThumbnailWorker(); worker.facts(out.getvalue())\n"
        "print(worker._process.pid, flush=True); os._exit(0)"
    )
    done = subprocess.run(dummy(code), capture_output=True, text=True, check=True)
    number = int(done.stdout)
    deadline = time.monotonic() + 10
    while not gone(number) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert gone(number)


def test_what_a_library_prints_does_not_garble_the_answers(started):
    code = (
        "import os\nfrom holdfast.records.pictures import scaling, worker\n"
        "shrink = scaling.shrink\n"
        "def chatty(data, edge):\n"
        "    print('libpng warning'); os.write(1, b'x' * 999); os.write(2, b'y')\n"
        "    return shrink(data, edge)\n"
        "scaling.shrink = chatty\nworker.main()"
    )
    worker = started(command=dummy(code))
    assert worker.thumbnail(picture(), 50).width == 50


def test_no_qt_is_loaded():
    code = (
        "import sys, holdfast.records.pictures.scaling as scaling\n"
        "scaling.prepare(); print('PySide6' in sys.modules)"
    )
    done = subprocess.run(dummy(code), capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_frozen_app_starts_itself(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert worker_command() == (sys.executable, "--picture-worker")
