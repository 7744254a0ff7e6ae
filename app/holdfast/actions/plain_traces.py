"""Tells where a bug happened, and nothing of the person it happened to.

A trace has the program's own lines, so they stand. What an exception says may hold a name, a
number, a path or a key: of its words only those stay that the code on the way uses itself, or
that Python always says. Values of variables are never looked at.
"""

from __future__ import annotations

import linecache
import os
import re
import traceback
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from types import CodeType, FrameType

MASK = "…"
"""Stands for words that may be somebody's."""

_MOST_WORDS = 120
_DEEPEST = 8
_MOST_FRAMES = 60
_ROOTS = ("holdfast", "site-packages", "dist-packages")
_PYTHON = re.compile(r"python3(\.\d+)?")
_QUOTES = "'\"`[](){}<>,.:;!?=\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"
_SAYS = """
a abstract after allocate allowed an and are argument arguments attempted attribute bad base base64
be before bool buffer by byte bytes can cannot changed character closed codec convert could count
data decode dict dictionary different digit division do does during encode end enough error
exceeded expected failed file float found from function generator got greater has hashable have
ill implemented import in index instance int integer invalid is it item iterable iteration
iterator key keyword length less list literal long many match maximum memory missing module must
name negative no none nonetype not object of on only open operation operand operands or ordinal out
pop positional possible range read recursion referenced required returned row sequence set size
slice some start str string subscriptable supported than that the to too truth tuple type types
unhashable unpack unexpected unsupported utf-8 value values variable was were while with without
write zero
"""
_PYTHONS_WORDS = frozenset(_SAYS.split())


def plain_trace(error: BaseException) -> str:
    """Where `error` and what led to it happened, the first cause first."""
    told = [_told(each, link) for each, link in _chain(error)]
    return "".join(reversed(told))


def plain_place(file: str) -> str:
    """A source file without what lies above the program: nobody's home, nobody's name."""
    parts = PurePath(file.replace("\\", "/")).parts
    for number in range(len(parts) - 2, -1, -1):
        if parts[number] in _ROOTS:
            return "/".join(parts[number:])
        if _PYTHON.fullmatch(parts[number]):
            return "/".join(parts[number + 1 :])
    return parts[-1] if parts else file


def _chain(error: BaseException) -> Iterator[tuple[BaseException, str]]:
    seen: set[int] = set()
    link = ""
    following: BaseException | None = error
    while following is not None and id(following) not in seen and len(seen) < _DEEPEST:
        seen.add(id(following))
        yield following, link
        if following.__cause__ is not None:
            following, link = following.__cause__, "That led to:"
        else:
            hidden = following.__suppress_context__
            following, link = None if hidden else following.__context__, "While that was met:"


def _told(error: BaseException, link: str) -> str:
    frames = list(traceback.walk_tb(error.__traceback__))[-_MOST_FRAMES:]
    lines = [_line(frame, number) for frame, number in frames]
    words = plain_message(error, (frame.f_code for frame, _number in frames))
    said = f": {words}" if words else ""
    inner = getattr(error, "exceptions", ())
    inside = [
        f"  with {type(each).__qualname__}\n" for each in inner if isinstance(each, Exception)
    ]
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    return "".join((*lines, f"{name}{said}\n", *inside, f"\n{link}\n\n" if link else ""))


def _line(frame: FrameType, number: int) -> str:
    code = frame.f_code
    place = f'  File "{plain_place(code.co_filename)}", line {number}, in {code.co_qualname}\n'
    source = linecache.getline(code.co_filename, number).strip()
    return f"{place}    {source}\n" if source else place


def plain_message(error: BaseException, codes: Iterable[CodeType] = ()) -> str:
    """What `error` says, with a mask for every word that the code on the way does not use."""
    try:
        said = str(error)
    except Exception:  # noqa: BLE001 - an exception that cannot be said has no words
        return ""
    known = _PYTHONS_WORDS | {word for code in codes for word in _words_of(code)}
    if isinstance(error, OSError) and error.errno is not None:
        known |= {_bare(word) for word in f"Errno {os.strerror(error.errno)}".split()}
        known |= {str(error.errno)}
    return _masked(said.split()[:_MOST_WORDS], known)


def _masked(words: list[str], known: frozenset[str]) -> str:
    kept: list[str] = []
    for word in words:
        shown = word if _bare(word) in known else MASK
        if shown != MASK or kept[-1:] != [MASK]:
            kept.append(shown)
    return " ".join(kept)


def _words_of(code: CodeType) -> Iterator[str]:
    yield from map(_bare, code.co_names)
    for constant in _texts(code.co_consts):
        yield from map(_bare, constant.split())


def _texts(constants: Iterable[object]) -> Iterator[str]:
    for constant in constants:
        if isinstance(constant, str):
            yield constant
        elif isinstance(constant, (tuple, frozenset)):
            yield from _texts(constant)


def _bare(word: str) -> str:
    return word.strip(_QUOTES).lower()
