"""What `read --json` prints of an XML file of messages or calls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from holdfast.cli.read_views import Shape, entry_view
from holdfast.records.formats.sms_xml import CALLS, SmsBackup, carried
from holdfast.records.formats.xml.elements import Element
from holdfast.records.model.kinds import Kind


def backup_shape(data: bytes) -> Shape:
    """Items and problems: each message or call with all its attributes, in file order.

    What stands around them (smses, calls) comes first, text outside of any comes last.
    """
    backup = SmsBackup(data)
    entries = [_entry_shape(entry) for entry in backup.entries()]
    around = [_item_shape(entry.name, [entry]) for entry in backup.wrappers]
    stray = [{**_item_shape("loose", []), "unread": list(backup.stray)}] if backup.stray else []
    return {"items": [*around, *entries, *stray], "problems": list(backup.problems)}


def kind_of(entry: Element) -> Kind:
    """What one entry is."""
    return Kind.CALLS if entry.name.lower() in CALLS else Kind.MESSAGES


def _entry_shape(entry: Element) -> Shape:
    kind = kind_of(entry)
    return _item_shape(str(kind), entry.walk()) | {"view": entry_view(kind, entry)}


def _item_shape(kind: str, elements: Iterable[Element]) -> Shape:
    listed = list(elements)
    return {
        "kind": kind,
        "properties": [pair for element in listed for pair in _attributes(element)],
        "unread": [text for element in listed for text in element.unread],
        "view": None,
    }


def _attributes(element: Element) -> Iterator[Shape]:
    for one in element.attributes:
        blob = one.blob() if carried(element, one) else None
        value = one.text() if blob is None else {"bytes": blob.size, "sha256": blob.sha256}
        yield {"group": "", "name": one.name, "params": {}, "value": value}
