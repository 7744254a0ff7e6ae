import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.vault.repository.problems import (
    AmbiguousSnapshot,
    NoSuchSnapshot,
    NotAVault,
    VaultDamaged,
    VaultExists,
    VaultMissing,
    WrongPassword,
)
from holdfast.vault.repository.repository import Repository
from holdfast.vault.repository.stores.folder import FolderStore
from holdfast.vault.repository.stores.memory import MemoryStore
from tests.vault.repository.test_tree import names
from tests.vault.repository.vaults import (
    CHEAP,
    MIB,
    PASSWORD,
    check,
    create,
    noise,
    read,
    reopen,
    save,
)

FILES = {
    "handset.json": b"{}",
    "Contacts/a0/Fee--1.vcf": b"BEGIN:VCARD\r\nN:Fee\r\nEND:VCARD\r\n",
    "Contacts/a0/Émile--2.vcf": b"BEGIN:VCARD\r\nN:\xc3\x89mile\r\nEND:VCARD\r\n",
    "Photos/phone/DCIM/1.jpg": bytes(range(256)) * 300,
    "Notes/empty.txt": b"",
}


def test_what_was_saved_is_read_back_by_another_program(store, repository, clock):
    snapshot = save(repository, FILES)
    again = reopen(store, clock)
    assert again.id == repository.id
    assert again.snapshots() == [snapshot]
    assert read(again, snapshot) == FILES
    assert check(again).sound


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(files=st.dictionaries(names, st.binary(max_size=100), max_size=5))
def test_any_names_and_bytes_are_read_back(repository, files):
    assert read(repository, save(repository, files)) == files


def test_a_backup_without_changes_adds_only_a_snapshot(store, repository):
    first = save(repository, FILES)
    before = {name for name, _ in store.list("data")}
    second = save(repository, FILES, tags=["again"])
    assert {name for name, _ in store.list("data")} == before
    assert second.tree == first.tree
    assert [found.id for found in repository.snapshots()] == sorted((first.id, second.id))


def test_a_file_larger_than_a_pack_is_read_back(repository):
    content = b"".join(noise(9 * MIB + 1))
    assert read(repository, save(repository, {"film.mp4": content})) == {"film.mp4": content}
    assert check(repository).sound


# Opening and creating


def test_the_wrong_password_is_refused(store, repository, clock):
    for wrong in ("", PASSWORD + " ", PASSWORD.upper()):
        with pytest.raises(WrongPassword):
            Repository.open(store, wrong, clock=clock)


@pytest.mark.parametrize("made", [False, True])
def test_a_place_with_nothing_in_it_is_a_missing_vault(place, clock, made):
    if made:
        place.mkdir()
    with pytest.raises(VaultMissing) as caught:
        reopen(FolderStore(place), clock)
    assert caught.value.path == str(place)


def test_a_folder_of_photos_is_no_vault_and_none_is_made_in_it(place, clock):
    place.mkdir()
    (place / "holiday.jpg").write_bytes(b"x")
    with pytest.raises(NotAVault):
        reopen(FolderStore(place), clock)
    with pytest.raises(VaultExists):
        create(FolderStore(place), clock)
    assert [path.name for path in place.iterdir()] == ["holiday.jpg"]


def test_a_file_is_no_vault(place, clock):
    place.write_bytes(b"x")
    with pytest.raises(NotAVault):
        reopen(FolderStore(place), clock)
    with pytest.raises(VaultExists):
        create(FolderStore(place), clock)


def test_a_vault_is_not_made_over_another(on_disk, place, clock):
    snapshot = save(on_disk, FILES)
    with pytest.raises(VaultExists):
        create(FolderStore(place), clock)
    assert read(reopen(FolderStore(place), clock), snapshot) == FILES


@pytest.mark.parametrize("name", ["config", "keys"])
def test_garbage_where_the_key_or_config_should_be_is_damage(store, repository, clock, name):
    path = next((path for path, _ in store.list("keys")), "") if name == "keys" else name
    for garbage in (b"", b"{}", b"garbage" * 100, store.get(path)[:-1]):
        store.put(path, garbage)
        with pytest.raises(VaultDamaged):
            reopen(store, clock)


def test_files_of_a_file_manager_are_passed_over(on_disk, place, clock):
    snapshot = save(on_disk, FILES)
    for folder in ("keys", "index", "snapshots", "locks", "data", "data/00"):
        for name in (".DS_Store", "._x", "Thumbs.db", f"{snapshot.id} (conflicted copy)"):
            (place / folder / name).write_bytes(b"\0" * 100)
    again = reopen(FolderStore(place), clock)
    assert again.snapshots() == [snapshot]
    assert read(again, save(again, FILES)) == FILES
    assert check(again).sound


def test_two_vaults_have_nothing_in_common(clock):
    one, two = MemoryStore(), MemoryStore()
    first = Repository.create(one, PASSWORD, cost=CHEAP, clock=clock)
    second = Repository.create(two, PASSWORD, cost=CHEAP, clock=clock)
    assert first.id != second.id
    assert one.get("config") != two.get("config")


# Snapshots


def test_a_snapshot_is_found_by_its_first_digits(repository):
    found = save(repository, FILES, tags=["one"])
    assert repository.snapshot(found.id[:10]) == found
    assert repository.snapshot(found.id) == found


@pytest.mark.parametrize("name", ["", "zz", "0" * 65, "../config"])
def test_a_snapshot_that_is_not_there_is_not_found(repository, name):
    save(repository, FILES)
    with pytest.raises(NoSuchSnapshot):
        repository.snapshot(name)


def test_digits_that_several_snapshots_begin_with_are_ambiguous(repository):
    ids = [save(repository, {}, tags=[str(number)]).id for number in range(17)]
    digit = next(one for one in "0123456789abcdef" if sum(i.startswith(one) for i in ids) > 1)
    with pytest.raises(AmbiguousSnapshot) as caught:
        repository.snapshot(digit)
    assert len(caught.value.matches) == sum(i.startswith(digit) for i in ids)


def test_a_new_tag_makes_a_new_snapshot_that_knows_its_first_id(store, repository, clock):
    first = save(repository, FILES, tags=["safety"])
    pinned = repository.retag(first.id, add=["pinned"])
    assert (pinned.tags, pinned.original, pinned.tree) == (
        ("pinned", "safety"),
        first.id,
        first.tree,
    )
    plain = repository.retag(pinned.id, remove=["pinned", "never there"])
    assert (plain.tags, plain.original) == (("safety",), first.id)
    assert reopen(store, clock).snapshots() == [plain]


def test_tags_that_change_nothing_leave_the_snapshot_as_it_is(repository):
    first = save(repository, FILES, tags=["b", "a"])
    assert repository.retag(first.id, add=["a"], remove=["c"]) == first
    assert repository.snapshots() == [first]


def test_a_dropped_snapshot_is_gone_and_the_others_stay(repository):
    first, second = save(repository, FILES), save(repository, {"other": b"x"})
    repository.drop(first.id)
    assert repository.snapshots() == [second]
    assert read(repository, second) == {"other": b"x"}
    with pytest.raises(NoSuchSnapshot):
        repository.drop(first.id)


# Many at once


def test_what_another_program_saves_is_seen_without_opening_anew(store, repository, clock):
    other = reopen(store, clock)
    snapshot = save(other, FILES)
    assert repository.snapshots() == [snapshot]
    assert read(repository, snapshot) == FILES
    before = len(list(store.list("data")))
    save(repository, FILES)
    assert len(list(store.list("data"))) == before


def test_two_programs_may_save_at_the_same_time(store, repository, clock):
    other = reopen(store, clock)
    with repository.writer() as mine, other.writer() as theirs:
        ours = [mine.save_content([b"mine"], compress=False)]
        ours.append(theirs.save_content([b"theirs"], compress=False))
    one, two = save(repository, FILES), save(other, FILES)
    third = reopen(store, clock)
    for saved, content in zip(ours, (b"mine", b"theirs"), strict=True):
        assert b"".join(third.open_content(saved.content)) == content
    assert read(third, one) == read(third, two) == FILES
    assert check(third).sound


def test_two_threads_that_save_wait_for_each_other(repository):
    contents = [{f"{number}": b"".join(noise(50_000))} for number in range(6)]
    found = {}

    def back_up(number: int) -> None:
        found[number] = save(repository, contents[number])

    threads = [threading.Thread(target=back_up, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [read(repository, found[number]) for number in range(6)] == contents
    assert check(repository).sound


def test_trees_that_are_known_are_skipped(repository):
    snapshot = save(repository, FILES)
    contacts = next(n for n in repository.tree(snapshot.tree).nodes if n.name == "Contacts")
    left = {"/".join(f.path) for f in repository.files(snapshot.tree, known={contacts.subtree})}
    assert left == {path for path in FILES if not path.startswith("Contacts/")}


def test_a_tree_or_content_that_is_not_there_is_damage(repository):
    with pytest.raises(VaultDamaged):
        repository.tree("ab" * 32)
    with pytest.raises(VaultDamaged):
        list(repository.open_content(["cd" * 32]))
