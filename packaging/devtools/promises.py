"""Holds the README to what it promises: its commands exist, and what it links to is there."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container, Iterator

from devtools import environment
from devtools.environment import ROOT

_FENCED = re.compile(r"^```\w*\n(.*?)^```", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\((?!\w+:|#)([^)\s]+)\)")
_DEV = re.compile(r"packaging/dev\.py (\w+)")
_HOLDFAST = re.compile(r"^(?:\$ )?holdfast ([a-z][a-z-]*)", re.MULTILINE)
_ROOM = re.compile(r"^  (\w+)/ ", re.MULTILINE)


def broken(verbs: Container[str]) -> list[str]:
    """Return a sentence for each promise that does not hold; `verbs` are those of dev.py."""
    readme = (ROOT / "README.md").read_text("utf-8")
    code = "\n".join(_FENCED.findall(readme))
    return [*_dead_links(readme), *_unknown_verbs(code, verbs), *_wrong_rooms(code), *_no_news()]


def _dead_links(readme: str) -> Iterator[str]:
    for target in _LINK.findall(readme):
        if not (ROOT / target).exists():
            yield f"{target} is not there"


def _unknown_verbs(code: str, verbs: Container[str]) -> Iterator[str]:
    for name in sorted(set(_DEV.findall(code))):
        if name not in verbs:
            yield f"dev.py has no verb {name}"
    for name in sorted(set(_HOLDFAST.findall(code))):
        if not environment.succeeds("python", "-m", "holdfast", name, "--help"):
            yield f"holdfast has no verb {name}"


def _wrong_rooms(code: str) -> Iterator[str]:
    app = ROOT / "app" / "holdfast"
    real = {path.parent.name for path in app.glob("*/__init__.py")}
    shown = set(_ROOM.findall(code))
    if real != shown:
        yield f"the map of rooms differs from app/holdfast in {sorted(real ^ shown)}"


def _no_news() -> Iterator[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    news = (ROOT / "CHANGELOG.md").read_text("utf-8")
    if f"## [{project['version']}]" not in news:
        yield f"CHANGELOG.md says nothing on {project['version']}"
