"""Where each item lies in a snapshot's tree, and which item a path is: nobody else knows.

    Contacts/<shard>/<name>--<key>.vcf     Photos/<storage>/<the phone's own path>
    Messages/<who>/<name>--<key>.vmg

A record's *shard* is the first digits of the hash of its key, one folder a digit, so that
folders stay small and a renamed contact stays where it is. `<name>` is a hint for people;
only the part after the last "--" counts. A message lies with all others of its conversation;
only where these, or the conversations, are too many for one folder are there shards. A phone
folder of more than 1,000 files is split by month ("2009-10%"), its undated files by the hash
of their names ("a7%").
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Protocol

from holdfast.records.formats import file_names as names
from holdfast.records.formats.provider_rows.rows import SUFFIX as PROVIDER_ROWS
from holdfast.records.model.coverage import Coverage
from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.kinds import Kind
from holdfast.vault.history import sidecars
from holdfast.vault.history.marks import MARKS, Facts, encode_marks, fits_file
from holdfast.vault.repository.tree import FileEntry
from holdfast.vault.repository.writer import SavedContent

FOLDERS: Mapping[Kind, str] = {
    Kind.CONTACTS: "Contacts",
    Kind.CALENDAR: "Calendar",
    Kind.TODOS: "To-dos",
    Kind.NOTES: "Notes",
    Kind.MESSAGES: "Messages",
    Kind.CALLS: "Calls",
    Kind.PHOTOS: "Photos",
    Kind.FILES: "Files",
}
KINDS: Mapping[str, Kind] = {folder: kind for kind, folder in FOLDERS.items()}

_SEPARATOR = "--"
_MAX_KEY = 120
_MAX_SUFFIX = 40
_MAX_PATH = 1000
_MAX_DEPTH = 32
_USUAL_SHARD = 80
"""Records in a shard on average; by chance the fullest then holds about 120."""
_MOST_RECORDS = 128
"""Records, or conversations, that lie in one folder undivided."""
_MAX_WHO = 60
_NOBODY = "unknown"
_MOST_IN_FOLDER = 1000


@dataclass(frozen=True, slots=True)
class KeptPart:
    """One byte stream of an item, already in the vault: blob ids (hex) and size in bytes."""

    suffix: str
    content: tuple[str, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Kept:
    """One item as a backup kept it; `name` is a hint for people, the rest is as on `Item`."""

    kind: Kind
    key: str
    parts: tuple[KeptPart, ...]
    name: str = ""
    mark: str | None = None
    path: tuple[str, ...] = ()
    modified: datetime | None = None

    @property
    def size(self) -> int:
        """Bytes of all parts together."""
        return sum(part.size for part in self.parts)


@dataclass(frozen=True, slots=True)
class Located:
    """An item and its place: `folder` from the root of the tree, `stem` without suffix.

    `key` differs from the item's own only where a phone gave one key to two items: the
    second is then known as "key#2". `named` tells whether the path alone says which item
    this is.
    """

    kept: Kept
    key: str
    folder: tuple[str, ...]
    stem: str
    named: bool

    def path(self, part: KeptPart) -> tuple[str, ...]:
        """Where `part` lies."""
        ending = "" if self.kept.kind.is_media else _ending(part.suffix)
        return (*self.folder, self.stem + ending)


@dataclass(frozen=True, slots=True)
class ItemPath:
    """What a path says of the item in it; `stem` is how `marks.json` calls it.

    For names that had to be cut, `key` and `path` are only what is left of them.
    """

    kind: Kind
    key: str
    suffix: str
    path: tuple[str, ...]
    stem: str


class Saver(Protocol):
    """The part of the repository's writer that is needed here."""

    def save_content(self, chunks: Iterable[bytes], *, compress: bool) -> SavedContent:
        """Store a byte stream."""
        ...


def media_digest(parts: Iterable[KeptPart]) -> str:
    """Sameness of media: a hash over the blob ids, 64 hex digits."""
    return content_digest(blob for part in parts for blob in part.content)


def content_digest(content: Iterable[str]) -> str:
    """Hash the ids (hex) of the blobs of a byte stream; 64 hex digits."""
    return hashlib.sha256("".join(content).encode()).hexdigest()


def record_digest(main: str, others: Iterable[KeptPart]) -> str:
    """Sameness of a record: its standard file's digest, and the very bytes of its other parts.

    Rows tell more than the standard file: where they differ, so does the item. Those of
    Android's providers tell beyond it only where the item lay on one phone.
    """
    told = [part for part in others if part.suffix != PROVIDER_ROWS]
    rest = [word for part in told for word in (part.suffix, *part.content)]
    return content_digest([main, *rest]) if rest else main


def place(
    info: HandsetInfo,
    coverage: Iterable[Coverage],
    entries: Sequence[Kept],
    time: datetime,
    writer: Saver,
    extras: Mapping[str, bytes] | None = None,
    dates: Mapping[tuple[Kind, str], tuple[tuple[str, ...], datetime]] | None = None,
    sections: Mapping[Kind, Mapping[str, Any]] = MappingProxyType({}),
) -> Iterator[FileEntry]:
    """Yield the files of one snapshot's tree, ready for `Writer.save_tree`.

    Every item of `entries` gets its own path, whatever keys and names the phone gave.
    `extras` are further files for the root, by name. `dates` (see `History.dates`) gives
    items without a date of their own the one their file had before, so that what did not
    change is not stored again; otherwise such a file is dated `time`. Times are UTC.
    `sections` are those of `marks.json` for kinds whose folders are stored already.
    """
    located = locate(entries)
    root = {
        sidecars.README: sidecars.README_TEXT.encode(),
        sidecars.HANDSET: sidecars.encode_handset(info),
        sidecars.COVERAGE: sidecars.encode_coverage(coverage),
        MARKS: encode_marks(map(_facts, located), sections) or b"",
    }
    for name, data in {**root, **_checked(extras or {}, root)}.items():
        if data or name != MARKS:
            saved = writer.save_content([data], compress=True)
            yield FileEntry((name,), saved.content, saved.size, time)
    for entry in located:
        mtime = _date(entry, dates or {}) or time
        for part in entry.kept.parts:
            yield FileEntry(entry.path(part), part.content, part.size, mtime)


def locate(entries: Sequence[Kept]) -> tuple[Located, ...]:
    """Give every item a path that no other item has; the order is kept."""
    keys = _distinct_keys(entries)
    records = _RecordPlaces(entries)
    media = _MediaPlaces(entry for entry in entries if entry.kind.is_media)
    return tuple(
        media.locate(entry, key) if entry.kind.is_media else records.locate(entry, key)
        for entry, key in zip(entries, keys, strict=True)
    )


def parse(path: Sequence[str]) -> ItemPath | None:
    """Tell which item and part lies at `path`, or None for anything else in the tree."""
    kind = KINDS.get(path[0]) if len(path) > 1 else None
    if kind is None:
        return None
    try:
        return _parse_media(kind, path) if kind.is_media else _parse_record(kind, path)
    except ValueError:
        return None


def _parse_media(kind: Kind, path: Sequence[str]) -> ItemPath:
    own = tuple(_read_name(part) for part in path[1:] if not _is_split(part))
    return ItemPath(kind, "/".join(own), "", own, "/".join(path))


def _parse_record(kind: Kind, path: Sequence[str]) -> ItemPath:
    before, separator, tail = path[-1].rpartition(_SEPARATOR)
    key, dot, rest = tail.partition(".")
    stem = "/".join((*path[:-1], before + separator + key))
    return ItemPath(kind, _read_name(key), dot + names.unescape(rest) if dot else "", (), stem)


def _read_name(part: str) -> str:
    return part if names.is_cut(part) else names.unescape(part)


def _checked(extras: Mapping[str, bytes], root: Mapping[str, bytes]) -> Mapping[str, bytes]:
    for name in extras:
        if name in root or name in KINDS or names.escape(name) != name:
            raise ValueError(name)
    return extras


def _facts(located: Located) -> Facts:
    kept = located.kept
    return Facts(
        kind=kept.kind,
        stem="/".join((*located.folder, located.stem)),
        key=located.key,
        path=kept.path,
        size=kept.size,
        mark=kept.mark,
        modified=_modified(kept),
        named=located.named,
    )


def _date(
    located: Located, dates: Mapping[tuple[Kind, str], tuple[tuple[str, ...], datetime]]
) -> datetime | None:
    kept = located.kept
    modified = _modified(kept)
    if fits_file(modified):
        return modified
    content, date = dates.get((kept.kind, located.key), ((), None))
    return date if content == tuple(blob for part in kept.parts for blob in part.content) else None


def _distinct_keys(entries: Sequence[Kept]) -> list[str]:
    """Tell apart what a phone gave under one key: the second is "key#2"."""
    given = {(entry.kind, entry.key) for entry in entries}
    taken: set[tuple[Kind, str]] = set()
    keys = []
    for entry in entries:
        key, number = entry.key, 1
        while (entry.kind, key) in taken or (number > 1 and (entry.kind, key) in given):
            number += 1
            key = f"{entry.key}#{number}"
        taken.add((entry.kind, key))
        keys.append(key)
    return keys


def _shard_digits(count: int) -> int:
    digits = 1
    while count > _USUAL_SHARD * 16**digits:
        digits += 1
    return digits


class _RecordPlaces:
    """Knows how many records of each kind there are, to keep their folders small."""

    def __init__(self, entries: Iterable[Kept]) -> None:
        """Count every item once before any is placed."""
        entries = tuple(entries)
        self._kinds = Counter(entry.kind for entry in entries)
        self._whos = Counter(_who(entry) for entry in entries if entry.kind is Kind.MESSAGES)

    def locate(self, kept: Kept, key: str) -> Located:
        """Place one record."""
        plain = re.sub("^-|(?<=-)-", "%2D", names.escape(key, also="."))
        short = names.bounded(plain, key, _MAX_KEY)
        room = names.MAX_NAME - len(short.encode()) - len(_SEPARATOR) - _MAX_SUFFIX
        hint = names.hint(kept.name, room) if kept.name != kept.key else ""
        return Located(
            kept,
            key,
            folder=(FOLDERS[kept.kind], *self._folder(kept, key)),
            stem=f"{hint}{_SEPARATOR}{short}" if hint else short,
            named=short == plain and not kept.path,
        )

    def _folder(self, kept: Kept, key: str) -> tuple[str, ...]:
        if kept.kind is not Kind.MESSAGES:
            return tuple(_hash(key)[: _shard_digits(self._kinds[kept.kind])])
        who = _who(kept)
        return (*_shards(who, len(self._whos)), who, *_shards(key, self._whos[who]))


def _who(kept: Kept) -> str:
    """The folder of a conversation: what the message is called, which is whom it is with."""
    name = names.hint(kept.name, _MAX_WHO) if kept.name != kept.key else ""
    return name if name and names.escape(name) == name else _NOBODY


def _shards(text: str, count: int) -> str:
    """Digits to divide `count` folders or records by; none where one folder holds them."""
    return "" if count <= _MOST_RECORDS else _hash(text)[: _shard_digits(count)]


def _ending(suffix: str) -> str:
    """Escape a part's suffix; raises ValueError for one that no driver may give."""
    if not suffix:
        return ""
    escaped = "." + names.escape(suffix[1:], also="-")
    if suffix[0] != "." or len(escaped.encode()) > _MAX_SUFFIX:
        raise ValueError(suffix)
    return escaped


class _MediaPlaces:
    """Knows all media of a snapshot, to keep their paths apart and their folders small."""

    def __init__(self, entries: Iterable[Kept]) -> None:
        """Look at every item once before any is placed."""
        paths = [_media_path(entry) for entry in entries]
        self._sizes = Counter(path[:-1] for path in paths)
        self._folders = {path[:end] for path in set(self._sizes) for end in range(1, len(path) + 1)}
        self._taken: set[tuple[str, ...]] = set()

    def locate(self, kept: Kept, key: str) -> Located:
        """Place one item; a path that is taken, or is a folder's, gets a mark of its own."""
        if len(kept.parts) > 1:
            raise ValueError(kept.key)
        *folder, name = path = _media_path(kept)
        if path in self._taken or path in self._folders:
            # Not the key alone: a name that was too long is cut by itself, and may be the key.
            name = names.cut(name, f"{key}\0")
        self._taken.add((*folder, name))
        shard = self._split(kept, tuple(folder), name)
        own = "/".join(kept.path)
        named = own == key and bool(kept.path) and not any(map(names.is_cut, (*folder, name)))
        return Located(kept, key, (*folder, *shard), name, named)

    def _split(self, kept: Kept, folder: tuple[str, ...], name: str) -> tuple[str, ...]:
        if self._sizes[folder] <= _MOST_IN_FOLDER:
            return ()
        modified = _modified(kept)
        if modified is not None:
            return (f"{modified:%Y-%m}%",)
        return (f"{_hash(name)[:2]}%",)


def _media_path(kept: Kept) -> tuple[str, ...]:
    own = kept.path or (kept.key,)
    parts = tuple(names.bounded(names.escape(part), part) for part in own)
    if len(parts) > _MAX_DEPTH or sum(len(part.encode()) + 1 for part in parts) > _MAX_PATH:
        storage = parts[:1] if len(parts) > 1 else ()
        parts = (*storage, names.cut(parts[-1], "/".join(own)))
    return (FOLDERS[kept.kind], *parts)


def _is_split(part: str) -> bool:
    return part.endswith("%") and part != names.EMPTY


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _modified(kept: Kept) -> datetime | None:
    return utc(kept.modified) if kept.modified is not None else None


def utc(moment: datetime) -> datetime:
    """Return an aware time in UTC; a naive one, or one out of range there, is taken as UTC."""
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return moment.replace(tzinfo=UTC)
