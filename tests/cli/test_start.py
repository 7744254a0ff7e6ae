"""The front door: a window without the verbs, and the verbs for all else."""

from __future__ import annotations

import subprocess
import sys

import pytest

from holdfast.cli.common import Common
from holdfast.cli.start import run
from holdfast.vault.repository.problems import VaultMissing
from tests.actions.conftest import make_desk

_LEAN = """
import sys
import holdfast.__main__
from holdfast.cli.start import run
class Desk:
    def close(self): print("closed")
def window(desk, common):
    print(sorted({"typer", "rich", "keyring", "holdfast.cli.main"} & set(sys.modules)))
    return 0
sys.exit(run([], Desk, window))
"""


@pytest.fixture(autouse=True)
def _there_is_a_display(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")


def opened(tmp_path, arguments, answer):
    """What a start with `arguments` ends with, whose window does `answer`."""
    seen = []

    def window(_desk, common):
        seen.append(common)
        return answer()

    status = run(arguments, lambda: make_desk(tmp_path), window, reports=tmp_path / "reports")
    return status, seen


def test_a_window_opens_without_loading_the_verbs():
    done = subprocess.run([sys.executable, "-c", _LEAN], check=True, capture_output=True, text=True)

    assert done.stdout.splitlines() == ["[]", "closed"]


@pytest.mark.parametrize(("arguments", "background"), [([], False), (["--background"], True)])
def test_what_a_window_ends_with_the_program_ends_with(tmp_path, arguments, background):
    assert opened(tmp_path, arguments, lambda: 7) == (7, [Common(background=background)])


def test_options_reach_the_window_through_the_verbs(tmp_path):
    status, [common] = opened(tmp_path, ["--vault", str(tmp_path / "vault")], lambda: 0)

    assert status == 0
    assert common.vault == tmp_path / "vault"


def test_a_problem_before_the_window_is_one_sentence(tmp_path, capsys):
    def answer():
        raise VaultMissing("/away")

    status, _ = opened(tmp_path, [], answer)

    said = capsys.readouterr().err
    assert status == 2
    assert "/away" in said
    assert said.count("\n") == 1


def test_a_bug_in_the_window_is_reported_and_closes_the_desk(tmp_path, capsys, monkeypatch):
    closed = []
    monkeypatch.setattr("holdfast.actions.desk.Desk.close", lambda _desk: closed.append(True))

    def answer():
        raise ValueError("inside")

    status, _ = opened(tmp_path, [], answer)
    (report,) = (tmp_path / "reports").iterdir()

    assert status == 3
    assert closed
    assert str(report) in capsys.readouterr().err
    assert "ValueError: inside" in report.read_text()


def test_an_interrupt_is_no_bug(tmp_path, capsys):
    def answer():
        raise KeyboardInterrupt

    status, _ = opened(tmp_path, [], answer)

    assert status == 1
    assert "inside Holdfast" not in capsys.readouterr().err


def test_without_a_display_the_window_says_so(tmp_path, capsys, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")

    status, seen = opened(tmp_path, [], lambda: 0)

    assert (status, seen) == (2, [])
    assert "display" in capsys.readouterr().err
