"""Many commands in one exchange: a script on the phone that says where it is as it goes."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from holdfast.phones.handsets.android.content import Commands, decoded
from holdfast.phones.protocols.content.output import FAILED

FOLDER = "/data/local/tmp"
"""Where the shell may write, on every phone."""
LANES = 4
"""Steps that run at the same time: a start of the tool keeps one core of a phone busy."""
_REFUSED = (FAILED, "[ERROR]", "Exception")
_NAME = "holdfast-batch-"
_MAX_SAID = 64 * 1024


class Shell(Commands, Protocol):
    """Runs commands in the phone's shell, and scripts line by line."""

    def lines(self, command: str) -> Iterator[bytes]:
        """Run one line and yield what it prints as it comes, complaints among it."""
        ...

    def put(self, path: str, data: bytes) -> None:
        """Write a small file on the phone."""
        ...


@dataclass(frozen=True, slots=True)
class Done:
    """One step of a batch that was carried out; `complaint` is empty where all went well."""

    number: int
    complaint: str = ""


class Batch:
    """Steps, each of some commands, that are carried out in one exchange."""

    def __init__(self, shell: Shell) -> None:
        """Run them through `shell`."""
        self._shell = shell

    def run(self, steps: Sequence[Iterable[str]]) -> Iterator[Done]:
        """Carry out `steps`, some at a time; yield each, in order, as it is done.

        A step's commands are all tried, one after the other. Raises a `LinkProblem` or a
        `HandsetProblem`; steps not yielded by then may have been carried out in part. Leaving
        early ends the script.
        """
        if not steps:
            return
        token = secrets.token_hex(8)
        path = f"{FOLDER}/{_NAME}{token}.sh"
        self._shell.put(path, _script(steps, token, path))
        yield from _answers(self._shell.lines(f"sh {path} 2>&1"), token)


def _script(steps: Sequence[Iterable[str]], token: str, path: str) -> bytes:
    """The steps, some at the same time; what each said is shown when all of them are done."""
    # The shell has the script open; what a broken link left of an earlier one goes with it.
    lines = [f"rm -f {FOLDER}/{_NAME}*"]
    for start in range(0, len(steps), LANES):
        some = range(start, min(start + LANES, len(steps)))
        said = {number: f"{path}.{number}" for number in some}
        for number in some:
            lines += ["{ :", *steps[number], f"}} >{said[number]} 2>&1 &"]
        lines += ["wait"]
        for number in some:
            lines += [
                f"cat {said[number]}",
                f"rm -f {said[number]}",
                f"echo; echo {token} {number}",
            ]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _answers(chunks: Iterable[bytes], token: str) -> Iterator[Done]:
    mark = re.compile(rb"^" + token.encode() + rb" (\d{1,6})\r?\n", re.MULTILINE)
    said = b""
    for chunk in chunks:
        said += chunk
        while (found := mark.search(said)) is not None:
            yield Done(int(found[1]), _complaint(decoded(said[: found.start()])))
            said = said[found.end() :]
        said = said if len(said) < _MAX_SAID else said[-_MAX_SAID:]


def _complaint(said: str) -> str:
    """What a refused command said, in one line."""
    if not any(word in said for word in _REFUSED):
        return ""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    told = [line for line in lines if any(word in line for word in _REFUSED[1:])]
    return (told or lines)[0][:300]
