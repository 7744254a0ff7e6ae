"""A person at a real terminal: questions, hidden passwords, bars, Ctrl+C."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time

import pytest

from holdfast.phones.virtual.store import replace_sample

pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")

PATIENCE = 60


class Person:
    """Runs the program in a pseudo-terminal, reads what it shows and types."""

    def __init__(self, home, *words):
        self._ours, theirs = pty.openpty()
        clean = {k: v for k, v in os.environ.items() if not k.startswith("HOLDFAST_")}
        clean |= {"HOME": str(home), "HOLDFAST_LANGUAGE": "en", "TERM": "xterm"}
        for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
            clean.pop(name, None)
        command = [sys.executable, "-m", "holdfast", *(str(word) for word in words)]
        self._process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=clean, start_new_session=True
        )
        os.close(theirs)
        self.seen = ""

    def sees(self, text):
        """Wait until `text` is on the screen."""
        end = time.monotonic() + PATIENCE
        while text not in self.seen and self._read(end - time.monotonic()):
            pass
        assert text in self.seen, self.seen

    def types(self, line):
        os.write(self._ours, line.encode() + b"\r")

    def leaves(self):
        """Wait for the end; returns the exit status."""
        end = time.monotonic() + PATIENCE
        while self._read(end - time.monotonic()):
            pass
        os.close(self._ours)
        return self._process.wait(PATIENCE)

    def _read(self, patience):
        if not select.select([self._ours], [], [], max(0, patience))[0]:
            return False
        try:
            data = os.read(self._ours, 65536)
        except OSError:  # Linux says so when the other end is closed
            return False
        self.seen += data.decode(errors="replace")
        return bool(data)


@pytest.fixture
def phone(with_vault):
    phone = with_vault.phone()
    assert with_vault("backup", "--sample", phone).status == 0
    replace_sample(phone)
    return phone


def restoring(terminal, phone):
    common = ("--vault", terminal.vault, "--password-file", terminal.password_file)
    return Person(
        terminal.folder, *common, "restore", "latest", "--sample", phone, "--kind", "notes"
    )


def test_yes_puts_back(with_vault, phone):
    person = restoring(with_vault, phone)
    person.sees("Add 4 notes?")
    person.types("y")

    assert person.leaves() == 0
    assert "4 of 4 notes confirmed." in person.seen
    assert len(list((phone / "notes").glob("*.vnt"))) == 4


def test_anything_else_changes_nothing(with_vault, phone):
    person = restoring(with_vault, phone)
    person.sees("Add 4 notes?")
    person.types("")

    assert person.leaves() == 1
    assert "Nothing was changed." in person.seen
    assert not list((phone / "notes").glob("*.vnt"))


def test_a_password_is_asked_for_and_not_shown(with_vault, phone):
    person = Person(with_vault.folder, "vault", "open", with_vault.vault)
    person.sees("Password of")
    person.types("correct horse")

    assert person.leaves() == 0
    assert "it holds 1 backup." in person.seen
    assert "correct horse" not in person.seen


def test_a_reader_that_goes_away_is_no_bug(with_vault, phone):
    reading, writing = os.pipe()
    os.close(reading)
    common = ("--vault", with_vault.vault, "--password-file", with_vault.password_file)
    for words in (("history",), ("history", "--json"), ("--help",)):
        done = subprocess.run(
            [sys.executable, "-m", "holdfast", *common, *words],
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"HOME": str(with_vault.folder), "PYTHONUNBUFFERED": ""},
            check=False,
        )
        assert (done.returncode, done.stderr) == (1, "")
    os.close(writing)


def test_every_third_rehearsal_asks_for_the_recovery_sheet(tmp_path):
    (tmp_path / "password").write_text("correct horse\n")
    vault = ("--vault", tmp_path / "vault", "--password-file", tmp_path / "password")
    sample = ("--sample", tmp_path / "phone")
    lines = (
        ("sample", "create", tmp_path / "phone"),
        ("vault", "create"),
        (*sample, "backup"),
        ("rehearse",),
        ("rehearse",),
    )
    for words in lines:
        person = Person(tmp_path, *vault, *words)
        assert person.leaves() == 0, person.seen
        assert "recovery sheet, as on a new computer" not in person.seen
    person = Person(tmp_path, *vault, "rehearse")
    person.sees("recovery sheet, as on a new computer")
    person.types("Password: correct horse")
    person.types("")
    person.sees("All 8 parts came back")
    assert person.leaves() == 0
