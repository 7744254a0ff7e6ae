"""Makes `.venv` from the committed lock and knows when it is still good."""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
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
    maker, contents = _maker(), _contents()
    if PYTHON.exists() and _stamp() == [maker, contents]:
        return
    machine.need_venv()
    tell("Setting up .venv from packaging/requirements.lock (once; about half a minute) …")
    if not PYTHON.exists() or _stamp()[:1] != [maker]:
        _create()
    # One file is checked against its hashes; the second step installs this tree alone.
    _pip("install", "--require-hashes", "--no-deps", "--requirement", str(LOCK))
    _pip("install", "--no-build-isolation", "--no-deps", "--editable", str(ROOT))
    _STAMP.write_text(f"{maker}\n{contents}\n", "utf-8")


def run(*command: str, **variables: str) -> int:
    """Run a program of `.venv` on this tree with extra environment; return its status."""
    done = subprocess.run(_located(command), env=_surroundings(variables), cwd=ROOT, check=False)
    return done.returncode


def holdfast(*arguments: str) -> int:
    """Run Holdfast where the person stands, as they name files from there; return its status."""
    # Not as a module: a folder called holdfast may lie here, such as this tree's own.
    surroundings = _surroundings({"HOLDFAST_COMMAND": _as_typed("run")})
    return subprocess.run(
        _located(("holdfast", *arguments)), env=surroundings, check=False
    ).returncode


def succeeds(*command: str) -> bool:
    """Run a program of `.venv` out of sight; tell whether it ended well."""
    done = subprocess.run(
        _located(command), env=_surroundings({}), cwd=ROOT, check=False, capture_output=True
    )
    return done.returncode == 0


def _as_typed(verb: str) -> str:
    """The words that bring a person here again: `python3 packaging/dev.py` and the verb."""
    names = [name for name in ("python3", "python") if _is_this_python(shutil.which(name))]
    return shlex.join([*(names or [sys.executable])[:1], sys.argv[0], verb])


def _is_this_python(program: str | None) -> bool:
    return program is not None and Path(program).samefile(sys.executable)


def _located(command: tuple[str, ...]) -> list[str]:
    program = PYTHON if command[0] == "python" else _PROGRAMS / command[0]
    return [str(program), *command[1:]]


def _surroundings(variables: Mapping[str, str]) -> dict[str, str]:
    path = os.pathsep.join((str(_PROGRAMS), os.environ.get("PATH", "")))
    return {**os.environ, "PATH": path, "VIRTUAL_ENV": str(_FOLDER), **variables}


def _stamp() -> list[str]:
    return _STAMP.read_text("utf-8").splitlines() if _STAMP.exists() else []


def _maker() -> str:
    """Name the Python and the place that `.venv` was made with; it works with no other."""
    return f"{sys.version} {ROOT}".replace("\n", " ")


def _contents() -> str:
    """Name what was installed: the lock, and the packages and entry points of this tree."""
    parts = (LOCK.read_bytes(), (ROOT / "pyproject.toml").read_bytes())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _create() -> None:
    # What another Python or another place made is replaced, never repaired.
    command = [sys.executable, "-m", "venv", "--clear", str(_FOLDER)]
    if subprocess.run(command, check=False).returncode:
        raise Lacking(f"{sys.executable} could not make {_FOLDER}.")


def _pip(*arguments: str) -> None:
    quiet = ("-qq", "--disable-pip-version-check", "--no-input")
    if run("python", "-m", "pip", *quiet, *arguments):
        raise Lacking(f"pip {arguments[0]} failed; its own words are above.")
