"""The words after `content`, read as the phone reads them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from holdfast.phones.virtual.android.profiles import Profile
from holdfast.phones.virtual.android.providers.provider import Value

_SPLIT_PROJECTION = re.compile(r"[ \t\n\r\f\v]*:[ \t\n\r\f\v]*")
_INT = re.compile(r"[+-]?\d+", re.ASCII)
_FLOAT = re.compile(
    r"\s*[+-]?(?:NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[fFdD]?\s*", re.ASCII
)
_INT_LIMIT, _LONG_LIMIT = 1 << 31, 1 << 63
_PARTS = 3
_OPTIONS = {
    "insert": ("--uri", "--user", "--bind"),
    "update": ("--uri", "--user", "--where", "--bind"),
    "delete": ("--uri", "--user", "--where"),
    "query": ("--uri", "--user", "--where", "--sort", "--projection"),
    "call": ("--uri", "--user", "--method", "--arg", "--extra"),
    "read": ("--uri", "--user"),
    "write": ("--uri", "--user"),
    "gettype": ("--uri", "--user"),
}
_TAKE_EXTRAS = ("insert", "update", "delete", "query")


class MisuseError(Exception):
    """The words make no sense; the text is what the phone says after its usage."""


@dataclass(slots=True)
class Command:
    """One command to a provider. Options that were not given are None or empty."""

    verb: str
    uri: str = ""
    user: int = 0
    projection: Sequence[str] | None = None
    where: str | None = None
    sort: str | None = None
    method: str | None = None
    arg: str | None = None
    values: dict[str, Value] = field(default_factory=dict)
    extras: dict[str, Value] = field(default_factory=dict)


def parse(words: Sequence[str], profile: Profile) -> Command:
    """Read the words after the program's name; raises `MisuseError`."""
    rest = iter(words)
    verb = next(rest, None)
    if verb is None or verb not in profile.verbs:
        raise MisuseError(f"Unsupported operation: {'null' if verb is None else verb}")
    command = Command(verb)
    takes = _OPTIONS[verb]
    if profile.query_extras and verb in _TAKE_EXTRAS:
        takes = (*takes, "--extra")
    for option in rest:
        if option not in takes:
            raise MisuseError(f"Unsupported argument: {option}")
        _TAKERS[option](command, option, rest, profile)
    _check(command)
    return command


def _check(command: Command) -> None:
    if not command.uri:
        raise MisuseError("Content provider URI not specified. Did you specify --uri argument?")
    if command.verb in ("insert", "update") and not command.values:
        raise MisuseError("Bindings not specified. Did you specify --bind argument(s)?")
    if command.verb == "call" and command.method is None:
        raise MisuseError("Content provider method not specified.")


def _value(option: str, rest: Iterator[str]) -> str:
    value = next(rest, None)
    if not value or value.startswith("--"):
        raise MisuseError(f"No value for argument: {option}")
    return value


def _take_uri(command: Command, option: str, rest: Iterator[str], _: Profile) -> None:
    command.uri = _value(option, rest)


def _take_user(command: Command, option: str, rest: Iterator[str], _: Profile) -> None:
    command.user = _whole(_value(option, rest), _INT_LIMIT)


def _take_projection(command: Command, option: str, rest: Iterator[str], _: Profile) -> None:
    pieces = _SPLIT_PROJECTION.split(_value(option, rest))
    while pieces and not pieces[-1]:
        pieces.pop()
    command.projection = pieces


def _take_where(command: Command, option: str, rest: Iterator[str], _: Profile) -> None:
    command.where = _value(option, rest)


def _take_sort(command: Command, option: str, rest: Iterator[str], _: Profile) -> None:
    command.sort = _value(option, rest)


def _take_method(command: Command, option: str, rest: Iterator[str], _: Profile) -> None:
    command.method = _value(option, rest)


def _take_arg(command: Command, option: str, rest: Iterator[str], _: Profile) -> None:
    command.arg = _value(option, rest)


def _take_bind(command: Command, option: str, rest: Iterator[str], profile: Profile) -> None:
    del option
    column, value = _bound(next(rest, None), profile)
    command.values[column] = value


def _take_extra(command: Command, option: str, rest: Iterator[str], profile: Profile) -> None:
    del option
    key, value = _bound(next(rest, None), profile)
    command.extras[key] = value


_TAKERS: Mapping[str, Callable[[Command, str, Iterator[str], Profile], None]] = {
    "--uri": _take_uri,
    "--user": _take_user,
    "--projection": _take_projection,
    "--where": _take_where,
    "--sort": _take_sort,
    "--method": _take_method,
    "--arg": _take_arg,
    "--bind": _take_bind,
    "--extra": _take_extra,
}


def _bound(word: str | None, profile: Profile) -> tuple[str, Value]:
    parts = (_escaped(word) if profile.escaped_binds else word.split(":", 2)) if word else []
    if len(parts) != _PARTS:
        raise MisuseError(f"Binding not well formed: {'null' if word is None else word}")
    column, kind, text = parts
    return column, _typed(kind, text, new=profile.escaped_binds)


def _escaped(word: str) -> list[str]:
    parts, letters = [""], iter(word)
    for letter in letters:
        if letter == "\\":
            following = next(letters, None)
            if following is None:
                raise MisuseError("Invalid escaping")
            parts[-1] += following
        elif letter == ":":
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def _typed(kind: str, text: str, *, new: bool) -> Value:
    if kind == "s":
        return text
    match kind.lower():
        case "b":
            return int(text.lower() == "true")
        case "i":
            return _whole(text, _INT_LIMIT if new else _LONG_LIMIT)
        case "l":
            return _whole(text, _LONG_LIMIT)
        case "f" | "d":
            return _fraction(text)
        case "n" if new:
            return None
        case _:
            raise MisuseError(f"Unsupported type: {kind}")


def _whole(text: str, limit: int) -> int:
    number = int(text) if _INT.fullmatch(text) and len(text) <= len(str(_LONG_LIMIT)) + 1 else limit
    if not -limit <= number < limit:
        raise MisuseError(f'For input string: "{text}"')
    return number


def _fraction(text: str) -> float:
    if not _FLOAT.fullmatch(text):
        raise MisuseError(f'For input string: "{text}"' if text.strip() else "empty String")
    return float(text.strip().rstrip("fFdD").replace("Infinity", "inf"))
