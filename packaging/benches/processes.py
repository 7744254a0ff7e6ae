"""Runs what is measured in processes of their own and adds up their processor time."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

_PACKAGING = Path(__file__).resolve().parent.parent
_ATTEMPTS = 4


class Meter:
    """Seconds of processor time, user and system, of the processes that were run by it."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self.seconds = 0.0

    def __call__(self) -> float:
        """Seconds so far: the clock of `interleaved`."""
        return self.seconds

    def run(self, words: Sequence[str], patience: float = 3600.0, **variables: str) -> str:
        """Run one process and return what it printed; raises TimeoutError, SystemExit."""
        process = subprocess.Popen(
            words,
            cwd=_PACKAGING,
            env={**os.environ, **variables},
            stdout=subprocess.PIPE,
            text=True,
        )
        stopper = threading.Timer(patience, process.kill)
        stopper.start()
        with process.stdout or sys.stdin as stream:
            said = stream.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if not stopper.is_alive():
            raise TimeoutError(words[0])
        stopper.cancel()
        if process.returncode:
            raise SystemExit(f"{' '.join(words)}: ended with {process.returncode}")
        self.seconds += used.ru_utime + used.ru_stime
        return said

    def worker(self, *words: str | Path) -> str:
        """Run one verb of the vault's worker."""
        return self.run([sys.executable, "-m", "benches.vault_worker", *map(str, words)])

    def restic(self, vault: Path, *words: str, patience: float, afresh: Callable[[], None]) -> None:
        """Run restic; where it hangs, as 0.14 does now and then, once more after `afresh`."""
        command = ["restic", "--no-cache", "-q", "-r", str(vault), *words]
        for _ in range(_ATTEMPTS):
            try:
                self.run(command, patience, RESTIC_PASSWORD="bench")  # noqa: S106 - opens nothing
            except TimeoutError:
                afresh()
            else:
                return
        raise SystemExit("restic hangs")
