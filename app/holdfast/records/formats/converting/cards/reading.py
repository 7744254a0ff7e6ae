"""Cards of any version, honest or not, to neutral contents."""

from __future__ import annotations

from holdfast.records.formats.components import Component, Property, begins_card
from holdfast.records.formats.converting import values
from holdfast.records.formats.converting.cards import groups as card_groups
from holdfast.records.formats.converting.cards.contents import contents_of
from holdfast.records.formats.converting.contents import (
    Binary,
    Block,
    Content,
    Exact,
    Fields,
    Text,
)
from holdfast.records.formats.reading import read_components

MAX_AGENTS = 3
"""How deep cards in cards are read as cards; deeper ones stay texts."""


def read_card(card: Component) -> Block:
    """Read one VCARD into neutral contents: names as vCard 4.0 has them where it has one.

    Groups, parameters and properties nobody knows are kept. What is left out: VERSION and
    PROFILE, properties without a value, and base64 that cannot be decoded. The card of an
    AGENT becomes a block inside.
    """
    return _card(card, 0)


def _card(card: Component, depth: int) -> Block:
    contents: list[Content] = []
    agents: list[Block] = []
    old = card.text("VERSION").startswith("2")
    for entry in card.properties:
        if entry.head.name in ("VERSION", "PROFILE") or not _is_filled(entry):
            continue
        agent = _agent(entry, depth) if entry.head.name in ("AGENT", "RELATED") else None
        if agent is not None:
            agents.append(agent)
        else:
            contents.extend(contents_of(entry, old=old))
    agents.extend(_child(child, depth) for child in card.children)
    gathered = card_groups.gathered(contents)
    said = tuple(content for content in gathered if _says_something(content))
    return Block("VCARD", said, tuple(agents))


def _is_filled(entry: Property) -> bool:
    """Whether a property says something; an empty ADR may yet be given a label."""
    return entry.head.name == "ADR" or (bool(entry.raw.strip()) and not begins_card(entry))


def _child(child: Component, depth: int) -> Block:
    """A block inside a card: an agent's card, or one that has no business there."""
    if child.name == "VCARD":
        return _card(child, depth + 1)
    named = (Content(entry.head.name, Fields(values.parted(entry))) for entry in child.properties)
    return Block(child.name, tuple(named))


def _says_something(content: Content) -> bool:
    match content.value:
        case Binary(data):
            return bool(data)
        case Fields(fields):
            said = any(entry and not entry.isspace() for field in fields for entry in field)
            # An address may be nothing but its label.
            return said or "LABEL" in content.params
        case Text(text) | Exact(text):
            return bool(text) and not text.isspace()


def _agent(entry: Property, depth: int) -> Block | None:
    """The card that an AGENT or RELATED;TYPE=agent of 3.0 or 4.0 carries in its value."""
    if depth >= MAX_AGENTS:
        return None
    if entry.head.name == "RELATED":
        blob = entry.blob() if entry.raw[:15].lower().startswith(b"data:text/vcard") else None
    else:
        text = entry.text()
        blob = text.encode() if text.lstrip()[:11].upper() == "BEGIN:VCARD" else None
    if not blob:
        return None
    document = read_components(blob)
    cards = document.items("VCARD")
    whole = len(cards) == len(document.components) == 1 and not document.stray
    if not whole or any(part.unread for part in cards[0].walk()):
        return None
    return _card(cards[0], depth + 1)
