"""What the small programs share: options, streams, dates, and how they complain."""

from __future__ import annotations

import getopt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import BinaryIO, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from holdfast.phones.virtual.android.files.files import AndroidFiles, Entry
from holdfast.phones.virtual.android.tool import Call, Tool
from holdfast.phones.virtual.clock import VirtualClock

PIECE = 1 << 16
"""Streams are copied by so many bytes."""
SECOND = 1_000_000_000


class WrongUseError(Exception):
    """The words of a call make no sense; the text says why."""


@dataclass(frozen=True, slots=True)
class Kit:
    """What the programs of one phone work on.

    `tools` are all programs of the phone, for those that start others; `zone` is the phone's.
    """

    files: AndroidFiles
    clock: VirtualClock
    tools: Mapping[str, Tool]
    zone: tzinfo = UTC

    def path(self, call: Call, word: str) -> bytes:
        """The absolute path that a word of `call` means."""
        return self.files.resolve(call.folder, word)

    def open(self, call: Call, word: str) -> BinaryIO:
        """Open what a word of `call` means for reading."""
        return self.files.read(self.path(call, word))

    def zone_of(self, call: Call) -> tzinfo:
        """The zone in which `call` writes and reads times."""
        name = call.variables.get("TZ", "")
        if not name:
            return self.zone
        try:
            return UTC if name.startswith(("UTC", "GMT")) else ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            return UTC


class Applet(Protocol):
    """A program over a kit."""

    def __call__(self, kit: Kit, call: Call, /) -> int:
        """Run it and return its status."""
        ...


def bound(kit: Kit, applet: Applet) -> Tool:
    """Return `applet` as a program of the phone."""

    def run(call: Call) -> int:
        try:
            return applet(kit, call)
        except WrongUseError as error:
            return fail(call, str(error))
        except OSError as error:
            return fail(call, error.strerror or str(error))
        except (ValueError, OverflowError):  # a number or a date that cannot be
            return fail(call, "bad argument")

    return run


def options(call: Call, known: str, long: Sequence[str] = ()) -> tuple[dict[str, str], list[str]]:
    """Return options (the last of a kind counts) and words; raises `WrongUseError`.

    `known` are the letters, each with a `:` behind it where a value follows.
    """
    try:
        found, words = getopt.gnu_getopt(list(call.argv[1:]), known, long)
    except getopt.GetoptError as error:
        raise WrongUseError(f"Unknown option '{error.opt}' (see \"{name(call)} --help\")") from None
    return {key.lstrip("-"): value for key, value in found}, words


def number(word: str) -> int:
    """Return a number with a suffix of toybox (c, w, b, k, m, g, kd, …)."""
    text = word.lower()
    scale = 1
    for suffix, factor in _SUFFIXES.items():
        if text.endswith(suffix):
            text, scale = text.removesuffix(suffix), factor
            break
    try:
        return int(text) * scale
    except ValueError:
        raise WrongUseError(f"not integer: {word}") from None


_SUFFIXES = {
    "kd": 1000,
    "md": 1000**2,
    "gd": 1000**3,
    "c": 1,
    "w": 2,
    "b": 512,
    "k": 1 << 10,
    "m": 1 << 20,
    "g": 1 << 30,
}


def name(call: Call) -> str:
    """The name a program was called by."""
    return call.argv[0].rpartition("/")[2] if call.argv else ""


def to_bytes(text: str) -> bytes:
    """The bytes a word stands for."""
    return text.encode("utf-8", "surrogateescape")


def fail(call: Call, message: str) -> int:
    """Complain, and return the status for it."""
    call.err.write(to_bytes(f"{name(call)}: {message}\n"))
    return 1


def say(call: Call, text: str) -> None:
    """Print a text."""
    call.out.write(to_bytes(text))


def pieces(stream: BinaryIO, most: int | None = None) -> Iterator[bytes]:
    """Yield what a stream holds as it comes, `most` bytes at most."""
    left = most
    take: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
    while left is None or left > 0:
        piece = take(PIECE if left is None else min(PIECE, left))
        if not piece:
            return
        left = None if left is None else left - len(piece)
        yield piece


def sources(kit: Kit, call: Call, words: Sequence[str]) -> Iterator[tuple[str, BinaryIO | None]]:
    """Yield each file that is named, open, or standard input where none is.

    What cannot be read is complained of, and comes as None.
    """
    if not words:
        yield "-", call.stdin
    for word in words:
        if word == "-":
            yield word, call.stdin
            continue
        try:
            if kit.files.stat(kit.path(call, word)).folder:
                raise IsADirectoryError(21, "Is a directory")
            stream = kit.open(call, word)
        except OSError as error:
            fail(call, f"{word}: {error.strerror}")
            yield word, None
            continue
        with stream:
            yield word, stream


def each_path(
    kit: Kit, call: Call, words: Sequence[str], act: Callable[[bytes, str], object]
) -> int:
    """Do something with each path that is named; complain of those that fail."""
    status = 0
    for word in words:
        try:
            act(kit.path(call, word), word)
        except OSError as error:
            status = fail(call, f"{word}: {error.strerror}")
    return status


def walk(kit: Kit, path: bytes) -> Iterator[tuple[bytes, Entry]]:
    """Yield all that lies below a folder, what is inside of a folder before itself."""
    for inner, entry in kit.files.scan(path):
        below = path.rstrip(b"/") + b"/" + inner
        if entry.folder:
            yield from walk(kit, below)
        yield below, entry
