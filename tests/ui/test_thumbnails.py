from __future__ import annotations

import threading
from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image

from holdfast.actions.jobs import Jobs
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import StoredItem, StoredPart
from holdfast.ui import thumbnails
from holdfast.ui.bridge import Bridge
from holdfast.ui.thumbnails import Pictures


def photo(number: int) -> StoredItem:
    part = StoredPart("", f"{number}.jpg", (f"{number:064x}",), 10)
    return StoredItem("x", Kind.PHOTOS, str(number), (part,), "", f"{number}.jpg")


def encoded(side: int) -> bytes:
    file = BytesIO()
    Image.new("RGB", (side, side), "teal").save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def bridge(app) -> Iterator[Bridge]:
    jobs = Jobs()
    made = Bridge(jobs)
    yield made
    made.close()
    jobs.close()


@pytest.fixture
def pictures(bridge) -> Pictures:
    return Pictures(bridge)


def test_a_picture_is_not_there_at_first_and_arrives_from_another_thread(pictures, qtbot) -> None:
    threads: list[threading.Thread] = []

    def load(_item: StoredItem, size: int) -> bytes:
        threads.append(threading.current_thread())
        return encoded(size)

    pictures.set_source(load)
    with qtbot.waitSignal(pictures.arrived):
        assert pictures.of_item(photo(1), 36) is None

    found = pictures.of_item(photo(1), 36)
    assert found is not None
    assert found.width() == 96
    assert threads[0] is not threading.main_thread()


def test_what_scrolled_out_long_ago_is_not_fetched_any_more(pictures, bridge, qtbot) -> None:
    fetched: list[str] = []
    go = threading.Event()

    def load(item: StoredItem, size: int) -> bytes:
        go.wait()
        fetched.append(item.key)
        return encoded(size)

    pictures.set_source(load)
    for number in range(1000):
        pictures.of_item(photo(number), 36)
    go.set()
    qtbot.waitUntil(lambda: bridge.idle)

    assert len(fetched) <= thumbnails.QUEUE_LIMIT + 1
    assert fetched[1] == "999"


def test_the_cache_stays_under_its_limit(pictures, qtbot, monkeypatch) -> None:
    monkeypatch.setattr(thumbnails, "CACHE_LIMIT", 5 * 96 * 96 * 4)
    pictures.set_source(lambda _item, size: encoded(size))

    for number in range(20):
        with qtbot.waitSignal(pictures.arrived):
            pictures.of_item(photo(number), 36)

    kept = [n for n in range(20) if pictures.of_item(photo(n), 36) is not None]
    assert kept == [15, 16, 17, 18, 19]


def test_what_has_no_picture_is_asked_once(pictures, qtbot) -> None:
    asked: list[str] = []

    def load(item: StoredItem, _size: int) -> None:
        asked.append(item.key)

    pictures.set_source(load)
    with qtbot.waitSignal(pictures.arrived):
        pictures.of_item(photo(1), 36)
    for _ in range(5):
        assert pictures.of_item(photo(1), 36) is None

    assert asked == ["1"]
    assert pictures.has_none(photo(1), 36)


def test_another_vault_forgets_the_pictures_of_the_last(pictures, qtbot) -> None:
    pictures.set_source(lambda _item, size: encoded(size))
    with qtbot.waitSignal(pictures.arrived):
        pictures.of_item(photo(1), 36)

    pictures.set_source(None)

    assert pictures.of_item(photo(1), 36) is None
