"""Makes up the address book that the formats are measured with: always the same one."""

from __future__ import annotations

import base64
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sample_phone import lines, names

_SEED = 2003
_PHOTO_BYTES = (2_000, 12_000)


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody made up, before a phone writes their card."""

    number: int
    given: str
    family: str
    home: tuple[str, str, str, str, str]
    numbers: tuple[tuple[str, str], ...]
    mail: str
    firm: str
    note: str
    photo: bytes


def versions(count: int) -> list[tuple[bytes, bytes]]:
    """Return `count` contacts, each as it was and as it is after somebody edited it.

    Half are vCard 2.1 with quoted-printable, half 3.0; every tenth carries a photo; a third
    is written in letters beyond ASCII.
    """
    rng = random.Random(_SEED)  # noqa: S311 - the same people each time
    people = [_person(rng, number) for number in range(count)]
    return [(_card(one), _card(_edited(rng, one))) for one in people]


def _person(rng: random.Random, number: int) -> _Person:
    region = names.UNITED_STATES if rng.random() < 2 / 3 else rng.choice(names.OTHERS)
    given, family = rng.choice(region.given), rng.choice(region.family)
    town, state, code = rng.choice(region.cities)
    street = f"{rng.randint(1, 240)} {rng.choice(region.streets)}"
    kinds = rng.sample(("CELL", "HOME", "WORK", "FAX"), rng.choice((1, 1, 2, 2, 3)))
    return _Person(
        number,
        given,
        family,
        (street, town, state, code, region.country),
        tuple((kind, _number(rng)) for kind in kinds),
        f"person{number}@example.org" if rng.random() < 0.6 else "",  # noqa: PLR2004
        rng.choice(names.FIRMS) if rng.random() < 0.3 else "",  # noqa: PLR2004
        rng.choice(names.REMARKS) if rng.random() < 0.25 else "",  # noqa: PLR2004
        rng.randbytes(rng.randint(*_PHOTO_BYTES)) if number % 10 == 0 else b"",
    )


def _number(rng: random.Random) -> str:
    form = rng.choice(("+1{a}5550{n}", "({a}) 555-0{n}", "{a}-555-0{n}"))
    return form.format(a=rng.choice((206, 310, 415, 503, 707)), n=rng.randint(100, 189))


def _edited(rng: random.Random, person: _Person) -> _Person:
    """Return `person` after one edit, such as people make."""
    number = person.numbers[0][1]
    others = [name for name in names.UNITED_STATES.family if name != person.family]
    return rng.choice(
        (
            replace(person, numbers=(("CELL", f"{number[:-2]}99"), *person.numbers[1:])),
            replace(person, numbers=(("PAGER", number), *person.numbers[1:])),
            replace(person, mail=f"new.{person.number}@example.com"),
            replace(person, home=("1 Harbour Lane", *person.home[1:])),
            replace(person, note=f"{person.note} Met again in Málaga.".strip()),
            replace(person, family=rng.choice(others)),
        )
    )


def _card(person: _Person) -> bytes:
    written = _old(person) if person.number % 2 else _new(person)
    return lines.component("VCARD", written).encode()


def _old(person: _Person) -> Iterator[str]:
    """Write the lines of a 2.1 card, as a feature phone does."""
    yield "VERSION:2.1"
    yield lines.structured("N", person.family, person.given, "", "", "")
    yield lines.text("FN", f"{person.given} {person.family}")
    for kind, number in person.numbers:
        yield f"TEL;{kind};VOICE:{number}"
    if person.mail:
        yield f"EMAIL;INTERNET;HOME:{person.mail}"
    yield lines.structured("ADR;HOME", "", "", *person.home)
    if person.firm:
        yield lines.structured("ORG", person.firm)
    if person.note:
        yield lines.text("NOTE", person.note)
    if person.photo:
        yield lines.photo(person.photo)
    yield f"X-IRMC-LUID:{person.number:012X}"


def _new(person: _Person) -> Iterator[str]:
    """Write the lines of a 3.0 card, as a smartphone does."""
    yield "VERSION:3.0"
    yield f"N:{person.family};{person.given};;;"
    yield f"FN:{person.given} {person.family}"
    for kind, number in person.numbers:
        yield f"TEL;TYPE={kind},VOICE:{number}"
    if person.mail:
        yield f"EMAIL;TYPE=INTERNET,HOME:{person.mail}"
    yield f"ADR;TYPE=HOME:;;{';'.join(part.replace(',', chr(92) + ',') for part in person.home)}"
    if person.firm:
        yield f"ORG:{person.firm}"
    if person.note:
        yield f"NOTE:{person.note}".replace(",", "\\,")
    if person.photo:
        yield from _folded(f"PHOTO;ENCODING=b;TYPE=JPEG:{base64.b64encode(person.photo).decode()}")
    yield f"UID:{person.number:08x}-0000-4000-8000-000000000000"
    yield f"REV:2026-01-{person.number % 28 + 1:02}T12:00:00Z"


def _folded(line: str) -> Iterator[str]:
    for at in range(0, len(line), 74):
        yield (" " if at else "") + line[at : at + 74]
