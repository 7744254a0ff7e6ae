"""The small programs that change files: rm, rmdir, mkdir, mv, cp, touch, dd, chmod."""

from __future__ import annotations

import errno
import io
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import BinaryIO

from holdfast.phones.virtual.android.tool import Call
from holdfast.phones.virtual.android.toybox.kit import (
    PIECE,
    SECOND,
    Kit,
    WrongUseError,
    each_path,
    fail,
    number,
    options,
    pieces,
    to_bytes,
    walk,
)

_STAMP = re.compile(r"(\d{4}|\d{2})?(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d\d))?")
_TWO = 2


def rm(kit: Kit, call: Call) -> int:
    """Remove files, with -r folders too."""
    flags, words = options(call, "rRfiv")
    deep, forced = bool(flags.keys() & {"r", "R"}), "f" in flags

    def remove(path: bytes, _word: str) -> None:
        if forced and not kit.files.exists(path):
            return
        if not kit.files.stat(path, follow=False).folder:
            kit.files.remove(path)
        elif not deep:
            raise IsADirectoryError(errno.EISDIR, "is directory")
        else:
            remove_tree(kit, path)

    return each_path(kit, call, words, remove)


def remove_tree(kit: Kit, path: bytes) -> None:
    """Remove a folder and all below it."""
    for below, entry in list(walk(kit, path)):
        (kit.files.remove_folder if entry.folder else kit.files.remove)(below)
    kit.files.remove_folder(path)


def rmdir(kit: Kit, call: Call) -> int:
    """Remove empty folders."""
    _, words = options(call, "p")
    return each_path(kit, call, words, lambda path, _: kit.files.remove_folder(path))


def mkdir(kit: Kit, call: Call) -> int:
    """Make folders, with -p those above them too."""
    flags, words = options(call, "pm:v")

    def make(path: bytes, _word: str) -> None:
        if "p" not in flags:
            kit.files.make_folder(path)
            return
        parts = [part for part in path.split(b"/") if part]
        for count in range(1, len(parts) + 1):
            folder = b"/" + b"/".join(parts[:count])
            if not kit.files.exists(folder):
                kit.files.make_folder(folder)
        if not kit.files.stat(path).folder:
            raise FileExistsError(errno.EEXIST, "File exists")

    status = 0
    for word in words:
        try:
            make(kit.path(call, word), word)
        except OSError as error:
            status = fail(call, f"'{word}': {error.strerror}")
    return status


def mv(kit: Kit, call: Call) -> int:
    """Give files other paths, on another volume too."""
    _, words = options(call, "fnivT")

    def move(source: bytes, target: bytes) -> None:
        try:
            kit.files.rename(source, target)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            copy_tree(kit, source, target, dated=True)
            if kit.files.stat(source).folder:
                remove_tree(kit, source)
            else:
                kit.files.remove(source)

    return _to_target(kit, call, words, move)


def cp(kit: Kit, call: Call) -> int:
    """Copy files, with -r folders too."""
    flags, words = options(call, "rRafpnvdT", ["preserve="])
    deep = bool(flags.keys() & {"r", "R", "a"})
    dated = bool(flags.keys() & {"p", "a", "preserve"})

    def copy(source: bytes, target: bytes) -> None:
        if kit.files.stat(source).folder and not deep:
            raise IsADirectoryError(errno.EISDIR, "Is a directory")
        copy_tree(kit, source, target, dated=dated)

    return _to_target(kit, call, words, copy)


def _to_target(kit: Kit, call: Call, words: list[str], act: Callable[[bytes, bytes], None]) -> int:
    if len(words) < _TWO:
        raise WrongUseError("Needs 2 arguments")
    *sources, last = words
    target = kit.path(call, last)
    inside = kit.files.exists(target) and kit.files.stat(target).folder
    if len(sources) > 1 and not inside:
        raise WrongUseError(f"'{last}' not directory")

    def each(path: bytes, _word: str) -> None:
        name = path.rstrip(b"/").rpartition(b"/")[2]
        act(path, kit.files.resolve(target, name) if inside else target)

    return each_path(kit, call, sources, each)


def copy_tree(kit: Kit, source: bytes, target: bytes, *, dated: bool) -> None:
    """Copy a file, or a folder with all below it."""
    entry = kit.files.stat(source)
    if entry.folder:
        if not kit.files.exists(target):
            kit.files.make_folder(target)
        for name in kit.files.names(source):
            copy_tree(kit, source + b"/" + name, target + b"/" + name, dated=dated)
    else:
        with kit.files.read(source) as stream, kit.files.write(target) as copy:
            for piece in pieces(stream):
                copy.write(piece)
    if dated:
        kit.files.set_times(target, entry.modified, entry.accessed)


def touch(kit: Kit, call: Call) -> int:
    """Date files, and make those that are not there."""
    flags, words = options(call, "acd:mr:t:h")
    moment = _moment(kit, call, flags)

    def date(path: bytes, _word: str) -> None:
        if not kit.files.exists(path):
            if "c" in flags:
                return
            kit.files.write(path).close()
        entry = kit.files.stat(path)
        keeps_modified = "a" in flags and "m" not in flags
        keeps_accessed = "m" in flags and "a" not in flags
        kit.files.set_times(
            path,
            entry.modified if keeps_modified else moment,
            entry.accessed if keeps_accessed else moment,
        )

    return each_path(kit, call, words, date)


def _moment(kit: Kit, call: Call, flags: dict[str, str]) -> int:
    """The time that touch is told, in nanoseconds since 1970."""
    if "r" in flags:
        return kit.files.stat(kit.path(call, flags["r"])).modified
    if "d" in flags:
        return _written(kit, call, flags["d"])
    if "t" in flags:
        found = _STAMP.fullmatch(flags["t"])
        if found is None:
            raise WrongUseError(f"bad '{flags['t']}'")
        century, *rest = found.groups("0")
        now = kit.clock()
        year = int(century) or now.year
        year += 2000 if year < 70 else 1900 if year < 100 else 0  # noqa: PLR2004 - POSIX touch
        month, day, hour, minute, second = map(int, rest)
        zone = kit.zone_of(call)
        return _nanoseconds(datetime(year, month, day, hour, minute, second, tzinfo=zone))
    return _nanoseconds(kit.clock())


def _written(kit: Kit, call: Call, text: str) -> int:
    """Read `@seconds` or a date as ISO 8601 writes it; without a zone it is the phone's."""
    found = re.fullmatch(r"@(-?\d+)(?:\.(\d{1,9}))?", text)
    if found:
        return int(found[1]) * SECOND + int((found[2] or "").ljust(9, "0") or 0)
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise WrongUseError(f"bad date '{text}'") from None
    return _nanoseconds(read if read.tzinfo else read.replace(tzinfo=kit.zone_of(call)))


def _nanoseconds(moment: datetime) -> int:
    since = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86400 + since.seconds) * SECOND + since.microseconds * 1000


def chmod(kit: Kit, call: Call) -> int:
    """Set rights where a volume keeps any."""
    words = [word for word in call.argv[1:] if word not in ("-R", "-v", "-f")]
    try:
        mode = int(words[0], 8) if words else 0
    except ValueError:
        mode = 0o755 if "x" in words[0] else 0o644
    return each_path(kit, call, words[1:], lambda path, _: kit.files.set_mode(path, mode))


def dd(kit: Kit, call: Call) -> int:
    """Copy blocks of a file."""
    given = dict(word.partition("=")[::2] for word in call.argv[1:])
    block = number(given.get("bs", given.get("ibs", "512")))
    skip, seek = (number(given.get(word, "0")) * block for word in ("skip", "seek"))
    count = number(given["count"]) * block if "count" in given else None
    source, target = given.get("if"), given.get("of")
    copied = 0
    stream = kit.open(call, source) if source else call.stdin
    try:
        _pass(stream, skip)
        for piece in _copied(kit, call, target, seek, given, pieces(stream, count)):
            copied += piece
    finally:
        if source:
            stream.close()
    if given.get("status") not in ("none", "noxfer"):
        whole, part = divmod(copied, block)
        records = f"{whole}+{int(bool(part))} records"
        call.err.write(to_bytes(f"{records} in\n{records} out\n{copied} bytes copied\n"))
    return 0


def _pass(stream: BinaryIO, count: int) -> None:
    if count and stream.seekable():
        stream.seek(count, io.SEEK_CUR)
        return
    while count > 0:
        count -= len(stream.read(min(count, PIECE)) or bytes(count))


def _copied(
    kit: Kit,
    call: Call,
    target: str | None,
    seek: int,
    given: dict[str, str],
    parts: Iterator[bytes],
) -> Iterator[int]:
    if target is None:
        for piece in parts:
            call.out.write(piece)
            yield len(piece)
        return
    keep = "notrunc" in given.get("conv", "") or seek > 0
    with kit.files.write(kit.path(call, target), keep=keep) as stream:
        if seek:
            stream.seek(seek)
        if seek and "notrunc" not in given.get("conv", ""):
            stream.truncate()
        for piece in parts:
            stream.write(piece)
            yield len(piece)
