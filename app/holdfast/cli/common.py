"""The options every verb shares, wherever on the command line they stand."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

VAULT_VARIABLE = "HOLDFAST_VAULT"
PASSWORD_VARIABLE = "HOLDFAST_PASSWORD_FILE"  # noqa: S105 - the name of a variable
COMMAND_VARIABLE = "HOLDFAST_COMMAND"
"""Names what starts Holdfast when something other than its own program does."""
_NAMES = ("--vault", "--password-file", "--sample")


@dataclass(frozen=True, slots=True)
class Common:
    """Which vault, the file its password is in, and the sample phones to plug in.

    `background` has the window stay away until somebody wants it.
    """

    vault: Path | None = None
    password_file: Path | None = None
    samples: tuple[Path, ...] = ()
    background: bool = False

    @classmethod
    def merged(
        cls,
        vault: Path | None,
        password_file: Path | None,
        samples: Sequence[Path],
        environment: Mapping[str, str] = os.environ,
    ) -> Common:
        """What was said on the command line, else what the environment says."""
        return cls(
            vault or _path(environment.get(VAULT_VARIABLE)),
            password_file or _path(environment.get(PASSWORD_VARIABLE)),
            tuple(samples),
        )


def command(environment: Mapping[str, str] = os.environ) -> str:
    """The words that start Holdfast as it was started now, ready to be typed."""
    told = environment.get(COMMAND_VARIABLE)
    if told:
        return told
    if shutil.which("holdfast", path=environment.get("PATH", "")):
        return "holdfast"
    return shlex.join([sys.executable, "-m", "holdfast"])


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None


def in_front(arguments: Sequence[str]) -> list[str]:
    """Move the common options before the verb, so that they may stand anywhere before "--"."""
    common: list[str] = []
    others: list[str] = []
    left = list(arguments)
    while left:
        word = left.pop(0)
        if word == "--":
            return [*common, *others, word, *left]
        if word in _NAMES:
            common += [word, *left[:1]]
            del left[:1]
        elif word.partition("=")[0] in _NAMES:
            common.append(word)
        else:
            others.append(word)
    return [*common, *others]
