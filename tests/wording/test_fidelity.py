from __future__ import annotations

from dataclasses import replace

import pytest

from holdfast.records.formats import icalendar, vcard
from holdfast.records.formats.converting.contents import Loss
from holdfast.records.matching.fidelity import Example, Fidelity, Shortfall
from holdfast.records.model.kinds import Kind
from holdfast.wording import fidelity

NUMBERS = Shortfall(Kind.CONTACTS, "phone", Loss.TOO_MANY, changed=False, values=37, items=30)


@pytest.mark.parametrize(
    ("shortfall", "said"),
    [
        (
            replace(NUMBERS, limit=1),
            "37 numbers will not fit: this phone keeps one per contact",
        ),
        (
            replace(NUMBERS, values=1, limit=3),
            "1 number will not fit: this phone keeps 3 per contact",
        ),
        (
            replace(NUMBERS, limit=1, of_each_type=True),
            "37 numbers will not fit: this phone keeps one of each type per contact",
        ),
        (NUMBERS, "37 numbers will not fit: this phone keeps fewer per contact"),
        (
            replace(NUMBERS, label="nickname", why=Loss.NO_PROPERTY),
            "37 nicknames will not fit: this phone has no place for that",
        ),
        (
            replace(NUMBERS, why=Loss.NO_TYPE, changed=True),
            "37 numbers will lose their type: this phone does not tell such types apart",
        ),
        (
            replace(NUMBERS, label="name", why=Loss.NO_TYPE, changed=True, values=1),
            "1 name will lose a detail: this phone has no place for that",
        ),
        (
            replace(NUMBERS, label="name", why=Loss.TOO_LONG, changed=True, values=1, limit=40),
            "1 name will be cut short: this phone keeps 40 characters",
        ),
        (
            replace(NUMBERS, label="photo", why=Loss.TOO_LONG, values=2, limit=20_000),
            "2 pictures will not fit: this phone takes 20\N{NO-BREAK SPACE}000 bytes",
        ),
        (
            replace(NUMBERS, kind=Kind.CALENDAR, label="repeats", why=Loss.NO_RULE, changed=True),
            "37 repetitions will be made simpler: this phone does not know such a rule",
        ),
        (
            replace(NUMBERS, kind=Kind.CALENDAR, label="start", why=Loss.NO_ZONE, changed=True),
            "37 starts will lose their time zone: this phone does not know time zones",
        ),
        (
            replace(NUMBERS, label="birthday", why=Loss.NO_FORM, values=4),
            "4 birthdays will not fit: this phone has no way to write that",
        ),
        (
            replace(NUMBERS, label="unread", why=Loss.UNREAD, values=1),
            "1 line could not be read and will not be carried over",
        ),
    ],
)
def test_a_shortfall_says_how_many_what_becomes_of_them_and_why(shortfall, said):
    assert fidelity.line(shortfall, fidelity.a_phone()) == said


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (Fidelity(411, 411, Kind.CONTACTS), "All 411 contacts fit whole."),
        (Fidelity(1, 1, Kind.CONTACTS), "1 contact fits whole."),
        (Fidelity(411, 374, Kind.CONTACTS, (NUMBERS,)), "374 of 411 contacts fit whole."),
        (Fidelity(411, 1, Kind.CONTACTS, (NUMBERS,)), "1 of 411 contacts fits whole."),
        (Fidelity(12, 3, None, (NUMBERS,)), "3 of 12 items fit whole."),
    ],
)
def test_the_headline_counts_what_fits_whole(report, said):
    assert fidelity.headline(report) == said


def test_there_is_a_line_for_each_shortfall_in_order():
    report = Fidelity(2, 0, Kind.CONTACTS, (NUMBERS, replace(NUMBERS, label="email")))
    assert [line.partition(" will")[0] for line in fidelity.lines(report, fidelity.a_phone())] == [
        "37 numbers",
        "37 email addresses",
    ]


@pytest.mark.parametrize(
    "label", sorted({*vcard.LABELS.values(), *icalendar.LABELS.values(), "name", "photo", "title"})
)
def test_every_label_can_be_counted(label):
    assert fidelity.things(label, 1) != fidelity.things("no such label", 1)
    assert fidelity.things(label, 2).startswith("2 ")


@pytest.mark.parametrize("why", list(Loss))
@pytest.mark.parametrize("changed", [True, False])
def test_every_reason_makes_a_sentence(why, changed):
    assert fidelity.line(replace(NUMBERS, why=why, changed=changed), fidelity.a_phone()).startswith(
        "37 numbers "
    )


@pytest.mark.parametrize(
    ("example", "said"),
    [
        (Example("Ada", "TEL", "+1 555"), "Ada: +1 555"),
        (Example("Ada", "NOTE", "one\ntwo", "one"), "Ada: “one two” becomes “one”"),
        (Example("Ada", "TEL", "1", "1"), "Ada: 1"),
        (Example("", "PHOTO", ""), "No name: PHOTO"),
    ],
)
def test_an_example_says_whose_and_what(example, said):
    assert fidelity.example(example) == said


def test_files_are_no_phone():
    said = fidelity.line(NUMBERS, fidelity.a_form())
    assert said == "37 numbers will not fit: this form keeps fewer per contact"
