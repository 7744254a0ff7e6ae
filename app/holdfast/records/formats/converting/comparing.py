"""What was meant against what the reader finds in what was written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator

from holdfast.records.formats.converting.cards.names import LISTS
from holdfast.records.formats.converting.contents import (
    Binary,
    Block,
    Content,
    Exact,
    Fields,
    Loss,
    Text,
    Unheld,
    said,
)


def differences(meant: Block, found: Block) -> tuple[Unheld, ...]:
    """Contents of `meant` that `found` lacks or holds otherwise, each as NO_FORM.

    Order, case of groups, and which comma in a structured value was a separator do not count.
    """
    return tuple(_differences(meant, found))


def _differences(meant: Block, found: Block) -> Iterator[Unheld]:
    wanted = [(_key(content), content) for content in meant.contents]
    there = [(_key(content), content) for content in found.contents]
    if wanted != there:
        yield from _missing(wanted, there)
    for number, child in enumerate(meant.children):
        if number < len(found.children):
            yield from _differences(child, found.children[number])
        else:
            yield Unheld(child.name, _name(child), Loss.NO_FORM)


def _missing(
    wanted: list[tuple[Hashable, Content]], there: list[tuple[Hashable, Content]]
) -> Iterator[Unheld]:
    left = Counter(key for key, _ in there)
    left.subtract(key for key, _ in wanted)
    if not any(left.values()):
        return
    spare: dict[str, list[Content]] = {}
    for key, content in there:
        if left[key] > 0:
            left[key] -= 1
            spare.setdefault(content.name, []).append(content)
    for key, content in wanted:
        if left[key] < 0:
            left[key] += 1
            instead = spare.get(content.name)
            kept = said(instead.pop(0).value) if instead else ""
            yield Unheld(content.name, said(content.value), Loss.NO_FORM, kept)


def _name(block: Block) -> str:
    first = block.first("FN") or next(iter(block.contents), None)
    return said(first.value) if first else ""


def _key(content: Content) -> Hashable:
    params = content.params
    counted = (
        tuple(sorted((name, tuple(sorted(own))) for name, own in params.items())) if params else ()
    )
    return (content.name, _value(content), counted, content.group.lower())


def _value(content: Content) -> Hashable:
    match content.value:
        case Text(text) | Exact(text):
            return text
        case Fields(fields):
            if content.name in LISTS:
                return tuple(fields)
            return tuple(",".join(field) for field in fields)
        case Binary(data, media_type):
            return (data, media_type)
