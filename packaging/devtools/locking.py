"""Writes packaging/requirements.lock: every version with its hashes, for all systems at once."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from devtools import machine
from devtools.environment import LOCK, ROOT

_HEADER = "# Written by `python3 packaging/dev.py lock` from pyproject.toml; do not edit.\n"
_OPTIONS = (
    "--group=dev",
    "--universal",
    "--generate-hashes",
    "--python-version=3.11",
    "--no-config",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--quiet",
)


def write(*, upgrade: bool) -> int:
    """Resolve pyproject.toml with its dev group; keep the versions locked now unless `upgrade`."""
    machine.need_venv()
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "requirements.lock")
        if LOCK.exists() and not upgrade:
            output.write_bytes(LOCK.read_bytes())
        command = [*_resolver(Path(folder)), *_OPTIONS, f"--output-file={output}"]
        status = subprocess.run(command, cwd=ROOT, check=False).returncode
        if status == 0:
            LOCK.write_text(_HEADER + output.read_text("utf-8"), "utf-8")
    return status


def _resolver(folder: Path) -> list[str]:
    """Install uv into a throwaway environment, since no lock can hold what writes it."""
    venv.create(folder / "uv", with_pip=True)
    programs = folder / "uv" / ("Scripts" if sys.platform == "win32" else "bin")
    command = [str(programs / "python"), "-m", "pip", "install", "-qq", "uv"]
    subprocess.run(command, check=True)
    return [str(programs / "uv"), "pip", "compile", "pyproject.toml"]
