"""Small inputs to begin with: the sample phone's items, a few by hand, real files where named."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from random import Random

from tests.records.fuzz.targets import Target

SAMPLES = Path(__file__).parents[3] / "resources" / "sample-phone"
_MOST = 40
_LARGEST = 768


def _lines(text: str, end: str = "\r\n") -> bytes:
    """The lines of `text`, their indent here aside, in Latin-1."""
    return end.join(line.strip() for line in text.strip().split("\n")).encode("latin-1") + b"\r\n"


_OLD_CARD = """
    BEGIN:VCARD
    VERSION:2.1
    N;CHARSET=SHIFT_JIS:\x8eR\x93c;\x91\xbe
    TEL;CELL:1
    PHOTO;JPEG;BASE64:/9j/4A==

    AGENT:
    BEGIN:VCARD
    FN:B
    END:VCARD
    END:VCARD"""
_NEW_CARD = """
    BEGIN:VCARD
    VERSION:4.0
    FN:A
    item1.TEL;TYPE="home,cell";PREF=1:tel:+1
    item1.X-ABLABEL:_$!<Home>!$_
    PHOTO:data:image/png;base64,iVBORw==
    BDAY:--0806
    END:VCARD"""
_OLD_CALENDAR = """
    BEGIN:VCALENDAR
    VERSION:1.0
    TZ:+01
    DAYLIGHT:TRUE;+02;20090329T020000;20091025T030000;CET;CEST
    BEGIN:VEVENT
    DTSTART:20091001T090000
    RRULE:MP1 2- FR #17
    DALARM:20091001T084500;PT5M;2;x
    SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=C3=
    =85
    END:VEVENT
    END:VCALENDAR"""
_NEW_CALENDAR = """
    BEGIN:VCALENDAR
    VERSION:2.0
    BEGIN:VTIMEZONE
    TZID:X
    X-LIC-LOCATION:Europe/Berlin
    BEGIN:STANDARD
    DTSTART:19701025T030000
    RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
    TZOFFSETFROM:+0200
    TZOFFSETTO:0100
    END:STANDARD
    END:VTIMEZONE
    BEGIN:VEVENT
    DTSTART;TZID=X:20090101T090000
    DURATION:PT1H
    RRULE:FREQ=DAILY;COUNT=9
    EXDATE;TZID=X:20090102T090000
    BEGIN:VALARM
    TRIGGER;RELATED=END:-PT5M
    END:VALARM
    END:VEVENT
    BEGIN:VTODO
    DUE;VALUE=DATE:20090105
    PERCENT-COMPLETE:100
    END:VTODO
    END:VCALENDAR"""
_NOTE = """
    BEGIN:VNOTE
    VERSION:1.1
    BODY:a\\nb
    DCREATED:20090101T000000
    END:VNOTE"""
_SMS = """
    BEGIN:VMSG
    VERSION:1.1
    X-IRMC-STATUS:READ
    X-IRMC-BOX:INBOX
    X-NOK-DT:20091022T064825Z
    BEGIN:VCARD
    TEL:+1
    END:VCARD
    BEGIN:VENV
    BEGIN:VBODY
    Date:22.10.2009 06:48:25
    hello
    END:VBODY
    END:VENV
    END:VMSG"""
_MAIL = """
    BEGIN:VMSG
    BEGIN:VENV
    BEGIN:VBODY
    From: a@example.com
    MIME-Version: 1.0
    Subject: =?UTF-8?B?w4U=?= =?x?Q?a=5F?=
    Content-Transfer-Encoding: base64

    w4U=
    END:VBODY
    END:VENV
    END:VMSG"""
_EXIF = (
    b"Exif\0\0II*\0\x08\0\0\0",
    struct.pack("<HHHIIHHIII", 2, 0x132, 2, 20, 38, 0x112, 3, 1, 6, 0),
    b"2009:10:02 18:04:05\0",
)

BY_HAND: dict[str, tuple[bytes, ...]] = {
    "contacts": (
        _lines(_OLD_CARD),
        _lines(_NEW_CARD, "\n"),
        "BEGIN:VCARD\r\nFN:\u0160\r\nEND:VCARD\r\n".encode("utf-16"),
    ),
    "calendar": (_lines(_OLD_CALENDAR), _lines(_NEW_CALENDAR, "\n")),
    "notes": (_lines(_NOTE),),
    "messages": (_lines(_SMS), _lines(_MAIL, "\n")),
    "dates": (
        b"Europe/Berlin:20090102T030405Z",
        b":19991231T240000",
        b"x:--0229",
        b":P1W2DT3H4M5S",
        b":Fri, 02 Oct 2009 18:04:00 +0200",
        b":2013.4.3.23.5.9",
    ),
    "rules": (
        b"FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO,-1SU;BYSETPOS=-1;UNTIL=20251231T235959Z",
        b"MP3 2- FR #17",
        b"YD1 1 100 366 20091231T000000Z",
    ),
    "exif": (b"".join(_EXIF),),
}
"""Seeds by the name of the folder they stand in for."""


def seeds(target: Target) -> Iterator[bytes]:
    """Inputs to begin with, small ones all."""
    random = Random(2009)  # noqa: S311 - the same seeds each time
    yield b""
    yield from (target.make(random) for _ in range(_MOST))
    for folder in target.folders:
        yield from BY_HAND.get(folder, ())
        yield from _files(SAMPLES / folder)
        yield from _files(Path(os.environ.get("HOLDFAST_CORPUS", "/nowhere"), folder))


def _files(folder: Path) -> Iterator[bytes]:
    """The first few small files of a folder; none if it is not there."""
    paths = [path for path in sorted(folder.glob("*")) if path.is_file()]
    small = (path for path in paths if path.stat().st_size <= _LARGEST)
    for _, path in zip(range(_MOST), small, strict=False):
        yield path.read_bytes()
