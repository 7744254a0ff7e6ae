"""One thing of a kind, as a handset hands it over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from holdfast.records.model.kinds import Kind


@dataclass(frozen=True, slots=True)
class Part:
    """One byte stream of an item, opened on demand.

    `suffix` is the file ending with its dot (".vcf", ".vcs", ".vnt", ".rows.json"), empty for
    media, whose name carries its own. `size` is what the handset announced in bytes, or None;
    it is untrusted. `open` may raise the handset's Problems and yields chunks of any length.
    """

    suffix: str
    open: Callable[[], Iterable[bytes]]
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a kind: its key on the handset, its change mark and its parts.

    `key` is what the handset knows it by: a LUID, or for media the storage and path joined
    with "/". `mark` changes when the item changes (a LUID change counter, or
    "size:mtime"); None means the bytes must be read to know. `path` is (storage, folder…,
    file name) for media and empty otherwise. `modified` is UTC, or None. `unchanged` says
    that the handset itself knows the item as it was in an earlier reading.
    """

    kind: Kind
    key: str
    parts: tuple[Part, ...]
    mark: str | None = None
    path: tuple[str, ...] = ()
    modified: datetime | None = None
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class NewItem:
    """What is to be put on a handset: its bytes, and where it came from.

    `key` is the key it had where it was backed up; the target gives its own. `path` is
    (storage, folder…, file name) for media and empty otherwise. `rows` are the bytes of its
    ".rows.json" where a handset of some family gave rows, and empty otherwise.
    """

    kind: Kind
    key: str
    suffix: str
    open: Callable[[], Iterable[bytes]]
    size: int
    path: tuple[str, ...] = ()
    modified: datetime | None = None
    rows: bytes = b""
