import os
import tracemalloc
from datetime import UTC, datetime
from functools import partial

import pytest

from holdfast.phones.handsets.handset import Garbled, ItemRefused, KindRefused, KindUnsupported
from holdfast.phones.protocols.irmc.listing import Entry, write_listing
from holdfast.phones.protocols.irmc.stores import BROWSING_TARGET
from holdfast.phones.protocols.obex.packets import Code
from holdfast.phones.virtual.irmc.behaviours import (
    BreakingOff,
    Refusing,
    RefusingTarget,
    Saying,
    Wrapped,
)
from holdfast.phones.virtual.irmc.service import Reply
from holdfast.progress import Task
from holdfast.records.model.item import NewItem
from holdfast.records.model.kinds import Kind
from tests.phones.handsets.contract import bytes_of, new_item, read
from tests.phones.handsets.irmc.rig import IrmcRig, fill

JPEG = b"\xff\xd8" + bytes(1000)


@pytest.fixture
def source(tmp_path):
    files = {"a/one.jpg": JPEG, "a/b/two.mp4": JPEG[:50], "c/three.txt": b"text"}
    return fill(tmp_path / "source", files)


def connect(tmp_path, source, behave=Wrapped):
    return IrmcRig(tmp_path / "phone", fill_from=source, behave=behave).connect()


def problems_of(handset, kind=Kind.PHOTOS):
    found, problems = {}, {}
    for item in handset.read(kind, Task()):
        try:
            found[item.key] = bytes_of(item)
        except ItemRefused as problem:
            problems[problem.key] = problem.answer
    return found, problems


def saying(listing, **bodies):
    """A phone whose every listing is `listing`, and whose folders all exist."""

    class Lying(Wrapped):
        def set_path(self, name, *, create):
            return Reply()

        def get(self, name, kind):
            said = {"": (listing,)} | bodies
            return Saying(self.inner, said).get(name, kind)

    return Lying


def test_photos_and_files_keep_their_own_path(tmp_path, source):
    handset = connect(tmp_path, source)
    photos = list(handset.read(Kind.PHOTOS, Task()))
    assert [item.path for item in photos] == [
        ("Phone", "a", "one.jpg"),
        ("Phone", "a", "b", "two.mp4"),
    ]
    assert [item.key for item in handset.read(Kind.FILES, Task())] == ["Phone/c/three.txt"]


def test_the_mark_changes_with_size_and_time(tmp_path, source):
    then = datetime(2009, 10, 1, 12, 0, tzinfo=UTC)
    os.utime(source / "a/one.jpg", (then.timestamp(), then.timestamp()))
    item = next(connect(tmp_path, source).read(Kind.PHOTOS, Task()))
    assert item.mark == "1002:20091001T120000Z"
    assert item.modified == then
    assert item.parts[0].size == 1002


def test_a_file_that_is_listed_twice_is_one_file(tmp_path, source):
    entry = Entry("x.jpg", folder=False, size=1002)
    handset = connect(tmp_path, source, saying(write_listing([entry] * 2), **{"x.jpg": (JPEG,)}))
    assert [item.key for item in handset.read(Kind.PHOTOS, Task())] == ["Phone memory/x.jpg"]


def test_a_time_without_end_is_no_mark_without_end(tmp_path, source):
    listing = write_listing([Entry("x.jpg", folder=False, size=1, modified="9" * 100_000)])
    item = next(connect(tmp_path, source, saying(listing)).read(Kind.PHOTOS, Task()))
    assert len(item.mark or "") < 100


def test_a_time_in_no_known_zone_is_no_time(tmp_path, source):
    listing = write_listing([Entry("x.jpg", folder=False, size=1, modified="20091001T120000")])
    item = next(connect(tmp_path, source, saying(listing)).read(Kind.PHOTOS, Task()))
    assert item.modified is None
    assert item.mark == "1:20091001T120000"


def test_a_file_in_no_folder_is_in_the_phone_s_memory(tmp_path, source):
    handset = connect(tmp_path, source)
    (tmp_path / "phone" / "photos" / "loose.jpg").write_bytes(JPEG)
    assert read(handset, Kind.PHOTOS)["Phone memory/loose.jpg"] == JPEG
    handset.remove(Kind.PHOTOS, "Phone memory/loose.jpg", Task())
    assert not (tmp_path / "phone" / "photos" / "loose.jpg").exists()


def test_a_large_photo_is_never_held_whole(tmp_path, source):
    size = 24 * 1024 * 1024
    with (source / "a" / "large.jpg").open("wb") as out:
        out.truncate(size)
    handset = connect(tmp_path, source)
    [large] = [i for i in handset.read(Kind.PHOTOS, Task()) if i.key.endswith("large.jpg")]
    tracemalloc.start()
    got = sum(len(chunk) for chunk in large.parts[0].open())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert got == size
    assert peak < 4 * 1024 * 1024


def test_a_large_photo_is_put_without_being_held_whole(tmp_path, source):
    handset = connect(tmp_path, source)
    size, chunk = 6 * 1024 * 1024, bytes(64 * 1024)
    path = ("Phone", "new", "large.jpg")
    item = NewItem(
        Kind.PHOTOS,
        "/".join(path),
        "",
        lambda: (chunk for _ in range(size // len(chunk))),
        size,
        path,
    )
    assert handset.add(item, Task()) == "Phone/new/large.jpg"
    assert (tmp_path / "phone/photos/Phone/new/large.jpg").stat().st_size == size


def test_a_restored_photo_stands_beside_one_of_the_same_name(tmp_path, source):
    handset = connect(tmp_path, source)
    keys = [handset.add(new_item(Kind.PHOTOS), Task()) for _ in range(3)]
    assert [key.rpartition("/")[2] for key in keys] == ["NEW_1.JPG", "NEW_1-2.JPG", "NEW_1-3.JPG"]


def test_folder_browsing_refused_costs_photos_and_files_only(tmp_path, source):
    behave = partial(RefusingTarget, target=BROWSING_TARGET)
    handset = connect(tmp_path, source, behave)
    for kind in (Kind.PHOTOS, Kind.FILES):
        with pytest.raises((KindRefused, KindUnsupported)):
            read(handset, kind)
    assert read(handset, Kind.CONTACTS) == {}


def test_a_refused_folder_is_told_and_the_others_are_read(tmp_path, source):
    class Closed(Wrapped):
        def set_path(self, name, *, create):
            if name == "b":
                return Reply(Code.FORBIDDEN)
            return super().set_path(name, create=create)

    found, problems = problems_of(connect(tmp_path, source, Closed))
    assert list(found) == ["Phone/a/one.jpg"]
    assert problems == {"Phone/a/b": "Forbidden (C3)"}


def test_a_refused_photo_costs_itself_only(tmp_path, source):
    found, problems = problems_of(connect(tmp_path, source, partial(Refusing, prefix="one")))
    assert list(found) == ["Phone/a/b/two.mp4"]
    assert problems == {"Phone/a/one.jpg": "Forbidden (C3)"}


def test_a_photo_that_breaks_off_is_not_taken_for_whole(tmp_path, source):
    behave = partial(BreakingOff, name="one.jpg", size=500)
    _, problems = problems_of(connect(tmp_path, source, behave))
    assert problems == {"Phone/a/one.jpg": "Internal error (D0)"}


@pytest.mark.parametrize("size", [1001, 1003])
def test_a_photo_shorter_or_longer_than_announced_is_not_taken_for_whole(tmp_path, source, size):
    listing = write_listing([Entry("x.jpg", folder=False, size=size)])
    behave = saying(listing, **{"x.jpg": (JPEG,)})
    _, problems = problems_of(connect(tmp_path, source, behave))
    assert problems == {"Phone memory/x.jpg": f"1002 bytes came, {size} were announced"}


def test_an_endless_photo_is_left(tmp_path, source):
    listing = write_listing([Entry("x.jpg", folder=False, size=100_000)])
    endless = (bytes(50_000) for _ in range(10**9))
    handset = connect(tmp_path, source, saying(listing, **{"x.jpg": endless}))
    _, problems = problems_of(handset)
    assert list(problems) == ["Phone memory/x.jpg"]
    assert handset.support()


def test_folders_in_circles_end_in_a_clear_problem(tmp_path, source):
    listing = write_listing([Entry("again", folder=True), Entry("and again", folder=True)])
    with pytest.raises(Garbled, match="without end"):
        read(connect(tmp_path, source, saying(listing)), Kind.PHOTOS)


def test_a_folder_that_lists_itself_and_the_one_above_is_not_walked_twice(tmp_path, source):
    entries = [Entry(".", folder=True), Entry("..", folder=True)]
    entries.append(Entry("x.jpg", folder=False))
    handset = connect(tmp_path, source, saying(write_listing(entries), **{"x.jpg": (JPEG,)}))
    assert read(handset, Kind.PHOTOS) == {"Phone memory/x.jpg": JPEG}


@pytest.mark.parametrize("name", ["../../../etc/passwd.jpg", "a\\b.jpg", "C:x.jpg", " .jpg"])
def test_a_name_that_leads_elsewhere_is_passed_on_as_data(tmp_path, source, name):
    listing = write_listing([Entry(name, folder=False)])
    handset = connect(tmp_path, source, saying(listing, **{name: (JPEG,)}))
    [item] = handset.read(Kind.PHOTOS, Task())
    assert item.path == ("Phone memory", name)
    assert bytes_of(item) == JPEG


def test_a_name_of_64_kib_is_passed_on_and_cannot_be_asked_for(tmp_path, source):
    name = "n" * 65536 + ".jpg"
    listing = write_listing([Entry(name, folder=False), Entry("x.jpg", folder=False)])
    handset = connect(tmp_path, source, saying(listing, **{"x.jpg": (JPEG,)}))
    found, problems = problems_of(handset)
    assert found == {"Phone memory/x.jpg": JPEG}
    assert problems == {f"Phone memory/{name}": "its name is too long to ask for"}


@pytest.mark.parametrize(
    "listing",
    [
        b'<!DOCTYPE l [<!ENTITY a "b">]><l><file name="&a;"/></l>',
        b'<l><file name="a\0b.jpg"/></l>',
        b"<l><file",
        b"no listing at all",
    ],
)
def test_a_broken_listing_of_the_root_is_a_broken_protocol(tmp_path, source, listing):
    handset = connect(tmp_path, source, saying(listing))
    with pytest.raises(Garbled):
        read(handset, Kind.PHOTOS)
    assert read(handset, Kind.CONTACTS) == {}


def test_a_broken_listing_of_a_folder_costs_that_folder_only(tmp_path, source):
    class Broken(Wrapped):
        inside = ""

        def set_path(self, name, *, create):
            self.inside = name
            return super().set_path(name, create=create)

        def get(self, name, kind):
            if self.inside == "b" and not name:
                return Reply(body=(b"<l",))
            return super().get(name, kind)

    found, problems = problems_of(connect(tmp_path, source, Broken))
    assert list(found) == ["Phone/a/one.jpg"]
    assert list(problems) == ["Phone/a/b"]


def test_nothing_is_written_outside_the_phone(tmp_path, source):
    handset = connect(tmp_path, source)
    before = sorted(path for path in tmp_path.rglob("*") if tmp_path / "phone" not in path.parents)
    for path in [("..", "..", "x.jpg"), ("Phone", "../x.jpg"), ("Phone", "a\0b.jpg")]:
        item = NewItem(Kind.PHOTOS, "/".join(path), "", lambda: (JPEG,), len(JPEG), path)
        with pytest.raises((ItemRefused, KindRefused)):
            handset.add(item, Task())
    after = sorted(path for path in tmp_path.rglob("*") if tmp_path / "phone" not in path.parents)
    assert after == before
