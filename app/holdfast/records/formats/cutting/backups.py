"""A backup of messages or calls in XML, cut into files of one message or call each."""

from __future__ import annotations

from collections.abc import Iterator

from holdfast.records.formats.cutting.slices import Slice
from holdfast.records.formats.sms_xml import CALLS, SmsBackup
from holdfast.records.formats.xml.elements import Element, looks_like_xml
from holdfast.records.model.kinds import Kind

_HEAD = b"<?xml version='1.0' encoding='UTF-8'?>\n"


def cut_backup(data: bytes) -> Iterator[Slice]:
    """Yield a file of its own for each message and call; nothing where it is another XML."""
    if not looks_like_xml(data):
        return
    for entry in SmsBackup(data).entries():
        yield _slice(data, entry)


def _slice(data: bytes, entry: Element) -> Slice:
    is_call = entry.name.lower() in CALLS
    outer = b"calls" if is_call else b"smses"
    source = entry.source.data
    own = source[entry.start : entry.end]
    body = b'%s<%s count="1">\n%s\n</%s>\n' % (_HEAD, outer, own, outer)
    # Of a file in UTF-16 the offsets are those of its UTF-8 form.
    spans = ((entry.start, entry.end),) if source is data else ()
    return Slice(Kind.CALLS if is_call else Kind.MESSAGES, body, spans)
