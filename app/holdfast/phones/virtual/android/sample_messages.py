"""The sample phone's messages and calls as rows of its providers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from holdfast.phones.virtual.android.phone import PROVIDERS, AndroidPhone
from holdfast.phones.virtual.android.providers.calls import CallLogProvider
from holdfast.phones.virtual.android.providers.mms import PARTS, part_path
from holdfast.phones.virtual.android.providers.names import regular_number
from holdfast.phones.virtual.android.providers.provider import Value
from holdfast.phones.virtual.android.providers.store import put
from holdfast.phones.virtual.android.providers.telephony_tables import DRAFT, INBOX, OUTBOX, SENT
from holdfast.phones.virtual.android.providers.threads import thread_for
from holdfast.records.formats.messages import record_of
from holdfast.records.formats.reading import read_components
from holdfast.records.model.message import Box, Call, CallType, Message

Row = dict[str, Value]
_BOXES = {Box.INBOX: INBOX, Box.SENT: SENT, Box.DRAFTS: DRAFT, Box.OUTBOX: OUTBOX}
_CALL_TYPES = {CallType.INCOMING: 1, CallType.OUTGOING: 2, CallType.MISSED: 3}
_EARLIEST = datetime(2009, 9, 1, tzinfo=UTC)
_ALLOWED, _RESTRICTED = 1, 2
_RECEIVED, _SEND = 132, 128
_FROM, _TO, _UTF8 = 137, 151, 106
_FRIEND, _OWNER = "+13105550101", "+17075550199"
_PICTURE = "photos/Phone/DCIM/100MEDIA/IMG_0010.JPG"
_SMIL = (
    '<smil><body><par dur="5000ms"><img src="lake.jpg" region="Image"/>'
    '<text src="text_0.txt" region="Text"/></par></body></smil>'
)
_CAPTION = "The lake this morning, 19° warm\nRow: 1 _id=2, text=not a row"


def fill_messages(phone: AndroidPhone, messages: Sequence[Path]) -> None:
    """Put the messages of the files into `phone`, and one with a picture."""
    with phone.messages().writing() as db:
        for path in messages:
            for part in read_components(path.read_bytes()).components:
                record = record_of(part)
                if isinstance(record, Message):
                    _add_sms(db, record)
        _add_mms(db, phone)


def _add_sms(db: sqlite3.Connection, message: Message) -> None:
    address = next((each.number for each in message.addresses if each.number), "")
    box = _BOXES.get(message.box, INBOX)
    when = message.when or _EARLIEST
    row: Row = {
        "thread_id": thread_for(db, [address]) if address else None,
        "address": address or None,
        "date": round(when.timestamp() * 1000),
        "date_sent": round(when.timestamp() * 1000) - 2000 if box == INBOX else 0,
        "protocol": 0 if box == INBOX else None,
        "read": int(message.read is not False or box != INBOX),
        "seen": 1,
        "type": box,
        "body": message.text,
        "service_center": "+14055550000" if box == INBOX else None,
        "sub_id": 1,
        "creator": "com.android.mms",
    }
    put(db, "sms", row)


def _add_mms(db: sqlite3.Connection, phone: AndroidPhone) -> None:
    pdu: Row = {
        "thread_id": thread_for(db, [_FRIEND]),
        "date": round(datetime(2009, 10, 4, 16, 12, 9, tzinfo=UTC).timestamp()),
        "date_sent": round(datetime(2009, 10, 4, 16, 12, 1, tzinfo=UTC).timestamp()),
        "msg_box": INBOX,
        "read": 1,
        "seen": 1,
        "sub": "Lake Ellis",
        "sub_cs": _UTF8,
        "ct_t": "application/vnd.wap.multipart.related",
        "m_type": _RECEIVED,
        "m_id": "sample-mms-1@example.org",
        "v": 18,
        "sub_id": 1,
        "creator": "com.android.mms",
    }
    number = put(db, "pdu", pdu)
    for address, kind in ((_FRIEND, _FROM), (_OWNER, _TO)):
        put(db, "addr", {"msg_id": number, "address": address, "type": kind, "charset": _UTF8})
    for sequence, row in enumerate(_parts(), -1):
        part = put(db, "part", {"mid": number, "seq": max(sequence, 0) if sequence else 0, **row})
        if row["ct"] == "image/jpeg" and part is not None:
            db.execute("UPDATE part SET _data = ? WHERE _id = ?", (part_path(part), part))
            folder = phone.folder / PROVIDERS / PARTS
            folder.mkdir(parents=True, exist_ok=True)
            picture = files("holdfast.resources") / "sample-phone" / _PICTURE
            (folder / f"PART_{part}").write_bytes(picture.read_bytes())


def _parts() -> Iterator[Row]:
    yield {"ct": "application/smil", "name": "smil.xml", "cid": "<smil>", "text": _SMIL}
    yield {"ct": "image/jpeg", "name": "lake.jpg", "cid": "<lake>", "cl": "lake.jpg"}
    yield {
        "ct": "text/plain",
        "name": "text_0.txt",
        "cid": "<text_0>",
        "cl": "text_0.txt",
        "chset": _UTF8,
        "text": _CAPTION,
    }


def fill_calls(phone: AndroidPhone, calls: Sequence[Path]) -> None:
    """Put the calls of the files into `phone`, the oldest first."""
    provider = phone.provider("call_log")
    if not isinstance(provider, CallLogProvider):
        return
    parts = [part for path in calls for part in read_components(path.read_bytes()).components]
    found = [record for part in parts if isinstance(record := record_of(part), Call)]
    with provider.store.writing() as db:
        for number, call in enumerate(sorted(found, key=_when)):
            kind = _CALL_TYPES.get(call.type, 1)
            row: Row = {
                "number": call.number,
                "presentation": _ALLOWED if call.number else _RESTRICTED,
                "date": round(_when(call).timestamp() * 1000),
                "duration": 0 if kind == _CALL_TYPES[CallType.MISSED] else 17 + 61 * number,
                "type": kind,
                "new": 0,
                "is_read": 1,
                "name": call.name or None,
                "numbertype": 2 if call.name else 0,
                "countryiso": "US",
                "normalized_number": regular_number(call.number) or None,
                "geocoded_location": "California" if call.number.startswith("+1707") else None,
                "subscription_component_name": (
                    "com.android.phone/com.android.services.telephony.TelephonyConnectionService"
                ),
                "subscription_id": "8901260000000000001",
            }
            put(db, "calls", row)


def _when(call: Call) -> datetime:
    when = call.when or _EARLIEST
    return when if when.tzinfo is not None else when.replace(tzinfo=UTC)
