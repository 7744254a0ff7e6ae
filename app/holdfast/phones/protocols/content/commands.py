"""Command lines for Android's `content` tool, quoted for the phone's shell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

_QUOTE, _QUOTED_QUOTE = "'", "'\\''"


class BindType(StrEnum):
    """The letter that says what a bound value is."""

    TEXT = "s"
    LONG = "l"
    INT = "i"
    DOUBLE = "d"
    NULL = "n"


@dataclass(frozen=True, slots=True)
class Bind:
    """One column and the value it is to get; None is NULL."""

    column: str
    value: str | int | float | None

    @property
    def type(self) -> BindType:
        """The value's letter."""
        match self.value:
            case None:
                return BindType.NULL
            case str():
                return BindType.TEXT
            case int():
                return BindType.LONG
            case float():
                return BindType.DOUBLE


@dataclass(frozen=True, slots=True)
class Manners:
    """How a release of the tool takes bound values.

    `escaped` tools split at every colon that no backslash precedes (Android 11); older ones
    split at the first two and take the rest as it is. `nulls` tells whether there is a letter
    for NULL.
    """

    escaped: bool = True
    nulls: bool = True


@dataclass(frozen=True, slots=True)
class Uri:
    """A provider's table, and the user whose it is."""

    text: str
    user: int = 0

    def words(self, verb: str) -> list[str]:
        """The beginning of every command."""
        return [
            "content",
            verb,
            "--uri",
            self.text,
            *(["--user", str(self.user)] * bool(self.user)),
        ]


def query(uri: Uri, columns: Sequence[str], where: str = "", sort: str = "") -> str:
    """A query for `columns`; no column's name may hold a colon."""
    words = [*uri.words("query"), "--projection", ":".join(columns)]
    return line([*words, *_option("--where", where), *_option("--sort", sort)])


def insert(uri: Uri, binds: Iterable[Bind], manners: Manners) -> str:
    """An insert; raises `ValueError` for a value that cannot be passed on."""
    return line([*uri.words("insert"), *_binds(binds, manners)])


def update(uri: Uri, binds: Iterable[Bind], manners: Manners, where: str) -> str:
    """An update of all rows for which `where` holds; raises `ValueError` like `insert`."""
    return line([*uri.words("update"), *_binds(binds, manners), "--where", where])


def delete(uri: Uri, where: str) -> str:
    """The end of all rows for which `where` holds."""
    return line([*uri.words("delete"), "--where", where])


def read(uri: Uri) -> str:
    """The bytes behind a URI, as they are."""
    return line(uri.words("read"))


def line(words: Iterable[str]) -> str:
    """Words as the shell is to see them; raises `ValueError` for one with a NUL in it."""
    return " ".join(map(quoted, words))


def quoted(word: str) -> str:
    """One word, the shell's own characters taken as they are."""
    if "\0" in word:
        raise ValueError("a NUL cannot be passed to a program")
    plain = word.replace("-", "").replace("/", "").replace(":", "").replace("_", "")
    if plain.isascii() and plain.isalnum():
        return word
    return _QUOTE + word.replace(_QUOTE, _QUOTED_QUOTE) + _QUOTE


def literal(text: str) -> str:
    """A text inside a WHERE clause (SQLite's string literal)."""
    return "'" + text.replace("'", "''") + "'"


def among(column: str, numbers: Sequence[int]) -> str:
    """A WHERE clause for rows whose `column` is one of `numbers`, which are in ascending order."""
    if numbers and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{column}>={numbers[0]} AND {column}<={numbers[-1]}"
    return f"{column} IN ({','.join(map(str, numbers))})"


def _option(name: str, value: str) -> list[str]:
    return [name, value] if value else []


def _binds(binds: Iterable[Bind], manners: Manners) -> list[str]:
    words = []
    for bind in binds:
        if bind.value is None and not manners.nulls:
            continue  # what is not bound is NULL in a new row
        words += ["--bind", f"{bind.column}:{bind.type}:{_value(bind, manners)}"]
    return words


def _value(bind: Bind, manners: Manners) -> str:
    if bind.value is None:
        return ""
    text = str(bind.value)
    return text.replace("\\", "\\\\").replace(":", "\\:") if manners.escaped else text
