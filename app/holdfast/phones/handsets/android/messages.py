"""Reads the messages of an Android phone: SMS, and MMS with their addresses and parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from holdfast.phones.handsets.android.content import RefusalError
from holdfast.phones.handsets.android.reading import (
    HOW,
    Source,
    asking,
    content_mark,
    item_of,
    need_read,
    rows_of,
)
from holdfast.phones.handsets.android.table import Columns, ReadRow
from holdfast.phones.handsets.handset import ItemRefused, Reading
from holdfast.phones.protocols.content.commands import Uri, read
from holdfast.progress import Task
from holdfast.records.formats.provider_rows.messages import file_of
from holdfast.records.formats.provider_rows.rows import ProviderRows, number, text
from holdfast.records.model.item import Item
from holdfast.records.model.kinds import Kind

SMS, MMS, PARTS = "content://sms", "content://mms", "content://mms/part"

SMS_COLUMNS = Columns(
    ("type", "protocol", "read", "status", "reply_path_present", "locked", "error_code", "seen",
     "sub_id"),
    ("date", "date_sent"),
    ("address", "subject", "service_center", "creator", "body"),
)  # fmt: skip
_MMS_COLUMNS = Columns(
    ("msg_box", "m_type", "m_size", "v", "pri", "read_status", "rr", "d_rpt", "st", "sub_cs",
     "read", "seen", "locked", "sub_id", "text_only"),
    ("date", "date_sent", "exp"),
    ("m_id", "tr_id", "ct_t", "ct_l", "m_cls", "resp_txt", "creator", "sub"),
)  # fmt: skip
_ADDRESS_COLUMNS = Columns(("msg_id", "type", "charset"), (), ("address",))
_PART_COLUMNS = Columns(
    ("mid", "seq", "chset"), (), ("ct", "name", "cd", "fn", "cid", "cl", "ctt_s", "ctt_t", "text")
)
_TEXTS = ("text/plain", "application/smil")


class Messages:
    """The messages of one user; raises `KindRefused` and `KindUnsupported`."""

    def __init__(self, source: Source) -> None:
        """Read from `source`."""
        self._source = source

    def items(self, task: Task, reading: Reading) -> Iterator[Item]:
        """Yield every SMS, then every MMS; phones without MMS have none."""
        reading.how = HOW
        with asking(Kind.MESSAGES):
            ids = self._source.table(SMS, SMS_COLUMNS).ids()
            mms = self._mms(task)
            reading.announced = len(ids) + len(mms)
            for row in self._source.table(SMS, SMS_COLUMNS).of(ids, task):
                rows = rows_of("sms", {"sms": [row]}, self._source.release)
                made = partial(_made, f"sms/{row.id}", [row], rows)
                yield item_of(Kind.MESSAGES, f"sms/{row.id}", content_mark([row]), ".xml", made)
            yield from self._mms_items(mms, task)

    def _mms(self, task: Task) -> Sequence[ReadRow]:
        try:
            return list(self._source.table(MMS, _MMS_COLUMNS).rows(task))
        except RefusalError as refusal:
            if refusal.absent:
                return ()
            raise

    def _mms_items(self, mms: Sequence[ReadRow], task: Task) -> Iterator[Item]:
        parts: dict[int, list[ReadRow]] = {}
        for part in self._source.table(PARTS, _PART_COLUMNS).rows(task) if mms else ():
            parts.setdefault(number(part.values, "mid") or 0, []).append(part)
        for row in mms:
            task.check()
            own = sorted(parts.get(row.id, ()), key=lambda part: part.id)
            made = partial(self._made_mms, row, own, task)
            mark = content_mark([row, *own], self._source.stamp)
            yield item_of(Kind.MESSAGES, f"mms/{row.id}", mark, ".xml", made)

    def _made_mms(
        self, row: ReadRow, parts: Sequence[ReadRow], task: Task
    ) -> tuple[bytes, ProviderRows]:
        """Its addresses and the bytes of its parts cost a start of the tool each."""
        with asking(Kind.MESSAGES):
            uri = f"{MMS}/{row.id}/addr"
            addresses = list(self._source.table(uri, _ADDRESS_COLUMNS).rows(task))
            tables: Mapping[str, Sequence[ReadRow]] = {
                "mms": [row], "addr": addresses, "part": parts,
            }  # fmt: skip
            rows = rows_of("mms", tables, self._source.release)
            need_read(Kind.MESSAGES, f"mms/{row.id}", [row, *addresses, *parts])
            data = {part.id: self._bytes(part) for part in parts if _is_file(part)}
        return _made(f"mms/{row.id}", (), rows, {one: said for one, said in data.items() if said})

    def _bytes(self, part: ReadRow) -> bytes:
        """The bytes of one part; empty where the phone has lost them."""
        try:
            return self._source.tool.read(read(Uri(f"{PARTS}/{part.id}", self._source.user)))
        except RefusalError as refusal:
            if refusal.denied:
                raise
            return b""


def _is_file(part: ReadRow) -> bool:
    return text(part.values, "ct") not in _TEXTS


def _made(
    key: str,
    own: Sequence[ReadRow],
    rows: ProviderRows,
    parts: Mapping[int, bytes] | None = None,
) -> tuple[bytes, ProviderRows]:
    need_read(Kind.MESSAGES, key, own)
    try:
        return file_of(rows, parts or {}), rows
    except ValueError as error:
        raise ItemRefused(Kind.MESSAGES, key, str(error)) from error
