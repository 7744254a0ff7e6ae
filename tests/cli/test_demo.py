from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from functools import partial

import pytest

from holdfast.cli import demo
from holdfast.cli.common import command
from holdfast.phones.virtual.store import create_sample

STEPS = (
    "vault",
    "plugged-in",
    "first-backup",
    "edited",
    "second-backup",
    "emptied",
    "loss",
    "replaced",
    "put-back",
    "again",
    "checked",
)


class Taker:
    """Notes which steps it was shown."""

    def __init__(self, folder):
        self.folder = folder
        self.steps = []

    def take(self, step, desk, vault):
        self.steps.append((step, vault.history.timeline() is not None, desk.look().present))


@pytest.fixture
def small_phone(monkeypatch):
    """The demo's phone with a few items of each kind only, where its story is not the point."""
    monkeypatch.setattr(demo, "create_sample", partial(create_sample, small=True))


@pytest.fixture
def told(terminal):
    takers = []

    def make(folder):
        takers.append(Taker(folder))
        return takers[0]

    terminal.pictures = make
    folder = terminal.folder / "demo"
    said = terminal.bare("demo", "--folder", folder, "--pictures", terminal.folder / "pictures")
    return said, folder, takers[0]


def test_the_demo_tells_the_whole_story(told, terminal):
    said, _folder, taker = told

    assert said.status == 0, said.err
    ticks = [line for line in said.lines if line.startswith("✓")]
    with_restic = shutil.which("restic") is not None
    assert len(ticks) == len(STEPS) + with_restic
    assert [step for step, *_ in taker.steps] == [*STEPS, *["restic"] * with_restic]
    assert taker.folder.name == "pictures"
    assert "201 contacts" in said.out
    found = re.search(r"(\d+) of (\d+) items confirmed", said.out)
    assert found is not None
    assert found[1] == found[2]

    _opens_as_it_says(said, terminal.folder)


def _opens_as_it_says(said, home):
    words = shlex.split(said.lines[-1])
    assert {"--vault", "--password-file", "--sample"} <= set(words)
    ran = subprocess.run(
        [*words, "history"],
        check=False,
        text=True,
        capture_output=True,
        env=os.environ | {"HOME": str(home)},
        cwd=home,
    )

    assert (ran.returncode, ran.stderr) == (0, "")
    assert "loss alarm" in ran.stdout


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"HOLDFAST_COMMAND": "python3 door.py run", "PATH": "/bin"}, "python3 door.py run"),
        ({"PATH": "/nowhere"}, f"{shlex.quote(sys.executable)} -m holdfast"),
    ],
)
def test_holdfast_is_started_again_as_it_was_started(environment, said):
    assert command(environment) == said


def test_a_holdfast_on_the_path_is_called_by_its_name(tmp_path):
    program = tmp_path / "holdfast"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)

    assert command({"PATH": str(tmp_path)}) == "holdfast"


def test_a_step_that_goes_wrong_fails_the_demo(terminal, small_phone, monkeypatch):
    monkeypatch.setattr(demo, "wipe_sample", lambda _folder: None)
    said = terminal.bare("demo", "--folder", terminal.folder / "demo")

    assert said.status == 1
    assert said.err == "✗ The loss guard kept silent. The demo ends here.\n"
    assert "Put back" not in said.out


def test_the_demo_takes_no_folder_with_things_in_it(terminal):
    said = terminal.bare("demo", "--folder", terminal.folder)

    assert said.status == 2
    assert "is not empty" in said.err


def test_without_restic_the_demo_says_so(terminal, small_phone, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _name, path=None: None)
    said = terminal.bare("demo", "--folder", terminal.folder / "demo")

    assert said.status == 0
    assert "· restic is not installed here, so it could not check the vault, too." in said.lines
