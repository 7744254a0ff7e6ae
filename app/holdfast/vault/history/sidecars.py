"""The small files in the root of each snapshot's tree: who, how well read, and what this is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from enum import StrEnum
from typing import Any, TypeVar

from holdfast.records.model.coverage import Coverage, Reason, State
from holdfast.records.model.handset import HandsetInfo, StorageInfo
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Outcome, Receipt, ReceiptLine, Step, Uncarried, Why

README = "README.txt"
HANDSET = "handset.json"
COVERAGE = "coverage.json"

README_TEXT = """\
This is one backup of one phone, kept by Holdfast.

handset.json    which phone it was
coverage.json   how each part of it was read: complete, partial or refused, and why
marks.json      (not always there) what names and dates of files cannot hold
Contacts, Calendar, To-dos, Notes, Messages, Calls
                one file per item, exactly as the phone gave it. The part of a file's name
                after the last "--" is what the phone knows the item by. The folders named
                with one digit only keep folders small. Messages lie in folders by whom they
                are with.
Photos, Files   the phone's own folders and names, below the name of its storage. A folder
                whose name ends with "%" only splits a larger one, by year and month.

In names, "%" and two digits stand for one byte that some disks cannot have in a name, as in
web addresses.

The files are ordinary ones: .vcf are contacts, .ics and .vcs calendars and to-dos, .vnt
notes. Any address book or calendar program reads them. The vault they lie in is a restic
repository (https://restic.net), so restic lists, mounts and restores it without Holdfast.
"""

# Without an indent, json's encoder in C does the work: 20,000 lines in a fifth of the time.
_on_one_line = json.JSONEncoder(ensure_ascii=False).encode

_Word = TypeVar("_Word", bound=StrEnum)


class SidecarUnreadable(ValueError):  # noqa: N818 - what is wrong, not what to do
    """The file is not what Holdfast writes: the snapshot comes from another program."""


def encode_json(value: object) -> bytes:
    """Write JSON as UTF-8 for people to read; what UTF-8 cannot hold is escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return text.encode("utf-8", "backslashreplace") + b"\n"


def decode_json(data: bytes) -> Any:
    """Read JSON; raises `SidecarUnreadable`."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise SidecarUnreadable(str(error)) from error


def encode_handset(info: HandsetInfo) -> bytes:
    """Write `handset.json`."""
    return encode_json(asdict(info))


def decode_handset(data: bytes) -> HandsetInfo:
    """Read `handset.json`; raises `SidecarUnreadable`."""
    fields = _mapping(decode_json(data))
    name = _text(fields, "id")
    if not name or not name.isprintable():
        raise SidecarUnreadable(HANDSET)
    return HandsetInfo(
        id=name,
        serial=_text(fields, "serial"),
        manufacturer=_text(fields, "manufacturer"),
        model=_text(fields, "model"),
        protocol=_text(fields, "protocol"),
        firmware=_text(fields, "firmware"),
        clock=_text(fields, "clock"),
        storages=tuple(_storage(_mapping(entry)) for entry in _list(fields, "storages")),
        users=tuple(str(entry) for entry in _list(fields, "users")),
    )


def encode_coverage(coverage: Iterable[Coverage]) -> bytes:
    """Write `coverage.json`."""
    return encode_json({"kinds": [asdict(entry) for entry in coverage]})


def decode_coverage(data: bytes) -> tuple[Coverage, ...]:
    """Read `coverage.json`; raises `SidecarUnreadable`.

    A kind that this version does not know is left out; a state it does not know is taken as
    partial, so that it can end no item's life.
    """
    entries = _list(_mapping(decode_json(data)), "kinds")
    found = (_coverage(_mapping(entry)) for entry in entries)
    return tuple(entry for entry in found if entry is not None)


def encode_receipt(receipt: Receipt) -> bytes:
    """Write `receipt.json`: what holds for the whole of it, then one line of text an item."""
    told = asdict(replace(receipt, lines=()))
    del told["lines"]
    head = json.dumps(told, ensure_ascii=False, indent=1).removesuffix("\n}")
    lines = ",\n  ".join(map(_told_line, receipt.lines))
    text = f'{head},\n "lines": [\n  {lines}\n ]\n}}\n'
    return text.encode("utf-8", "backslashreplace")


def decode_receipt(data: bytes) -> Receipt:
    """Read `receipt.json`; raises `SidecarUnreadable`. Lines of unknown kinds are left out."""
    fields = _mapping(decode_json(data))
    lines = (_receipt_line(_mapping(entry)) for entry in _list(fields, "lines"))
    return Receipt(
        source=_text(fields, "source"),
        target=_text(fields, "target"),
        safety=_text(fields, "safety"),
        read_back=_text(fields, "read_back"),
        lines=tuple(line for line in lines if line is not None),
        skipped=_number(fields, "skipped") or 0,
        undoes=_text(fields, "undoes"),
        seconds=_seconds(fields, "seconds"),
        undated=_number(fields, "undated") or 0,
        uncarried=tuple(_uncarried(_list(fields, "uncarried"))),
    )


def _uncarried(entries: Iterable[object]) -> Iterator[Uncarried]:
    """What older versions did not write, and reasons this one does not know, are left out."""
    for fields in map(_mapping, entries):
        kind, why = _word(Kind, fields, "kind"), _word(Why, fields, "why")
        if kind is not None and why is not None:
            yield Uncarried(kind, why, _number(fields, "count") or 0)


def _storage(fields: Mapping[str, Any]) -> StorageInfo:
    return StorageInfo(_text(fields, "name"), _number(fields, "capacity"), _number(fields, "free"))


def _coverage(fields: Mapping[str, Any]) -> Coverage | None:
    kind = _word(Kind, fields, "kind")
    if kind is None:
        return None
    return Coverage(
        kind=kind,
        state=_word(State, fields, "state") or State.PARTIAL,
        count=_number(fields, "count") or 0,
        announced=_number(fields, "announced"),
        how=_text(fields, "how"),
        reason=_word(Reason, fields, "reason") or Reason.NONE,
        detail=_text(fields, "detail"),
        anchor=_text(fields, "anchor"),
    )


def _told_line(line: ReceiptLine) -> str:
    return _on_one_line({name: getattr(line, name) for name in ReceiptLine.__slots__})


def _receipt_line(fields: Mapping[str, Any]) -> ReceiptLine | None:
    kind, step = _word(Kind, fields, "kind"), _word(Step, fields, "step")
    outcome = _word(Outcome, fields, "outcome")
    if kind is None or step is None or outcome is None:
        return None
    return ReceiptLine(
        kind=kind,
        step=step,
        outcome=outcome,
        title=_text(fields, "title"),
        source_key=_text(fields, "source_key"),
        key=_text(fields, "key"),
        detail=_text(fields, "detail"),
        replaced=_text(fields, "replaced"),
        digest=_text(fields, "digest"),
        became=_text(fields, "became"),
    )


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise SidecarUnreadable(type(value).__name__)
    return value


def _list(fields: Mapping[str, Any], name: str) -> list[Any]:
    value = fields.get(name)
    return value if isinstance(value, list) else []


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _number(fields: Mapping[str, Any], name: str) -> int | None:
    value = fields.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _seconds(fields: Mapping[str, Any], name: str) -> float:
    value = fields.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return max(0.0, float(value))
    return 0.0


def _word(words: type[_Word], fields: Mapping[str, Any], name: str) -> _Word | None:
    try:
        return words(_text(fields, name))
    except ValueError:
        return None
