"""Brings ical.js, the third reader of calendars that tests compare with, where npm is at hand."""

from __future__ import annotations

import shutil
import subprocess

from devtools.environment import ROOT
from devtools.tell import tell

_ICALJS = "ical.js@2.2.1"
_FOLDER = ROOT / ".venv" / "npm"


def icaljs() -> str:
    """Name the folder that holds ical.js; empty, and said so, where it cannot be brought here."""
    if (_FOLDER / "node_modules" / "ical.js").exists():
        return str(_FOLDER)
    npm = shutil.which("npm")
    if npm is None:
        tell("No npm here: calendars are not compared with ical.js, and the run says so.")
        return ""
    # It has no dependencies and needs no script of its own to be run.
    command = [npm, "install", "--silent", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run([*command, f"--prefix={_FOLDER}", _ICALJS], check=False)
    if done.returncode:
        tell("ical.js could not be brought here: calendars are not compared with it.")
        return ""
    return str(_FOLDER)
