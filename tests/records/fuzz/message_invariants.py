"""What must hold of the readers of messages: vMessage, and the XML of Android's backup app."""

from __future__ import annotations

import json

from holdfast.cli.read_shapes import file_shape
from holdfast.records.formats import sms_xml, vmessage
from holdfast.records.formats.components import Property
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.xml.elements import Element, looks_like_xml
from holdfast.records.model.kinds import Kind
from holdfast.records.model.message import Call, Message
from tests.records.fuzz.invariants import NOW, check_item, check_text
from tests.records.fuzz.sharing import one_for


def check_messages(data: bytes) -> None:
    """Every vMessage can be read, kept and shown."""
    for item in read_components(data).items(*vmessage.BLOCKS):
        _check_record(vmessage.message_of(item))
        assert all(isinstance(entry, Property) for entry in vmessage.leftovers(item))
    check_item(Kind.MESSAGES, ".vmg", data)


def check_sms_xml(data: bytes) -> None:
    """Entries come in order, do not overlap, and each can be read, kept and shown."""
    backup = sms_xml.SmsBackup(data)
    before = 0
    for entry in backup.entries():
        assert before <= entry.start < entry.end <= len(data) * 3
        before = entry.end
        _check_element(entry, depth=0)
        _check_record(sms_xml.record_of(entry))
        picture = sms_xml.picture_of(entry)
        assert picture is None or len(picture) <= len(data)
    for text in (*backup.stray, *backup.problems):
        check_text(text)
    if looks_like_xml(data):
        one_for(data, (_check_messages, _check_calls, _check_shape))(data)


def _check_messages(data: bytes) -> None:
    check_item(Kind.MESSAGES, ".xml", data)


def _check_calls(data: bytes) -> None:
    check_item(Kind.CALLS, ".xml", data)


def _check_shape(data: bytes) -> None:
    shape = file_shape("file", data, NOW)
    json.dumps(shape, allow_nan=False, ensure_ascii=False).encode("utf-8")


def _check_element(element: Element, depth: int) -> None:
    assert depth < 40
    assert element.pairs() == [(one.name, one.text()) for one in element.attributes]
    for name, text in (*element.pairs(), *(("", text) for text in element.unread)):
        check_text(name + text)
    before = element.start
    for child in element.children:
        assert before <= child.start <= child.end <= element.end
        before = child.end
        _check_element(child, depth + 1)


def _check_record(record: Message | Call) -> None:
    check_text(record.who)
    assert record.when is None or record.when.isoformat()
    if isinstance(record, Message):
        for text in (record.text, record.subject, *(part.text for part in record.parts)):
            check_text(text)
        for address in record.addresses:
            check_text(f"{address.name}{address.number}")
