"""The media provider: what galleries know of the files on the phone's shared storage."""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from holdfast.phones.virtual.android.providers import asking
from holdfast.phones.virtual.android.providers.asking import Source, strict
from holdfast.phones.virtual.android.providers.context import Context
from holdfast.phones.virtual.android.providers.errors import NOT_FOUND, ProviderError, illegal
from holdfast.phones.virtual.android.providers.provider import Rows, Values
from holdfast.phones.virtual.android.providers.store import Store, change, put
from holdfast.phones.virtual.android.providers.uris import Uri

STORAGE = "/storage/emulated/0/"
_SCANS = 29
SCHEMA = """
CREATE TABLE files (
  _id INTEGER PRIMARY KEY AUTOINCREMENT, _data TEXT UNIQUE, _size INTEGER, _display_name TEXT,
  title TEXT, mime_type TEXT, media_type INTEGER, relative_path TEXT, date_added INTEGER,
  date_modified INTEGER, datetaken INTEGER, width INTEGER, height INTEGER, duration INTEGER,
  is_pending INTEGER NOT NULL DEFAULT 0, is_trashed INTEGER NOT NULL DEFAULT 0);
"""
_COLUMNS = strict(
    "_id",
    "_data",
    "_size",
    "_display_name",
    "title",
    "mime_type",
    "media_type",
    "relative_path",
    "date_added",
    "date_modified",
    "datetaken",
    "width",
    "height",
    "duration",
    "is_pending",
    "is_trashed",
)
_NOT_YET = ("relative_path", "is_pending", "is_trashed", "duration")
_IMAGES, _AUDIO, _VIDEO = 1, 2, 3
_KINDS = {"image": _IMAGES, "audio": _AUDIO, "video": _VIDEO}
_PLACES = {
    "file": "1",
    "images/media": f"media_type = {_IMAGES}",
    "audio/media": f"media_type = {_AUDIO}",
    "video/media": f"media_type = {_VIDEO}",
}
# The computer's own table differs from one to the next; a phone's does not.
_TYPES = mimetypes.MimeTypes()
for _ending, _type in ((".heic", "image/heic"), (".webp", "image/webp"), (".3gp", "video/3gpp")):
    _TYPES.add_type(_type, _ending)


class MediaProvider:
    """`media`: the files that were scanned."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.store = Store(context.folder / "media.db", SCHEMA)
        old = context.profile.sdk < _SCANS
        self._columns = {k: v for k, v in _COLUMNS.items() if not (old and k in _NOT_YET)}

    def query(
        self, uri: Uri, projection: Sequence[str] | None, where: str | None, sort: str | None
    ) -> Rows:
        """The rows at `uri`; strict about columns."""
        grammar = self._context.profile.strict_grammar
        return asking.ask(self.store, self._source(uri), projection, where, sort, grammar=grammar)

    def _source(self, uri: Uri) -> Source:
        volume, place = (*uri.segments, "")[0], "/".join(uri.segments[1:])
        if volume not in ("external", "external_primary"):
            raise illegal(f"Unknown URL {uri.text}")
        if uri.number >= 0:
            place = "/".join(uri.segments[1:-1])
        if place not in _PLACES:
            raise illegal(f"Unknown URL {uri.text}")
        base = f"_id = {uri.number}" if uri.number >= 0 else _PLACES[place]
        return Source("files", self._columns, base)

    def insert(self, uri: Uri, values: Values) -> str | None:
        """Make an entry for a file that `_data` names."""
        self._source(uri)
        with self.store.writing() as db:
            made = put(db, "files", {**values, "date_added": self._context.now() // 1000})
        return None if made is None else f"{uri.text.partition('?')[0]}/{made}"

    def update(self, uri: Uri, values: Values, where: str | None) -> int:
        """Change entries."""
        rows = self.store.matching("files", where, self._source(uri).base)
        with self.store.writing() as db:
            for row in rows:
                change(db, "files", values, row)
        return len(rows)

    def delete(self, uri: Uri, where: str | None) -> int:
        """Remove entries, and the files with them."""
        rows = self.store.matching("files", where, self._source(uri).base)
        for row in rows:
            path = self._file(row)
            if path is not None:
                path.unlink(missing_ok=True)
        with self.store.writing() as db:
            db.executemany("DELETE FROM files WHERE _id = ?", [(row,) for row in rows])
        return len(rows)

    def call(self, uri: Uri, method: str, arg: str | None) -> Mapping[str, str] | None:
        """`scan_file` notices the file at `arg` and answers its address."""
        del uri
        if self._context.profile.sdk < _SCANS:
            return None
        if method != "scan_file":
            raise ProviderError(
                "java.lang.UnsupportedOperationException", f"Unsupported call: {method}"
            )
        made = self.scan(arg or "")
        return {"uri": "null" if made is None else f"content://media/external_primary/file/{made}"}

    def scan(self, path: str) -> int | None:
        """Notice the file at `path` as the phone names it, or that it is gone; its number."""
        here = self._context.files(path)
        named = canonical(path)
        with self.store.writing() as db:
            if here is None or not here.is_file():
                db.execute("DELETE FROM files WHERE _data = ?", (named,))
                return None
            row = entry(named, here, self._context.now())
            columns = ", ".join(row)
            marks = ", ".join("?" * len(row))
            fresh = ", ".join(f"{each} = excluded.{each}" for each in row if each != "date_added")
            db.execute(
                f"INSERT INTO files ({columns}) VALUES ({marks})"  # noqa: S608 - our own names
                f" ON CONFLICT (_data) DO UPDATE SET {fresh}",
                [*row.values()],
            )
            return int(db.execute("SELECT _id FROM files WHERE _data = ?", (named,)).fetchone()[0])

    def open(self, uri: Uri, *, writing: bool = False) -> BinaryIO:
        """The bytes of a file that was scanned."""
        self._source(uri)
        path = self._file(uri.number)
        if path is None or not (writing or path.is_file()):
            raise ProviderError(NOT_FOUND, f"No item at {uri.text}")
        return path.open("wb" if writing else "rb")

    def _file(self, row: int) -> Path | None:
        found = self.store.value("SELECT _data FROM files WHERE _id = ?", (row,))
        return self._context.files(found) if isinstance(found, str) else None

    def kind_of(self, uri: Uri) -> str | None:
        """The media type of what lies at `uri`."""
        found = self.store.value("SELECT mime_type FROM files WHERE _id = ?", (uri.number,))
        return None if found is None else str(found)


def canonical(path: str) -> str:
    """A path on shared storage as the media provider writes it."""
    for other in ("/sdcard/", "/storage/self/primary/", "/mnt/sdcard/"):
        if path.startswith(other):
            return STORAGE + path.removeprefix(other)
    return path


def entry(path: str, here: Path, now: int) -> dict[str, str | int | None]:
    """What is kept of the file `here`, named `path` on the phone; `now` in milliseconds."""
    status = os.stat(here)  # noqa: PTH116 - one call for size and date
    pure = PurePosixPath(path)
    kind = _TYPES.guess_type(pure.name)[0]
    folder = str(pure.parent).removeprefix(STORAGE.rstrip("/")).strip("/")
    return {
        "_data": path,
        "_size": status.st_size,
        "_display_name": pure.name,
        "title": pure.stem,
        "mime_type": kind or "application/octet-stream",
        "media_type": _KINDS.get((kind or "").partition("/")[0], 0),
        "relative_path": f"{folder}/" if folder else "/",
        "date_added": now // 1000,
        "date_modified": int(status.st_mtime),
        "datetaken": int(status.st_mtime * 1000)
        if kind and kind.startswith(("image", "video"))
        else None,
    }
