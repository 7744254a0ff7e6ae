from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.kinds import Kind
from holdfast.vault.history.layout import Kept, KeptPart, locate, parse, place
from holdfast.vault.history.marks import MARKS, decode_marks
from holdfast.vault.repository.writer import SavedContent

NOW = datetime(2009, 10, 3, 14, 2, tzinfo=UTC)
INFO = HandsetInfo("lx-0042", "LX0042", "Danger", "Sidekick LX", "IrMC over OBEX")
NASTY = ["", ".", "..", "CON", "nul.vcf", "a/b", "\0", "end.", " ", "%", "%41", "a--b", "-a", "a-"]

KEYS = st.text(st.characters(), max_size=40) | st.sampled_from(NASTY) | st.just("k" * 70_000)
NAMES = st.text(st.characters(), max_size=30) | st.sampled_from([*NASTY, "DCIM", "x" * 400])
TIMES = st.none() | st.datetimes(timezones=st.just(UTC))
MARKS_GIVEN = st.none() | st.text(st.characters(), max_size=10) | st.just("seconds")


class Shelf:
    """Takes byte streams and can give them back."""

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}

    def save_content(self, chunks, *, compress: bool) -> SavedContent:
        data = b"".join(chunks)
        name = f"{len(self.held):064x}"
        self.held[name] = data
        return SavedContent((name,), len(data))


def placed(entries, **options):
    shelf = Shelf()
    files = list(place(INFO, (), entries, NOW, shelf, **options))
    return files, shelf


def read_back(entries):
    """What the tree alone says of the items in it, as `Kept` without hints."""
    files, shelf = placed(entries)
    sidecar = next((shelf.held[f.content[0]] for f in files if f.path == (MARKS,)), None)
    marks = decode_marks(sidecar)
    found: dict[tuple[Kind, str], list] = {}
    for file in files:
        item = parse(file.path)
        if item is None:
            continue
        known = marks[item.kind]
        key, path = known.name(item.stem, item.key, item.path)
        found.setdefault((item.kind, key), []).append((item.suffix, path, file))
    return [_kept(marks[kind], kind, key, parts) for (kind, key), parts in found.items()]


def _kept(marks, kind, key, parts):
    modified = marks.modified(key, parts[0][2].mtime)
    mark = marks.mark(key, sum(file.size for _, _, file in parts), modified)
    kept = tuple(KeptPart(suffix, file.content, file.size) for suffix, _, file in parts)
    return Kept(kind, key, kept, "", mark, parts[0][1], modified)


def plain(kept: Kept) -> Kept:
    """Without the hint, parts in order."""
    parts = tuple(sorted(kept.parts, key=lambda part: part.suffix))
    return Kept(kept.kind, kept.key, parts, "", kept.mark, kept.path, kept.modified)


@st.composite
def records(draw):
    kind = draw(st.sampled_from([Kind.CONTACTS, Kind.NOTES, Kind.MESSAGES]))
    suffixes = draw(st.sampled_from([(".vcf",), (".vcf", ".rows.json"), ("",)]))
    parts = tuple(KeptPart(suffix, ("a" * 64,), 7) for suffix in suffixes)
    mark, modified = draw(MARKS_GIVEN), draw(TIMES)
    return Kept(kind, draw(KEYS), parts, draw(NAMES), mark, (), modified)


@st.composite
def media(draw):
    kind = draw(st.sampled_from([Kind.PHOTOS, Kind.FILES]))
    path = tuple(draw(st.lists(NAMES, min_size=1, max_size=5)))
    modified, size = draw(TIMES), draw(st.integers(0, 10**12))
    mark = draw(MARKS_GIVEN)
    if mark == "seconds" and modified is not None:
        mark = f"{size}:{int(modified.timestamp())}"
    return Kept(kind, "/".join(path), (KeptPart("", ("b" * 64,), size),), "", mark, path, modified)


def unique(entries):
    return list({(entry.kind, entry.key): entry for entry in entries}.values())


@given(st.lists(records() | media(), max_size=12).map(unique))
@settings(deadline=None)
def test_whatever_a_phone_calls_its_items_they_come_back_exactly(entries):
    expected = {(kept.kind, kept.key): plain(kept) for kept in entries}

    assert {(kept.kind, kept.key): plain(kept) for kept in read_back(entries)} == expected


@given(st.lists(records() | media(), max_size=12))
@settings(deadline=None)
def test_paths_never_collide_and_every_file_system_takes_them(entries):
    files, _ = placed(entries)
    paths = [file.path for file in files]
    folders = {path[:end] for path in paths for end in range(1, len(path))}

    assert (
        len(set(paths))
        == len(paths)
        == sum(len(e.parts) for e in entries) + len([path for path in paths if len(path) == 1])
    )
    assert not folders & set(paths)
    for part in {part for path in paths for part in path}:
        assert part not in ("", ".", "..")
        assert "/" not in part
        assert "\0" not in part
        assert len(part.encode()) <= 255
    assert all(len("/".join(path).encode()) <= 1300 for path in paths)


@pytest.mark.parametrize("count", [1, 80, 1_280, 5_000, 20_000])
def test_record_folders_stay_small(count):
    part = (KeptPart(".vcf", ("a" * 64,), 1),)
    entries = [Kept(Kind.CONTACTS, f"{n:012X}", part, f"Name {n}") for n in range(count)]
    inside: Counter[tuple[str, ...]] = Counter(item.folder for item in locate(entries))

    subfolders = Counter(folder[:-1] for folder in inside)
    assert max(inside.values()) <= 128
    assert max(subfolders.values()) <= 128


def test_a_renamed_contact_stays_in_its_shard():
    before, after = (
        locate([Kept(Kind.CONTACTS, "0000000000F1", (), name)])[0]
        for name in ("Anna Berg", "Anna Holm")
    )

    assert before.folder == after.folder
    assert before.stem == "Anna Berg--0000000000F1"


@pytest.mark.parametrize(("people", "each"), [(1, 100), (3, 2_000), (2_000, 2), (150, 150)])
def test_folders_of_messages_stay_small_and_hold_one_conversation_each(people, each):
    part = (KeptPart(".vmg", ("a" * 64,), 1),)
    entries = [
        Kept(Kind.MESSAGES, f"in/{person}-{n}", part, f"Friend {person}")
        for person in range(people)
        for n in range(each)
    ]
    located = locate(entries)

    inside: Counter[tuple[str, ...]] = Counter(item.folder for item in located)
    below: Counter[tuple[str, ...]] = Counter(folder[:-1] for folder in inside)
    assert max(inside.values()) <= 128
    assert max(below.values()) <= 128
    assert all(item.kept.name in item.folder for item in located)
    assert sorted(kept.key for kept in read_back(entries)) == sorted(e.key for e in entries)


@pytest.mark.parametrize("name", ["", "..", "a/b", "%41", "NUL", "\0", "x" * 500])
def test_no_correspondent_breaks_the_folders_of_messages(name):
    part = (KeptPart(".vmg", ("a" * 64,), 1),)
    entries = [Kept(Kind.MESSAGES, "in/1", part, name), Kept(Kind.MESSAGES, "in/2", part, "Ada")]

    assert sorted(kept.key for kept in read_back(entries)) == ["in/1", "in/2"]
    for item in locate(entries):
        assert all(part and part not in (".", "..") and "/" not in part for part in item.folder)


def test_one_key_given_twice_makes_two_items():
    part = (KeptPart(".vcf", ("a" * 64,), 1),)
    entries = [Kept(Kind.CONTACTS, key, part) for key in ("5", "5", "5#2", "5")]

    assert [item.key for item in locate(entries)] == ["5", "5#3", "5#2", "5#4"]
    assert len({item.path(part[0]) for item in locate(entries)}) == 4


def test_a_file_named_like_a_folder_stands_beside_it():
    part = (KeptPart("", ("a" * 64,), 1),)
    entries = [
        Kept(Kind.PHOTOS, "Phone/a", part, path=("Phone", "a")),
        Kept(Kind.PHOTOS, "Phone/a/b.jpg", part, path=("Phone", "a", "b.jpg")),
        Kept(Kind.PHOTOS, "Phone/a/b.jpg#", part, path=("Phone", "a/b.jpg")),
    ]

    assert [kept.path for kept in read_back(entries)] == [kept.path for kept in entries]


def test_a_file_with_too_long_a_name_stands_beside_a_folder_of_that_name():
    part, name = (KeptPart("", ("a" * 64,), 1),), "x" * 400
    entries = [
        Kept(Kind.FILES, name, part, path=(name,)),
        Kept(Kind.FILES, f"{name}/b", part, path=(name, "b")),
    ]
    paths = [item.path(part[0]) for item in locate(entries)]

    assert paths[0] != paths[1][: len(paths[0])]
    assert [kept.path for kept in read_back(entries)] == [kept.path for kept in entries]


def test_a_phone_folder_over_a_thousand_files_is_split_by_month_and_comes_back():
    start = datetime(2008, 1, 1, tzinfo=UTC)
    entries = [_photo(n, start + timedelta(days=n)) for n in range(1_001)]
    folders = {item.folder for item in locate(entries)}

    assert ("Photos", "Phone", "DCIM", "2009-10%") in folders
    assert len(folders) == 33
    assert sorted(kept.key for kept in read_back(entries)) == sorted(e.key for e in entries)


def test_a_folder_of_a_thousand_files_is_left_as_the_phone_has_it():
    entries = [_photo(n, None) for n in range(1_000)]

    assert {item.folder for item in locate(entries)} == {("Photos", "Phone", "DCIM")}


def test_undated_files_of_a_large_folder_are_split_as_well():
    inside = Counter(item.folder for item in locate([_photo(n, None) for n in range(5_000)]))

    assert len(inside) == 256
    assert len(read_back([_photo(n, None) for n in range(1_001)])) == 1_001


def _photo(number: int, modified: datetime | None) -> Kept:
    path = ("Phone", "DCIM", f"IMG_{number:04}.JPG")
    mark = f"9:{int(modified.timestamp())}" if modified else None
    return Kept(
        Kind.PHOTOS, "/".join(path), (KeptPart("", ("a" * 64,), 9),), "", mark, path, modified
    )


@pytest.mark.parametrize(
    "mark",
    [
        "9:1254578520",
        "9:2009-10-03T14:02:00+00:00",
        "9:20091003T140200Z",
        "9:20091003T140200",
        None,
    ],
)
def test_marks_made_of_size_and_date_need_no_word_of_their_own(mark):
    path = ("Phone", "a.jpg")
    part = (KeptPart("", ("a" * 64,), 9),)
    entries = [
        Kept(Kind.PHOTOS, f"Phone/{n}", part, "", mark, (*path[:1], str(n)), NOW) for n in range(50)
    ]
    files, shelf = placed(entries)
    sidecar = b"".join(shelf.held[f.content[0]] for f in files if f.path == (MARKS,))

    assert len(sidecar) < 60
    assert {kept.mark for kept in read_back(entries)} == {mark}


def test_files_are_dated_as_the_phone_says_else_as_before_else_now():
    part = (KeptPart(".vcf", ("a" * 64,), 1),)
    then, before = NOW - timedelta(days=400), NOW - timedelta(days=3)
    entries = [
        Kept(Kind.CONTACTS, "dated", part, modified=then),
        Kept(Kind.CONTACTS, "known", part),
        Kept(Kind.CONTACTS, "edited", part),
        Kept(Kind.CONTACTS, "new", part),
    ]
    dates = {
        (Kind.CONTACTS, "known"): (("a" * 64,), before),
        (Kind.CONTACTS, "edited"): (("c" * 64,), before),
    }
    files, _ = placed(entries, dates=dates)
    by_key = {item.key: f.mtime for f in files if (item := parse(f.path)) is not None}

    assert by_key == {"dated": then, "known": before, "edited": NOW, "new": NOW}


def test_extra_files_lie_in_the_root_and_replace_nothing():
    files, shelf = placed([], extras={"receipt.json": b"{}"})

    assert shelf.held[next(f.content[0] for f in files if f.path == ("receipt.json",))] == b"{}"
    for name in ("handset.json", "Contacts", "a/b", ".."):
        with pytest.raises(ValueError, match=name):
            placed([], extras={name: b""})


@pytest.mark.parametrize(
    "path",
    [("README.txt",), ("Contacts",), ("Elsewhere", "a.vcf"), ("Contacts", "a", "x--%zz.vcf")],
)
def test_what_is_not_an_item_is_none(path):
    assert parse(path) is None


def test_suffixes_that_no_driver_may_give_are_refused():
    for suffix in ("vcf", "." + "x" * 50):
        entry = Kept(Kind.CONTACTS, "1", (KeptPart(suffix, (), 0),))
        with pytest.raises(ValueError, match=suffix):
            placed([entry])


@pytest.mark.parametrize(("first", "second"), list(product(NASTY, NASTY)))
def test_nasty_names_do_not_meet(first, second):
    part = (KeptPart("", ("a" * 64,), 1),)
    entries = [
        Kept(Kind.FILES, f"{n}", part, path=("Card", name))
        for n, name in enumerate((first, second))
    ]

    assert [kept.path for kept in read_back(entries)] == [kept.path for kept in entries]
