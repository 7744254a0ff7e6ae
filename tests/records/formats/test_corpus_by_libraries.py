"""Where libraries agree with each other on the text of a property, Holdfast agrees with them."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.records.formats.oracle.corpus import exceptions_to_libraries, files
from tests.records.formats.oracle.door import Door
from tests.records.formats.oracle.libraries import (
    NO_ICALJS,
    Said,
    agreed,
    by_icalendar,
    by_icaljs,
    by_vobject,
    icaljs_folder,
    opinions,
)

CORPUS = Path(os.environ.get("HOLDFAST_CORPUS", "/nowhere"))
READERS = {
    "vcard": {"vobject": by_vobject},
    "vcal": {"vobject": by_vobject, "icalendar": by_icalendar},
    "ical": {"vobject": by_vobject, "icalendar": by_icalendar},
}
FILES = [(kind, path) for kind, path in files(CORPUS) if kind in READERS]
pytestmark = pytest.mark.skipif(not FILES, reason="corpus: absent (set HOLDFAST_CORPUS)")


@dataclass
class Opinions:
    """What the door and the libraries say of one file, by the name of who says it."""

    path: Path
    door: Said
    said: dict[str, Said]


@pytest.fixture(scope="module")
def asked() -> list[Opinions]:
    door = Door()
    return [
        Opinions(path, texts(door.ask(path).shape), opinions(text, READERS[kind]))
        for kind, path in FILES
        if (text := utf8(path)) is not None
    ]


def utf8(path: Path) -> str | None:
    """The text of a file; libraries decode nothing but UTF-8, so other files are not for them."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def texts(shape) -> Said:
    return Counter(
        (one["name"].upper(), one["value"])
        for item in shape["items"]
        for one in item["properties"]
        if isinstance(one["value"], str)
    )


def disagreeing(asked: list[Opinions]) -> dict[str, list[tuple[str, str]]]:
    """The properties that two libraries see and the door does not, for each file with any."""
    missed = {one.path.name: list(agreed(one.said.values()) - one.door) for one in asked}
    return {name: properties for name, properties in missed.items() if properties}


def test_the_door_says_what_vobject_and_icalendar_both_say(asked):
    excepted = exceptions_to_libraries()
    assert {
        name: missed for name, missed in disagreeing(asked).items() if name not in excepted
    } == {}
    agreements = sum(agreed(one.said.values()).total() for one in asked)
    assert agreements > 30 * len(asked), "the libraries agree on too little to prove anything"


@pytest.mark.skipif(icaljs_folder() is None, reason=NO_ICALJS)
def test_the_door_says_what_ical_js_and_another_both_say(asked):
    folder = icaljs_folder()
    assert folder is not None
    third = by_icaljs([one.path for one in asked], folder)
    with_third = [
        Opinions(one.path, one.door, {**one.said, "ical.js": third[one.path]})
        for one in asked
        if one.path in third
    ]
    excepted = exceptions_to_libraries()
    found = disagreeing(with_third)
    assert {name: missed for name, missed in found.items() if name not in excepted} == {}
    assert set(excepted) & {one.path.name for one in with_third} <= set(found), "needless"
