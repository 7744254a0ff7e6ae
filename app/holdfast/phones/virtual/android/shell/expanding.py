"""Makes the words of a command into what the command is given: values, outputs, file names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from holdfast.phones.virtual.android.files.files import AndroidFiles
from holdfast.phones.virtual.android.shell.state import State, to_text
from holdfast.phones.virtual.android.shell.sums import calculate
from holdfast.phones.virtual.android.shell.syntax import (
    Node,
    Output,
    Part,
    Sum,
    Text,
    Variable,
    Word,
)

_MAGIC = re.compile(r"[*?\[]")


class _Field:
    """A word in the making, and the same as a pattern."""

    def __init__(self) -> None:
        self.text = ""
        self.pattern = ""
        self.magic = False
        self.counts = False

    def add(self, text: str, *, quoted: bool) -> None:
        self.counts = self.counts or quoted or bool(text)
        self.text += text
        if quoted:
            self.pattern += "".join(f"[{sign}]" if sign in "*?[" else sign for sign in text)
        else:
            self.pattern += text
            self.magic = self.magic or _MAGIC.search(text) is not None


class Expander:
    """Expands words for one shell; `output` runs a script and returns what it prints."""

    def __init__(self, state: State, files: AndroidFiles, output: Callable[[Node], bytes]) -> None:
        self._state = state
        self._files = files
        self._output = output

    def words(self, words: tuple[Word, ...]) -> list[str]:
        """Expand the words of a command."""
        expanded: list[str] = []
        for word in words:
            if isinstance(word, str):
                expanded.append(word)
            else:
                expanded += self._fields(word)
        return expanded

    def text(self, word: Word) -> str:
        """Expand a word that stays one: a value, a file name."""
        if isinstance(word, str):
            return word
        return "".join(self._value(part) for part in word)

    def _value(self, part: Part) -> str:
        match part:
            case Text(text):
                return text
            case Variable():
                return self._variable(part)
            case Output(script):
                return to_text(self._output(script).replace(b"\0", b"")).rstrip("\n")
            case Sum(expression):
                return str(calculate(self.text(expression), self._state.value))

    def _variable(self, part: Variable) -> str:
        value = self._state.value(part.name)
        if part.length:
            return str(len(value or ""))
        if part.fallback is not None and not value:
            return self.text(part.fallback)
        return value or ""

    def _fields(self, word: tuple[Part, ...]) -> Iterator[str]:
        fields = [_Field()]
        for part in word:
            if isinstance(part, Variable) and part.name == "@" and part.quoted:
                self._arguments(fields)
            elif part.quoted or isinstance(part, Text):
                fields[-1].add(self._value(part), quoted=part.quoted)
            else:
                self._split(fields, self._value(part))
        for each in fields:
            if each.counts:
                yield from self._found(each)

    def _arguments(self, fields: list[_Field]) -> None:
        for index, argument in enumerate(self._state.arguments):
            if index:
                fields.append(_Field())
            fields[-1].add(argument, quoted=True)

    def _split(self, fields: list[_Field], text: str) -> None:
        """Cut the value of a variable or an output where `IFS` says so."""
        breaks = self._state.variables.get("IFS", " \t\n")
        pieces = re.split(f"[{re.escape(breaks)}]+", text) if breaks else [text]
        for index, piece in enumerate(pieces):
            if index:
                fields.append(_Field())
            fields[-1].add(piece, quoted=False)

    def _found(self, each: _Field) -> list[str]:
        if not each.magic:
            return [each.text]
        return self._glob(each.pattern) or [each.text]

    def _glob(self, pattern: str) -> list[str]:
        rooted = pattern.startswith("/")
        found = ["/"] if rooted else [""]
        for part in [part for part in pattern.split("/") if part]:
            found = [match for base in found for match in self._matches(base, part)]
        return sorted(found)

    def _matches(self, base: str, part: str) -> Iterator[str]:
        joined = base if not base or base.endswith("/") else f"{base}/"
        folder = self._files.resolve(self._state.folder, joined or ".")
        if not _MAGIC.search(part):
            # A folder need not be listed to go through it.
            if self._files.exists(self._files.resolve(to_text(folder), part)):
                yield joined + part
            return
        try:
            names = [to_text(name) for name in self._files.names(folder)]
        except OSError:
            return
        wanted = pattern_of(part)
        for name in names:
            if (not name.startswith(".") or part.startswith(".")) and wanted.fullmatch(name):
                yield joined + name


def pattern_of(glob: str) -> re.Pattern[str]:
    """A pattern of the shell as a regular expression."""
    pieces, at = [], 0
    while at < len(glob):
        sign, end = glob[at], glob.find("]", at + 2)
        if sign == "[" and end > 0:
            inside = glob[at + 1 : end].replace("\\", "\\\\").replace("[", "\\[")
            inside = "^" + inside[1:] if inside[0] == "!" and len(inside) > 1 else inside
            pieces.append(f"[{inside}]")
            at = end
        elif sign == "\\" and at + 1 < len(glob):
            at += 1
            pieces.append(re.escape(glob[at]))
        else:
            pieces.append({"*": ".*", "?": "."}.get(sign, re.escape(sign)))
        at += 1
    return re.compile("".join(pieces), re.DOTALL)


def name_matcher(glob: bytes) -> Callable[[bytes], bool]:
    """Tell whether a name fits a pattern, as bytes."""
    wanted = pattern_of(to_text(glob))
    return lambda name: wanted.fullmatch(to_text(name)) is not None
