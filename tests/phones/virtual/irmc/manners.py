"""A phone with two contacts and one message, asked without a cable between."""

from __future__ import annotations

import io
from pathlib import Path

from holdfast.phones.virtual.clock import VirtualClock
from holdfast.phones.virtual.folder import PhoneFolder, SampleInfo
from holdfast.phones.virtual.irmc.browsing import BrowsingService
from holdfast.phones.virtual.irmc.phone import IrmcPhone
from holdfast.phones.virtual.irmc.records import RecordService
from holdfast.phones.virtual.irmc.service import Service
from holdfast.records.model.kinds import Kind

ADA = b"BEGIN:VCARD\r\nN:Lovelace;Ada\r\nEND:VCARD\r\n"
GRACE = b"BEGIN:VCARD\r\nN:Hopper;Grace\r\nEND:VCARD\r\n"


def make_folder(path: Path, **info: int | str) -> PhoneFolder:
    folder = PhoneFolder.create(path, SampleInfo("A123", **info))  # type: ignore[arg-type]
    folder.add(Kind.CONTACTS, ".vcf", ADA)
    folder.add(Kind.CONTACTS, ".vcf", GRACE)
    return folder


def phone_in(folder: PhoneFolder) -> IrmcPhone:
    return IrmcPhone(RecordService(folder, VirtualClock()), BrowsingService(folder))


def get(phone: Service, name: str, kind: bytes = b"") -> bytes | int:
    """What a phone gives, or the code with which it refuses."""
    reply = phone.get(name, kind)
    return reply.code if reply.body is None else b"".join(reply.body)


def put(phone: Service, name: str, body: bytes = ADA) -> int:
    return phone.put(name, io.BytesIO(body)).code


def body(phone: Service, name: str) -> bytes:
    """What a phone gives."""
    given = get(phone, name)
    assert isinstance(given, bytes), given
    return given


def lines(phone: Service, name: str) -> list[bytes]:
    """The lines of a log."""
    return body(phone, name).splitlines()
