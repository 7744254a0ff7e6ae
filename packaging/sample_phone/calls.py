"""Writes the sample phone's last calls as cards of IrMC's call histories, box by box."""

from __future__ import annotations

from sample_phone import lines
from sample_phone.numbers import dialled
from sample_phone.people import Person

BOXES = ("in", "out", "missed")
_WORDS = {"in": "RECEIVED", "out": "DIALED", "missed": "MISSED"}

# Each with the person's place in the list, or the number of somebody who is not in it.
_CALLS: tuple[tuple[str, str, int | str], ...] = (
    ("in", "20091001T084512", 1),
    ("in", "20091002T120033", 10),
    ("in", "20091004T170905", 16),
    ("in", "20091005T191840", 1),
    ("in", "20091007T121430", "+17075550107"),
    ("in", "20091008T093002", 34),
    ("in", "20091009T181158", 31),
    ("out", "20091001T083000", 1),
    ("out", "20091003T194407", 34),
    ("out", "20091004T165511", 16),
    ("out", "20091006T180000", "+17075550183"),
    ("out", "20091007T121105", "+17075550107"),
    ("out", "20091008T125920", 3),
    ("out", "20091009T074610", 10),
    ("out", "20091009T200259", 1),
    ("missed", "20091002T154530", 3),
    ("missed", "20091005T100841", "+14155550162"),
    ("missed", "20091007T223319", ""),
    ("missed", "20091009T163000", 188),
    ("missed", "20091009T163212", 188),
)


def calls(people: list[Person], cards: list[bytes]) -> dict[str, list[bytes]]:
    """Return the calls of each box, one vCard each, in the order of their times.

    `cards` are those of `people`, who are called at their first number. A number that was
    withheld is empty.
    """
    return {
        box: [_call(box, when, who, people, cards) for at, when, who in _CALLS if at == box]
        for box in BOXES
    }


def _call(box: str, when: str, who: int | str, people: list[Person], cards: list[bytes]) -> bytes:
    rows = ["VERSION:2.1"]
    if isinstance(who, int):
        person = people[who - 1]
        rows.append(lines.structured("N", person.family, person.given, "", "", ""))
        rows.append(lines.text("FN", person.name))
        who = dialled(cards[person.number - 1])
    rows += [f"TEL:{who}", f"X-IRMC-CALL-DATETIME;{_WORDS[box]}:{when}"]
    return lines.component("VCARD", rows).encode()
