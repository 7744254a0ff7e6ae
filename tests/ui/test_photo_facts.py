from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtGui import QImage

from holdfast.actions.jobs import Jobs
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import StoredItem, StoredPart
from holdfast.records.pictures.messages import Facts
from holdfast.records.pictures.thumbnails import Refusal
from holdfast.ui import full_pictures
from holdfast.ui.bridge import Bridge
from holdfast.ui.full_pictures import FullPicture, FullPictures
from holdfast.ui.photo_facts import apology, fact_lines

TAKEN = datetime(2009, 10, 2, 18, 4, tzinfo=UTC).astimezone()


def photo(name: str) -> StoredItem:
    part = StoredPart(".jpg", name, (), 31_000)
    return StoredItem("x1", Kind.PHOTOS, name, (part,), name, name, modified=TAKEN)


def test_what_is_known_of_a_photo_is_told_and_its_place_as_numbers() -> None:
    facts = Facts(2048, 1536, TAKEN, camera="Nokia N95", place=(-33.51, -70.75))

    told = {line.label: line.value for line in fact_lines(photo("a.jpg"), facts)}

    assert told["Camera"] == "Nokia N95"
    assert told["Place"] == "33.5100° S, 70.7500° W"
    assert told["Size"] == "31 kB"
    assert "Length" not in told


def test_a_video_tells_its_length_and_what_nobody_knows_is_left_out() -> None:
    lines = fact_lines(photo("a.mp4"), Facts(seconds=72.4))

    assert [line.label for line in lines] == ["Changed", "Size", "Length"]
    assert lines[-1].spoken == "Length 1:12"


def test_every_reason_why_a_photo_is_not_shown_has_its_words() -> None:
    assert all(apology(reason, whole=False) for reason in Refusal)
    assert apology(None, whole=True) == ""
    assert "damaged" in apology(None, whole=False)


def test_pictures_in_full_are_kept_up_to_a_number_of_bytes(app, qtbot, monkeypatch) -> None:
    monkeypatch.setattr(full_pictures, "CACHE_LIMIT", 2 * 100 * 100 * 4)
    jobs = Jobs()
    bridge = Bridge(jobs)
    full = FullPictures(bridge)
    full.set_source(lambda _item: FullPicture(QImage(100, 100, QImage.Format.Format_RGB32)))
    items = [photo(str(number)) for number in range(5)]

    full.want(*items)
    qtbot.waitUntil(lambda: bridge.idle and not full.waiting)

    assert full.bytes <= full_pictures.CACHE_LIMIT
    assert full.get(items[0]) is not None  # the one that is shown
    assert full.get(items[1]) is None
    bridge.close()
    jobs.close()


def test_a_photo_larger_than_the_cache_is_shown_all_the_same(app, qtbot, monkeypatch) -> None:
    monkeypatch.setattr(full_pictures, "CACHE_LIMIT", 10)
    jobs = Jobs()
    bridge = Bridge(jobs)
    full = FullPictures(bridge)
    full.set_source(lambda _item: FullPicture(QImage(100, 100, QImage.Format.Format_RGB32)))
    item = photo("large")

    full.want(item)

    qtbot.waitUntil(lambda: full.get(item) is not None)
    bridge.close()
    jobs.close()
