"""Sample phones: made, opened, edited, wiped and replaced, each in a folder of its own."""

from __future__ import annotations

import os
import re
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path

from holdfast.phones.protocols.irmc.stores import is_todo
from holdfast.phones.virtual.android.device import virtual_android
from holdfast.phones.virtual.android.filling import fill_from as fill_android_from
from holdfast.phones.virtual.android.owner import use
from holdfast.phones.virtual.android.phone import AndroidPhone
from holdfast.phones.virtual.android.sample import fill as fill_android
from holdfast.phones.virtual.at.device import virtual_at
from holdfast.phones.virtual.at.sample import fill as fill_at
from holdfast.phones.virtual.card import read_card
from holdfast.phones.virtual.clock import VirtualClock
from holdfast.phones.virtual.device import VirtualDevice
from holdfast.phones.virtual.edits import SampleEdits, edit
from holdfast.phones.virtual.folder import (
    BOOKMARKS,
    CALLS,
    MEDIA,
    MESSAGES,
    OWNER,
    PLACES,
    RECORDS,
    FolderNotEmpty,
    NotASample,
    PhoneFolder,
    SampleInfo,
    luid_name,
)
from holdfast.phones.virtual.irmc.device import virtual_irmc
from holdfast.phones.virtual.mtp import sample as mtp_sample
from holdfast.phones.virtual.mtp.device import virtual_mtp
from holdfast.records.model.kinds import Kind, media_kind

__all__ = [
    "FolderNotEmpty",
    "NotASample",
    "SampleEdits",
    "SampleInfo",
    "create_sample",
    "edit_sample",
    "open_sample",
    "replace_sample",
    "wipe_sample",
]

_TAKEN = re.compile(rb"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)\0")
_EXIF_REACH = 4096
FAMILIES = ("irmc", "at", "android", "mtp")
_ANDROID, _MTP = "android", "mtp"
_AT_PLACES = tuple(str(kind) for kind in RECORDS if kind not in (Kind.MESSAGES, Kind.CALLS))
"""What a phone holds that keeps its messages and calls where only AT commands reach."""
_SMALL: dict[str, int] = {
    Kind.CONTACTS: 12,
    Kind.CALENDAR: 8,
    Kind.TODOS: 5,
    Kind.NOTES: 4,
    Kind.PHOTOS: 6,
    **dict.fromkeys((*MESSAGES, *CALLS, BOOKMARKS), 0),
}
_ENDINGS: dict[str, str] = {
    ".vcf": Kind.CONTACTS,
    ".vnt": Kind.NOTES,
    ".vcs": Kind.CALENDAR,
    ".ics": Kind.CALENDAR,
    ".vmg": MESSAGES[0],
    ".vbm": BOOKMARKS,
}


def create_sample(
    folder: Path,
    *,
    family: str = "irmc",
    serial: str | None = None,
    fill_from: Path | None = None,
    name: str = "Sample Phone",
    small: bool = False,
    usb: str = "wmc",
    max_packet: int = 32768,
    android: str = "16",
    work_profile: bool = False,
) -> SampleInfo:
    """Make a phone in `folder` and return who it is; raises `FolderNotEmpty`.

    Without `fill_from` it holds the fictional people that come with Holdfast, or with `small`
    a few of them (at most 40 items: contacts, calendar, to-dos, notes, photos). With it, every
    file below `fill_from` becomes one item, bytes as they are: `*.vmg` are messages in its
    inbox, `*.vbm` bookmarks. Without `serial` it gets one that no other phone has. A phone of
    the family "android" has the release `android`, and a second user with `work_profile`; one
    of the family "mtp" shows photos and files alone.
    """
    if family not in FAMILIES:
        raise ValueError(family)
    info = SampleInfo(
        serial=serial or _new_serial(),
        family=str(family),  # a card holds plain texts alone
        model=name,
        usb=usb,
        max_packet=max_packet,
        android=android,
        work_profile=work_profile,
    )
    if family == _ANDROID:
        return _create_android(folder, info, fill_from, small=small)
    if family == _MTP:
        return _create_mtp(folder, info, fill_from, small=small)
    phone = PhoneFolder.create(folder, info)
    with ExitStack() as stack:
        if fill_from is not None:
            _fill(phone, fill_from)
        else:
            source = files("holdfast.resources") / "sample-phone"
            whole = stack.enter_context(as_file(source))
            _copy(phone, whole, _AT_PLACES if family == "at" else PLACES, _SMALL if small else {})
            if family == "at":
                fill_at(phone)
            elif not small:
                shutil.copyfile(whole / OWNER, phone.path / OWNER)
    return phone.info


def _create_android(
    folder: Path, info: SampleInfo, source: Path | None, *, small: bool
) -> SampleInfo:
    PhoneFolder.create(folder, info)
    with _android(folder) as phone:
        if source is not None:
            fill_android_from(phone, source)
        else:
            fill_android(phone, small=small)
    return info


def _create_mtp(folder: Path, info: SampleInfo, source: Path | None, *, small: bool) -> SampleInfo:
    PhoneFolder.create(folder, info)
    if source is not None:
        mtp_sample.fill_from(folder, source)
    else:
        mtp_sample.fill(folder, small=small)
    return info


@contextmanager
def _android(folder: Path, clock: Callable[[], datetime] | None = None) -> Iterator[AndroidPhone]:
    """The phone in `folder`, its databases closed afterwards."""
    phone = AndroidPhone(folder, VirtualClock() if clock is None else VirtualClock(clock))
    try:
        yield phone
    finally:
        phone.close()


def edit_sample(folder: Path, clock: Callable[[], datetime] | None = None) -> SampleEdits:
    """Let the phone's owner use it for a while; return what was done. Raises `NotASample`.

    What is done depends on what is there and on `clock` alone.
    """
    family = read_card(folder).family
    if family == _ANDROID:
        with _android(folder, clock) as phone:
            done = use(phone)
        return SampleEdits(done.added, done.changed, done.removed)
    if family == _MTP:
        return mtp_sample.use(folder, clock or VirtualClock())
    return edit(PhoneFolder(folder), clock or VirtualClock())


def wipe_sample(folder: Path) -> None:
    """Pull the battery: every store is empty, the phone is the same. Raises `NotASample`."""
    family = read_card(folder).family
    if family == _ANDROID:
        with _android(folder) as phone:
            phone.wipe()
        return
    if family == _MTP:
        mtp_sample.wipe(folder)
        return
    PhoneFolder(folder).wipe()


def replace_sample(folder: Path, serial: str | None = None) -> SampleInfo:
    """Put an empty phone of the same model in its place; raises `NotASample`."""
    wipe_sample(folder)
    phone = PhoneFolder(folder)
    phone.become(replace(phone.info, serial=serial or _new_serial(), next_luid=1))
    return phone.info


def open_sample(folder: Path, clock: Callable[[], datetime] | None = None) -> VirtualDevice:
    """Return the phone in `folder`, ready to be plugged in; raises `NotASample`.

    `clock` tells the phone's time, UTC.
    """
    phone = PhoneFolder(folder)
    if phone.info.family not in FAMILIES:
        raise NotASample(folder, f"family {phone.info.family}")
    if phone.info.family == _ANDROID:
        return virtual_android(folder, clock or VirtualClock())
    if phone.info.family == _MTP:
        return virtual_mtp(folder, clock or VirtualClock())
    make = virtual_at if phone.info.family == "at" else virtual_irmc
    return make(folder, clock or VirtualClock())


def _new_serial() -> str:
    return uuid.uuid4().hex[:15].upper()


def _copy(
    phone: PhoneFolder, source: Path, places: tuple[str, ...], limits: dict[str, int]
) -> None:
    for place in (*places, *MEDIA):
        base = source / str(place)
        for path in sorted(p for p in base.rglob("*") if p.is_file())[: limits.get(place)]:
            target = phone.folder(place) / path.relative_to(base)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            _date(target)
    highest = max((_number(luid) for place in PLACES for luid in phone.records(place)), default=0)
    phone.become(replace(phone.info, next_luid=highest + 1))


def _date(path: Path) -> None:
    """Give a picture that comes with Holdfast the time it says it was taken, on any computer."""
    found = _TAKEN.search(path.read_bytes()[:_EXIF_REACH])
    if found is not None:
        taken = datetime(*(int(part) for part in found.groups()), tzinfo=UTC).timestamp()  # type: ignore[misc, arg-type]
        os.utime(path, (taken, taken))


def _fill(phone: PhoneFolder, source: Path) -> None:
    number = phone.info.next_luid
    for path in sorted(p for p in source.rglob("*") if p.is_file()):
        place = _place_of(path)
        if place in PLACES:
            target = phone.folder(place) / luid_name(number, path.suffix.lower())
            number += 1
        else:
            target = phone.folder(place) / "Phone" / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)
    phone.become(replace(phone.info, next_luid=number))


def _place_of(path: Path) -> str:
    place = _ENDINGS.get(path.suffix.lower(), media_kind(path.name))
    return Kind.TODOS if place == Kind.CALENDAR and is_todo(path.read_bytes()) else place


def _number(luid: str) -> int:
    try:
        return int(luid, 16)
    except ValueError:
        return 0
