"""Makes `.venv` from the committed lock and knows when it is still good."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from devtools import machine
from devtools.tell import Lacking, tell

ROOT = Path(__file__).resolve().parent.parent.parent
LOCK = ROOT / "packaging" / "requirements.lock"
_FOLDER = ROOT / ".venv"
_STAMP = _FOLDER / "holdfast-stamp"
_WINDOWS = os.name == "nt"
_PROGRAMS = _FOLDER / ("Scripts" if _WINDOWS else "bin")
PYTHON = _PROGRAMS / ("python.exe" if _WINDOWS else "python")


def ensure() -> None:
    """Make `.venv` ready, or return at once when nothing changed since the last time."""
    wanted = _fingerprint()
    if PYTHON.exists() and _STAMP.exists() and _STAMP.read_text("ascii") == wanted:
        return
    tell("Setting up .venv from packaging/requirements.lock (once; about half a minute) …")
    _create()
    # One file is checked against its hashes; the second step installs this tree alone.
    _pip("install", "--require-hashes", "--no-deps", "--requirement", str(LOCK))
    _pip("install", "--no-build-isolation", "--no-deps", "--editable", str(ROOT))
    _STAMP.write_text(wanted, "ascii")


def run(*command: str, **variables: str) -> int:
    """Run a program of `.venv` (or `python …`) with extra environment; return its status."""
    path = os.pathsep.join((str(_PROGRAMS), os.environ.get("PATH", "")))
    environment = {**os.environ, "PATH": path, "VIRTUAL_ENV": str(_FOLDER), **variables}
    program = PYTHON if command[0] == "python" else _PROGRAMS / command[0]
    return subprocess.run([str(program), *command[1:]], env=environment, check=False).returncode


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for part in (LOCK.read_bytes(), (ROOT / "pyproject.toml").read_bytes()):
        digest.update(hashlib.sha256(part).digest())
    digest.update(f"{sys.version} {ROOT}".encode())
    return digest.hexdigest()


def _create() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        machine.install([f"python3.{sys.version_info.minor}-venv"], "to make .venv")
    # A half-made or foreign .venv is replaced, never repaired.
    command = [sys.executable, "-m", "venv", "--clear", str(_FOLDER)]
    if subprocess.run(command, check=False).returncode:
        raise Lacking(f"{sys.executable} could not make {_FOLDER}.")


def _pip(*arguments: str) -> None:
    quiet = ("-qq", "--disable-pip-version-check", "--no-input")
    if run("python", "-m", "pip", *quiet, *arguments):
        raise Lacking(f"pip {arguments[0]} failed; its own words are above.")
