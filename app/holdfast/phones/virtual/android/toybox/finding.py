"""The small programs that go through files and start others: find and xargs."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from holdfast.phones.virtual.android.files.files import Entry
from holdfast.phones.virtual.android.shell.expanding import name_matcher
from holdfast.phones.virtual.android.tool import Call
from holdfast.phones.virtual.android.toybox.kit import (
    SECOND,
    Kit,
    WrongUseError,
    fail,
    to_bytes,
)

_TYPES = {"f": stat.S_ISREG, "d": stat.S_ISDIR, "l": stat.S_ISLNK, "c": stat.S_ISCHR}
_MOST_WORDS = 4096
_DAY = 86400


@dataclass(frozen=True, slots=True)
class _Found:
    shown: bytes
    path: bytes
    entry: Entry


_Test = Callable[[_Found], bool]


@dataclass(slots=True)
class _Search:
    """An expression of find while it is read and run."""

    kit: Kit
    call: Call
    words: list[str]
    least: int = 0
    most: int = 1 << 30
    acts: bool = False
    batches: list[tuple[list[str], list[str]]] = field(default_factory=list)
    status: int = 0

    def either(self) -> _Test:
        """Read what `-o` joins."""
        sides = [self.both()]
        while self.words[:1] in (["-o"], ["-or"]):
            self.words.pop(0)
            sides.append(self.both())
        return lambda found: any(side(found) for side in sides)

    def both(self) -> _Test:
        """Read tests of which each must hold."""
        tests: list[_Test] = []
        while self.words and self.words[0] not in ("-o", "-or", ")"):
            word = self.words.pop(0)
            if word not in ("-a", "-and"):
                tests.append(self.one(word))
        return lambda found: all(test(found) for test in tests)

    def one(self, word: str) -> _Test:
        """Read one test or deed."""
        if word in ("!", "-not"):
            inner = self.one(self.next(word))
            return lambda found: not inner(found)
        if word == "(":
            inner = self.either()
            self.next(word)
            return inner
        if word in ("-print", "-print0", "-exec", "-delete"):
            self.acts = True
            return self.deed(word)
        return self.test(word)

    def next(self, word: str) -> str:
        """Take the word behind `word`."""
        if not self.words:
            raise WrongUseError(f"'{word}' needs 1 arg")
        return self.words.pop(0)

    def deed(self, word: str) -> _Test:
        """Read what is done with what is found."""
        if word == "-exec":
            return self.execution()
        if word == "-delete":
            return self.delete
        ending = b"\0" if word == "-print0" else b"\n"
        return lambda found: bool(self.call.out.write(found.shown + ending)) or True

    def delete(self, found: _Found) -> bool:
        """Remove what is found."""
        files = self.kit.files
        (files.remove_folder if found.entry.folder else files.remove)(found.path)
        return True

    def execution(self) -> _Test:
        """Read a command up to `;`, or `+` behind `{}`."""
        words: list[str] = []
        while (word := self.next("-exec")) != ";":
            if word == "+" and words[-1:] == ["{}"]:
                batch: list[str] = []
                self.batches.append((words[:-1], batch))
                return lambda found: self.gather(words[:-1], batch, found)
            words.append(word)
        return lambda found: self.execute([_put(word, found) for word in words]) == 0

    def gather(self, words: list[str], batch: list[str], found: _Found) -> bool:
        """Keep what is found for a command that takes many."""
        batch.append(_text(found.shown))
        if len(batch) >= _MOST_WORDS:
            self.flush(words, batch)
        return True

    def flush(self, words: list[str], batch: list[str]) -> None:
        """Start a command for what was kept."""
        if batch:
            self.status |= int(self.execute([*words, *batch]) != 0)
            batch.clear()

    def execute(self, words: list[str]) -> int:
        """Start a command."""
        return start(self.kit, self.call, words)

    def test(self, word: str) -> _Test:
        """Read a test that has one value."""
        value = self.next(word)
        match word:
            case "-type":
                kinds = [_TYPES[kind] for kind in value.split(",") if kind in _TYPES]
                return lambda found: any(kind(found.entry.mode) for kind in kinds)
            case "-name":
                named = name_matcher(to_bytes(value))
                return lambda found: named(found.shown.rstrip(b"/").rpartition(b"/")[2])
            case "-iname":
                folded = name_matcher(to_bytes(value.lower()))
                return lambda found: folded(found.shown.rpartition(b"/")[2].lower())
            case "-path" | "-wholename":
                fits = name_matcher(to_bytes(value))
                return lambda found: fits(found.shown)
            case "-maxdepth":
                self.most = int(value)
            case "-mindepth":
                self.least = int(value)
            case _:
                return self.measure(word, value)
        return lambda _found: True

    def measure(self, word: str, value: str) -> _Test:
        """Read a test of size or age."""
        if word == "-newer":
            modified = self.kit.files.stat(self.kit.path(self.call, value)).modified
            return lambda found: found.entry.modified > modified
        figure = re.fullmatch(r"([-+]?)([0-9]+)([ckMG]?)", value)
        if figure is None or word not in ("-size", "-mtime", "-mmin"):
            raise WrongUseError(f"bad arg '{word}'")
        sign, amount = figure[1], int(figure[2])
        if word == "-size":
            unit = {"c": 1, "k": 1 << 10, "M": 1 << 20, "G": 1 << 30}.get(figure[3], 512)
            return lambda found: _fits(sign, -(-found.entry.size // unit), amount)
        now = self.kit.clock().timestamp()
        unit = _DAY if word == "-mtime" else 60
        return lambda found: _fits(sign, int(now - found.entry.modified / SECOND) // unit, amount)


def find(kit: Kit, call: Call) -> int:
    """Go through folders and do what an expression says."""
    words = list(call.argv[1:])
    if words[:1] == ["-L"] or words[:1] == ["-H"]:
        words.pop(0)
    count = next((at for at, word in enumerate(words) if word[:1] in ("-", "!", "(")), len(words))
    search = _Search(kit, call, words[count:])
    test = search.either()
    if search.words:
        raise WrongUseError(f"bad arg '{search.words[0]}'")
    if not search.acts:
        plain, shows = test, search.deed("-print")
        test = lambda found: plain(found) and shows(found)  # noqa: E731 - two tests in a row
    for word in words[:count] or ["."]:
        _go(search, word, test)
    for command, batch in search.batches:
        search.flush(command, batch)
    return search.status


def _go(search: _Search, word: str, test: _Test) -> None:
    path = search.kit.path(search.call, word)
    try:
        # Only a path with a slash behind it is followed when it is a link.
        top = search.kit.files.stat(path, follow=word.endswith("/"))
    except OSError as error:
        search.status = fail(search.call, f"{word}: {error.strerror}")
        return
    for depth, found in _below(search, _Found(to_bytes(word), path, top), 0):
        if depth >= search.least:
            test(found)


def _below(search: _Search, found: _Found, depth: int) -> Iterator[tuple[int, _Found]]:
    yield depth, found
    if not found.entry.folder or depth >= search.most:
        return
    try:
        inside = list(search.kit.files.scan(found.path))
    except OSError as error:
        search.status = fail(search.call, f"{_text(found.shown)}: {error.strerror}")
        return
    shown, path = found.shown.rstrip(b"/"), found.path.rstrip(b"/")
    for name, entry in inside:
        below = _Found(shown + b"/" + name, path + b"/" + name, entry)
        if entry.folder:
            yield from _below(search, below, depth + 1)
        elif depth < search.most:
            yield depth + 1, below


def xargs(kit: Kit, call: Call) -> int:
    """Start a command with the words of standard input."""
    words = list(call.argv[1:])
    flags: dict[str, str] = {}
    while words and words[0].startswith("-"):
        flag = words.pop(0)
        if flag[:2] in ("-n", "-P", "-I", "-s"):
            flags[flag[1]] = flag[2:] or (words.pop(0) if words else "")
        else:
            flags.update(dict.fromkeys(flag[1:], ""))
    data = call.stdin.read()
    given = data.split(b"\0") if "0" in flags else data.split()
    texts = [_text(each) for each in given if each]
    size = int(flags.get("n", str(_MOST_WORDS)))
    status = 0
    for at in range(0, len(texts), size):
        status |= start(kit, replace(call), [*(words or ["echo"]), *texts[at : at + size]])
    return 123 if status else 0


def start(kit: Kit, call: Call, words: list[str]) -> int:
    """Start another program of the phone."""
    tool = kit.tools.get(words[0].removeprefix("/system/bin/")) if words else None
    if tool is None:
        return fail(call, f"exec {words[0] if words else ''}: No such file or directory")
    return tool(replace(call, argv=words))


def _put(word: str, found: _Found) -> str:
    return word.replace("{}", _text(found.shown))


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _fits(sign: str, figure: int, wanted: int) -> bool:
    if sign == "+":
        return figure > wanted
    return figure < wanted if sign == "-" else figure == wanted
