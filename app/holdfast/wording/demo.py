"""What the demo says: one line a step, and how to go on from there."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

from holdfast.records.model.coverage import Coverage
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Receipt
from holdfast.records.model.snapshot import KindDigest
from holdfast.vault.repository.check import CheckReport
from holdfast.wording import checks, coverage, digests, kinds, receipts, times
from holdfast.wording.i18n import _, counted, sentences, without_stop


def step(line: str, seconds: float) -> str:
    """One finished step with its time."""
    return _("✓ {line} ({time})").format(line=line, time=times.duration(seconds))


def failed(why: str) -> str:
    """A step that went wrong."""
    return _("✗ {why} The demo ends here.").format(why=why)


def vault_made(place: Path) -> str:
    """The vault is there."""
    return _("A vault was made in {place}, encrypted with a new password.").format(place=place)


def plugged_in(phone: str, serial: str) -> str:
    """The phone is there."""
    return _("{phone} (serial {serial}) was plugged in.").format(phone=phone, serial=serial)


def first_backup(counts: Mapping[Kind, int]) -> str:
    """The first backup's figures."""
    return _("First backup: {counts}.").format(counts=kinds.counts(counts))


def edited(expected: Sequence[KindDigest]) -> str:
    """What the owner did."""
    return _("Its owner used it: {digest}.").format(digest=digests.digest(expected))


def second_backup(digest: Sequence[KindDigest]) -> str:
    """What the second backup found."""
    return _("Second backup found exactly that: {digest}.").format(digest=digests.digest(digest))


def other_digest(digest: Sequence[KindDigest]) -> str:
    """The second backup found something else."""
    return _("The second backup found other changes: {digest}.").format(
        digest=digests.digest(digest)
    )


def emptied() -> str:
    """The disaster."""
    return _("The battery was pulled. The phone came back empty.")


def alarm(alarmed: Mapping[Kind, int]) -> str:
    """The loss guard spoke, and history is whole."""
    return _("The loss guard spoke: {counts} are gone. Nothing left the history.").format(
        counts=kinds.counts(alarmed)
    )


def no_alarm(alarmed: Mapping[Kind, int]) -> str:
    """The loss guard did not speak of everything."""
    if not alarmed:
        return _("The loss guard kept silent.")
    return _("The loss guard spoke only of {counts}.").format(counts=kinds.counts(alarmed))


def history_shrank(kind: Kind) -> str:
    """Something left the history."""
    return _("The history no longer offers all {kind}.").format(kind=kinds.name(kind))


def replaced(serial: str) -> str:
    """The replacement is there."""
    return _("A replacement with another serial ({serial}) was plugged in, empty.").format(
        serial=serial
    )


def receipt(given: Receipt) -> str:
    """The restore's receipt."""
    return _("Put back and read back: {receipt}").format(receipt=receipts.headline(given))


def nothing_to_add(present: int) -> str:
    """Doing it twice adds nothing."""
    return counted(
        "Putting the same back again would add nothing: {n} item is there already.",
        "Putting the same back again would add nothing: {n} items are there already.",
        present,
    )


def would_write(writes: int) -> str:
    """Doing it twice would add something."""
    return counted(
        "Putting the same back again would write {n} item.",
        "Putting the same back again would write {n} items.",
        writes,
    )


def not_whole(entries: Sequence[Coverage]) -> str:
    """A backup lacks something."""
    return _("The backup is not whole. {why}").format(why=coverage.shortfall(entries))


def checked(report: CheckReport) -> str:
    """The check's outcome."""
    return sentences(checks.headline(report), checks.depth(report))


def restic_agrees() -> str:
    """The standard tool found nothing wrong."""
    return _("restic check --read-data found no errors.")


def restic_failed(reason: str) -> str:
    """The standard tool found something wrong."""
    return _("restic check --read-data failed: {reason}.").format(reason=without_stop(reason))


def no_restic() -> str:
    """The standard tool is not there."""
    return _("· restic is not installed here, so it could not check the vault, too.")


def took(seconds: float) -> str:
    """How long it all took."""
    return _("All of it took {time}.").format(time=times.duration(seconds))


def how_to_open(vault: Path, password_file: Path, phone: Path, command: str) -> tuple[str, ...]:
    """How to look at the demo's vault with restic and with the window that `command` opens."""
    place, file, sample = (shlex.quote(str(path)) for path in (vault, password_file, phone))
    return (
        _("The vault is in {vault}; its password is in {file}.").format(
            vault=vault, file=password_file
        ),
        _("Open it with restic:"),
        f"  restic -r {place} --password-file {file} ls latest",
        _("Open it with the window:"),
        f"  {command} --vault {place} --password-file {file} --sample {sample}",
    )
