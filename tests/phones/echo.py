"""A small phone of our own that says back what it hears: the subject of all link tests."""

from __future__ import annotations

from collections.abc import Mapping

from holdfast.phones.links.descriptors import AltSetting, Endpoint, Transfer
from holdfast.phones.virtual.device import Descriptors, Outbox, Setup, Stall, VirtualDevice

BULK_OUT, BULK_IN, INTERRUPT_IN = 0x01, 0x82, 0x83
CONTROL, DATA = 0, 1
IDLE, ACTIVE = 0, 1
SERIAL = "ECHO-000417"

WRITE_NOTE, READ_NOTE, REFUSED = 0x30, 0x31, 0x3F


def configuration(max_packet: int = 64) -> tuple[AltSetting, ...]:
    return (
        AltSetting(
            CONTROL,
            0,
            0x02,
            0x0B,
            0,
            (Endpoint(INTERRUPT_IN, Transfer.INTERRUPT, 8),),
            extra=bytes.fromhex("05240010010524060001"),
            name="Echo control",
        ),
        AltSetting(DATA, IDLE, 0x0A, 0, 0),
        AltSetting(
            DATA,
            ACTIVE,
            0x0A,
            0,
            0,
            (
                Endpoint(BULK_OUT, Transfer.BULK, max_packet),
                Endpoint(BULK_IN, Transfer.BULK, max_packet),
            ),
        ),
    )


class Echo:
    """Gives every OUT transfer back on the bulk IN endpoint, with the ending USB asks for."""

    def __init__(self, max_packet: int = 64, *, ended: bool = True) -> None:
        self.outbox = Outbox(max_packet)
        self.ended = ended
        self.heard: list[bytes] = []
        self.selected: list[tuple[int, int]] = []
        self.note = b""
        self.resets = 0

    def control(self, setup: Setup, data: bytes) -> bytes:
        if setup.request == WRITE_NOTE:
            self.note = data
            return b""
        if setup.request == READ_NOTE:
            return self.note
        raise Stall

    def select(self, interface: int, alternate: int) -> None:
        self.selected.append((interface, alternate))
        self.outbox.clear()  # a new session owes nothing to the one before

    def receive(self, endpoint: int, data: bytes) -> None:
        assert endpoint == BULK_OUT
        self.heard.append(data)
        if data == b"stall me":
            raise Stall
        self.outbox.put(data, ended=self.ended)

    def transmit(self, endpoint: int, size: int) -> bytes | None:
        return b"ring" if endpoint == INTERRUPT_IN else self.outbox.take(size)

    def reset(self) -> None:
        self.resets += 1
        self.outbox.clear()


def echo_phone(
    function: Echo | None = None,
    *,
    max_packet: int = 64,
    serial: str = SERIAL,
    vendor: int = 0x1209,
    settings: tuple[AltSetting, ...] | None = None,
    raw_strings: Mapping[int, bytes] | None = None,
    claims: Mapping[str, int] | None = None,
) -> VirtualDevice:
    descriptors = Descriptors(
        vendor=vendor,
        product=0x0001,
        manufacturer="Example",
        model="Echo",
        serial=serial,
        configuration=configuration(max_packet) if settings is None else settings,
        raw_strings=raw_strings or {},
        claims=claims or {},
    )
    return VirtualDevice(descriptors, function or Echo(max_packet))
