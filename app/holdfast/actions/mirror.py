"""Mirror: keeps a plain folder of standard files equal to the newest good snapshot of a phone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from holdfast.actions.back_up import BackupResult, Clock, back_up
from holdfast.actions.loss import open_alarms
from holdfast.actions.mirroring.combining import joined_calendars, joined_cards
from holdfast.actions.mirroring.folder import MirrorFolder
from holdfast.actions.mirroring.folders import claim, known_files
from holdfast.actions.mirroring.manifest import Entry
from holdfast.actions.mirroring.problems import NoMirrorFolder, translated
from holdfast.actions.mirroring.result import MirrorResult
from holdfast.actions.mirroring.single import SingleFiles, standard_form, versions_of
from holdfast.actions.mirroring.talks import Talks, are_current, bring_pages, reading_of
from holdfast.actions.mirroring.words import MirrorWords
from holdfast.actions.settings import Settings
from holdfast.errors import Problem
from holdfast.phones.handsets.handset import Handset
from holdfast.progress import Cancelled, Task
from holdfast.records.formats import messages
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import StoredItem
from holdfast.vault.library import Vault
from holdfast.vault.repository.problems import VaultDamaged

_Join = Callable[[Iterator[bytes]], Iterator[bytes]]
_COMBINED: dict[Kind, tuple[str, str, _Join]] = {
    Kind.CONTACTS: ("All contacts", ".vcf", joined_cards),
    Kind.CALENDAR: ("All calendar", ".ics", joined_calendars),
    Kind.TODOS: ("All to-dos", ".ics", joined_calendars),
}
"""The kinds that also have one file of all: its name, its ending, how items become one."""


def back_up_and_mirror(
    handset: Handset,
    vault: Vault,
    settings: Settings,
    words: MirrorWords,
    *,
    kinds: Collection[Kind] | None = None,
    task: Task,
    clock: Clock,
) -> BackupResult:
    """Back up as `back_up` does, then bring the handset's mirror folder up to date, if any.

    What goes wrong with the mirror is told in the result and never voids the backup. Raises
    what `back_up` raises.
    """
    result = back_up(handset, vault, kinds=kinds, task=task, clock=clock)
    if result.snapshot is None:
        return result
    mirror = mirror_again(vault, settings, handset.info.id, words, task=task, clock=clock)
    return replace(result, mirror=mirror)


def mirror_again(
    vault: Vault, settings: Settings, handset: str, words: MirrorWords, *, task: Task, clock: Clock
) -> MirrorResult | None:
    """Bring the mirror of a handset up to date, if it has one; what goes wrong is in the result."""
    folder = settings.mirror_of(handset)
    if folder is None:
        return None
    try:
        return update_mirror(vault, settings, handset, words, task=task, clock=clock)
    except Cancelled:
        return MirrorResult(folder, stopped=True)
    except Problem as problem:
        return MirrorResult(folder, problem=problem)


def choose_mirror(vault: Vault, settings: Settings, handset: str, folder: Path) -> None:
    """Keep the mirror of `handset` in `folder` from now on; raises as `claim` does."""
    claim(folder, vault.place, handset)
    settings.remember_mirror(handset, folder)


def forget_mirror(settings: Settings, handset: str) -> Path | None:
    """Keep no mirror of `handset` any more; returns the folder, whose files all stay."""
    folder = settings.mirror_of(handset)
    settings.forget_mirror(handset)
    return folder


def update_mirror(
    vault: Vault, settings: Settings, handset: str, words: MirrorWords, *, task: Task, clock: Clock
) -> MirrorResult:
    """Bring the mirror folder of `handset` up to date; writes changed files only.

    Of each kind the newest snapshot counts in which it is complete and under no loss alarm;
    while an alarm is open nothing of its kind is touched. Raises `NoMirrorFolder`,
    `MirrorFolderGone`, `MirrorFolderTaken`, `MirrorFolderInVault`, `MirrorFolderUnusable`,
    `MirrorFolderFull`, `VaultProblem`, `Cancelled`; what was written by then is whole.
    """
    root = settings.mirror_of(handset)
    if root is None:
        raise NoMirrorFolder(handset)
    known = known_files(root, vault.place, handset)
    try:
        folder = MirrorFolder(root, known, f"{clock().astimezone():%Y-%m-%d}")
        try:
            return _Mirroring(vault, handset, folder, words, task).run()
        finally:
            folder.save()
    except OSError as error:
        raise translated(error, root) from error


class _Mirroring:
    """One update of one folder."""

    def __init__(
        self, vault: Vault, handset: str, folder: MirrorFolder, words: MirrorWords, task: Task
    ) -> None:
        self._vault = vault
        self._handset = handset
        self._folder = folder
        self._words = words
        self._task = task
        self._damaged = 0

    def run(self) -> MirrorResult:
        alarmed = {alarm.kind for alarm in open_alarms(self._vault, self._handset)}
        self._readme()
        counts: dict[Kind, int] = {}
        for kind in Kind:
            snapshot = self._vault.history.newest_trusted(self._handset, kind)
            if snapshot is not None and kind not in alarmed:
                items = self._vault.history.items(snapshot.id, kind)
                counts[kind] = len(items)
                self._kind(kind, items)
        tally = self._folder.tally
        return MirrorResult(
            self._folder.root,
            written=tally.written,
            moved=tally.moved,
            current=tally.current,
            kept_changes=tuple(tally.kept_changes),
            damaged=self._damaged,
            untouched=tuple(kind for kind in Kind if kind in alarmed),
            counts=counts,
        )

    def _readme(self) -> None:
        data = self._words.readme.encode()
        entry = Entry("", "README", "README", self._words.readme, page=True)
        bring_pages(self._folder, "", [(entry, ".txt", lambda: iter((data,)))])

    def _kind(self, kind: Kind, items: Sequence[StoredItem]) -> None:
        if kind in messages.KINDS:
            self._talks(kind, items)
            return
        self._single(kind, items)
        if kind in _COMBINED:
            self._combined(kind, items)

    def _single(self, kind: Kind, items: Sequence[StoredItem]) -> None:
        files = SingleFiles(self._vault, self._folder, kind, self._task)
        files.run(items)
        self._damaged += files.damaged

    def _talks(self, kind: Kind, items: Sequence[StoredItem]) -> None:
        version = reading_of(items, self._words)
        if are_current(self._folder, kind, version):
            return
        talks = Talks(self._vault, self._folder, kind, self._words, self._task)
        talks.run(items)
        self._single(kind, talks.unreadable)
        self._damaged += talks.damaged
        self._folder.note_read(str(kind), "" if talks.damaged else version)

    def _combined(self, kind: Kind, items: Sequence[StoredItem]) -> None:
        name, suffix, join = _COMBINED[kind]
        damaged: list[StoredItem] = []

        def forms() -> Iterator[bytes]:
            for item in items:
                try:
                    data = standard_form(self._vault, item, self._task)
                except VaultDamaged:
                    damaged.append(item)
                    continue
                if data is not None:
                    yield data

        entry = Entry(str(kind), "all", name, versions_of(items), page=True)
        made = [(entry, suffix, lambda: join(forms()))] if items else []
        bring_pages(self._folder, str(kind), made)
        if damaged:
            # What is damaged today may be mended tomorrow, so the file is made again.
            for found in self._folder.entries(str(kind), pages=True):
                self._folder.take_over(found, replace(found, version=""))
