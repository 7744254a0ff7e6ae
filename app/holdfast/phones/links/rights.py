"""Whether this user may open USB devices on Linux, and whether our udev rule is in place."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from enum import StrEnum
from importlib.resources import files
from pathlib import Path

from holdfast.phones.links.descriptors import Port
from holdfast.phones.links.occupants import System

RULE = "70-holdfast.rules"

_OURS = re.compile(r"(\d+)-holdfast\.rules")
_SEAT = 73
"""The number of the file in which systemd hands out what the tag "uaccess" asks for."""


class Rule(StrEnum):
    """What became of our udev rule on this computer."""

    CURRENT = "current"
    OTHER = "other"  # of another version, or edited by its owner
    TOO_LATE = "too late"  # sorted behind the file that acts on it
    MISSING = "missing"


def rule_text() -> str:
    """Return the rule as it comes with Holdfast."""
    return (files("holdfast.resources") / "linux" / RULE).read_text("utf-8")


def installed(system: System) -> tuple[Rule, Path | None]:
    """Return what became of the rule, and where it lies.

    A file hides those of the same name in folders that come later (udev(7)).
    """
    found = {path.name: path for path in reversed(list(_candidates(system)))}.values()
    if not found:
        return Rule.MISSING, None
    path = min(found, key=_number)
    if _number(path) >= _SEAT:
        return Rule.TOO_LATE, path
    return (Rule.CURRENT if _says(path) == rule_text() else Rule.OTHER), path


def may_open(port: Port, system: System) -> bool | None:
    """Return whether this user may open the device; None where it has no node, as virtual ones."""
    node = node_of(port, system)
    return os.access(node, os.R_OK | os.W_OK) if node.exists() else None


def node_of(port: Port, system: System) -> Path:
    """Return the device's node."""
    return Path(system.node(port.bus, port.address))


def _candidates(system: System) -> Iterator[Path]:
    for folder in system.rules:
        yield from (path for path in sorted(folder.glob("*-holdfast.rules")) if _is_ours(path))


def _is_ours(path: Path) -> bool:
    return _OURS.fullmatch(path.name) is not None


def _number(path: Path) -> int:
    match = _OURS.fullmatch(path.name)
    return int(match[1]) if match else _SEAT


def _says(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""
