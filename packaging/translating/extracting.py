"""Takes every sentence that is marked for translation out of the code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract

from translating.catalogues import empty

MARKS: dict[str, tuple[int, ...] | None] = {"_": None, "ngettext": (1, 2), "counted": (1, 2)}
"""The functions that translate, with the places of their sentences; None is the first."""

NOTE = "Translators:"
"""How a comment begins that is meant for whoever translates the sentence below it."""


def template(root: Path) -> Catalog:
    """All sentences of the modules under `root`, which is where their paths begin."""
    found = empty("# Sentences of Holdfast. Written by `dev.py translate`; do not edit.")
    for file in _modules(root):
        with file.open("rb") as opened:
            for line, message, notes, _ in extract("python", opened, MARKS, [NOTE]):
                place = (file.relative_to(root).as_posix(), line)
                found.add(message, locations=[place], auto_comments=notes)
    for entry in found:
        # A per cent sign in a sentence is no placeholder; ours are in braces.
        entry.flags.discard("python-format")
    return found


def unreadable(root: Path) -> list[str]:
    """Places that ask for the translation of what is not written there as plain text."""
    return [
        f"{file.relative_to(root).as_posix()}:{call.lineno}: not a plain sentence"
        for file in _modules(root)
        for call in _calls(file)
        if not all(isinstance(text, ast.Constant) for text in _texts(call))
    ]


def _modules(root: Path) -> Iterator[Path]:
    return iter(sorted(root.rglob("*.py")))


def _calls(file: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            yield node


def _texts(call: ast.Call) -> list[ast.expr]:
    assert isinstance(call.func, ast.Name)  # noqa: S101 - `_calls` yields no others
    return call.args[: len(MARKS[call.func.id] or (1,))]
