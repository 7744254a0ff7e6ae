"""How many values a target keeps of a property, and how long they may be."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from holdfast.records.formats.converting.contents import (
    Binary,
    Content,
    Exact,
    Fields,
    Loss,
    Text,
    Unheld,
    Value,
    said,
)
from holdfast.records.formats.converting.dialects import Dialect

# Half a number is a wrong number.
_WHOLE_OR_NOT = frozenset(("TEL", "EMAIL", "UID", "X-ANDROID-CUSTOM"))
_SAY_LITTLE = frozenset(("voice", "pref"))
_CATCH_ALL = ("voice", "other")
_UNPREFERRED = 101


def within(
    named: Sequence[tuple[str, Content]], dialect: Dialect
) -> tuple[list[Content | None], list[Unheld]]:
    """Cut and count out contents, each with the name it is written by (upper case).

    For each comes what of it is held: itself, a shorter or differently typed one, or None.
    Of too many the preferred ones stay (PREF), then the first. A text is cut between letters;
    a number, an address of mail or a link is kept whole or not at all.
    """
    held: list[Content | None] = [content for _, content in named]
    if not dialect.limits:
        return held, []
    unheld: list[Unheld] = []
    for place, (name, content) in enumerate(named):
        held[place] = _shortened(name, content, dialect, unheld)
    for name in dict.fromkeys(name for name, _ in named):
        places = [place for place, (own, _) in enumerate(named) if own == name]
        _count_out(name, places, held, dialect, unheld)
    return held, unheld


def _shortened(
    name: str, content: Content, dialect: Dialect, unheld: list[Unheld]
) -> Content | None:
    keys = (name, *(f"{name};{word}" for word in content.types))
    own = [dialect.limits[key].length for key in keys if key in dialect.limits]
    lengths = [length for length in own if length is not None]
    if not lengths:
        return content
    value = _cut(content, min(lengths))
    if value == content.value:
        return content
    kept = said(value) if value is not None else ""
    unheld.append(Unheld(content.name, said(content.value), Loss.TOO_LONG, kept))
    return replace(content, value=value) if value is not None else None


def _cut(content: Content, length: int) -> Value | None:
    value = content.value
    whole_or_not = content.name in _WHOLE_OR_NOT
    match value:
        case Text(text) if not whole_or_not:
            return Text(_shorten(text, length))
        case Fields(fields) if not whole_or_not:
            return Fields(
                tuple(tuple(_shorten(entry, length) for entry in field) for field in fields)
            )
        case Binary(data):
            return value if len(data) <= length else None
        case Text(text) | Exact(text):
            return value if len(text) <= length else None
        case _:
            return value if len(said(value)) <= length else None


def _shorten(text: str, length: int) -> str:
    """The first `length` characters, less where a letter would lose its accents."""
    if len(text) <= length:
        return text
    end = length
    while end and _joins(text, end):
        end -= 1
    return text[: end or length].rstrip()


def _joins(text: str, place: int) -> bool:
    """Whether the character at `place` belongs to the one before it."""
    joiner = "\N{ZERO WIDTH JOINER}"
    return bool(unicodedata.combining(text[place])) or joiner in text[place - 1 : place + 1]


def _count_out(
    name: str,
    places: Iterable[int],
    held: list[Content | None],
    dialect: Dialect,
    unheld: list[Unheld],
) -> None:
    slots = [key.partition(";")[2] for key in dialect.limits if key.startswith(f"{name};")]
    limit = dialect.limits.get(name)
    if not slots and (limit is None or limit.count is None):
        return
    most = None if limit is None else limit.count
    taken: Counter[str] = Counter()
    for place in sorted(places, key=lambda place: (_preference(held[place]), place)):
        content = held[place]
        if content is None:
            continue
        full = most is not None and taken.total() >= most
        slot = _slot(name, content, slots, dialect, taken) if slots and not full else ""
        if full or slot is None:
            held[place] = None
            why = Loss.TOO_MANY if full or _matching(content, slots) else Loss.NO_TYPE
            unheld.append(Unheld(content.name, said(content.value), why))
            continue
        taken[slot] += 1
        if slots:
            held[place] = _in_slot(content, slot, unheld)


def _preference(content: Content | None) -> int:
    preference = content.params.get("PREF", ("",))[0] if content else ""
    return int(preference) if preference.isdecimal() and len(preference) < 4 else _UNPREFERRED  # noqa: PLR2004


def _matching(content: Content, slots: Sequence[str]) -> list[str]:
    """The slots that `content` belongs in, the most telling first."""
    types = content.types or _CATCH_ALL
    return [slot for slot in slots if slot in types]


def _slot(
    name: str, content: Content, slots: Sequence[str], dialect: Dialect, taken: Counter[str]
) -> str | None:
    catch_all = [slot for slot in _CATCH_ALL if slot in slots]
    for slot in (*_matching(content, slots), *catch_all):
        count = dialect.limits[f"{name};{slot}"].count
        if count is None or taken[slot] < count:
            return slot
    return None


def _in_slot(content: Content, slot: str, unheld: list[Unheld]) -> Content:
    """The content with the types that are left of it in `slot`, a loss named where one is."""
    fitting = slot in content.types
    kept = tuple(word for word in content.types if word == slot or (fitting and word == "voice"))
    lost = set(content.types) - set(kept) - _SAY_LITTLE
    if lost:
        text = said(content.value)
        unheld.append(Unheld(content.name, text, Loss.NO_TYPE, text))
    if not kept and (content.types or slot not in _CATCH_ALL):
        kept = (slot,)
    return content if kept == content.types else content.with_params(TYPE=kept)
