"""The commands that the shell does itself."""

from __future__ import annotations

import stat
from collections.abc import Callable, Mapping
from types import MappingProxyType

from holdfast.phones.virtual.android.files.files import AndroidFiles
from holdfast.phones.virtual.android.shell.state import (
    ExitError,
    LeaveError,
    State,
    Streams,
    to_bytes,
    to_text,
)

_WORDS_OF_TWO = 2
_WORDS_OF_THREE = 3


class Builtins:
    """The built-in commands over the state of one shell."""

    def __init__(self, state: State, files: AndroidFiles, wait: Callable[[], None]) -> None:
        self._state = state
        self._files = files
        self._wait = wait
        self.commands: Mapping[str, Callable[[list[str], Streams], int]] = MappingProxyType(
            {
                ":": lambda _words, _streams: 0,
                "true": lambda _words, _streams: 0,
                "false": lambda _words, _streams: 1,
                "cd": self._cd,
                "exit": self._exit,
                "export": self._export,
                "unset": self._unset,
                "shift": self._shift,
                "set": self._set,
                "read": self._read,
                "wait": self._waiting,
                "break": lambda words, _streams: self._leave(words, again=False),
                "continue": lambda words, _streams: self._leave(words, again=True),
                "test": lambda words, _streams: self._test(words[1:]),
                "[": self._bracket,
                "pwd": self._pwd,
                "umask": lambda _words, _streams: 0,
                "trap": lambda _words, _streams: 0,
            }
        )

    def _cd(self, words: list[str], streams: Streams) -> int:
        target = self._files.resolve(self._state.folder, words[1] if len(words) > 1 else "/")
        try:
            if not stat.S_ISDIR(self._files.stat(target).mode):
                raise NotADirectoryError(20, "Not a directory")
        except OSError as error:
            message = f"/system/bin/sh: cd: {to_text(target)}: {error.strerror}\n"
            streams.err.write(to_bytes(message))
            return 2
        self._state.folder = to_text(target)
        return 0

    def _pwd(self, _words: list[str], streams: Streams) -> int:
        streams.out.write(to_bytes(self._state.folder) + b"\n")
        return 0

    def _exit(self, words: list[str], _streams: Streams) -> int:
        given = words[1] if len(words) > 1 else ""
        raise ExitError(int(given) & 0xFF if given.isdigit() else self._state.status)

    def _export(self, words: list[str], _streams: Streams) -> int:
        for word in words[1:]:
            name, sign, value = word.partition("=")
            if sign:
                self._state.variables[name] = value
        return 0

    def _unset(self, words: list[str], _streams: Streams) -> int:
        for name in words[1:]:
            self._state.variables.pop(name, None)
        return 0

    def _shift(self, words: list[str], _streams: Streams) -> int:
        count = int(words[1]) if len(words) > 1 and words[1].isdigit() else 1
        if count > len(self._state.arguments):
            return 1
        self._state.arguments = self._state.arguments[count:]
        return 0

    def _set(self, words: list[str], _streams: Streams) -> int:
        if "--" in words:
            self._state.arguments = words[words.index("--") + 1 :]
        return 0

    def _waiting(self, _words: list[str], _streams: Streams) -> int:
        self._wait()
        return 0

    def _leave(self, words: list[str], *, again: bool) -> int:
        levels = int(words[1]) if len(words) > 1 and words[1].isdigit() else 1
        raise LeaveError(max(levels, 1), again=again)

    def _read(self, words: list[str], streams: Streams) -> int:
        raw = "-r" in words[1:]
        names = [word for word in words[1:] if not word.startswith("-")] or ["REPLY"]
        line = streams.stdin.readline()
        ended = line.endswith(b"\n")
        text = to_text(line.rstrip(b"\n").replace(b"\0", b""))
        while not raw and ended and text.endswith("\\"):
            more = streams.stdin.readline()
            ended = more.endswith(b"\n")
            text = text[:-1] + to_text(more.rstrip(b"\n"))
        self._assign(names, text if raw else _unescaped(text))
        return 0 if ended else 1

    def _assign(self, names: list[str], text: str) -> None:
        breaks = self._state.variables.get("IFS", " \t\n")
        white = "".join(sign for sign in breaks if sign in " \t\n")
        rest = text.strip(white) if white else text
        for name in names[:-1]:
            end = next((at for at, sign in enumerate(rest) if sign in breaks), len(rest))
            self._state.variables[name] = rest[:end]
            rest = rest[end + 1 :].lstrip(white)
        self._state.variables[names[-1]] = rest

    def _bracket(self, words: list[str], streams: Streams) -> int:
        if words[-1] != "]":
            streams.err.write(b"/system/bin/sh: [: missing ]\n")
            return 2
        return self._test(words[1:-1])

    def _test(self, words: list[str]) -> int:
        if words and words[0] == "!":
            return int(not self._test(words[1:]))
        for sign, joins in (("-o", any), ("-a", all)):
            if sign in words[1:] and len(words) > _WORDS_OF_THREE:
                at = words.index(sign, 1)
                sides = (words[:at], words[at + 1 :])
                return int(not joins(self._test(side) == 0 for side in sides))
        if len(words) == _WORDS_OF_THREE:
            return int(not _compare(*words))
        if len(words) == _WORDS_OF_TWO:
            return int(not self._check(*words))
        return int(not (words and words[0]))

    def _check(self, sign: str, text: str) -> bool:
        if sign in ("-z", "-n"):
            return bool(text) == (sign == "-n")
        try:
            found = self._files.stat(self._files.resolve(self._state.folder, text))
        except OSError:
            return False
        return {
            "-f": stat.S_ISREG(found.mode),
            "-d": stat.S_ISDIR(found.mode),
            "-s": found.size > 0,
        }.get(sign, True)


def _compare(left: str, sign: str, right: str) -> bool:
    if sign in ("=", "=="):
        return left == right
    if sign == "!=":
        return left != right
    try:
        order = int(left) - int(right)
    except ValueError:
        return False
    return {
        "-eq": order == 0,
        "-ne": order != 0,
        "-lt": order < 0,
        "-le": order <= 0,
        "-gt": order > 0,
        "-ge": order >= 0,
    }.get(sign, False)


def _unescaped(text: str) -> str:
    pieces = text.split("\\")
    return pieces[0] + "".join(pieces[1:]) if len(pieces) > 1 else text
