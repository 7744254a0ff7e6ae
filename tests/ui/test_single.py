from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket

from holdfast.ui.single import Single, Start, pack, server_name, unpack

SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from holdfast.ui.single import Single, Start

app = QCoreApplication([])
first = Single(sys.argv[1]).claim(Start(vault=Path("my vault"), samples=(Path("phone"),)))
print("first" if first else "second")
"""
CRASHING = """
import os, sys
from PySide6.QtCore import QCoreApplication
from holdfast.ui.single import Single, Start

app = QCoreApplication([])
assert Single(sys.argv[1]).claim(Start())
os._exit(1)
"""


@pytest.fixture
def name(tmp_path: Path) -> str:
    return server_name(tmp_path)


@pytest.fixture
def first(name: str, qtbot) -> Iterator[Single]:
    made = Single(name)
    assert made.claim(Start())
    yield made
    made.close()


def run(code: str, name: str, folder: Path) -> subprocess.Popen:
    words = [sys.executable, "-c", code, name]
    return subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE, text=True)


def test_a_second_start_hands_over_and_ends(first, name, tmp_path, qtbot) -> None:
    with qtbot.waitSignal(first.again, timeout=30_000) as told:
        second = run(SECOND, name, tmp_path)
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=30_000)

    assert second.communicate()[0].strip() == "second"
    assert told.args == [Start(vault=tmp_path / "my vault", samples=(tmp_path / "phone",))]


def test_what_a_crash_left_behind_is_taken_over(name, tmp_path, qtbot) -> None:
    with run(CRASHING, name, tmp_path) as crashed:
        crashed.communicate(timeout=60)
    after = Single(name)

    assert crashed.returncode == 1
    assert after.claim(Start())

    with qtbot.waitSignal(after.again, timeout=30_000):
        second = run(SECOND, name, tmp_path)
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=30_000)
    assert second.communicate()[0].strip() == "second"
    after.close()


def test_another_start_is_the_first_once_the_first_has_ended(first, name, qtbot) -> None:
    first.close()
    after = Single(name)

    assert after.claim(Start())
    after.close()


def test_each_person_and_each_place_of_settings_has_its_own(tmp_path, monkeypatch) -> None:
    names = {server_name(tmp_path), server_name(tmp_path / "other")}
    monkeypatch.setenv("LOGNAME", "amara")
    names.add(server_name(tmp_path))

    assert len(names) == 3


@pytest.mark.parametrize("line", [b"hello\n", b"[]\n", b'{"vault": 3}\n', b"[" * 5000 + b"\n"])
def test_what_is_no_start_is_not_taken(first, name, line, qtbot) -> None:
    told = []
    first.again.connect(told.append)
    socket = QLocalSocket()
    socket.connectToServer(name)
    socket.write(line)
    qtbot.waitUntil(lambda: socket.bytesToWrite() == 0)
    qtbot.wait(20)

    assert told == []
    assert unpack(line) is None


def test_somebody_who_never_stops_talking_is_cut_off(first, name, qtbot) -> None:
    socket = QLocalSocket()
    socket.connectToServer(name)
    socket.write(b"x" * 200_000)

    gone = QLocalSocket.LocalSocketState.UnconnectedState
    qtbot.waitUntil(lambda: socket.state() == gone, timeout=10_000)


def test_paths_are_made_absolute_for_the_other_may_stand_elsewhere(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    start = Start(Path("vault"), Path("word"), (Path("one"), Path("/two")))

    there = Start(tmp_path / "vault", tmp_path / "word", (tmp_path / "one", Path("/two")))
    assert unpack(pack(start)) == there
