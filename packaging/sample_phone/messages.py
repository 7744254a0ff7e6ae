"""Writes the sample phone's text messages as vMessage 1.1, box by box."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from sample_phone import lines
from sample_phone.numbers import dialled
from sample_phone.people import Person

BOXES = ("in", "out", "sent")
_ZONE = timezone(timedelta(hours=-7))  # California in summer

_OWEN, _NURIA, _AYSE, _CHEN, _WENDY, _DUNG = 1, 10, 16, 34, 3, 31
TALKS: tuple[tuple[int, tuple[tuple[str, str, str], ...]], ...] = (
    (
        _OWEN,
        (
            ("in", "20090926T181200", "Are you coming to the lake on Saturday?"),
            ("sent", "20090926T182530", "Yes! Shall I bring the bike?"),
            ("in", "20090926T182815", "Bring it. And lights, it gets dark early now."),
            ("sent", "20090926T183004", "Got new ones. They blink."),
            ("in", "20090927T101900", "19° and sunny here. The water is fine if you are brave."),
            ("sent", "20090927T102244", "I am not brave. I bring coffee."),
            ("in", "20091003T211033", "You left your towel on the boat"),
            ("sent", "20091003T211500", "I left it on purpose so I have to come back"),
            ("in", "20091009T174402", "Band practice moved to 8. Bring the spare strings please"),
        ),
    ),
    (
        _NURIA,
        (
            ("in", "20091001T123000", "¿Comemos mañana? Hay mesa en el Café Olé a la una y media"),
            ("sent", "20091001T123145", "¡Claro! A la una y media, qué alegría"),
            ("in", "20091002T131750", "Llego cinco minutos tarde, pide por mí: tortilla y agua"),
            ("sent", "20091002T131820", "Hecho"),
            ("in", "20091002T160211", "Gracias por la pluma, es preciosa. Ya escribo con ella."),
        ),
    ),
    (
        _AYSE,
        (
            ("in", "20090920T081205", "İyi bayramlar! Şeker yemeyi unutma, çocuklara da söyle."),
            (
                "sent",
                "20090920T083000",
                "Teşekkürler, size de iyi bayramlar! Öğleden sonra uğrayacağız.",
            ),
            ("in", "20090920T083122", "Süper :) Baklavayı ben yapıyorum, çayı sen getir."),
            ("sent", "20090920T084015", "Çay tamam. Gökhan da geliyor mu?"),
            (
                "in",
                "20090920T084230",
                "Geliyor, ağabeyi Oğuz'u da getiriyor. Saat üçte bekliyoruz.",
            ),
        ),
    ),
    (
        _CHEN,
        (
            ("in", "20091003T090512", "中秋节快乐！今晚一起看月亮吗？"),
            ("sent", "20091003T091040", "好啊，我带月饼和茶。八点在码头见？"),
            ("in", "20091003T091322", "八点见。记得穿外套，海边风大。"),
            ("sent", "20091003T222958", "月亮太美了，谢谢你！照片我明天发给你。"),
        ),
    ),
    (
        _WENDY,
        (
            (
                "in",
                "20091005T150340",
                (
                    "The book you asked for is back. I keep it at the desk until Friday, after "
                    "that it goes to the next on the list, and the list is long: The Lighthouse "
                    "Keeper has been read by half the town."
                ),
            ),
            ("sent", "20091005T151200", "I come on Thursday after work. Thank you, Wendy!"),
            ("in", "20091005T151318", "We close at 18:00; ring the bell = I let you in."),
            ("sent", "20091008T180330", "I am at the door, ringing"),
        ),
    ),
    (
        _DUNG,
        (
            ("in", "20091006T193015", "Phở nấu 6 giờ nhé, đừng vội!"),
            ("sent", "20091006T193500", "Hour four. The kitchen smells like heaven."),
            ("in", "20091006T193610", "Ha! Send a picture when it is done"),
            ("sent", "20091006T220144", "Done. Worth every minute. Photo tomorrow, dark now"),
            ("out", "20091008T071500", "Could you write down the recipe for"),
        ),
    ),
)
OTHERS = (
    (
        "in",
        "20090915T080000",
        "+17075550100",
        "Your bill of $42.50 is due on 1 Oct. Call us for help",
    ),
    ("in", "20091007T120500", "+17075550107", "Hi, I found your locker key. Call me? - Sam"),
    ("in", "20091009T201200", "+14155550148", "Is this still the number of the boat house?"),
    ("sent", "20091007T121900", "+17075550107", "Calling in a minute, thank you!"),
    (
        "in",
        "20091009T204730",
        "+17075550180",
        "Your order is ready: 1x lemon cake. Bluebird Bakery",
    ),
    ("out", "20091009T210000", "+14155550148", "Yes it is, who is asking?"),
)
_UNREAD_SINCE = "20091009T200000"
_STATUS = {"out": "UNSENT", "sent": "SENT"}
_BOX = {"in": "INBOX", "out": "OUTBOX", "sent": "SENT"}


@dataclass(frozen=True, slots=True)
class _Text:
    box: str
    when: str
    number: str
    name: str
    parts: tuple[str, str]
    text: str


def messages(people: list[Person], cards: list[bytes]) -> dict[str, list[bytes]]:
    """Return the messages of each box, one vMessage each, in the order of their times.

    `cards` are those of `people`, who are written to at their first number.
    """
    every = [text for talk in TALKS for text in _talk(people, cards, *talk)]
    every += [_Text(box, when, number, "", ("", ""), text) for box, when, number, text in OTHERS]
    every.sort(key=lambda text: text.when)
    return {box: [_message(text) for text in every if text.box == box] for box in BOXES}


def _talk(
    people: list[Person], cards: list[bytes], who: int, texts: tuple[tuple[str, str, str], ...]
) -> list[_Text]:
    person, number = people[who - 1], dialled(cards[who - 1])
    parts = person.family, person.given
    return [_Text(box, when, number, person.name, parts, text) for box, when, text in texts]


def _message(text: _Text) -> bytes:
    sent = text.box != "in"
    status = _STATUS.get(text.box) or ("UNREAD" if text.when >= _UNREAD_SINCE else "READ")
    when = datetime.strptime(text.when, "%Y%m%dT%H%M%S").replace(tzinfo=_ZONE)
    rows = ["VERSION:1.1", f"X-IRMC-STATUS:{status}", "X-IRMC-TYPE:SMS"]
    rows += [f"X-IRMC-BOX:{_BOX[text.box]}", f"X-NOK-DT:{when.astimezone(UTC):%Y%m%dT%H%M%SZ}"]
    rows += [f"X-MESSAGE-TYPE:{'SUBMIT' if sent else 'DELIVER'}"]
    card = _card(text)
    body = [f"Date:{when:%d.%m.%Y %H:%M:%S}", lines.plain("TEXT", text.text)]
    envelope = _inner("VENV", [_inner("VBODY", body)])
    # Who sent it stands before the envelope, who is to have it in one (IrMC 1.1, 9.9.2).
    whole = [_inner("VENV", [card, envelope])] if sent else [card, envelope]
    return lines.component("VMSG", [*rows, *whole]).encode()


def _card(text: _Text) -> str:
    rows = ["VERSION:2.1"]
    if text.name:
        rows += [lines.structured("N", *text.parts, "", "", ""), lines.text("FN", text.name)]
    return _inner("VCARD", [*rows, f"TEL:{text.number}"])


def _inner(name: str, rows: list[str]) -> str:
    return lines.component(name, rows).removesuffix("\r\n")
