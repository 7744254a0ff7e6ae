"""What this computer remembers between runs: vault places, names, proven sheets, the looks.

Nothing secret is kept here; passwords go to the system keychain or nowhere.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any


class AtPlugIn(StrEnum):
    """What happens when a handset is plugged in."""

    ASK = "ask"
    BACK_UP = "back-up"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Remembered:
    """The content of the settings file; `vaults` are absolute paths, newest first.

    `mirrors` are the absolute paths of mirror folders by handset. `language` is a code such as
    "de", or "system". `calm` asks for no motion, even where the system allows it. `at_plug_in`
    has the handsets whose owner chose; `reminded` tells when they were reminded of each last.
    `stays` keeps the program running after its window was closed. `ids` are those of the vaults
    by place.
    """

    vaults: tuple[str, ...] = ()
    ids: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    proven_sheets: frozenset[str] = frozenset()
    theme: str = "system"
    language: str = "system"
    calm: bool = False
    mirrors: dict[str, str] = field(default_factory=dict)
    at_plug_in: dict[str, AtPlugIn] = field(default_factory=dict)
    reminds: bool = True
    reminded: dict[str, datetime] = field(default_factory=dict)
    stays: bool = False


class Settings:
    """The settings file in `folder`, written atomically; safe to use from any thread.

    A missing, unreadable or foreign file counts as empty: settings are a convenience and
    never stand between a person and their backups.
    """

    def __init__(self, folder: Path) -> None:
        """Read `settings.json` in `folder`, which need not exist."""
        self.folder = folder
        self._path = folder / "settings.json"
        self._lock = threading.Lock()
        self._now = _load(self._path)
        self._kept = True

    @property
    def now(self) -> Remembered:
        """What is remembered at this moment."""
        return self._now

    @property
    def current_vault(self) -> Path | None:
        """The vault that was opened last, or None."""
        return Path(self._now.vaults[0]) if self._now.vaults else None

    def remember_vault(self, place: Path, vault_id: str) -> None:
        """Put the vault in `place` first among the known ones."""
        path = str(place.absolute())

        def change(now: Remembered) -> Remembered:
            others = (known for known in now.vaults if known != path)
            return replace(now, vaults=(path, *others), ids=now.ids | {path: vault_id})

        self._change(change)

    def id_of(self, place: Path) -> str | None:
        """The id of the vault that was opened last in `place`, or None."""
        return self._now.ids.get(str(place.absolute()))

    def name_of(self, handset: str) -> str | None:
        """The name its owner gave the handset with this id, or None."""
        return self._now.names.get(handset)

    def rename(self, handset: str, name: str) -> None:
        """Call the handset with this id `name`; an empty name forgets it."""
        named = {handset: name} if name else {}

        def change(now: Remembered) -> Remembered:
            kept = {key: value for key, value in now.names.items() if key != handset}
            return replace(now, names=kept | named)

        self._change(change)

    def sheet_proven(self, vault_id: str) -> bool:
        """Whether the recovery sheet of this vault has been typed back once."""
        return vault_id in self._now.proven_sheets

    def prove_sheet(self, vault_id: str) -> None:
        """Remember that the recovery sheet of this vault was typed back."""
        self._change(lambda now: replace(now, proven_sheets=now.proven_sheets | {vault_id}))

    def unprove_sheet(self, vault_id: str) -> None:
        """Forget that: the sheet that was typed back may open the vault no more."""
        self._change(lambda now: replace(now, proven_sheets=now.proven_sheets - {vault_id}))

    def choose_theme(self, theme: str) -> None:
        """Remember the theme: system, light, dark or one of high contrast."""
        self._change(lambda now: replace(now, theme=theme))

    def choose_language(self, language: str) -> None:
        """Remember the language: its code, or "system"."""
        self._change(lambda now: replace(now, language=language))

    def choose_calm(self, *, calm: bool) -> None:
        """Remember whether nothing is to move that need not."""
        self._change(lambda now: replace(now, calm=calm))

    def mirror_of(self, handset: str) -> Path | None:
        """The folder that mirrors the handset with this id, or None."""
        place = self._now.mirrors.get(handset)
        return Path(place) if place is not None else None

    def remember_mirror(self, handset: str, folder: Path) -> None:
        """Mirror the handset with this id in `folder`."""
        added = {handset: str(folder.absolute())}
        self._change(lambda now: replace(now, mirrors=now.mirrors | added))

    def forget_mirror(self, handset: str) -> None:
        """Mirror the handset with this id no more."""

        def change(now: Remembered) -> Remembered:
            kept = {key: place for key, place in now.mirrors.items() if key != handset}
            return replace(now, mirrors=kept)

        self._change(change)

    def at_plug_in(self, handset: str) -> AtPlugIn:
        """What to do when the handset with this id is plugged in; unless told otherwise, ask."""
        return self._now.at_plug_in.get(handset, AtPlugIn.ASK)

    def choose_at_plug_in(self, handset: str, choice: AtPlugIn) -> None:
        """Remember what to do when the handset with this id is plugged in."""
        self._change(lambda now: replace(now, at_plug_in=now.at_plug_in | {handset: choice}))

    def choose_reminders(self, *, reminds: bool) -> None:
        """Remember whether to remind of phones that were not backed up for long."""
        self._change(lambda now: replace(now, reminds=reminds))

    def note_reminder(self, handset: str, when: datetime) -> None:
        """Remember that somebody was reminded of the handset with this id."""
        self._change(lambda now: replace(now, reminded=now.reminded | {handset: when}))

    def choose_stay(self, *, stays: bool) -> None:
        """Remember whether to go on running when the window is closed."""
        self._change(lambda now: replace(now, stays=stays))

    def _change(self, change: Callable[[Remembered], Remembered]) -> None:
        with self._lock:
            # Read anew, for another program may have changed it, unless it lacks our changes.
            self._now = change(_load(self._path) if self._kept else self._now)
            self._kept = _save(self._path, self._now)


def _load(path: Path) -> Remembered:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return _remembered(raw)
    except (OSError, ValueError, TypeError, AttributeError):
        return Remembered()


def _remembered(raw: dict[str, Any]) -> Remembered:
    return Remembered(
        vaults=tuple(str(place) for place in raw.get("vaults", ())),
        ids={str(place): str(known) for place, known in raw.get("ids", {}).items()},
        names={str(key): str(name) for key, name in raw.get("names", {}).items()},
        proven_sheets=frozenset(str(vault) for vault in raw.get("proven_sheets", ())),
        theme=str(raw.get("theme", "system")),
        language=str(raw.get("language", "system")),
        calm=raw.get("calm") is True,
        mirrors={str(key): str(place) for key, place in raw.get("mirrors", {}).items()},
        at_plug_in=_choices(raw.get("at_plug_in", {})),
        reminds=raw.get("reminds") is not False,
        reminded=_times(raw.get("reminded", {})),
        stays=raw.get("stays") is True,
    )


def _choices(raw: dict[str, Any]) -> dict[str, AtPlugIn]:
    return {str(key): AtPlugIn(name) for key, name in raw.items() if name in set(AtPlugIn)}


def _times(raw: dict[str, Any]) -> dict[str, datetime]:
    """Only times with a zone count: others cannot be compared with now."""
    found = {str(key): datetime.fromisoformat(text) for key, text in raw.items()}
    return {key: when for key, when in found.items() if when.tzinfo is not None}


def _save(path: Path, now: Remembered) -> bool:
    """Write the file; return whether that worked.

    A home folder that cannot be written costs the memory of this run, not the run.
    """
    content = {
        "vaults": list(now.vaults),
        "ids": now.ids,
        "names": now.names,
        "proven_sheets": sorted(now.proven_sheets),
        "theme": now.theme,
        "language": now.language,
        "calm": now.calm,
        "mirrors": now.mirrors,
        "at_plug_in": now.at_plug_in,
        "reminds": now.reminds,
        "reminded": {key: when.isoformat() for key, when in now.reminded.items()},
        "stays": now.stays,
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, part = tempfile.mkstemp(dir=path.parent, prefix=".settings-")
    except OSError:
        return False
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(content, file, indent=2)
        Path(part).replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            Path(part).unlink()
        return False
    return True
