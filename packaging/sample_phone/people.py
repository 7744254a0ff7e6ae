"""Invents the sample phone's people and writes them as vCard 2.1 cards."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass
from datetime import date

from sample_phone import lines, names, portraits

_SEED = 20071101
_AMERICANS = 118
_OF_EACH_OTHER_REGION = 5
_PORTRAITS = 12
_READINGS = {
    "青木": "ｱｵｷ",
    "石川": "ｲｼｶﾜ",
    "小林": "ｺﾊﾞﾔｼ",
    "高橋": "ﾀｶﾊｼ",
    "中村": "ﾅｶﾑﾗ",
    "渡辺": "ﾜﾀﾅﾍﾞ",
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody made up; `number` is the place in the phone's list, from one."""

    number: int
    given: str
    family: str
    region: names.Region
    birthday: date | None

    @property
    def name(self) -> str:
        """The name as its owner says it: Chinese, Japanese and Korean with the family first."""
        if self.region.country in {"日本", "中国", "대한민국"}:
            return f"{self.family}{self.given}"
        return f"{self.given} {self.family}"


def invent() -> list[Person]:
    """Return the people of the phone, in the order of its list."""
    rng = random.Random(_SEED)
    pairs = _pairs(rng, names.UNITED_STATES, _AMERICANS)
    for region in names.OTHERS:
        pairs += _pairs(rng, region, _OF_EACH_OTHER_REGION)
    rng.shuffle(pairs)
    return [
        Person(number, given, family, region, _birthday(rng))
        for number, (given, family, region) in enumerate(pairs, start=1)
    ]


def cards(people: list[Person]) -> list[bytes]:
    """Return a vCard of each person, then those of shops and services."""
    rng = random.Random(_SEED + 1)
    faces = set(rng.sample([person.number for person in people], _PORTRAITS))
    written = [_card(rng, person, portrait=person.number in faces) for person in people]
    return written + [_service(rng, number, name) for number, name in enumerate(names.SERVICES)]


def _pairs(
    rng: random.Random, region: names.Region, count: int
) -> list[tuple[str, str, names.Region]]:
    both = [(given, family, region) for given in region.given for family in region.family]
    return rng.sample(both, min(count, len(both)))


def _birthday(rng: random.Random) -> date | None:
    if rng.random() > 0.35:
        return None
    return date(rng.randint(1938, 1992), rng.randint(1, 12), rng.randint(1, 28))


def _card(rng: random.Random, person: Person, *, portrait: bool) -> bytes:
    rows = ["VERSION:2.1", lines.structured("N", person.family, person.given, "", "", "")]
    rows.append(lines.text("FN", person.name))
    if person.family in _READINGS:
        rows.append(lines.structured("SOUND;X-IRMC-N", _READINGS[person.family], "", "", "", ""))
    rows += _numbers(rng, person.number) + _mail(rng, person)
    rows += _work(rng) + _home(rng, person)
    if person.birthday:
        rows.append(f"BDAY:{person.birthday:%Y%m%d}")
    if rng.random() < 0.15:
        rows.append(lines.text("NOTE", rng.choice(names.REMARKS)))
    if portrait:
        rows.append(lines.photo(portraits.portrait(person.number)))
    rows.append(_revision(rng))
    return lines.component("VCARD", rows).encode()


def _numbers(rng: random.Random, number: int) -> list[str]:
    """Return one to three numbers out of 555-0100 to 555-0199, which belong to nobody."""
    area = rng.choice((206, 310, 415, 503, 707))
    places = ("CELL;VOICE", "HOME;VOICE", "WORK;VOICE", "WORK;FAX", "PAGER")
    chosen = rng.choices((1, 2, 3, 5), weights=(50, 32, 15, 3))[0]
    forms = ("+1{a}5550{n}", "({a}) 555-0{n}", "{a}-555-0{n}")
    form = rng.choice(forms)
    return [
        f"TEL;{place}:{form.format(a=area, n=100 + (number + 37 * step) % 100)}"
        for step, place in enumerate(places[:chosen])
    ]


def _mail(rng: random.Random, person: Person) -> list[str]:
    local = f"{_ascii(person.given)}.{_ascii(person.family)}".strip(".") or f"p{person.number}"
    rows = [f"EMAIL;INTERNET;HOME:{local}@example.org"] if rng.random() < 0.55 else []
    if rng.random() < 0.2:
        rows.append(f"EMAIL;INTERNET;WORK:{local}@work.example.com")
    if rng.random() < 0.08:
        rows.append(f"URL:http://www.example.com/~{local.replace('.', '')}")
    return rows


def _ascii(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return "".join(character for character in plain if character.isalpha())


def _work(rng: random.Random) -> list[str]:
    if rng.random() > 0.3:
        return []
    rows = [lines.structured("ORG", rng.choice(names.FIRMS))]
    return [*rows, lines.text("TITLE", rng.choice(names.TITLES))]


def _home(rng: random.Random, person: Person) -> list[str]:
    if rng.random() > 0.4:
        return []
    city, state, code = rng.choice(person.region.cities)
    street = f"{rng.randint(1, 240)} {rng.choice(person.region.streets)}"
    where = (street, city, state, code, person.region.country)
    return [lines.structured("ADR;HOME", "", "", *where)]


def _revision(rng: random.Random) -> str:
    day = date(2007, 11, 1).toordinal() + rng.randrange(730)
    at = date.fromordinal(day)
    return f"REV:{at:%Y%m%d}T{rng.randrange(24):02}{rng.randrange(60):02}00Z"


def _service(rng: random.Random, number: int, name: str) -> bytes:
    rows = ["VERSION:2.1", lines.structured("N", name, "", "", "", ""), lines.text("FN", name)]
    rows += [lines.structured("ORG", name), f"TEL;WORK;VOICE:707-555-01{80 + number}"]
    return lines.component("VCARD", [*rows, _revision(rng)]).encode()
