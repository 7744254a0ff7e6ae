"""Vaults in memory and in a folder, and the real restic to look at the latter."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from holdfast.vault.repository.repository import Repository
from holdfast.vault.repository.stores.folder import FolderStore
from holdfast.vault.repository.stores.memory import MemoryStore
from tests.vault.repository.vaults import PASSWORD, Clock, create

LOCKED = (1, 11)
"""How restic ends when it meets a lock: 11 from version 0.17 on."""
_PATIENCE = 60.0
"""Seconds that restic is given; none of its work here takes three."""
Restic = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime.now(UTC))


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def repository(store, clock) -> Repository:
    return create(store, clock)


@pytest.fixture
def place(tmp_path) -> Path:
    return tmp_path / "vault"


@pytest.fixture
def on_disk(place, clock) -> Repository:
    return create(FolderStore(place), clock)


@pytest.fixture
def restic(place) -> Restic:
    """Runs the real restic on the vault in `place`; a failure of it fails the test."""
    if shutil.which("restic") is None:
        pytest.skip("RESTIC IS NOT INSTALLED: nothing independent has looked at our vaults")

    def run(
        *arguments: str, statuses: Sequence[int] = (0,), password: str = PASSWORD
    ) -> subprocess.CompletedProcess[str]:
        done = run_restic(place, *arguments, password=password)
        assert done.returncode in statuses, done.stdout + done.stderr
        return done

    return run


def run_restic(
    place: Path, *arguments: str, password: str = PASSWORD, **more: Any
) -> subprocess.CompletedProcess[str]:
    """Run the real restic."""
    return subprocess.run(
        ["restic", "--no-cache", "-r", str(place), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"RESTIC_PASSWORD": password},
        timeout=_PATIENCE,
        **more,
    )
