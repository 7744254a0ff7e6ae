"""The small programs for texts: echo, printf, cat, head, tail, wc, grep, sort, base64, sums."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import itertools
import re
from collections import deque
from collections.abc import Callable, Iterator
from typing import BinaryIO

from holdfast.phones.virtual.android.tool import Call
from holdfast.phones.virtual.android.toybox.kit import (
    Kit,
    WrongUseError,
    fail,
    number,
    options,
    pieces,
    say,
    sources,
    to_bytes,
)

_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{1,2}|0?[0-7]{1,3}|[abcefnrtv\\])")
_LETTERS = {
    "a": "\a",
    "b": "\b",
    "e": "\x1b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
    "\\": "\\",
}
_DIRECTIVE = re.compile(r"%(%|[-+ 0#]*[0-9]*(?:\.[0-9]+)?[sdiuxXocb])")
_LINE = 76


def echo(_kit: Kit, call: Call) -> int:
    """Print words; backslashes mean something, as in the phone's shell."""
    words = list(call.argv[1:])
    ending, raw = "\n", False
    while words and re.fullmatch(r"-[neE]+", words[0]):
        flags = words.pop(0)
        ending = "" if "n" in flags else ending
        raw = "E" in flags
    text = " ".join(words)
    text, ended = (text, False) if raw or "\\" not in text else _unescape(text)
    say(call, text + ("" if ended else ending))
    return 0


def printf(_kit: Kit, call: Call) -> int:
    """Print words by a format, again and again while words are left."""
    if len(call.argv) < 2:  # noqa: PLR2004 - its name and a format
        raise WrongUseError("Needs 1 argument")
    form, words = call.argv[1], deque(call.argv[2:])
    while True:
        before = len(words)
        text, ended = _unescape(_DIRECTIVE.sub(lambda found: _filled(found[1], words), form))
        say(call, text.replace("\0\\", "\\"))
        if ended or not words or len(words) == before:
            return 0


def _filled(directive: str, words: deque[str]) -> str:
    if directive == "%":
        return "%"
    word = words.popleft() if words else ""
    kind = directive[-1]
    if kind in "diuxXo":
        digits = re.match(r"\s*[-+]?(0x[0-9a-fA-F]+|[0-9]+)", word)
        value = int(digits[0], 0 if "0x" in digits[0] else 10) if digits else 0
        return ("%" + directive.replace("i", "d").replace("u", "d")) % value
    if kind == "b":
        return ("%" + directive[:-1] + "s") % word
    # A backslash in a word is no escape; the format's own ones are looked at later.
    shown = ("%" + directive[:-1] + "s") % (word[:1] if kind == "c" else word)
    return shown.replace("\\", "\0\\")


def _unescape(text: str) -> tuple[str, bool]:
    r"""Return the text, and whether \c ended it."""
    text, ended, _ = text.partition("\\c")
    return re.sub(r"\0\\|" + _ESCAPE.pattern, _letter, text), bool(ended)


def _letter(found: re.Match[str]) -> str:
    code = found[1]
    if code is None:
        return found[0]
    if code[0] in "x01234567":
        value = int(code[1:], 16) if code[0] == "x" else int(code, 8) & 0xFF
        return bytes([value]).decode("utf-8", "surrogateescape")
    return _LETTERS.get(code, found[0])


def cat(kit: Kit, call: Call) -> int:
    """Print files."""
    _, words = options(call, "etvu")
    status = 0
    for _, stream in sources(kit, call, words):
        status |= stream is None
        for piece in pieces(stream) if stream is not None else ():
            call.out.write(piece)
    return int(status)


def head(kit: Kit, call: Call) -> int:
    """Print how files begin."""
    flags, words = options(call, "c:n:qv")
    status = 0
    for _, stream in sources(kit, call, words):
        status |= stream is None
        if stream is None:
            continue
        if "c" in flags:
            parts: Iterator[bytes] = pieces(stream, number(flags["c"]))
        else:
            parts = itertools.islice(iter(stream.readline, b""), number(flags.get("n", "10")))
        for part in parts:
            call.out.write(part)
    return int(status)


def tail(kit: Kit, call: Call) -> int:
    """Print how files end, or with +N all from the N-th byte or line."""
    flags, words = options(call, "c:n:q")
    status = 0
    for _, stream in sources(kit, call, words):
        status |= stream is None
        if stream is not None:
            amount = flags.get("c", flags.get("n", "10"))
            for part in _last(stream, amount, by_bytes="c" in flags):
                call.out.write(part)
    return int(status)


def _last(stream: BinaryIO, amount: str, *, by_bytes: bool) -> Iterator[bytes]:
    count = number(amount.lstrip("+-"))
    if amount.startswith("+"):
        if by_bytes:
            _pass_over(stream, max(0, count - 1))
        else:
            deque(itertools.islice(stream, max(0, count - 1)), 0)
        return pieces(stream)
    if not by_bytes:
        return iter(deque(stream, count))
    if stream.seekable():
        stream.seek(max(0, stream.seek(0, io.SEEK_END) - count))
        return pieces(stream)
    kept = b""
    for piece in pieces(stream):
        kept = (kept + piece)[-count:] if count else b""
    return iter((kept,))


def _pass_over(stream: BinaryIO, count: int) -> None:
    if stream.seekable():
        stream.seek(count, io.SEEK_CUR)
    else:
        deque(pieces(stream, count), 0)


def wc(kit: Kit, call: Call) -> int:
    """Count lines, words and bytes."""
    flags, words = options(call, "lwcm")
    shown = [letter for letter in "lwc" if letter in flags] or ["l", "w", "c"]
    status = 0
    for word, stream in sources(kit, call, words):
        status |= stream is None
        if stream is not None:
            counts = _counted(stream)
            figures = " ".join(str(counts[letter]) for letter in shown)
            say(call, f"{figures} {word}\n" if words else f"{figures}\n")
    return int(status)


def _counted(stream: BinaryIO) -> dict[str, int]:
    counts = dict.fromkeys("lwc", 0)
    inside = False
    for piece in pieces(stream):
        counts["l"] += piece.count(b"\n")
        counts["c"] += len(piece)
        counts["w"] += len(piece.split()) - int(inside and not piece[:1].isspace())
        inside = not piece[-1:].isspace()
    return counts


def grep(kit: Kit, call: Call) -> int:
    """Print the lines in which a pattern is found."""
    flags, words = options(call, "EFGivcqlnhHse:")
    pattern = flags["e"] if "e" in flags else words.pop(0) if words else ""
    wanted = _pattern(pattern, plain="F" in flags, folded="i" in flags)
    found = 0
    for _, stream in sources(kit, call, words):
        for line in stream or ():
            if (wanted.search(line.rstrip(b"\n")) is None) == ("v" in flags):
                found += 1
                if not flags.keys() & {"q", "c"}:
                    call.out.write(line if line.endswith(b"\n") else line + b"\n")
    if "c" in flags:
        say(call, f"{found}\n")
    return int(not found)


def _pattern(text: str, *, plain: bool, folded: bool) -> re.Pattern[bytes]:
    pattern = to_bytes(text)
    try:
        return re.compile(re.escape(pattern) if plain else pattern, re.IGNORECASE if folded else 0)
    except re.error:
        raise WrongUseError(f"bad REGEX: {text}") from None


def sort(kit: Kit, call: Call) -> int:
    """Print lines in order."""
    flags, words = options(call, "unrz")
    lines: list[bytes] = []
    for _, stream in sources(kit, call, words):
        lines += [line.rstrip(b"\n") for line in stream or ()]
    lines.sort(key=_as_number if "n" in flags else None, reverse="r" in flags)
    for line in dict.fromkeys(lines) if "u" in flags else lines:
        call.out.write(line + b"\n")
    return 0


def _as_number(line: bytes) -> tuple[float, bytes]:
    found = re.match(rb"\s*-?[0-9]+", line)
    return (float(found[0]) if found else 0.0, line)


def encode_base64(kit: Kit, call: Call) -> int:
    """Print files in base64, or with -d what is written in it."""
    flags, words = options(call, "diw:")
    width = number(flags.get("w", str(_LINE)))
    for _, stream in sources(kit, call, words):
        if stream is None:
            return 1
        if "d" not in flags:
            _encoded(call, stream, width)
        elif not _decoded(call, stream):
            return fail(call, "bad input")
    return 0


def _encoded(call: Call, stream: BinaryIO, width: int) -> None:
    size = width // 4 * 3 or 3 * (1 << 14)
    while line := stream.read(size):
        call.out.write(base64.b64encode(line) + (b"\n" if width else b""))


def _decoded(call: Call, stream: BinaryIO) -> bool:
    kept = b""
    for piece in pieces(stream):
        kept += b"".join(piece.split())
        whole = len(kept) // 4 * 4
        try:
            call.out.write(base64.b64decode(kept[:whole], validate=True))
        except binascii.Error:
            return False
        kept = kept[whole:]
    return not kept


def summed(algorithm: str) -> Callable[[Kit, Call], int]:
    """Return the program that prints sums of files by `algorithm`."""

    def run(kit: Kit, call: Call) -> int:
        flags, words = options(call, "b")
        status = 0
        for word, stream in sources(kit, call, words):
            status |= stream is None
            if stream is not None:
                digest = hashlib.new(algorithm, usedforsecurity=False)
                for piece in pieces(stream):
                    digest.update(piece)
                say(call, digest.hexdigest() + ("\n" if "b" in flags else f"  {word}\n"))
        return int(status)

    return run
