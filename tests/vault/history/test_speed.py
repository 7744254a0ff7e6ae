"""What the window may expect of history: figures are printed, bounds are generous."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from datetime import timedelta
from time import perf_counter

import pytest

from holdfast.records.model.kinds import Kind
from holdfast.vault.history.history import History

from .conftest import LX, Owner, card

CONTACTS, PHOTOS = Kind.CONTACTS, Kind.PHOTOS
ITEMS = 5_000
PHOTO_COUNT = 2_000
SNAPSHOTS = 40
CHANGED = 30

pytestmark = [pytest.mark.deep, pytest.mark.timeout(1200)]

_SYLLABLES = ("an", "ber", "go", "ka", "li", "mo", "na", "ri", "so", "ta", "ul", "ve")


def _contact(chance: random.Random) -> bytes:
    first, last = ("".join(chance.choices(_SYLLABLES, k=3)).title() for _ in range(2))
    phone = f"555-{chance.randrange(10_000):04}"
    note = " ".join("".join(chance.choices(_SYLLABLES, k=2)) for _ in range(8))
    return card(f"{last};{first}", phone, extra=f"NOTE:{note}\nEMAIL:{first}@example.com")


@pytest.fixture
def grown(owner, history) -> tuple[Owner, History, list[float]]:
    """A phone of thousands of items backed up forty times, a little changed each time."""
    chance = random.Random(2009)  # noqa: S311 - the same phone in every run
    owner.phone = {
        CONTACTS: {f"{n:012X}": _contact(chance) for n in range(ITEMS)},
        PHOTOS: {f"Phone/DCIM/IMG_{n:04}.JPG": b"%d" % n for n in range(PHOTO_COUNT)},
    }
    owner.backs_up()
    took = [_seconds(history.refresh)]
    for _ in range(SNAPSHOTS - 1):
        for key in chance.sample(sorted(owner.phone[CONTACTS]), CHANGED):
            owner.phone[CONTACTS][key] = _contact(chance)
        owner.backs_up(history=history, later=timedelta(hours=6))
        took.append(_seconds(history.refresh))
    return owner, history, took


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def _best(work: Callable[[], object]) -> float:
    return min(_seconds(work) for _ in range(5)) * 1000


def test_history_answers_at_once(grown, repository, tmp_path, capsys):
    _owner, history, took = grown
    newest = history.snapshot("latest").id
    oldest = history.timeline()[-1].snapshot.id
    some = history.items(newest, CONTACTS)[7].key
    figures = {
        "items": _best(lambda: history.items(newest, CONTACTS)),
        "items of the oldest": _best(lambda: history.items(oldest, CONTACTS)),
        "one item": _best(lambda: history.item(newest, CONTACTS, some)),
        "counts": _best(lambda: history.counts(newest)),
        "timeline": _best(history.timeline),
        "changes": _best(lambda: history.changes(newest)),
        "changes since the oldest": _best(lambda: history.changes(newest, oldest)),
        "versions": _best(lambda: history.versions(LX.id, CONTACTS, some)),
        "known": _best(lambda: history.known(LX.id, CONTACTS)),
        "dates": _best(lambda: history.dates(LX.id)),
        "search, one word": _best(lambda: history.search("tali")),
        "search, one letter": _best(lambda: history.search("a")),
        "search, two words": _best(lambda: history.search("ber kalina")),
        "search, a number": _best(lambda: history.search("555")),
        "refresh, nothing new": _best(history.refresh),
    }
    incremental = sorted(took[1:])[len(took) // 2] * 1000
    other = History(tmp_path / "rebuilt.sqlite", repository)
    rebuilt = _seconds(other.refresh)
    other.close()
    megabytes = history._index.place.stat().st_size / 1e6
    lines = [
        f"{ITEMS} contacts, {PHOTO_COUNT} photos, {SNAPSHOTS} snapshots, {megabytes:.1f} MB",
        f"first refresh {took[0]:.2f} s, rebuilt {rebuilt:.2f} s",
        f"refresh with {CHANGED} changes {incremental:.1f} ms",
        *(f"{name}: {figure:.2f} ms" for name, figure in figures.items()),
    ]
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")

    assert figures["items"] <= 100
    assert figures["items of the oldest"] <= 100
    assert max(figure for name, figure in figures.items() if name.startswith("search")) <= 50
    assert incremental <= 300
