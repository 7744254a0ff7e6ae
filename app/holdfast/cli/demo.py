"""The demo: the whole story of a lost phone, told one line a step, on a phone in software.

Every figure comes from what really happened; a step that finds anything else fails the demo.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from holdfast.actions.back_up import BackupResult, back_up
from holdfast.actions.choosing import choose_connected
from holdfast.actions.desk import Desk
from holdfast.actions.restore import plan, restore
from holdfast.actions.settings import Settings
from holdfast.actions.verify import verify
from holdfast.cli import options
from holdfast.cli.common import command
from holdfast.cli.session import Pictures, Session
from holdfast.phones.handsets.handset import Handset
from holdfast.phones.links.usb import UsbBus
from holdfast.phones.virtual.folder import FolderNotEmpty
from holdfast.phones.virtual.store import (
    create_sample,
    edit_sample,
    replace_sample,
    wipe_sample,
)
from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import KindDigest, SnapshotInfo
from holdfast.vault.keys import Keychain
from holdfast.wording import demo as words

_RESTIC_LIMIT = 60
"""Seconds that `restic check` may take."""


class StepFailed(Exception):  # noqa: N818 - the demo's own outcome
    """A step found something else than it should; carries the sentence."""


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command("demo")(demo)


def demo(
    context: typer.Context,
    *,
    folder: Annotated[
        Path | None,
        typer.Option("--folder", metavar="DIR", help="Where to play it; else a temporary folder."),
    ] = None,
    pictures: Annotated[
        Path | None,
        typer.Option("--pictures", metavar="DIR", help="Save pictures of the window there."),
    ] = None,
) -> None:
    """Play a phone's loss and return with a sample phone; no phone and no screen needed."""
    session = options.begin(context)
    place = _prepared(folder)
    desk = Desk(
        settings=Settings(place / "settings"),
        keychain=Keychain(),
        cache=place / "cache",
        # Real phones on the bus are none of the demo's business.
        bus=UsbBus(),
    )
    try:
        _Story(session, desk, place, _taker(session, pictures)).play()
    except StepFailed as failure:
        session.screen.complain(words.failed(str(failure)))
        session.in_part()
    finally:
        desk.close()


def _prepared(folder: Path | None) -> Path:
    if folder is None:
        return Path(tempfile.mkdtemp(prefix="holdfast-demo-"))
    if folder.exists() and any(folder.iterdir()):
        raise FolderNotEmpty(folder)
    folder.mkdir(parents=True, exist_ok=True)
    return folder.resolve()


def _taker(session: Session, folder: Path | None) -> Pictures | None:
    if folder is None or session.pictures is None:
        return None
    return session.pictures(folder)


class _Story:
    """The steps in order; each one prints its line when it has really happened."""

    def __init__(
        self, session: Session, desk: Desk, place: Path, pictures: Pictures | None
    ) -> None:
        self._session = session
        self._desk = desk
        self._pictures = pictures
        self._phone = place / "phone"
        self._vault_place = place / "vault"
        self._password_file = place / "password.txt"
        self._began = self._step_began = time.monotonic()
        self._vault, self._password = desk.create_vault(self._vault_place)
        self._before = ""
        self._counts: dict[Kind, int] = {}
        self._expected: tuple[KindDigest, ...] = ()

    def play(self) -> None:
        """Play every step; raises `StepFailed` at the first that goes wrong."""
        try:
            for step in (
                self._keep_password,
                self._plug_in,
                self._first_backup,
                self._edit,
                self._second_backup,
                self._lose,
                self._alarm,
                self._replace,
                self._put_back,
                self._put_back_again,
                self._check,
                self._check_with_restic,
            ):
                step()
        finally:
            self._close()
        self._end()

    def _keep_password(self) -> None:
        descriptor = os.open(self._password_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(self._password + "\n")
        self._done("vault", words.vault_made(self._vault_place))

    def _plug_in(self) -> None:
        create_sample(self._phone)
        info = self._plugged_in()
        self._done("plugged-in", words.plugged_in(info.title, info.serial))

    def _first_backup(self) -> None:
        result = self._backed_up()
        counts = self._vault.history.counts(_snapshot(result).id)
        self._done("first-backup", words.first_backup(counts))

    def _edit(self) -> None:
        done = edit_sample(self._phone, self._desk.clock)
        self._expected = _digest(done.added, done.removed, done.changed)
        self._done("edited", words.edited(self._expected))

    def _second_backup(self) -> None:
        result = self._backed_up()
        if _by_kind(result.digest) != _by_kind(self._expected):
            raise StepFailed(words.other_digest(result.digest))
        self._before = _snapshot(result).id
        self._counts = self._vault.history.counts(self._before)
        self._done("second-backup", words.second_backup(result.digest))

    def _lose(self) -> None:
        with self._unplugged():
            wipe_sample(self._phone)
        self._done("emptied", words.emptied())

    def _alarm(self) -> None:
        result = self._backed_up()
        alarmed = {alarm.kind: alarm.before for alarm in result.alarms}
        if alarmed != {kind: count for kind, count in self._counts.items() if count}:
            raise StepFailed(words.no_alarm(alarmed))
        history = self._vault.history
        for kind, count in self._counts.items():
            trusted = history.newest_trusted(_snapshot(result).handset.id, kind)
            if trusted is None or history.counts(trusted.id).get(kind, 0) != count:
                raise StepFailed(words.history_shrank(kind))
        self._done("loss", words.alarm(alarmed))

    def _replace(self) -> None:
        with self._unplugged():
            replace_sample(self._phone)
        info = self._plugged_in()
        self._done("replaced", words.replaced(info.serial))

    def _put_back(self) -> None:
        vault, source = self._vault, self._vault.history.snapshot(self._before)
        with self._handset() as phone, self._session.screen.working() as task:
            made = plan(vault, phone, source, task=task)
            receipt = restore(made, vault, phone, task=task, clock=self._desk.clock)
        # No phone takes calls: they stay in the history.
        meant = sum(count for kind, count in self._counts.items() if kind != Kind.CALLS)
        if not receipt.whole or len(receipt.lines) != meant:
            raise StepFailed(words.receipt(receipt))
        self._done("put-back", words.receipt(receipt))

    def _put_back_again(self) -> None:
        source = self._vault.history.snapshot(self._before)
        with self._handset() as phone, self._session.screen.working() as task:
            made = plan(self._vault, phone, source, task=task)
        if made.writes:
            raise StepFailed(words.would_write(made.writes))
        self._done("again", words.nothing_to_add(sum(self._counts.values())))

    def _check(self) -> None:
        with self._session.screen.working() as task:
            result = verify(self._vault, read_all=True, task=task)
        report = result.report
        if not result.sound:
            raise StepFailed(words.checked(report))
        self._done("checked", words.checked(report))

    def _check_with_restic(self) -> None:
        restic = shutil.which("restic")
        if restic is None:
            self._session.screen.say(words.no_restic())
            return
        check = [restic, "--no-cache", "--repo", str(self._vault_place)]
        check += ["--password-file", str(self._password_file), "check", "--read-data"]
        try:
            ran = subprocess.run(  # noqa: S603 - the standard tool, with our own vault
                check, capture_output=True, text=True, timeout=_RESTIC_LIMIT, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise StepFailed(words.restic_failed(str(error))) from error
        if ran.returncode:
            raise StepFailed(words.restic_failed(ran.stderr.strip()))
        self._done("restic", words.restic_agrees())

    def _end(self) -> None:
        say = self._session.screen.say
        say()
        say(words.took(time.monotonic() - self._began))
        places = (self._vault_place, self._password_file, self._phone)
        for line in words.how_to_open(*places, command()):
            say(line)

    # --- what the steps are made of

    def _done(self, step: str, line: str) -> None:
        now = time.monotonic()
        self._session.screen.say(words.step(line, now - self._step_began))
        if self._pictures is not None:
            self._pictures.take(step, self._desk, self._vault)
        self._step_began = time.monotonic()

    def _backed_up(self) -> BackupResult:
        vault = self._vault
        with self._handset() as phone, self._session.screen.working() as task:
            result = back_up(phone, vault, task=task, clock=self._desk.clock)
        if not result.whole:
            raise StepFailed(words.not_whole(result.coverage))
        return result

    @contextmanager
    def _handset(self) -> Iterator[Handset]:
        phone = self._desk.connect(choose_connected(self._desk, None))
        try:
            yield phone
        finally:
            phone.close()

    def _plugged_in(self) -> HandsetInfo:
        self._desk.hang_sample(self._phone)
        with self._handset() as phone:
            return phone.info

    @contextmanager
    def _unplugged(self) -> Iterator[None]:
        self._desk.unhang_sample(self._phone)
        self._desk.look()
        yield
        self._desk.hang_sample(self._phone)

    def _close(self) -> None:
        self._desk.unhang_sample(self._phone)
        self._vault.close()


def _snapshot(result: BackupResult) -> SnapshotInfo:
    if result.snapshot is None:
        raise StepFailed(words.not_whole(result.coverage))
    return result.snapshot


def _digest(
    added: Mapping[Kind, int], removed: Mapping[Kind, int], changed: Mapping[Kind, int]
) -> tuple[KindDigest, ...]:
    return tuple(
        KindDigest(kind, added.get(kind, 0), removed.get(kind, 0), changed.get(kind, 0))
        for kind in Kind
    )


def _by_kind(entries: tuple[KindDigest, ...]) -> dict[Kind, KindDigest]:
    return {entry.kind: entry for entry in entries if entry}
