"""Documents as phones write them, and worse, out of any source of chance.

Hypothesis hands in a `Random` that it can shrink, atheris one from its seed, so both speak the
same grammar: lines, heads, folds, quoted-printable, base64, nested blocks, rules, zones, both
dialects, wrong charsets.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")
Maker = Callable[[Random], bytes]

BLOCKS = (
    *("VCARD", "VCALENDAR", "VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VALARM", "VTIMEZONE"),
    *("STANDARD", "DAYLIGHT", "VNOTE", "VMSG", "VENV", "VBODY", "X-OWN", ""),
)
NAMES_OF_CARDS = (
    *("FN", "N", "TEL", "EMAIL", "ADR", "ORG", "NOTE", "BDAY", "PHOTO", "SOUND", "AGENT", "URL"),
    *("LABEL", "NICKNAME", "CATEGORIES", "X-ABLABEL", "X-ANDROID-CUSTOM", "X-IRMC-LUID", "UID"),
    *("GEO", "TZ", "REV", "VERSION", "IMPP", "GENDER", "ANNIVERSARY", "LOGO", "KEY", "TITLE"),
)
NAMES_OF_EVENTS = (
    *("DTSTART", "DTEND", "DUE", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "SUMMARY"),
    *("DESCRIPTION", "LOCATION", "RECURRENCE-ID", "DALARM", "AALARM", "TRIGGER", "ATTENDEE"),
    *("STATUS", "COMPLETED", "PERCENT-COMPLETE", "PRIORITY", "CATEGORIES", "TRANSP", "CLASS"),
    *("TZ", "DAYLIGHT", "TZID", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "X-LIC-LOCATION"),
    *("ATTACH", "FREEBUSY", "ORGANIZER", "UID", "SEQUENCE", "VERSION", "REPEAT", "ACTION"),
    "X-MICROSOFT-CDO-ALLDAYEVENT",
)
NAMES_OF_NOTES = ("BODY", "DCREATED", "LAST-MODIFIED", "CLASS", "CATEGORIES", "SUMMARY", "VERSION")
NAMES_OF_MESSAGES = (
    *("X-IRMC-STATUS", "X-IRMC-BOX", "X-NOK-DT", "X-MESSAGE-TYPE", "X-BOX", "X-READ", "TEL", "N"),
    *("VERSION", "Date", "From", "To", "Subject", "TEXT", "Content-Type", "MIME-Version"),
    "Content-Transfer-Encoding",
)
CHARSETS = (
    *("UTF-8", "ISO-8859-1", "SHIFT_JIS", "UTF-7", "UTF-16", "utf-16-le", "ISO-2022-JP", "GB2312"),
    *("big5", "euc-kr", "windows-1251", "US-ASCII", "punycode", "idna", "unicode_escape", "hz"),
    *("Murks", "rot13", "utf-32", "utf-8-sig", "undefined", "", "cp65001", "aliases"),
)
WORDS = (
    *("Anna", "0123 456", "+49 (30) 1", "a;b", "a\\;b", "a\\,b,c", "x\\nb", "\\", "Å", "日本", "ї"),
    *(":", '"', "=", "BEGIN:VCARD", "END:VCARD", "=0D=0A", "a@example.com", "mailto:a", "tel:1"),
    *("data:image/jpeg;base64,QUJD", "\u0301\u0316", "\U0001f600", "\0", "\x85", "\u2028", "TRUE"),
    *("_$!<Home>!$_", "PUBLIC", "1", "0", "100", "NEEDS-ACTION", "http://e.org/a\\:b", "  ", ""),
)
ZONES = (
    *("Europe/Berlin", "US/Pacific", "W. Europe Standard Time", "/mozilla.org/1/Europe/Paris"),
    *("GMT+0100 (Standard)", "Nowhere/City", "../../etc/passwd", "UTC", "", "Z", '"x"', "Europe"),
)
PARAMETERS = (
    *("CELL", "HOME", "PREF", "TYPE=WORK", "TYPE=home,fax", 'TYPE="a:b;c"', "X=^n^'^^", "=", ";"),
    *("VALUE=DATE", "VALUE=DATE-TIME", "VALUE=PERIOD", "VALUE=uri", "RELATED=END", "LANGUAGE=en"),
    *("CN=Anna", 'CN="Anna', "PARTSTAT=ACCEPTED", "RANGE=THISANDFUTURE", "TYPE", "URL", "INLINE"),
)
FREQUENCIES = ("SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY", "NEVER")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU", "1MO", "-1SU", "+5FR", "53TU", "0WE", "XX")
LINE_ENDS = (b"\r\n", b"\r\n", b"\n", b"\r\r\n", b"\r", b"\n\n", b"\r\n ")
EDGES = (0, 1, 2, 4, 12, 24, 28, 29, 30, 31, 53, 59, 60, 99, 365, 366, 400, 999, 9999, 99999999)
TEXT_CODECS = ("utf-8", "utf-8", "latin-1", "shift_jis", "utf-16-le", "cp1251", "utf-7")


def card(random: Random) -> bytes:
    """A card of 2.1, 3.0 or 4.0, or something like it."""
    return _document(random, "VCARD", NAMES_OF_CARDS)


def calendar(random: Random) -> bytes:
    """A calendar of either dialect with zones, rules and alarms."""
    inside = [_zone(random)] if random.random() < 0.3 else []
    for _ in range(_one(random, (1, 1, 2))):
        kind = _one(random, ("VEVENT", "VEVENT", "VTODO", "VJOURNAL"))
        inside.append(_block(random, kind, NAMES_OF_EVENTS))
    version = b"VERSION:" + _one(random, (b"1.0", b"2.0"))
    end = _one(random, LINE_ENDS[:4])
    return end.join((b"BEGIN:VCALENDAR", version, *inside, b"END:VCALENDAR", b""))


def series(random: Random) -> bytes:
    """An event with a date, a zone and a rule that mostly make sense."""
    zone = _one(random, ("", ";TZID=Europe/Berlin", ";TZID=X", ";VALUE=DATE"))
    rules = (f"RRULE:{_plain_rule(random)}", f"RRULE:{rule(random)}")
    day = f"{random.randint(1990, 2030)}{random.randint(1, 12):02}{random.randint(1, 28):02}"
    clock = "" if zone == ";VALUE=DATE" else "T090000"
    lines = (
        *("BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "UID:1"),
        *(f"DTSTART{zone}:{day}{clock}", _one(random, rules)),
        *(f"EXDATE{zone}:{day}{clock}", f"RDATE{zone}:{moment(random)}")[random.randint(0, 2) :],
        *("END:VEVENT", "BEGIN:VEVENT", "UID:1", f"RECURRENCE-ID{zone}:{day}{clock}"),
        *(f"DTSTART{zone}:{moment(random)}", "END:VEVENT", "END:VCALENDAR", ""),
    )
    zones = [_zone(random)] if zone == ";TZID=X" else []
    head, *others = [line.encode() for line in lines]
    return b"\r\n".join((head, *zones, *others))


def note(random: Random) -> bytes:
    """A vNote, or something like it."""
    return _document(random, "VNOTE", NAMES_OF_NOTES)


def message(random: Random) -> bytes:
    """A vMessage: cards, envelopes, and a body that follows no rule."""
    end = _one(random, LINE_ENDS[:4])
    body = end.join(
        _one(random, (_line(random, NAMES_OF_MESSAGES), text(random).encode("utf-8", "replace")))
        for _ in range(random.randint(0, 5))
    )
    inside = (b"BEGIN:VENV", b"BEGIN:VBODY", body, b"END:VBODY", b"END:VENV")
    head = [_line(random, NAMES_OF_MESSAGES) for _ in range(random.randint(0, 4))]
    sender = _block(random, "VCARD", NAMES_OF_CARDS)
    return end.join((b"BEGIN:VMSG", b"VERSION:1.1", *head, sender, *inside, b"END:VMSG", b""))


def anything(random: Random) -> bytes:
    """One or a few documents of any kind behind one another, whole, torn or recoded."""
    makers = (card, calendar, note, message)
    data = b"".join(_one(random, makers)(random) for _ in range(_one(random, (1, 1, 1, 2))))
    if random.random() < 0.1:
        codec = _one(random, ("utf-16-le", "utf-16-be"))
        mark = "\ufeff" if random.random() < 0.5 else ""
        data = (mark + data.decode("utf-8", "replace")).encode(codec)
    return mangled(random, data)


def mangled(random: Random, data: bytes) -> bytes:
    """The same with a few bytes or lines lost, doubled, moved or put in."""
    for _ in range(_one(random, (0, 0, 1, 2, 4))):
        start = random.randint(0, len(data))
        end = min(len(data), start + random.randint(0, 40))
        put = _one(
            random,
            (
                b"",
                data[start:end] * 2,
                b"\r\n",
                b"\n ",
                b"=\r\n",
                b'"',
                b":",
                b"\0",
                b"\xff",
                b"\\",
            ),
        )
        data = data[:start] + put + data[end:]
    return data


def mangled_lines(random: Random, data: bytes) -> bytes:
    """The same with a whole line lost, doubled, moved, wrapped in a block or put in."""
    lines = data.split(b"\n")
    at, other = random.randrange(len(lines)), random.randrange(len(lines))
    match random.randrange(5):
        case 0:
            lines.insert(at, _line(random, NAMES_OF_CARDS + NAMES_OF_EVENTS) + b"\r")
        case 1:
            del lines[at]
        case 2:
            lines.insert(at, lines[other])
        case 3:
            name = _one(random, BLOCKS).encode()
            lines[at:at] = [b"BEGIN:" + name + b"\r"]
            lines.insert(random.randint(at, len(lines)), b"END:" + name + b"\r")
        case _:
            lines[at], lines[other] = lines[other], lines[at]
    return b"\n".join(lines)


def text(random: Random) -> str:
    """A few words, some of which mean something to a reader."""
    return " ".join(_one(random, WORDS) for _ in range(random.randint(0, 3)))


def moment(random: Random) -> str:
    """A date or date-time, in or out of range."""
    year = _one(random, (1, 1601, 1969, 1970, 2007, 2009, 2024, 9999, random.randint(0, 9999)))
    month, day = random.randint(0, 13), random.randint(0, 32)
    anytime = (random.randint(0, 25), random.randint(0, 60), random.randint(0, 61))
    clock = _one(random, (anytime, (0, 0, 0), (23, 59, 0), (23, 59, 59), (24, 0, 0)))
    form = _one(
        random, ("%04d%02d%02d", "%04d%02d%02dT%02d%02d%02d", "%04d-%02d-%02dT%02d:%02d:%02d")
    )
    zone = _one(random, ("", "", "Z", "+0100", "-12:30", "+9999", "0100"))
    return (
        form % ((year, month, day) if form.count("%") == 3 else (year, month, day, *clock)) + zone
    )


def sent(random: Random) -> str:
    """A date as a message carries it."""
    day, month, year = random.randint(0, 40), random.randint(0, 14), random.randint(0, 2100)
    clock = f"{random.randint(0, 25)}:{random.randint(0, 61):02}:{random.randint(0, 61):02}"
    forms = (f"{day}.{month}.{year} {clock}", f"{year}/{month}/{day} {clock}", str(year * 10**9))
    return _one(
        random, (*forms, f"Fri, {day} Oct {year} {clock} +9959", f"{day}-{month}-{year} {clock}")
    )


def rule(random: Random) -> str:
    """A recurrence rule of either dialect."""
    return _old_rule(random) if random.random() < 0.3 else _new_rule(random)


def duration(random: Random) -> str:
    """A DURATION, now and then beyond all bounds."""
    units = "".join(f"{_one(random, EDGES)}{unit}" for unit in "WD" if random.random() < 0.4)
    clock = "".join(f"{_one(random, EDGES)}{unit}" for unit in "HMS" if random.random() < 0.4)
    return _one(random, ("", "-", "+")) + "P" + units + (f"T{clock}" if clock else "")


def tiff(random: Random) -> bytes:
    """An Exif block whose directories point anywhere."""
    order = _one(random, "<>")
    mark = _one(random, (b"", b"Exif\0\0")) + (b"II*\0" if order == "<" else b"MM\0*")
    tags = (0x0112, 0x0132, 0x8769, 0x8825, 0x9003, 0x9004, 0x9010, 0x9011, 0x9291, 7, 0x1D)
    entries = b"".join(
        struct.pack(
            order + "HHII",
            _one(random, tags),
            _one(random, (1, 2, 3, 4, 5, 7, 129, 0)),
            _one(random, (1, 2, 3, 20, 64, 2**31, 2**32 - 1)),
            _one(random, (0, 1, 6, 8, 26, 60, 100, 2**32 - 1)),
        )
        for _ in range(random.randint(0, 12))
    )
    count = _one(random, (len(entries) // 12, 65535))
    words = b"2009:10:02 18:04:05\0+02:00\0" + random.randbytes(24)
    return mark + struct.pack(order + "IH", 8, count) + entries + words


def png(random: Random) -> bytes:
    """The chunks of a PNG, true to their sizes or not."""
    bodies = (
        *(b"\x07\xd9\x0a\x02\x12\x04\x05", b"Creation Time\0Fri, 02 Oct 2009 18:04:00 +0200"),
        *(b"XML:com.adobe.xmp\0\0\0\0\0" + xmp(random), tiff(random), random.randbytes(9)),
    )
    data = b"\x89PNG\r\n\x1a\n"
    for _ in range(random.randint(0, 6)):
        body = _one(random, bodies)
        size = _one(random, (len(body), len(body), 0, 2**32 - 1))
        name = _one(random, (b"eXIf", b"tIME", b"tEXt", b"iTXt", b"IHDR"))
        data += struct.pack(">I4s", size, name) + body + b"\0\0\0\0"
    return data


def xmp(random: Random) -> bytes:
    """A packet of XMP, cut anywhere."""
    name = _one(random, (b"exif:DateTimeOriginal", b"xmp:CreateDate", b"tiff:Orientation"))
    value = _one(random, (moment(random).encode(), b"6", b"9", b"2009-10-02T18:04:05.123+02:00"))
    form = _one(random, (b'<rdf:D %s="%s"/>', b"<%s>%s</x>", b"%s = '%s'"))
    return mangled(random, form % (name, value))


def movie(random: Random) -> bytes:
    """Boxes of a QuickTime movie or chunks of an AVI, nested and of any size."""
    if random.random() < 0.3:
        return b"RIFF\0\0\0\0AVI " + _chunks(random, 3)
    return b"\0\0\0\x14ftyp" + _one(random, (b"qt  ", b"isom")) + b"\0" * 8 + _boxes(random, 3)


def _one(random: Random, choices: Sequence[T]) -> T:
    return choices[random.randrange(len(choices))]


def _sized(random: Random, letters: Sequence[T]) -> list[T]:
    return [_one(random, letters) for _ in range(random.randint(1, 4))]


def _document(random: Random, name: str, names: Sequence[str]) -> bytes:
    end = _one(random, LINE_ENDS[:4])
    blocks = (_block(random, name, names) for _ in range(_one(random, (1, 1, 1, 2))))
    return end.join((*blocks, b""))


def _block(random: Random, name: str, names: Sequence[str], depth: int = 0) -> bytes:
    lines = [_line(random, names) for _ in range(random.randint(0, 6 - depth))]
    if depth < 3 and random.random() < 0.2:
        inner = "VALARM" if name.startswith("VE") else _one(random, BLOCKS)
        lines.insert(random.randint(0, len(lines)), _block(random, inner, names, depth + 1))
    ending = [b"END:" + name.encode()] if random.random() < 0.9 else []
    return b"\r\n".join((b"BEGIN:" + name.encode(), *lines, *ending))


def _zone(random: Random) -> bytes:
    rules = []
    for name in ("STANDARD", "DAYLIGHT"):
        offsets = [_one(random, ("+0100", "-0800", "0100", "+9999", "+000000", "x")) for _ in "ab"]
        lines = (
            f"BEGIN:{name}\r\nDTSTART:{moment(random)}",
            f"TZOFFSETFROM:{offsets[0]}\r\nTZOFFSETTO:{offsets[1]}",
            f"RRULE:{_new_rule(random)}\r\nEND:{name}",
        )
        rules.append("\r\n".join(lines))
    head = f"BEGIN:VTIMEZONE\r\nTZID:{_one(random, ZONES)}"
    return "\r\n".join((head, *rules, "END:VTIMEZONE")).encode()


def _line(random: Random, names: Sequence[str]) -> bytes:
    """One content line, folded, broken or plain, in any transfer encoding and charset."""
    name = _one(random, names)
    head = _one(random, ("", "", "", "item1.", "a.b.")) + name
    params = _sized(random, PARAMETERS) if random.random() < 0.4 else []
    value = _value(random, name)
    if name.startswith("DT") and random.random() < 0.4:
        params.append(f"TZID={_one(random, ZONES)}")
    match random.randrange(10):
        case 0 | 1:
            return _quoted(random, ";".join((head, *params)), value)
        case 2:
            return _base64(random, ";".join((head, *params)), value)
        case 3:
            params.append(f"CHARSET={_one(random, CHARSETS)}")
            raw = value.encode(_one(random, TEXT_CODECS), "replace")
        case _:
            raw = value.encode("utf-8", "replace")
    line = ";".join((head, *params)).encode() + b":" + raw
    return _folded(random, line) if random.random() < 0.3 else line


def _value(random: Random, name: str) -> str:
    if name in ("RRULE", "EXRULE"):
        return rule(random)
    if name in ("DURATION", "TRIGGER"):
        return duration(random)
    if name.startswith(
        ("DT", "DUE", "REC", "BDAY", "COMPL", "ANNI", "DCRE", "LAST", "X-NOK", "Date")
    ):
        return moment(random)
    if name in ("RDATE", "EXDATE", "FREEBUSY"):
        return _one(random, ",;/").join(moment(random) for _ in range(random.randint(1, 4)))
    if name in ("N", "ADR", "ORG", "DALARM", "AALARM", "GEO", "DAYLIGHT"):
        return ";".join(_one(random, WORDS) for _ in range(random.randint(1, 8)))
    return text(random)


def _quoted(random: Random, head: str, value: str) -> bytes:
    charset, codec = _one(random, CHARSETS), _one(random, TEXT_CODECS)
    octets = value.encode(codec, "replace")
    letters = [b"=%02X" % octet if random.random() < 0.6 else bytes((octet,)) for octet in octets]
    for _ in range(random.randint(0, 2)):
        letters.insert(
            random.randint(0, len(letters)), _one(random, (b"=\r\n", b"=\n", b"= \r\n", b"="))
        )
    return f"{head};CHARSET={charset};ENCODING=QUOTED-PRINTABLE:".encode() + b"".join(letters)


def _base64(random: Random, head: str, value: str) -> bytes:
    letters = base64.b64encode(value.encode("utf-8", "replace"))
    width, mark = random.randint(1, 30), _one(random, (b"\r\n ", b"\r\n", b"\n\t"))
    block = mark.join(letters[at : at + width] for at in range(0, len(letters), width))
    encoding = _one(random, ("ENCODING=BASE64", "ENCODING=b", "BASE64"))
    return (
        f"{head};{encoding}:".encode()
        + _one(random, (b"", mark))
        + block
        + _one(random, (b"", b"\r\n"))
    )


def _folded(random: Random, line: bytes) -> bytes:
    width, mark = random.randint(1, 40), _one(random, (b"\r\n ", b"\n\t", b"\r\r\n ", b"\n\n "))
    return mark.join(line[at : at + width] for at in range(0, len(line), width))


def _new_rule(random: Random) -> str:
    numbers = ",".join(str(_one(random, (-1, 1)) * _one(random, EDGES)) for _ in range(3))
    parts = [
        *(
            f"{name}={_one(random, EDGES)}"
            for name in ("INTERVAL", "COUNT")
            if random.random() < 0.3
        ),
        *(
            f"{name}={numbers}"
            for name in ("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS", "BYHOUR")
            if random.random() < 0.2
        ),
        *(f"BYDAY={','.join(_sized(random, DAYS))}" for _ in range(random.randint(0, 1))),
        *(f"UNTIL={moment(random)}" for _ in range(random.randint(0, 1))),
        *(_one(random, ("WKST=SU", "RSCALE=HEBREW", "BYSECOND=60", "X", "=")) for _ in range(1)),
    ]
    return ";".join((f"FREQ={_one(random, FREQUENCIES)}", *parts))


def _plain_rule(random: Random) -> str:
    """A rule of which every part is in bounds."""
    parts = (
        f"INTERVAL={random.randint(1, 40)}",
        f"COUNT={random.randint(1, 40)}",
        f"BYMONTH={random.randint(1, 12)}",
        f"BYMONTHDAY={_one(random, (-31, -1, 1, 13, 29, 31))}",
        f"BYDAY={_one(random, ('MO', '-1FR', '2TU,WE', 'SA,SU', '5MO'))}",
        f"BYYEARDAY={_one(random, (-366, -1, 60, 366))}",
        f"BYHOUR={random.randint(0, 23)}",
        f"BYSETPOS={_one(random, (-1, 1, 2, 366))}",
        f"WKST={_one(random, ('SU', 'MO'))}",
        f"UNTIL={random.randint(1990, 2040)}0101",
    )
    chosen = [part for part in parts if random.random() < 0.25]
    return ";".join((f"FREQ={_one(random, FREQUENCIES[:7])}", *chosen))


def _old_rule(random: Random) -> str:
    start = _one(random, ("D", "W", "MP", "MD", "YM", "YD", "M", "Q")) + str(_one(random, EDGES))
    words = (
        "MO",
        "FR",
        "1+",
        "2-",
        "LD",
        "15",
        "31-",
        "#0",
        "#17",
        "#99999",
        "1",
        "12",
        "366",
        "$",
    )
    ends = (moment(random), "")
    return " ".join((start, *_sized(random, words), _one(random, ends))).strip()


def _boxes(random: Random, depth: int) -> bytes:
    names = (
        b"moov",
        b"mvhd",
        b"trak",
        b"tkhd",
        b"mdia",
        b"hdlr",
        b"udta",
        b"meta",
        b"keys",
        b"ilst",
    )
    data = b""
    for _ in range(random.randint(1, 4)):
        name = b"moov" if depth == 3 and not data else _one(random, (*names, b"\xa9day", b"data"))
        body = (
            _boxes(random, depth - 1) if depth and random.random() < 0.6 else random.randbytes(100)
        )
        size = _one(random, (len(body) + 8, len(body) + 8, len(body) + 8, 0, 1, 7, 2**32 - 1))
        data += struct.pack(">I4s", size, name) + body
    return data


def _chunks(random: Random, depth: int) -> bytes:
    data = b""
    for _ in range(random.randint(1, 4)):
        name = _one(random, (b"LIST", b"avih", b"IDIT", b"ICRD", b"JUNK"))
        body = b"Mon Mar 10 15:04:43 2003\n\0" + random.randbytes(30)
        if name == b"LIST" and depth:
            body = _one(random, (b"hdrl", b"INFO", b"movi")) + _chunks(random, depth - 1)
        size = _one(random, (len(body), len(body), 0, 2**32 - 1))
        data += struct.pack("<4sI", name, size) + body
    return data
