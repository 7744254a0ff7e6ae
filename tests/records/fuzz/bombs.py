"""Hostile inputs made by hand, what may be spent on each, and the reason it is refused with."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import MappingProxyType

from holdfast.records.model.kinds import Kind

MEGABYTE = 1_000_000
_SECONDS = 10.0


@dataclass(frozen=True)
class Bomb:
    """An input, and what must come of it.

    `make` gives the bytes, in the process that reads them. `reasons` must all be told: names of
    a document's problems, "unread" where lines are listed so, "not-worked-out" for a rule.
    `seconds` of processor time may be spent by all readers together, `megabytes` above what
    Python and the bytes take. Those that may take more than a few seconds wait for --deep.
    """

    kind: Kind
    make: Callable[[], bytes]
    reasons: tuple[str, ...] = ()
    title: str = "A"
    seconds: float = _SECONDS
    megabytes: int = 400

    @property
    def is_slow(self) -> bool:
        """Whether it is too slow for every day."""
        return self.seconds > _SECONDS


def _card(*lines: bytes) -> bytes:
    return b"\r\n".join((b"BEGIN:VCARD", b"FN:A", *lines, b"END:VCARD", b""))


def _calendar(*blocks: bytes) -> bytes:
    return b"\r\n".join((b"BEGIN:VCALENDAR", b"VERSION:2.0", *blocks, b"END:VCALENDAR", b""))


def _event(*lines: bytes) -> bytes:
    whole = (b"BEGIN:VEVENT", b"SUMMARY:A", b"DTSTART:20240101T090000", *lines, b"END:VEVENT")
    return b"\r\n".join(whole)


def _cards(make: Callable[[], Iterable[bytes]], *reasons: str, **spent: float) -> Bomb:
    return Bomb(Kind.CONTACTS, lambda: _card(*make()), reasons, **spent)  # type: ignore[arg-type]


def _events(make: Callable[[], Iterable[bytes]], *reasons: str, **spent: float) -> Bomb:
    return Bomb(
        Kind.CALENDAR,
        lambda: _calendar(_event(*make())),
        reasons,
        **spent,  # type: ignore[arg-type]
    )


def _rules(rule: str, *reasons: str) -> Bomb:
    return _events(lambda: (b"RRULE:" + rule.encode(),), *reasons, seconds=2.0, megabytes=50)


def _charset(name: bytes) -> Bomb:
    line = b"NOTE;CHARSET=" + name + b":" + b"+AGE-\xff\\N{DIGIT ONE}xn--" * 20_000
    return _cards(lambda: (line,), seconds=3.0, megabytes=60)


def _zone(*lines: bytes, seconds: float = 4.0) -> Bomb:
    block = (b"BEGIN:VTIMEZONE", b"TZID:Bad", *lines, b"END:VTIMEZONE")
    event = (b"BEGIN:VEVENT", b"SUMMARY:A", b"DTSTART;TZID=Bad:20240101T090000", b"END:VEVENT")
    make = lambda: _calendar(b"\r\n".join(block), b"\r\n".join(event))  # noqa: E731
    return Bomb(Kind.CALENDAR, make, ("floating",), seconds=seconds)


def _observance(*lines: bytes) -> bytes:
    head = (b"BEGIN:STANDARD", b"DTSTART:19700101T000000", b"TZOFFSETFROM:+0100")
    return b"\r\n".join((*head, b"TZOFFSETTO:+0200", *lines, b"END:STANDARD"))


def _zones_of_rare_rules() -> bytes:
    """Twenty zones of two hundred switches, each on a 29 February that is a Monday."""
    rule = b"RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO"
    lines = []
    for zone in range(20):
        lines += [b"BEGIN:VTIMEZONE", b"TZID:Bad%d" % zone]
        for place in range(200):
            onset = b"DTSTART:2072%02d01T%02d%02d%02d" % (
                3 + zone % 10,
                zone,
                place % 60,
                place // 60,
            )
            lines += [
                _observance(rule, b"TZNAME:A%d" % place).replace(b"DTSTART:19700101T000000", onset)
            ]
        lines += [b"END:VTIMEZONE", b"BEGIN:VEVENT", b"SUMMARY:A"]
        lines += [b"DTSTART;TZID=Bad%d:20240101T090000" % zone, b"END:VEVENT"]
    return _calendar(*lines)


def _nested_alarms() -> bytes:
    names = (b"VALARM", b"X-IN")
    return _calendar(_event(*(b"BEGIN:" + names[place % 2] for place in range(100_000))))


def _photo() -> bytes:
    letters = base64.b64encode(b"\xff\xd8" + b"\0" * (75 * MEGABYTE))
    return b"\r\n ".join(letters[at : at + 75] for at in range(0, len(letters), 75))


def _text(*lines: str) -> Callable[[], bytes]:
    return lambda: "\r\n".join(lines).encode()


def _mail() -> bytes:
    headers = (b"X-" + b"A" * place + b": a" + b"\r\n a" * 3_000 for place in range(1, 60))
    inside = (b"From: x", *headers, b"", b"A", b"END:VBODY", b"END:VMSG", b"")
    return b"\r\n".join((b"BEGIN:VMSG", b"BEGIN:VBODY", *inside))


NESTING = {
    "nested-begins": Bomb(
        Kind.CONTACTS,
        lambda: b"".join(b"BEGIN:X%d\r\n" % (place % 64) for place in range(100_000)) + _card(),
        ("too-deep", "missing-end"),
    ),
    "nested-agents": Bomb(
        Kind.CONTACTS,
        lambda: b"BEGIN:VCARD\r\nFN:A\r\nAGENT:\r\n" * 100_000,
        ("too-deep", "missing-end"),
    ),
    "nested-alarms": Bomb(Kind.CALENDAR, _nested_alarms, ("too-deep", "missing-end")),
    "stray-ends": Bomb(
        Kind.CONTACTS, lambda: _card() + b"END:VCARD\r\n" * 500_000, ("stray-end",), seconds=15.0
    ),
}
SIZES = {
    "properties": _cards(
        lambda: [b"TEL:1"] * MEGABYTE, "too-many-lines", seconds=80.0, megabytes=900
    ),
    "one-line-of-100-MB": _cards(lambda: (b"NOTE:" + b"x" * 100 * MEGABYTE,), "too-long"),
    "100-MB-of-folds": _cards(
        lambda: (b"NOTE:x" + b"\r\n x" * (25 * MEGABYTE),), "too-many-lines", seconds=40.0
    ),
    "100-MB-of-soft-breaks": _cards(
        lambda: (b"NOTE;QUOTED-PRINTABLE:x" + b"=\r\nx" * (25 * MEGABYTE),),
        *("too-many-lines", "unread"),
        seconds=40.0,
    ),
    "100-MB-of-photo": _cards(
        lambda: (b"PHOTO;ENCODING=b:" + _photo(),), "too-long", "unread", seconds=20.0
    ),
    "100-MB-of-blank-lines": Bomb(
        Kind.CONTACTS, lambda: b"\n \n" * (33 * MEGABYTE) + _card(), seconds=6.0
    ),
    "lines-without-heads": Bomb(
        Kind.CONTACTS,
        lambda: _card() + b"\0\n" * (2 * MEGABYTE),
        ("too-many-lines", "unread"),
        seconds=60.0,
        megabytes=900,
    ),
    "nuls": _cards(lambda: (b"NOTE:" + b"\0" * (30 * MEGABYTE),)),
    "escapes": _cards(
        lambda: (b"NOTE:" + b"\\n\\\\" * (7 * MEGABYTE),), seconds=30.0, megabytes=900
    ),
    "separators": _cards(lambda: (b"ADR:" + b"\\;;" * (10 * MEGABYTE),), seconds=20.0),
    "combining-marks": _cards(lambda: (b"NOTE:a" + "\u0301\u0316".encode() * MEGABYTE,)),
}
HEADS = {
    "parameters": _cards(lambda: (b"TEL" + b";A=1" * MEGABYTE + b":1",), "unread"),
    "many-heads-of-many-parameters": _cards(
        lambda: (b"TEL;X=%d" % place + b";A=1" * 15_000 + b":1" for place in range(300)), "unread"
    ),
    "quotes": _cards(lambda: (b"TEL;X=" + b'"' * 10 * MEGABYTE + b":1",), "unread"),
    "odd-quotes": _cards(lambda: (b'TEL;X=":";Y=' + b'":"' * 333_333 + b'":1',)),
    "half-quotes": _cards(lambda: [b'TEL;X="' + b'a":"' * 200 + b":1"] * 2000),
}
CHARSETS = {
    f"charset-{name}": _charset(name.encode())
    for name in ("utf-7", "punycode", "idna", "unicode_escape", "utf-16", "hz", "rot13", "zip")
}
RECODED = {
    "halves-of-utf16": Bomb(
        Kind.CONTACTS,
        lambda: _card().decode().encode("utf-16") + b"\x00\xd8" * (5 * MEGABYTE) + b"\xd8",
        ("unread",),
    ),
    "nuls-that-look-like-utf16": Bomb(
        Kind.CONTACTS, lambda: b"B\0" * (5 * MEGABYTE), ("unread",), title="name"
    ),
}
RULES = {
    "secondly-that-never-comes": _rules("FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", "not-worked-out"),
    "yearly-that-never-comes": _rules("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31;BYSETPOS=366"),
    "giant-lists": _rules(
        "FREQ=YEARLY;"
        + ";".join(
            f"{name}={','.join(map(str, range(first, last)))}"
            for name, first, last in (
                ("BYYEARDAY", 1, 366),
                ("BYHOUR", 0, 24),
                ("BYMINUTE", 0, 60),
                ("BYSECOND", 0, 60),
            )
        ),
        "not-worked-out",
    ),
    "list-beyond-all-bounds": _rules(
        f"FREQ=DAILY;BYHOUR={','.join(['1'] * MEGABYTE)}", "not-worked-out"
    ),
    "interval-0": _rules("FREQ=DAILY;INTERVAL=0", "not-worked-out"),
    "interval-of-a-billion": _rules("FREQ=SECONDLY;INTERVAL=999999999999", "not-worked-out"),
    "count-of-a-billion": _rules("FREQ=SECONDLY;BYSECOND=59;COUNT=999999999"),
    "until-the-end": _rules(
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30;UNTIL=99991231T235959Z", "not-worked-out"
    ),
    "old-rule": _rules("YD0 366 #999999", "not-worked-out"),
    "5000-rules-that-never-come": Bomb(
        Kind.CALENDAR,
        lambda: _calendar(*[_event(b"RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30")] * 5000),
        ("not-worked-out",),
        seconds=20.0,
    ),
}
DATES = {
    "100000-dates-in-one-line": _events(
        lambda: (b"RDATE:" + b",".join([b"20240101T100000"] * 100_000),)
    ),
    "100000-exceptions": _events(lambda: [b"EXDATE:20240101T090000"] * 100_000),
    "the-ends-of-the-world": Bomb(
        Kind.CALENDAR,
        lambda: _calendar(
            *(
                b"BEGIN:VEVENT\r\nSUMMARY:A\r\nDTSTART%s:%s\r\nDTEND%s:%s\r\nDURATION:PT999999H\r\n"
                b"RRULE:FREQ=DAILY\r\nEND:VEVENT" % (zone, first, zone, last)
                for zone in (b"", b";TZID=Asia/Tokyo", b";TZID=America/Lima", b";VALUE=DATE")
                for first, last in (
                    (b"99991231", b"99991231"),
                    (b"99991231T235959Z", b"99991231T235959"),
                    (b"00010101T000000", b"00010101T000000Z"),
                    (b"00010101", b"00010101"),
                )
            )
        ),
    ),
    "floating-and-not": Bomb(
        Kind.CALENDAR,
        lambda: _calendar(
            b"BEGIN:VEVENT\r\nSUMMARY:A\r\nDTSTART:20240101T000000\r\nDTEND:20240101T120000Z\r\n"
            b"END:VEVENT"
        ),
        ("floating",),
    ),
    "durations-beyond-all-bounds": _events(
        lambda: (
            b"DURATION:P999999W",
            b"BEGIN:VALARM\r\nTRIGGER:-P999999W999999DT999999H\r\nEND:VALARM",
            b"BEGIN:VALARM\r\nTRIGGER:P9999999999W\r\nREPEAT:999999999\r\nDURATION:PT0S\r\nEND:VALARM",
        )
    ),
}
ZONES = {
    "zone-of-seconds": _zone(_observance(b"RRULE:FREQ=SECONDLY")),
    "zone-of-100000-observances": _zone(*[_observance()] * 100_000, seconds=30.0),
    "zone-of-100000-dates": _zone(_observance(b"RDATE:" + b"19700101T000000," * 100_000)),
    "zones-of-rare-rules": Bomb(Kind.CALENDAR, _zones_of_rare_rules, ("floating",), seconds=5.0),
    "zone-of-years-beyond": _zone(_observance(b"RRULE:FREQ=YEARLY;INTERVAL=9999999999")),
}
XML = {
    "entities": Bomb(
        Kind.MESSAGES,
        lambda: (
            b'<!DOCTYPE smses [<!ENTITY a "aaaaaaaaaa">'
            + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 20))
            + b"]><smses><sms body='&a19;'/></smses>"
        ),
        ("dtd-refused",),
        title="name",
        seconds=2.0,
        megabytes=50,
    ),
    "entity-of-a-file": Bomb(
        Kind.MESSAGES,
        lambda: (
            b'<!DOCTYPE smses [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
            b"<smses><sms address='A' type='1' body='&a;'/></smses>"
        ),
        ("dtd-refused",),
        title="name",
        seconds=2.0,
        megabytes=50,
    ),
    "nested-elements": Bomb(
        Kind.MESSAGES,
        lambda: b"<smses><sms address='A' type='1' body='x'/>" + b"<mms>" * 100_000,
        ("missing-end",),
    ),
    "nested-parts": Bomb(
        Kind.MESSAGES,
        lambda: b"<smses><sms address='A' type='1' body='x'/><mms>" + b"<part>" * 100_000,
        ("too-deep", "missing-end"),
    ),
    "100-MB-of-attribute": Bomb(
        Kind.MESSAGES,
        lambda: (
            b"<smses><sms address='A' type='1' body='"
            + b"x&#10;" * (16 * MEGABYTE)
            + b"'/></smses>"
        ),
        ("too-long",),
        seconds=30.0,
        megabytes=900,
    ),
    "1000000-attributes": Bomb(
        Kind.MESSAGES,
        lambda: b"<smses><sms address='A' type='1'" + b" a='1'" * MEGABYTE + b"/></smses>",
        ("broken-tag",),
    ),
    "tags-that-never-end": Bomb(
        Kind.MESSAGES,
        lambda: b"<smses><sms address='A' type='1' body='x'/>" + b"<sms a='1' " * 30_000,
        ("broken-tag",),
    ),
}
MAIL = {"headers-of-a-mail": Bomb(Kind.MESSAGES, _mail, title="name")}
BOMBS = MappingProxyType(
    NESTING | SIZES | HEADS | CHARSETS | RECODED | RULES | DATES | ZONES | XML | MAIL
)
"""Every bomb by name."""
