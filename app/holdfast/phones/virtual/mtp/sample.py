"""What a sample phone in file-transfer mode holds, and what its owner does with it later."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path

from holdfast.phones.virtual.edits import SampleEdits
from holdfast.phones.virtual.mtp.volumes import PRIMARY, STORAGE
from holdfast.records.model.kinds import Kind, media_kind

SMALL = 12
_CAMERA, _FILES = "DCIM/Camera", "Download"
_FOLDERS = (_CAMERA, _FILES, "Documents", "Pictures", "Music", "Android/data")
_TAKEN = re.compile(rb"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)\0")
_EXIF_REACH = 4096
_NOTE, _NOTE_TEXT = "Documents/Packing list.txt", "Tent, two sleeping bags, stove\nMap of Grünau\n"
_MORE = "Matches\n"
_NOTE_DATE = datetime(2009, 8, 1, 9, 30, tzinfo=UTC).timestamp()
_NEW_PHOTOS = 4
_MINUTE = 60


def storage_of(phone: Path) -> Path:
    """Where the own memory of the phone in the folder `phone` lies."""
    return phone / STORAGE / PRIMARY


def fill(phone: Path, *, small: bool = False) -> None:
    """Give the phone in `phone` its pictures and a file, with their dates; few with `small`."""
    storage = storage_of(phone)
    for folder in _FOLDERS:
        (storage / folder).mkdir(parents=True, exist_ok=True)
    with as_file(files("holdfast.resources") / "sample-phone" / "photos") as source:
        pictures = sorted(path for path in source.rglob("*") if path.is_file())
        for picture in pictures[: SMALL if small else None]:
            target = storage / _CAMERA / picture.name
            shutil.copyfile(picture, target)
            _date(target, _taken(target))
    note = storage / _NOTE
    note.write_bytes(_NOTE_TEXT.encode())
    _date(note, _NOTE_DATE)


def fill_from(phone: Path, source: Path) -> None:
    """Give the phone every file below `source`: pictures to the camera, others to Download."""
    for path in sorted(each for each in source.rglob("*") if each.is_file()):
        folder = _CAMERA if media_kind(path.name) is Kind.PHOTOS else _FILES
        target = storage_of(phone) / folder / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)


def use(phone: Path, clock: Callable[[], datetime]) -> SampleEdits:
    """Take pictures, throw the oldest away, write on a list; `clock` (UTC) dates it all."""
    camera, note = storage_of(phone) / _CAMERA, storage_of(phone) / _NOTE
    now = clock().timestamp()
    old = sorted(path for path in camera.glob("*") if path.is_file())
    for path in old[:1]:
        path.unlink()
    changed = {}
    if note.is_file():
        note.write_bytes(note.read_bytes() + _MORE.encode())
        _date(note, now)
        changed[Kind.FILES] = 1
    _take_photos(camera, now)
    removed = {Kind.PHOTOS: 1} if old else {}
    return SampleEdits({Kind.PHOTOS: _NEW_PHOTOS}, changed, removed)


def wipe(phone: Path) -> None:
    """Reset the phone: nothing of its owner's is left, nor on its cards."""
    shutil.rmtree(phone / STORAGE, ignore_errors=True)


def _take_photos(camera: Path, now: float) -> None:
    """Take new pictures: those that come with Holdfast, made new ones by a comment in them."""
    camera.mkdir(parents=True, exist_ok=True)
    taken = sum(1 for _ in camera.glob("PXL_*.jpg"))
    with as_file(files("holdfast.resources") / "sample-phone" / "photos") as source:
        pictures = sorted(path for path in source.rglob("*") if path.is_file())
        for number in range(taken + 1, taken + _NEW_PHOTOS + 1):
            path = camera / f"PXL_{number:04}.jpg"
            path.write_bytes(_commented(pictures[number % len(pictures)].read_bytes(), number))
            _date(path, now + _MINUTE * (number - taken))


def _commented(picture: bytes, number: int) -> bytes:
    comment = b"Picture %d" % number
    return picture[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + picture[2:]


def _date(path: Path, when: float) -> None:
    os.utime(path, (when, when))


def _taken(path: Path) -> float:
    """When a picture says it was taken, or else when the note was written."""
    found = _TAKEN.search(path.read_bytes()[:_EXIF_REACH])
    if found is None:
        return _NOTE_DATE
    year, month, day, hour, minute, second = (int(part) for part in found.groups())
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC).timestamp()
