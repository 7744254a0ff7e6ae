"""Short messages as PDUs (3GPP 23.040, 9.2.2): DELIVER and SUBMIT both ways, STATUS-REPORT read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from holdfast.phones.protocols.at.addresses import PduAddress, read_address, write_address
from holdfast.phones.protocols.at.times import (
    STAMP,
    Absolute,
    Enhanced,
    Relative,
    Validity,
    read_stamp,
    write_stamp,
)
from holdfast.phones.protocols.at.user_data import (
    UserData,
    read_user_data,
    write_user_data,
)

MAX_PDU = 255
"""Octets of a PDU that are read; 23.040 allows 176 with the service centre's address."""
_TYPE, _HAS_HEADER = 0x03, 0x40
_DELIVER, _SUBMIT, _STATUS_REPORT = 0, 1, 2
_NO_MORE = 0x04
_NONE, _ENHANCED, _RELATIVE, _ABSOLUTE = 0, 1, 2, 3
_MOST_ADDRESS = 12


class BrokenPduError(ValueError):
    """Octets that are no PDU of a kind that is known here."""


@dataclass(frozen=True, slots=True)
class Deliver:
    """A message that came. `flags` are the bits of its first octet that are not told elsewhere."""

    sender: PduAddress
    when: datetime | None
    data: UserData
    dcs: int = 0
    pid: int = 0
    flags: int = _NO_MORE
    centre: PduAddress = field(default_factory=PduAddress)


@dataclass(frozen=True, slots=True)
class Submit:
    """A message to be sent, or that was."""

    recipient: PduAddress
    data: UserData
    dcs: int = 0
    pid: int = 0
    reference: int = 0
    validity: Validity | None = None
    flags: int = 0
    centre: PduAddress = field(default_factory=PduAddress)


@dataclass(frozen=True, slots=True)
class StatusReport:
    """What became of a message that was sent: `status` below 0x20 is good (9.2.3.15)."""

    reference: int
    recipient: PduAddress
    when: datetime | None
    discharged: datetime | None
    status: int
    centre: PduAddress = field(default_factory=PduAddress)


Pdu = Deliver | Submit | StatusReport


class _Octets:
    """Reads octets from the front; raises `BrokenPduError` where they end too soon."""

    def __init__(self, octets: bytes) -> None:
        self._octets = octets
        self._at = 0

    def take(self, count: int) -> bytes:
        piece = self._octets[self._at : self._at + count]
        if len(piece) < count:
            raise BrokenPduError("too short")
        self._at += count
        return piece

    def one(self) -> int:
        return self.take(1)[0]

    def rest(self) -> bytes:
        return self._octets[self._at :]


def read_pdu(octets: bytes, length: int | None = None) -> Pdu:
    """Read a PDU; raises `BrokenPduError`.

    `length` is the octets without the service centre's address as the phone told them: phones
    that give no such address at all are known by it.
    """
    if len(octets) > MAX_PDU:
        raise BrokenPduError("too long")
    source = _Octets(octets)
    centre = PduAddress() if length == len(octets) else _centre(source)
    first = source.one()
    kind = first & _TYPE
    if kind == _SUBMIT:
        return _submit(source, first, centre)
    if kind == _STATUS_REPORT:
        return _report(source, centre)
    return _deliver(source, first, centre)


def _centre(source: _Octets) -> PduAddress:
    size = source.one()
    if size > _MOST_ADDRESS:
        raise BrokenPduError("service centre")
    if not size:
        return PduAddress()
    return read_address((size - 1) * 2, source.one(), source.take(size - 1))


def _address(source: _Octets) -> PduAddress:
    length = source.one()
    if length > 2 * _MOST_ADDRESS:
        raise BrokenPduError("address")
    kind = source.one()
    return read_address(length, kind, source.take((length + 1) // 2))


def _user_data(source: _Octets, dcs: int, first: int) -> UserData:
    length = source.one()
    return read_user_data(source.rest(), length, dcs, has_header=bool(first & _HAS_HEADER))


def _deliver(source: _Octets, first: int, centre: PduAddress) -> Deliver:
    sender = _address(source)
    pid, dcs = source.one(), source.one()
    when = read_stamp(source.take(STAMP))
    data = _user_data(source, dcs, first)
    return Deliver(sender, when, data, dcs, pid, first & ~(_TYPE | _HAS_HEADER), centre)


def _submit(source: _Octets, first: int, centre: PduAddress) -> Submit:
    reference = source.one()
    recipient = _address(source)
    pid, dcs = source.one(), source.one()
    validity = _validity(source, first >> 3 & 3)
    data = _user_data(source, dcs, first)
    flags = first & ~(_TYPE | _HAS_HEADER | 0x18)
    return Submit(recipient, data, dcs, pid, reference, validity, flags, centre)


def _validity(source: _Octets, form: int) -> Validity | None:
    if form == _RELATIVE:
        return Relative(source.one())
    if form == _ABSOLUTE:
        return Absolute(source.take(STAMP))
    return Enhanced(source.take(STAMP)) if form == _ENHANCED else None


def _report(source: _Octets, centre: PduAddress) -> StatusReport:
    reference = source.one()
    recipient = _address(source)
    when, discharged = read_stamp(source.take(STAMP)), read_stamp(source.take(STAMP))
    return StatusReport(reference, recipient, when, discharged, source.one(), centre)


def write_pdu(pdu: Deliver | Submit) -> tuple[bytes, int]:
    """A PDU's octets, and how many of them follow the service centre's address.

    Raises `NotInAlphabetError`, or `ValueError` where a message cannot hold it.
    """
    centre = _written_centre(pdu.centre)
    header = _HAS_HEADER if pdu.data.elements else 0
    length, data = write_user_data(pdu.data, pdu.dcs)
    coding = bytes((pdu.pid, pdu.dcs))
    if isinstance(pdu, Deliver):
        first = bytes((_DELIVER | header | pdu.flags,))
        body = first + _written(pdu.sender) + coding + write_stamp(pdu.when)
    else:
        form, period = _written_validity(pdu.validity)
        first = bytes((_SUBMIT | header | pdu.flags | form << 3, pdu.reference))
        body = first + _written(pdu.recipient) + coding + period
    body += bytes((length,)) + data
    return centre + body, len(body)


def _written(address: PduAddress) -> bytes:
    length, octets = write_address(address)
    return bytes((length, address.type)) + octets


def _written_centre(address: PduAddress) -> bytes:
    if not address.digits:
        return b"\0"
    octets = write_address(address)[1]
    return bytes((1 + len(octets), address.type)) + octets


def _written_validity(validity: Validity | None) -> tuple[int, bytes]:
    match validity:
        case None:
            return _NONE, b""
        case Relative(code):
            return _RELATIVE, bytes((code,))
        case Absolute(octets):
            return _ABSOLUTE, octets
        case Enhanced(octets):
            return _ENHANCED, octets
