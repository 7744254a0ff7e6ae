"""A virtual phone with AT commands on a bus of its own, with the real driver above real pyusb.

What it holds is written out by hand here, in both forms: what lies on the phone, and the two
files that each item must become.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from holdfast.phones.handsets.at.handset import AtHandset
from holdfast.phones.handsets.at.talk import AtTalk
from holdfast.phones.handsets.irmc.handset import UsbWords
from holdfast.phones.links.usb import UsbBus
from holdfast.phones.virtual.at.commands import Commands
from holdfast.phones.virtual.at.device import virtual_at
from holdfast.phones.virtual.bus import VirtualBus
from holdfast.phones.virtual.folder import PhoneFolder, SampleInfo
from holdfast.records.model.kinds import Kind

CONTROL, DATA = 0, 1
"""Interfaces of the modem."""
IMEI = "490154203237518"

CARDS = {
    "0001": ("+493012345", "Ann Onymous", b"Ann Onymous;;;;", b"Ann Onymous"),
    "0003": (
        "0301234567",
        "Zoë Krüger",
        b"Zo=C3=AB Kr=C3=BCger;;;;",
        b"Zo=C3=AB Kr=C3=BCger",
    ),
    "000C": ("*100#", "王静", b"=E7=8E=8B=E9=9D=99;;;;", b"=E7=8E=8B=E9=9D=99"),
}
SIM = {2: ("+4915112345678", "Bob")}
CALLS = {"RC": {1: ("+493012345", "Ann")}, "MC": {2: ("0301234567", "")}, "DC": {}}
CALL_WORDS = {"RC": b"RECEIVED", "MC": b"MISSED", "DC": b"DIALED"}

HOW = "07911326040000F0040B911346610089F60000208062917314080CC8F71D14969741F977FD07"
CHINESE = "07914306073011F0040B914316709807F2000880604290224080084E2D5174901A8BAF"
SENT = "0011000B916407281553F80000AA0AE8329BFD4697D9EC37"
MESSAGES = {
    "ME": {
        1: (1, HOW, "20020826T193741Z", "26.08.2002 19:37:41", "+31641600986", b"How are you?"),
        2: (
            0,
            CHINESE,
            "20080624T072204Z",
            "24.06.2008 09:22:04",
            "+34610789702",
            b"=E4=B8=AD=E5=85=B4=E9=80=9A=\r\n=E8=AE=AF",
        ),
    },
    "SM": {4: (3, SENT, "", "", "+46708251358", b"hellohello")},
}


class AtRig:
    def __init__(self, folder: Path, *, behave: Callable[[Commands], Commands] | None = None):
        self.folder = folder
        if not folder.exists():
            fill(folder)
        self.bus = VirtualBus()
        self.usb = UsbBus([self.bus])
        self.device = virtual_at(folder, self.bus.clock, behave or (lambda phone: phone))
        self.slot = self.bus.plug(self.device)

    def connect(self) -> AtHandset:
        if not self.usb.ports():
            self.bus.replug(self.slot)
        [port] = self.usb.ports()
        device = self.usb.open(port)
        link = device.bulk(CONTROL, DATA, 0)

        def prepare(_link):
            for state in (0, 3):
                device.control_out(0x21, 0x22, state, CONTROL, b"", 1)

        try:
            talk = AtTalk(link, prepare, now=lambda: self.bus.clock().timestamp())
            return AtHandset(talk, UsbWords("", device.manufacturer, device.product))
        except BaseException:
            link.close()
            raise

    def held(self) -> dict[Kind, list[bytes]]:
        return {
            Kind.CONTACTS: [
                *(card_file(number, *named) for number, _, *named in CARDS.values()),
                card_file("+4915112345678", b"Bob;;;;", b"Bob"),
            ],
            Kind.MESSAGES: [
                message_file(*each) for box in MESSAGES.values() for each in box.values()
            ],
            Kind.CALLS: [
                call_file(number, name, CALL_WORDS[memory])
                for memory, calls in CALLS.items()
                for number, name in calls.values()
            ],
        }


def fill(folder: Path) -> None:
    """Put the phone that is described above into `folder`."""
    PhoneFolder.create(folder, SampleInfo(serial=IMEI, family="at", model="AT Phone"))
    (folder / "contacts").mkdir()
    for luid, (number, name, *_) in CARDS.items():
        card = f"BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nTEL:{number}\nEND:VCARD\n"
        (folder / "contacts" / f"{luid}.vcf").write_bytes(card.encode())
    (folder / "at").mkdir()
    for memory, calls in {"SM": SIM, **CALLS}.items():
        lines = [
            f'{index},"{number}",{145 if number[0] == "+" else 129},"{name}"\n'
            for index, (number, name) in calls.items()
        ]
        (folder / "at" / f"phonebook-{memory}.txt").write_text("".join(lines), "utf-8")
    for memory, messages in MESSAGES.items():
        lines = [f"{index},{stat},{pdu}\n" for index, (stat, pdu, *_) in messages.items()]
        (folder / "at" / f"messages-{memory}.txt").write_text("".join(lines), "utf-8")


def card_file(number: str, name: bytes, full: bytes) -> bytes:
    how = (
        b"" if name.isascii() and b"=" not in name else b";CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE"
    )
    return b"".join(
        line + b"\r\n"
        for line in (
            b"BEGIN:VCARD",
            b"VERSION:2.1",
            b"N" + how + b":" + name,
            b"FN" + how + b":" + full,
            b"TEL:" + number.encode(),
            b"END:VCARD",
        )
    )


def call_file(number: str, name: str, word: bytes) -> bytes:
    card = card_file(number, name.encode() + b";;;;", name.encode())
    if not name:
        card = b"".join(
            line for line in card.splitlines(keepends=True) if line[:2] not in (b"N:", b"FN")
        )
    dated = b"X-IRMC-CALL-DATETIME;" + word + b":\r\nEND:VCARD"
    return card.replace(b"END:VCARD", dated)


def message_file(stat: int, pdu: str, when: str, date: str, number: str, text: bytes) -> bytes:
    status = ("UNREAD", "READ", "UNSENT", "SENT")[stat]
    kind = "DELIVER" if stat < 2 else "SUBMIT"
    lines = [
        "BEGIN:VMSG",
        "VERSION:1.1",
        f"X-IRMC-STATUS:{status}",
        "X-IRMC-TYPE:SMS",
        f"X-IRMC-BOX:{'INBOX' if stat < 2 else status}",
        *([f"X-NOK-DT:{when}"] if when else []),
        f"X-MESSAGE-TYPE:{kind}",
        "BEGIN:VCARD",
        "VERSION:2.1",
        "N:",
        f"TEL:{number}",
        "END:VCARD",
        "BEGIN:VENV",
        "BEGIN:VBODY",
        *([f"Date:{date}"] if date else []),
        f"TEXT;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{text.decode()}",
        "END:VBODY",
        "END:VENV",
        "END:VMSG",
    ]
    return "".join(f"{line}\r\n" for line in lines).encode()


def files_of(item) -> tuple[bytes, dict]:
    """The standard file of an item, and its rows."""
    assert [part.suffix for part in item.parts][1:] == [".rows.json"]
    data, rows = (b"".join(part.open()) for part in item.parts)
    return data, json.loads(rows)
