"""What this computer remembers of one vault: its last check, and the rules its owner chose."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfast.actions import retention

if TYPE_CHECKING:
    from holdfast.vault.repository.check import CheckReport


@dataclass(frozen=True, slots=True)
class LastCheck:
    """When the vault was checked last (UTC), how many parts were damaged, if all was read."""

    when: datetime
    damaged: int = 0
    read_all: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """All that is remembered; `rules` are by handset, for those whose owner chose some."""

    check: LastCheck | None = None
    rules: Mapping[str, retention.Rules] = field(default_factory=dict)


class VaultMemory:
    """A file beside the settings; it holds no secret.

    A file that is missing, or makes no sense, is one in which nothing is remembered yet.
    """

    def __init__(self, folder: Path, vault: str) -> None:
        """`folder` is that of the settings, `vault` the vault's id."""
        self._path = folder / f"safety-{vault[:16]}.json"

    def read(self) -> Known:
        """What is remembered now."""
        return _load(self._path)

    def note_check(self, check: LastCheck) -> None:
        """Remember how the newest check went."""
        _save(self._path, replace(self.read(), check=check))

    def note_report(
        self, when: datetime, report: CheckReport, *, read_all: bool, odd: int = 0
    ) -> None:
        """Remember what a check made at `when` (UTC) found, `odd` things beside the damage."""
        self.note_check(LastCheck(when, len(report.problems) + odd, read_all))

    def choose_rules(self, handset: str, rules: retention.Rules) -> None:
        """Remember the rules for the backups of a handset (its id); those for all are forgotten."""
        known = self.read()
        kept = {key: chosen for key, chosen in known.rules.items() if key != handset}
        added = {} if rules.everything else {handset: rules}
        _save(self._path, replace(known, rules=kept | added))

    def forget(self) -> None:
        """Remember nothing any more."""
        self._path.unlink(missing_ok=True)


def _load(path: Path) -> Known:
    try:
        told = json.loads(path.read_text("utf-8"))
        rules = {str(key): _rules(each) for key, each in told["rules"].items()}
        return Known(_check(told["check"]), rules)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return Known()


def _check(told: Mapping[str, Any] | None) -> LastCheck | None:
    if told is None:
        return None
    when = datetime.fromisoformat(told["when"]).astimezone(UTC)
    return LastCheck(when, int(told["damaged"]), told["read_all"] is True)


def _rules(told: Mapping[str, Any]) -> retention.Rules:
    return retention.Rules(
        **{entry.name: int(told[entry.name]) for entry in fields(retention.Rules)}
    )


def _save(path: Path, known: Known) -> None:
    """Write the file at once; a home that cannot be written costs the memory, nothing else."""
    check = known.check
    said = {
        "check": None if check is None else asdict(check) | {"when": check.when.isoformat()},
        "rules": {handset: asdict(rules) for handset, rules in known.rules.items()},
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, part = tempfile.mkstemp(dir=path.parent, prefix=".safety-")
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(said, file)
        Path(part).replace(path)
    except OSError:
        return
