"""Messages and calls of a mirror: one page a correspondent, one table of all calls."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO

from holdfast.actions.mirroring import pages
from holdfast.actions.mirroring.folder import MirrorFolder, State
from holdfast.actions.mirroring.gathering import Gathering, Page
from holdfast.actions.mirroring.manifest import Entry
from holdfast.actions.mirroring.single import FORM, versions_of
from holdfast.actions.mirroring.words import MirrorWords
from holdfast.actions.plain_files import NAME_LIMIT
from holdfast.progress import Task
from holdfast.records.formats.file_names import hint, safe_name
from holdfast.records.model.kinds import Kind
from holdfast.records.model.message import Call, Message
from holdfast.records.model.snapshot import StoredItem
from holdfast.vault.history.layout import FOLDERS
from holdfast.vault.library import Vault


class Talks:
    """Brings the pages of messages or calls up to date."""

    def __init__(
        self, vault: Vault, folder: MirrorFolder, kind: Kind, words: MirrorWords, task: Task
    ) -> None:
        self._vault = vault
        self._folder = folder
        self._kind = kind
        self._words = words
        self._task = task
        self.unreadable: list[StoredItem] = []
        self.damaged = 0

    def run(self, items: Sequence[StoredItem]) -> None:
        """Make the pages show `items` and no others; raises OSError.

        Afterwards `unreadable` are the items that are neither message nor call.
        """
        render = self._call if self._kind is Kind.CALLS else self._message
        found = Gathering(self._vault, self._kind, self._words, render, self._task)
        with tempfile.TemporaryFile(dir=self._folder.root, prefix=".holdfast-") as spill:
            found.run(items, spill)
            self.unreadable, self.damaged = found.unreadable, len(found.damaged)
            if self._kind is Kind.CALLS:
                self._write_calls(found.pages.values(), spill)
            else:
                self._write_talks(found.pages.values(), spill)

    def _message(self, record: Message | Call, picture: bytes | None) -> bytes:
        if not isinstance(record, Message):
            return b""
        return pages.message_row(record, picture, self._words)

    def _call(self, record: Message | Call, _picture: bytes | None) -> bytes:
        """A call in both forms, the table's row first; neither row nor line holds a NUL."""
        if not isinstance(record, Call):
            return b""
        return pages.call_row(record, self._words) + b"\0" + pages.call_line(record, self._words)

    def _write_calls(self, found: Iterable[Page], spill: IO[bytes]) -> None:
        made = []
        for page in found:
            entry = self._entry(page, FOLDERS[self._kind], FOLDERS[self._kind])

            def table(page: Page = page) -> Iterator[bytes]:
                yield pages.head(page.title) + pages.table_head(self._words)
                yield from (row.split(b"\0")[0] for row in page.read(spill))
                yield pages.table_foot() + pages.foot()

            def lines(page: Page = page) -> Iterator[bytes]:
                yield pages.csv_head(self._words)
                yield from (row.split(b"\0")[1] for row in page.read(spill))

            made += [(entry("html"), ".html", table), (entry("csv"), ".csv", lines)]
        bring_pages(self._folder, str(self._kind), made)

    def _write_talks(self, found: Iterable[Page], spill: IO[bytes]) -> None:
        made = []
        for page in found:
            title = safe_name(hint(page.title, NAME_LIMIT) or self._words.unknown)

            def talk(page: Page = page) -> Iterator[bytes]:
                yield pages.head(page.title)
                yield from page.read(spill)
                yield pages.foot()

            made.append((self._entry(page, FOLDERS[self._kind], title)(page.key), ".html", talk))
        bring_pages(self._folder, str(self._kind), made)

    def _entry(self, page: Page, folder: str, name: str) -> Callable[[str], Entry]:
        members = tuple(dict.fromkeys(row.member for row in page.rows))
        told = "\0".join(
            (FORM, page.title, self._words.digest_text(), *(r.member for r in page.rows))
        )
        version = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
        kind = str(self._kind)
        return lambda key: Entry(kind, key, f"{folder}/{name}", version, True, members)


MadePage = tuple[Entry, str, Callable[[], Iterator[bytes]]]
"""A page to be, its file ending, and what makes its bytes."""


def bring_pages(folder: MirrorFolder, kind: str, made: Sequence[MadePage]) -> None:
    """Make the folder hold these pages of a kind and no others; raises OSError.

    A page that shows what is shown nowhere any more is moved away whole before a new one takes
    its name.
    """
    shown = {member for entry, _, _ in made for member in entry.members}
    earlier = {entry.key: entry for entry in folder.entries(kind, pages=True)}
    for key in earlier.keys() - {entry.key for entry, _, _ in made}:
        folder.put_away(earlier.pop(key))
    for entry, suffix, content in made:
        _bring_page(folder, earlier.get(entry.key), entry, suffix, content, shown)


def _bring_page(
    folder: MirrorFolder,
    old: Entry | None,
    made: Entry,
    suffix: str,
    content: Callable[[], Iterator[bytes]],
    shown: set[str],
) -> None:
    if old is not None and old.version == made.version and folder.is_current(old):
        folder.take_over(old, made)
        return
    if old is not None and not set(old.members) <= shown:
        folder.put_away(old)
        old = None
    elif old is not None and old.base != made.base:
        folder.remove(old)
        old = None
    folder.write(made, suffix, content(), instead_of=old)


def are_current(folder: MirrorFolder, kind: Kind, version: str) -> bool:
    """Whether the files of a kind were made of `version` and nobody touched them since."""
    files = [entry for are in (True, False) for entry in folder.entries(str(kind), pages=are)]
    if folder.read(str(kind)) != version:
        return False
    if any(folder.state(entry) is not State.AS_WRITTEN for entry in files):
        return False
    folder.tally.current += len(files)
    return True


def reading_of(items: Sequence[StoredItem], words: MirrorWords) -> str:
    """The digest of all that the pages of a kind are made from."""
    return versions_of(items, words.digest_text())
