"""Our locks and restic's on one vault: each keeps to the other's, and clears up after its dead."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from holdfast.vault.repository.lock import read_locks
from holdfast.vault.repository.problems import VaultLocked
from tests.vault.repository.conftest import LOCKED
from tests.vault.repository.vaults import PASSWORD, check, read, save

pytestmark = pytest.mark.skipif(
    sys.platform == "win32" or shutil.which("restic") is None, reason="needs restic and signals"
)
_PATIENCE = 20.0
NAME = 64

_HOLD = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from holdfast.vault.repository.repository import Repository
from holdfast.vault.repository.stores.folder import FolderStore

store = FolderStore(Path(sys.argv[1]))
with Repository.open(store, sys.argv[2], clock=lambda: datetime.now(UTC), settle=0).writer():
    print("held", flush=True)
    time.sleep(600)
"""


@contextmanager
def at_work(place, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A real restic that holds its lock: begun anew where it hangs before it has one."""
    for _ in range(3):
        process = subprocess.Popen(
            ["restic", "--no-cache", "-r", str(place), *arguments],
            env=os.environ | {"RESTIC_PASSWORD": PASSWORD},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        try:
            if _locks(place):
                yield process
                return
        finally:
            process.kill()
            process.communicate()
    pytest.fail("restic takes no lock")


def _locks(place) -> bool:
    ends = time.monotonic() + _PATIENCE
    while time.monotonic() < ends:
        # Restic writes it under another name first.
        if any(len(path.name) == NAME for path in (place / "locks").iterdir()):
            return True
        time.sleep(0.001)
    return False


@contextmanager
def a_writer_of_ours(place) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(place), PASSWORD], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_beside_a_backup_of_restic_we_write_but_do_not_take_the_vault_for_ourselves(
    on_disk, place, restic
):
    with at_work(place, "backup", "--stdin") as process:
        snapshot = save(on_disk, {"a": b"x"})
        with pytest.raises(VaultLocked) as caught, on_disk.lock(exclusive=True):
            pass
        assert f"({process.pid})" in caught.value.by
        assert len(on_disk.file_names("locks")) == 1
        process.communicate(b"from restic", timeout=_PATIENCE)
    assert read(on_disk, snapshot) == {"a": b"x"}
    assert len(on_disk.snapshots()) == 2
    assert check(on_disk).sound
    restic("check", "--read-data")


def test_while_restic_has_the_vault_for_itself_we_write_nothing(on_disk, place):
    save(on_disk, {str(number): os.urandom(2000) for number in range(50)})
    packs = sorted((place / "data").rglob("*"))
    with at_work(place, "check", "--read-data") as process:
        process.send_signal(signal.SIGSTOP)
        assert [lock.exclusive for lock in read_locks(on_disk._files)] == [True]
        with pytest.raises(VaultLocked):
            save(on_disk, {"a": b"x"})
        process.send_signal(signal.SIGCONT)
        process.wait(_PATIENCE)
    assert sorted((place / "data").rglob("*")) == packs
    save(on_disk, {"a": b"x"})


def test_the_lock_of_a_restic_that_was_killed_hinders_nobody(on_disk, place):
    with at_work(place, "backup", "--stdin") as process:
        process.kill()
        process.wait()
        assert len(on_disk.file_names("locks")) == 1
    with on_disk.lock(exclusive=True):
        assert len(on_disk.file_names("locks")) == 1
    assert on_disk.file_names("locks") == []


def test_restic_takes_our_living_lock_seriously_and_a_dead_one_away(on_disk, place, restic):
    with a_writer_of_ours(place):
        (living,) = on_disk.file_names("locks")
        restic("unlock")
        assert on_disk.file_names("locks") == [living]
        restic("check", statuses=LOCKED)
    restic("unlock")
    assert on_disk.file_names("locks") == []
    restic("check")


def test_restic_writes_nothing_while_we_have_the_vault_for_ourselves(on_disk, place, restic):
    with on_disk.lock(exclusive=True):
        refused = restic("backup", str(place / "config"), statuses=LOCKED)
    assert "lock" in refused.stderr
    assert on_disk.snapshots() == []
