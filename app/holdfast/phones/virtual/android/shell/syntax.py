"""What a shell script is made of, once it was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Text:
    """Letters of a word; `quoted` ones are neither split nor taken for a pattern."""

    text: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Variable:
    """`$name`, `${name}`, `${#name}` (length), `${name:-fallback}`."""

    name: str
    quoted: bool
    length: bool = False
    fallback: Word | None = None


@dataclass(frozen=True, slots=True)
class Output:
    """What the script between `$(` and `)`, or between backquotes, prints."""

    script: Node
    quoted: bool


@dataclass(frozen=True, slots=True)
class Sum:
    """`$((expression))`."""

    expression: Word
    quoted: bool


Part: TypeAlias = Text | Variable | Output | Sum
Word: TypeAlias = str | tuple[Part, ...]
"""A plain text where nothing in it needs expanding, which is quick; else its parts."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """`fd` goes to, or comes from, `target`; `how` is one of < > >> >& << (a text at hand)."""

    fd: int
    how: str
    target: Word


@dataclass(frozen=True, slots=True)
class Simple:
    """Variables that are set, and words: the first is the command."""

    settings: tuple[tuple[str, Word], ...]
    words: tuple[Word, ...]
    redirects: tuple[Redirect, ...]


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Commands, each reading what the one before printed."""

    commands: tuple[Node, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """Pipelines with `&&` or `||` before each but the first."""

    first: Node
    rest: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Commands one after the other, and whether each runs in the background."""

    items: tuple[tuple[Node, bool], ...]


@dataclass(frozen=True, slots=True)
class If:
    """Conditions with what they guard, and what runs when none holds."""

    branches: tuple[tuple[Node, Node], ...]
    otherwise: Node | None


@dataclass(frozen=True, slots=True)
class While:
    """A loop that goes on while, or `until`, its condition succeeds."""

    condition: Node
    body: Node
    until: bool


@dataclass(frozen=True, slots=True)
class For:
    """A loop over words, or over the script's arguments when `words` is None."""

    name: str
    words: tuple[Word, ...] | None
    body: Node


@dataclass(frozen=True, slots=True)
class Group:
    """`{ … }`, or with `subshell` `( … )`."""

    body: Node
    subshell: bool


@dataclass(frozen=True, slots=True)
class Redirected:
    """A compound command with redirections behind it."""

    body: Node
    redirects: tuple[Redirect, ...]


Node: TypeAlias = Simple | Pipeline | Chain | Lines | If | While | For | Group | Redirected
