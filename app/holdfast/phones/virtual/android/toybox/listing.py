"""The small programs that tell of files: ls, stat, df, du."""

from __future__ import annotations

import re
import stat as modes
from datetime import datetime, tzinfo

from holdfast.phones.virtual.android.files.files import Entry
from holdfast.phones.virtual.android.tool import Call
from holdfast.phones.virtual.android.toybox.kit import (
    SECOND,
    Kit,
    each_path,
    options,
    say,
    to_bytes,
    walk,
)

_OWNERS = {0: "root", 1015: "sdcard_rw", 1023: "media_rw", 2000: "shell", 9997: "everybody"}
_TYPES = {
    modes.S_IFREG: "regular file",
    modes.S_IFDIR: "directory",
    modes.S_IFLNK: "symbolic link",
    modes.S_IFCHR: "character device",
}


def owner(number: int) -> str:
    """The name of a user or group."""
    return _OWNERS.get(number, str(number))


def moment(nanoseconds: int, zone: tzinfo, form: str) -> str:
    """Write a time in a zone."""
    return datetime.fromtimestamp(nanoseconds // SECOND, zone).strftime(form)


def ls(kit: Kit, call: Call) -> int:
    """List folders."""
    flags, words = options(call, "la1dARLFhnpqsSrti")
    many = len(words) > 1

    def show(path: bytes, word: str) -> None:
        follow = "l" not in flags or "L" in flags or word.endswith("/")
        entry = kit.files.stat(path, follow=follow)
        if not entry.folder or "d" in flags:
            _show(kit, call, flags, [(to_bytes(word), entry)])
            return
        if many or "R" in flags:
            say(call, f"{word}:\n")
        _show(kit, call, flags, _inside(kit, path, flags), total=True)

    return each_path(kit, call, words or ["."], show)


def _inside(kit: Kit, path: bytes, flags: dict[str, str]) -> list[tuple[bytes, Entry]]:
    found = list(kit.files.scan(path))
    if "a" in flags:
        above = kit.files.resolve(path, b"..")
        found += [(b".", kit.files.stat(path)), (b"..", kit.files.stat(above))]
    elif "A" not in flags:
        found = [each for each in found if not each[0].startswith(b".")]
    if "t" in flags:
        return sorted(found, key=lambda each: -each[1].modified)
    return sorted(found, reverse="r" in flags)


def _show(
    kit: Kit,
    call: Call,
    flags: dict[str, str],
    found: list[tuple[bytes, Entry]],
    *,
    total: bool = False,
) -> None:
    if total and flags.keys() & {"l", "s"}:
        say(call, f"total {sum(entry.blocks for _, entry in found) // 2}\n")
    zone = kit.zone_of(call)
    for name, entry in found:
        line = _long(entry, zone) if "l" in flags else ""
        call.out.write(to_bytes(line) + name + b"\n")


def _long(entry: Entry, zone: tzinfo) -> str:
    when = moment(entry.modified, zone, "%Y-%m-%d %H:%M")
    who = f"{owner(entry.uid)} {owner(entry.gid)}"
    return f"{modes.filemode(entry.mode)} {entry.links} {who} {entry.size:>6} {when} "


def stat(kit: Kit, call: Call) -> int:
    """Tell what is known of files, with -c in a format."""
    flags, words = options(call, "Lc:ft")
    form = flags.get("c")
    zone = kit.zone_of(call)

    def show(path: bytes, word: str) -> None:
        entry = kit.files.stat(path, follow="L" in flags)
        text = _filled(form if form is not None else _WHOLE, word, entry, zone)
        say(call, text + "\n")

    return each_path(kit, call, words, show)


_WHOLE = (
    "  File: %N\n  Size: %s\t Blocks: %b\t IO Blocks: 512\t%F\n"
    "Device: %dd\t Inode: %i\t Links: %h\n"
    "Access: (0%a/%A)\tUid: (%u/%U)\tGid: (%g/%G)\n"
    "Access: %x\nModify: %y\nChange: %z"
)


def _filled(form: str, word: str, entry: Entry, zone: tzinfo) -> str:
    values = {
        "a": f"{modes.S_IMODE(entry.mode):o}",
        "A": modes.filemode(entry.mode),
        "b": str(entry.blocks),
        "d": str(entry.device),
        "f": f"{entry.mode:x}",
        "F": _TYPES.get(modes.S_IFMT(entry.mode), "unknown"),
        "g": str(entry.gid),
        "G": owner(entry.gid),
        "h": str(entry.links),
        "i": str(entry.inode),
        "n": word,
        "N": f"`{word}'",
        "s": str(entry.size),
        "u": str(entry.uid),
        "U": owner(entry.uid),
        "X": str(entry.accessed // SECOND),
        "Y": str(entry.modified // SECOND),
        "Z": str(entry.modified // SECOND),
        "x": _whole_time(entry.accessed, zone),
        "y": _whole_time(entry.modified, zone),
        "z": _whole_time(entry.modified, zone),
        "%": "%",
    }
    return re.sub("%(.)", lambda found: values.get(found[1], found[0]), form)


def _whole_time(nanoseconds: int, zone: tzinfo) -> str:
    date = moment(nanoseconds, zone, "%Y-%m-%d %H:%M:%S")
    return f"{date}.{nanoseconds % SECOND:09d} {moment(nanoseconds, zone, '%z')}"


def df(kit: Kit, call: Call) -> int:
    """Tell how full volumes are, in KiB."""
    _, words = options(call, "kHhPat:")
    say(call, "Filesystem     1K-blocks      Used Available Use% Mounted on\n")

    def show(path: bytes, _word: str) -> None:
        size, free = kit.files.free_bytes(path)
        used = size - free
        share = -(-used * 100 // size) if size else 0
        mount = path.decode("utf-8", "replace")
        figures = f"{size >> 10:>9} {used >> 10:>9} {free >> 10:>9} {share:>3}%"
        say(call, f"/dev/fuse      {figures} {mount}\n")

    named = words or [each.decode("utf-8", "surrogateescape") for each in kit.files.volumes()]
    return each_path(kit, call, named, show)


def du(kit: Kit, call: Call) -> int:
    """Tell how much lies in folders, in KiB."""
    _, words = options(call, "skahx")

    def show(path: bytes, word: str) -> None:
        blocks = kit.files.stat(path).blocks
        if kit.files.stat(path).folder:
            blocks += sum(entry.blocks for _, entry in walk(kit, path))
        say(call, f"{blocks // 2}\t{word}\n")

    return each_path(kit, call, words or ["."], show)
