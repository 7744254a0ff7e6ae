"""Judges a catalogue: what is missing, and what a translation must not change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter

from babel.messages.catalog import Catalog, Message

from translating.languages import Language

_TAG = re.compile(r"</?\w+[^<>]*>")
_SHOWN = 50
_ENDS = {
    ".": (".", "\N{IDEOGRAPHIC FULL STOP}"),
    ":": (":", "\N{FULLWIDTH COLON}"),
    "?": ("?", "\N{FULLWIDTH QUESTION MARK}"),
    "!": ("!", "\N{FULLWIDTH EXCLAMATION MARK}"),
    "…": ("…",),
}
"""What a sentence ends in, and what its translation may end in."""


def faults(
    catalogue: Catalog, template: Catalog, language: Language, *, complete: bool
) -> list[str]:
    """What is wrong with `catalogue`; with `complete` also what is not there yet."""
    found = list(_of_header(catalogue, language))
    for wanted in template:
        if not wanted.id:
            continue
        entry = catalogue.get(wanted.id)
        if entry is None:
            found.append(_said(wanted, "is not in the catalogue"))
        elif entry.fuzzy or not _texts(entry):
            if complete:
                found.append(_said(wanted, "is in doubt" if entry.fuzzy else "is not translated"))
        else:
            found += [_said(wanted, fault) for fault in sorted(set(_of_entry(entry, language)))]
    strangers = [entry for entry in catalogue if entry.id and entry.id not in template]
    return found + [_said(entry, "is said nowhere any more") for entry in strangers]


def counts(catalogue: Catalog) -> tuple[int, int]:
    """How many sentences are translated beyond doubt, and how many there are."""
    entries = [entry for entry in catalogue if entry.id]
    return sum(bool(_texts(entry)) and not entry.fuzzy for entry in entries), len(entries)


def _of_header(catalogue: Catalog, language: Language) -> Iterator[str]:
    if f"{catalogue.plural_forms};".replace(";;", ";") != language.plurals:
        yield f"the plural rule is not “{language.plurals}”"


def _of_entry(entry: Message, language: Language) -> Iterator[str]:
    texts, sources = _texts(entry), _sources(entry)
    if len(sources) > 1 and (len(texts) != language.forms or not all(texts)):
        yield f"has not {language.forms} plural forms"
    for text in filter(None, texts):
        if not any(_fields(text) == _fields(source) for source in sources):
            yield "has other placeholders"
        if not any(sorted(_TAG.findall(text)) == sorted(_TAG.findall(s)) for s in sources):
            yield "has other tags"
        if _margins(text) != _margins(sources[-1]):
            yield "begins or ends with other blanks"
        if not _ends_alike(sources[-1].rstrip(), text.rstrip()):
            yield "ends in another mark"


def _texts(entry: Message) -> list[str]:
    texts = [entry.string] if isinstance(entry.string, str) else list(entry.string or ())
    return texts if any(texts) else []


def _sources(entry: Message) -> list[str]:
    return [entry.id] if isinstance(entry.id, str) else list(entry.id)


def _fields(text: str) -> set[tuple[str, str]] | None:
    """Names and formats of the placeholders; None where braces are out of order."""
    try:
        return {(name, form or "") for _, name, form, _ in Formatter().parse(text) if name}
    except ValueError:
        return None


def _margins(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _ends_alike(source: str, text: str) -> bool:
    allowed = _ENDS.get(source[-1:])
    if allowed is not None:
        return text.endswith(allowed)
    return not any(text.endswith(marks) for marks in _ENDS.values())


def _said(entry: Message, fault: str) -> str:
    text = _sources(entry)[0].replace("\n", " ")
    return f"“{text if len(text) <= _SHOWN else text[:_SHOWN] + '…'}” {fault}"
