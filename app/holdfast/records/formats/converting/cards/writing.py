"""Neutral contents to a card in a target's dialect, read again before it is believed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from holdfast.records.formats.converting import limits
from holdfast.records.formats.converting.cards.groups import gathered, with_plain_groups
from holdfast.records.formats.converting.cards.names import MEDIA, ONCE, PHONETIC
from holdfast.records.formats.converting.cards.reading import MAX_AGENTS, read_card
from holdfast.records.formats.converting.cards.spelling import NEW_GROUP, Spelled, has_form, spell
from holdfast.records.formats.converting.comparing import differences
from holdfast.records.formats.converting.contents import (
    Binary,
    Block,
    Content,
    Converted,
    Exact,
    Fields,
    Loss,
    Text,
    Unheld,
    said,
)
from holdfast.records.formats.converting.dialects import Dialect
from holdfast.records.formats.converting.writing import write_block
from holdfast.records.formats.digest import TRANSPORT
from holdfast.records.formats.reading import read_components

_SOURCES_OF_NAMES = ("ORG", "NICKNAME", "EMAIL", "TEL")
_FAMILY, _GIVEN, _MIDDLE, _PREFIX, _SUFFIX = range(5)
_PARAM_NAME = re.compile(r"[A-Z0-9_-]+")
# Parameters of 4.0 that older versions have as a property, or as a type.
_BECOMES_A_LINE = MappingProxyType(
    {"ADR": "LABEL", "N": "SORT-AS", **dict.fromkeys(MEDIA, "MEDIATYPE")}
)


@dataclass(frozen=True, slots=True)
class Shaped:
    """A card as it is to be written, as it is to be read back, and what it does not hold."""

    block: Block
    meant: Block
    unheld: tuple[Unheld, ...] = ()


def write_card(block: Block, dialect: Dialect) -> Converted:
    """Write a neutral VCARD `block` as bytes of `dialect`, and name all that it cannot hold.

    What was written is read again; where the reader finds less than was meant, that is named
    too (NO_FORM).
    """
    shaped = shape_card(block, dialect)
    data = write_block(shaped.block, dialect)
    found = read_components(data).components
    back = read_card(found[0]) if found else Block("VCARD")
    return Converted(data, (*shaped.unheld, *differences(shaped.meant, back)))


def shape_card(block: Block, dialect: Dialect, depth: int = 0) -> Shaped:
    """Decide how each content of `block` is written in `dialect`, and which are not."""
    unheld: list[Unheld] = []
    block = block if dialect.old else replace(block, contents=with_plain_groups(block.contents))
    held = _held(block, dialect, unheld)
    spelled = [*_required(block, dialect)]
    spelled.extend(_spelled(held, dialect, unheld))
    agents, children = _agents(block, dialect, unheld, depth)
    lines = _grouped([*spelled, *agents])
    version = Content("VERSION", Exact(dialect.version))
    meant = tuple(content for entry in spelled for content in entry.meant)
    nested = tuple(child.block for child in children if not agents)
    return Shaped(
        Block("VCARD", (version, *lines), nested),
        Block("VCARD", meant, tuple(child.meant for child in children)),
        tuple(unheld),
    )


def _held(block: Block, dialect: Dialect, unheld: list[Unheld]) -> list[Content]:
    """What the target keeps of the contents, by its property list and its limits."""
    contents = list(_once(_prepared(block, dialect), dialect, unheld))
    trimmed = [_with_kept_params(content, dialect) for content in contents]
    named = [_named(content, block, dialect, unheld) for content in trimmed]
    places = [place for place, pair in enumerate(named) if pair is not None]
    held, cut = limits.within([pair for pair in named if pair is not None], dialect)
    for place, content in zip(places, held, strict=True):
        if content is not None and trimmed[place] is not contents[place]:
            text = said(content.value)
            cut.append(Unheld(content.name, text, Loss.NO_TYPE, text))
    unheld.extend(dict.fromkeys(cut))
    return [content for content in held if content is not None]


def _prepared(block: Block, dialect: Dialect) -> list[Content]:
    """All contents there are to be, the required ones with them."""
    contents = list(block.contents)
    if dialect.version != "2.1" and block.first("FN") is None:
        name = _full_name(block)
        if name:
            contents.insert(0, Content("FN", Text(name)))
    if dialect.version == "2.1" and block.first("N") is None:
        formatted = block.first("FN")
        name = said(formatted.value) if formatted else _full_name(block)
        if name:
            contents.insert(0, Content("N", Fields(((name,), *((("",),) * 4)))))
            contents = list(gathered(contents))  # a name to sort by now has its name
    return _with_spoken_name(contents, dialect)


def _once(contents: Sequence[Content], dialect: Dialect, unheld: list[Unheld]) -> Iterator[Content]:
    """The first of what vCard 4.0 has once; programs that hold to it refuse the whole card."""
    found: set[str] = set()
    for content in contents:
        counts = content.name in ONCE and "ALTID" not in content.params
        if dialect.version != "4.0" or not counts or content.name not in found:
            yield content
        else:
            unheld.append(Unheld(content.name, said(content.value), Loss.TOO_MANY))
        if counts:
            found.add(content.name)


def _required(block: Block, dialect: Dialect) -> Iterator[Spelled]:
    """Required properties that have nothing to say, so nothing of them is read back."""
    first = block.first("FN")
    nameless = first is None and not _full_name(block)
    if nameless and dialect.version != "2.1":
        yield Spelled((Content("FN", Text("")),), ())
    needs_name = dialect.version == "3.0" or (dialect.version == "2.1" and nameless)
    if block.first("N") is None and needs_name:
        yield Spelled((Content("N", Fields((("",),) * 5)),), ())


def _full_name(block: Block) -> str:
    """What to call them where there is no FN: N put together, or else its substitute."""
    name = block.first("N")
    if name is not None and isinstance(name.value, Fields):
        fields = [" ".join(field) for field in name.value.fields]
        order = (_PREFIX, _GIVEN, _MIDDLE, _FAMILY, _SUFFIX)
        joined = " ".join(fields[place] for place in order if place < len(fields))
        if joined.strip():
            return " ".join(joined.split())
    return substitute_name(block)


def substitute_name(block: Block) -> str:
    """What tells apart a card without any name; empty when nothing does."""
    for source in _SOURCES_OF_NAMES:
        for content in block.all(source):
            text = " ".join(said(content.value).split())
            if text:
                return text
    return ""


def _with_kept_params(content: Content, dialect: Dialect) -> Content:
    """Without the parameters that the target does not keep, or that no line can carry."""
    lost = [name for name in content.params if not _is_kept(name, content, dialect)]
    return content.with_params(**dict.fromkeys(lost, ())) if lost else content


def _is_kept(name: str, content: Content, dialect: Dialect) -> bool:
    if name == "TYPE" or (name == "PREF" and content.params["PREF"] == ("1",)):
        return True
    if dialect.version != "4.0" and name == _BECOMES_A_LINE.get(content.name):
        return len(content.params[name]) == 1
    kept = dialect.params is None or name in dialect.params
    return kept and _PARAM_NAME.fullmatch(name) is not None


def _with_spoken_name(contents: list[Content], dialect: Dialect) -> list[Content]:
    """The spoken name in one SOUND;X-IRMC-N, as IrMC has it, where the target keeps that."""
    told = dialect.properties is not None and not dialect.keeps(PHONETIC[0])
    if not dialect.keeps("SOUND") or not (dialect.old or told):
        return contents
    first = {
        name: next((entry for entry in contents if entry.name == name), None) for name in PHONETIC
    }
    parts = [entry for entry in first.values() if entry is not None]
    if not parts or any(entry.params or entry.group for entry in parts):
        return contents
    words = tuple((said(entry.value),) if entry else ("",) for entry in first.values())
    sound = Content("SOUND", Fields((*words, ("",), ("",))), {"TYPE": ("x-irmc-n",)})
    place = contents.index(parts[0])
    rest = [entry for entry in contents if not any(entry is part for part in parts)]
    return [*rest[:place], sound, *rest[place:]]


def _named(
    content: Content, block: Block, dialect: Dialect, unheld: list[Unheld]
) -> tuple[str, Content] | None:
    """The content with the name it is written by; None, and the loss named, when by none."""
    if not has_form(content, dialect):
        why = Loss.NO_FORM if dialect.keeps(content.name) else Loss.NO_PROPERTY
        unheld.append(Unheld(content.name, said(content.value), why))
        return None
    spelled = spell(content, dialect)
    if spelled is None:
        if not _is_told_anyway(content, block, dialect):
            unheld.append(_nowhere(content))
        return None
    own = spelled.meant[0] if content.name == "X-ANDROID-CUSTOM" else content
    return spelled.lines[0].name, own


def _nowhere(content: Content) -> Unheld:
    label = "".join(content.params.get("LABEL", ()))
    if label and not said(content.value):
        return Unheld("LABEL", label, Loss.NO_PROPERTY)
    return Unheld(content.name, said(content.value), Loss.NO_PROPERTY)


def _is_told_anyway(content: Content, block: Block, dialect: Dialect) -> bool:
    """Whether nothing is lost: FN where N says the same, and what is no content at all."""
    if content.name != "FN" or not dialect.keeps("N"):
        return content.name in TRANSPORT
    name = block.first("N")
    words = " ".join(_full_name(block).split()) if name else said(content.value)
    return sorted(words.split()) == sorted(said(content.value).split())


def _spelled(
    contents: Sequence[Content], dialect: Dialect, unheld: list[Unheld]
) -> Iterator[Spelled]:
    bare = {
        frozenset(entry.types)
        for entry in contents
        if entry.name == "ADR" and "LABEL" not in entry.params
    }
    for content in contents:
        apart = content.name == "ADR" and frozenset(content.types) in bare
        spelled = spell(content, dialect, apart=apart)
        if spelled is None:
            continue
        unheld.extend(spelled.unheld)
        yield _spoken(spelled) if content.name == "SOUND" else _ungrouped(spelled, dialect)


def _spoken(spelled: Spelled) -> Spelled:
    """SOUND;X-IRMC-N is read back as the three names it was made of."""
    (sound,) = spelled.meant
    if "x-irmc-n" not in sound.types or not isinstance(sound.value, Fields):
        return spelled
    words = [",".join(field) for field in sound.value.fields]
    if any(words[len(PHONETIC) :]):
        return spelled
    meant = tuple(
        Content(name, Text(word)) for name, word in zip(PHONETIC, words, strict=False) if word
    )
    return replace(spelled, meant=meant)


def _ungrouped(spelled: Spelled, dialect: Dialect) -> Spelled:
    if dialect.keeps("X-ABLABEL") or not any(entry.group for entry in spelled.meant):
        return spelled
    return replace(spelled, meant=tuple(replace(entry, group="") for entry in spelled.meant))


def _grouped(spelled: Sequence[Spelled]) -> tuple[Content, ...]:
    """All lines, new groups named "item1" and on, past those there are."""
    taken = {line.group.lower() for entry in spelled for line in entry.lines}
    names = (f"item{number}" for number in range(1, len(spelled) + len(taken) + 1))
    free = (name for name in names if name not in taken)
    lines: list[Content] = []
    for entry in spelled:
        new = any(line.group == NEW_GROUP for line in entry.lines)
        group = next(free) if new else ""
        lines.extend(
            replace(line, group=group) if line.group == NEW_GROUP else line for line in entry.lines
        )
    return tuple(lines)


def _agents(
    block: Block, dialect: Dialect, unheld: list[Unheld], depth: int
) -> tuple[list[Spelled], list[Shaped]]:
    """The cards of agents: lines that hold them in 3.0 and 4.0; in 2.1 they nest."""
    name = "RELATED" if dialect.version == "4.0" else "AGENT"
    lines: list[Spelled] = []
    shaped: list[Shaped] = []
    for child in block.children:
        fits = child.name == "VCARD" and dialect.keeps(name) and depth < MAX_AGENTS
        if not fits:
            why = Loss.NO_FORM if dialect.keeps(name) else Loss.NO_PROPERTY
            label = "AGENT" if child.name == "VCARD" else child.name
            unheld.append(Unheld(label, _full_name(child) or _first_text(child), why))
            continue
        inner = shape_card(child, dialect, depth + 1)
        unheld.extend(inner.unheld)
        shaped.append(inner)
        if dialect.version != "2.1":
            lines.append(Spelled((_agent_line(inner, name, dialect),), ()))
    return lines, shaped


def _agent_line(inner: Shaped, name: str, dialect: Dialect) -> Content:
    data = write_block(inner.block, dialect)
    if name == "AGENT":
        return Content(name, Text(data.decode("utf-8", "replace")))
    return Content(name, Binary(data, "text/vcard"), {"TYPE": ("agent",)})


def _first_text(block: Block) -> str:
    return next((said(entry.value) for entry in block.contents), "")
