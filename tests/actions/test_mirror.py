import errno
import os
import re
import shutil
import tempfile
from collections import Counter
from pathlib import Path

import pytest
import vobject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from holdfast.actions.loss import accept_loss
from holdfast.actions.mirror import (
    back_up_and_mirror,
    choose_mirror,
    forget_mirror,
    update_mirror,
)
from holdfast.actions.mirroring.folder import LEFT
from holdfast.actions.mirroring.manifest import NAME
from holdfast.actions.mirroring.problems import (
    MirrorFolderFull,
    MirrorFolderGone,
    MirrorFolderInVault,
    MirrorFolderTaken,
    MirrorFolderUnusable,
    NoMirrorFolder,
)
from holdfast.phones.virtual.store import create_sample, wipe_sample
from holdfast.progress import Cancelled, Progress, Task
from holdfast.records.model.kinds import Kind
from holdfast.vault.repository.problems import VaultDamaged
from holdfast.wording import mirrors
from tests.actions.conftest import PASSWORD, World, make_desk

WORDS = mirrors.words("Old Phone")
CARD = "BEGIN:VCARD\r\nVERSION:2.1\r\nN:{name}\r\nFN:{name}\r\nTEL:{number}\r\nEND:VCARD\r\n"


class Mirrored:
    """A phone with a mirror folder, and what one does with them."""

    def __init__(self, world):
        self.world = world
        self.phone = world.phone()
        self.data = world.phones["phone"]
        self.folder = world.folder / "mirror"

    @classmethod
    def of(cls, world, phone, data):
        """The same with a phone that is there already."""
        made = cls.__new__(cls)
        made.world, made.phone, made.data = world, phone, data
        made.folder = world.folder / "mirror"
        return made

    def choose(self):
        choose_mirror(self.world.vault, self.world.desk.settings, self.phone, self.folder)

    def back_up(self, **options):
        handset = self.world.connect(self.phone)
        try:
            chosen = {"task": Task(), "clock": self.world.desk.clock} | options
            return back_up_and_mirror(
                handset, self.world.vault, self.world.desk.settings, WORDS, **chosen
            )
        finally:
            handset.close()

    def begin(self):
        self.world.back_up(self.phone)
        self.choose()
        return self.update()

    def update(self, task=None):
        return update_mirror(
            self.world.vault,
            self.world.desk.settings,
            self.phone,
            WORDS,
            task=task or Task(),
            clock=self.world.desk.clock,
        )

    def write_card(self, number, name, phone="555"):
        place = self.data / "contacts" / f"{number:04}.vcf"
        place.write_bytes(CARD.format(name=name, number=phone).encode())


@pytest.fixture
def mirrored(world):
    return Mirrored(world)


def files(folder, *, left=False):
    """Every file below `folder` but the manifest, by its path there; `left` asks for what left."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != NAME)
    named = {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
    return {name: data for name, data in named.items() if name.startswith(LEFT) == left}


def stamps(folder):
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def changed(before, after):
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def test_a_mirror_holds_each_item_in_a_form_that_todays_programs_read(mirrored):
    result = mirrored.begin()
    held = files(mirrored.folder)

    folders = Counter(name.split("/")[0] for name in held if "/" in name)
    assert folders == {"Contacts": 12, "Calendar": 8, "To-dos": 5, "Notes": 4, "Photos": 6}
    assert result.written == len(held)
    for name, data in held.items():
        if name.startswith("Contacts/"):
            assert vobject.readOne(data.decode()).version.value == "3.0"
        if name.startswith(("Calendar/", "To-dos/")):
            assert Calendar.from_ical(data)["VERSION"] == "2.0"
    assert "Old Phone" in held["README.txt"].decode()


def test_the_combined_files_hold_as_many_items_as_there_are(mirrored):
    result = mirrored.begin()
    held = files(mirrored.folder)

    cards = list(vobject.readComponents(held["All contacts.vcf"].decode()))
    assert len(cards) == result.counts[Kind.CONTACTS] == 12
    for name, part, kind in (
        ("All calendar.ics", "VEVENT", Kind.CALENDAR),
        ("All to-dos.ics", "VTODO", Kind.TODOS),
    ):
        one = Calendar.from_ical(held[name])
        assert len(one.walk(part)) == result.counts[kind]


def test_photos_are_as_they_are_at_their_own_paths_with_their_dates(mirrored):
    mirrored.begin()
    phone, mirror = mirrored.data / "photos", mirrored.folder / "Photos"

    paths = [path.relative_to(phone) for path in phone.rglob("*") if path.is_file()]
    assert paths
    for path in paths:
        assert (mirror / path).read_bytes() == (phone / path).read_bytes()
        assert (mirror / path).stat().st_mtime == int((phone / path).stat().st_mtime)


def test_a_second_run_writes_nothing(mirrored):
    mirrored.begin()
    before = stamps(mirrored.folder)
    total = len(files(mirrored.folder))

    result = mirrored.update()

    assert stamps(mirrored.folder) == before
    assert (result.written, result.moved, result.current) == (0, 0, total)


def test_only_what_changed_is_written(mirrored):
    mirrored.begin()
    mirrored.write_card(1, "Ada Lovelace")
    mirrored.back_up()
    before = files(mirrored.folder)
    mirrored.write_card(1, "Ada Lovelace", "556")

    result = mirrored.back_up().mirror

    after = files(mirrored.folder)
    assert changed(before, after) == {"Contacts/Ada Lovelace.vcf", "All contacts.vcf"}
    assert (result.written, result.moved) == (2, 0)


def test_what_left_the_phone_moves_into_a_folder_of_its_day(mirrored):
    mirrored.begin()
    before = files(mirrored.folder)
    (mirrored.data / "contacts" / "0003.vcf").unlink()

    result = mirrored.back_up().mirror

    gone = changed(before, files(mirrored.folder)) - {"All contacts.vcf"}
    assert len(gone) == result.moved == 1
    name = gone.pop()
    assert files(mirrored.folder, left=True) == {f"{LEFT}/2009-10-01/{name}": before[name]}


def test_under_a_loss_alarm_nothing_is_touched_until_it_is_accepted(mirrored):
    mirrored.begin()
    before = files(mirrored.folder)
    wipe_sample(mirrored.data)

    result = mirrored.back_up()

    assert {alarm.kind for alarm in result.alarms} == set(result.mirror.untouched)
    assert files(mirrored.folder) == before
    assert files(mirrored.folder, left=True) == {}

    accept_loss(mirrored.world.vault, mirrored.phone, Kind.CONTACTS)
    mirrored.update()

    cards = {name: data for name, data in before.items() if name.startswith("Contacts/")}
    left = files(mirrored.folder, left=True)
    assert not any(name.startswith("Contacts/") for name in files(mirrored.folder))
    assert {
        f"{LEFT}/2009-10-01/{name}": data for name, data in cards.items()
    }.items() <= left.items()
    assert {name for name in before if name.startswith("Photos/")} <= files(mirrored.folder).keys()


def test_a_kind_is_taken_from_where_it_is_complete(mirrored):
    mirrored.begin()
    before = files(mirrored.folder)
    snapshot = mirrored.back_up(kinds={Kind.NOTES}).snapshot

    assert snapshot.of(Kind.CONTACTS) is None
    assert files(mirrored.folder) == before


def test_a_file_changed_by_hand_is_never_overwritten(mirrored):
    mirrored.begin()
    mirrored.write_card(1, "Ada")
    mirrored.back_up()
    own = mirrored.folder / "Contacts" / "Ada.vcf"
    was = own.read_bytes()
    own.write_bytes(b"my own words")

    result = mirrored.update()

    assert result.kept_changes == ("Contacts/Ada.vcf",)
    assert own.read_bytes() == b"my own words"
    assert (own.parent / "Ada (2).vcf").read_bytes() == was
    assert mirrored.update().kept_changes == ()
    assert own.read_bytes() == b"my own words"


def test_a_changed_file_stays_where_it_is_when_its_item_leaves_the_phone(mirrored):
    mirrored.begin()
    mirrored.write_card(1, "Ada")
    mirrored.back_up()
    own = mirrored.folder / "Contacts" / "Ada.vcf"
    own.write_bytes(b"my own words")
    (mirrored.data / "contacts" / "0001.vcf").unlink()

    result = mirrored.back_up().mirror

    assert own.read_bytes() == b"my own words"
    assert result.kept_changes == ("Contacts/Ada.vcf",)


def test_a_file_deleted_by_hand_is_written_again(mirrored):
    mirrored.begin()
    before = files(mirrored.folder)
    shutil.rmtree(mirrored.folder / "Contacts")
    (mirrored.folder / "All calendar.ics").unlink()

    mirrored.update()

    assert files(mirrored.folder) == before


def test_a_copied_folder_with_other_dates_is_still_known(mirrored):
    mirrored.begin()
    before = files(mirrored.folder)
    for path in mirrored.folder.rglob("*.vcf"):
        os.utime(path, (1, 1))

    result = mirrored.update()

    assert (result.written, result.kept_changes) == (0, ())
    assert files(mirrored.folder) == before


def test_a_file_of_somebody_elses_is_left_alone(mirrored):
    mirrored.begin()
    mine = mirrored.folder / "Contacts" / "Ada.vcf"
    mine.write_bytes(b"mine")
    mirrored.write_card(1, "Ada")

    mirrored.back_up()

    assert mine.read_bytes() == b"mine"
    assert b"FN:Ada" in (mine.parent / "Ada (2).vcf").read_bytes()


def test_a_link_in_the_place_of_a_file_is_not_followed(mirrored):
    mirrored.begin()
    mirrored.write_card(1, "Ada")
    mirrored.back_up()
    outside = mirrored.world.folder / "outside"
    outside.write_bytes(b"precious")
    place = mirrored.folder / "Contacts" / "Ada.vcf"
    place.unlink()
    place.symlink_to(outside)
    mirrored.write_card(1, "Ada", "557")

    mirrored.back_up()

    assert outside.read_bytes() == b"precious"
    assert place.is_symlink()
    assert b"557" in (place.parent / "Ada (2).vcf").read_bytes()


def test_names_that_differ_in_case_alone_get_a_number_and_keep_it(mirrored):
    mirrored.write_card(1, "Ada", "1001")
    mirrored.write_card(2, "ada", "1002")
    mirrored.write_card(3, "ADA", "1003")
    mirrored.begin()

    def by_number():
        cards = (mirrored.folder / "Contacts").iterdir()
        return {
            number: card.name
            for card in cards
            for number in (b"1001", b"1002", b"1003")
            if number in card.read_bytes() and card.name.casefold().startswith("ada")
        }

    names = by_number()
    assert len({name.casefold() for name in names.values()}) == len(names) == 3
    (mirrored.data / "contacts" / "0001.vcf").unlink()
    mirrored.back_up()

    assert by_number() == {number: names[number] for number in (b"1002", b"1003")}


@pytest.mark.parametrize(
    "name",
    ["CON", "../../escape", "a/b\\c:d", "x" * 400, "\u202egnp.exe", "Zoë \U0001f600", ".hidden"],
)
def test_a_hostile_name_stays_in_its_folder(mirrored, name):
    mirrored.write_card(1, name)
    mirrored.begin()

    cards = list((mirrored.folder / "Contacts").iterdir())
    assert len(cards) == 12
    for card in cards:
        assert len(card.name.encode()) <= 255
        assert not set(card.name) & set('<>:"/\\|?*\u202e')
        assert card.name.partition(".")[0].upper() != "CON"
    assert not list(mirrored.world.folder.glob("escape*"))


def test_an_item_in_no_standard_form_is_kept_as_the_phone_gave_it(mirrored):
    (mirrored.data / "contacts" / "0001.vcf").write_bytes(b"not a card at all")
    mirrored.begin()

    held = files(mirrored.folder)
    assert b"not a card at all" in held.values()
    assert len(list(vobject.readComponents(held["All contacts.vcf"].decode()))) == 11


def test_another_photo_under_the_same_name_moves_the_old_one_away(mirrored):
    mirrored.begin()
    photo = min((mirrored.data / "photos").rglob("*.JPG"))
    name = f"Photos/{photo.relative_to(mirrored.data / 'photos').as_posix()}"
    before = files(mirrored.folder)[name]
    photo.write_bytes(before[::-1] + b"!")

    mirrored.back_up()

    assert files(mirrored.folder)[name] == before[::-1] + b"!"
    assert files(mirrored.folder, left=True) == {f"{LEFT}/2009-10-01/{name}": before}


def test_renumbered_contacts_are_the_same_files(mirrored):
    mirrored.begin()
    before = files(mirrored.folder)
    folder = mirrored.data / "contacts"
    for card in sorted(folder.iterdir()):
        card.rename(folder / f"9{card.name[1:]}")

    result = mirrored.back_up().mirror

    assert changed(before, files(mirrored.folder)) <= {"All contacts.vcf"}
    assert result.moved == 0


def message(number, text, box="INBOX", day=1):
    return (
        f"BEGIN:VMSG\r\nVERSION:1.1\r\nX-IRMC-STATUS:READ\r\nX-IRMC-BOX:{box}\r\n"
        f"BEGIN:VCARD\r\nVERSION:2.1\r\nTEL:{number}\r\nEND:VCARD\r\n"
        f"BEGIN:VENV\r\nBEGIN:VBODY\r\nDate:{day:02}.10.2009 08:00:00\r\n"
        f"TEXT:{text}\r\nEND:VBODY\r\nEND:VENV\r\nEND:VMSG\r\n"
    ).encode()


@pytest.fixture
def texting(world):
    """Makes a phone with these messages alone, and its mirror."""

    def make(*messages):
        source = world.folder / "source"
        source.mkdir()
        for number, data in enumerate(messages):
            (source / f"{number}.vmg").write_bytes(data)
        world.phones["texts"] = world.folder / "texts"
        create_sample(world.folder / "texts", fill_from=source)
        made = Mirrored.of(world, world.plug("texts"), world.folder / "texts")
        made.begin()
        return made

    return make


def talks(mirrored):
    return {
        name.removeprefix("Messages/"): data.decode()
        for name, data in files(mirrored.folder).items()
        if name.startswith("Messages/")
    }


def test_one_number_in_two_spellings_is_one_conversation(texting):
    mirrored = texting(
        message("+49 30 1234567", "two", day=2),
        message("030 1234567", "one", day=1),
        message("+49 40 1234567", "another"),
    )

    found = talks(mirrored)
    assert len(found) == 2
    both = next(page for page in found.values() if ">one<" in page)
    assert both.index(">one<") < both.index(">two<")


def test_what_a_message_says_is_text_and_never_page(texting):
    mirrored = texting(message("<script>alert(1)</script>", "<img src=x onerror=alert(1)>&amp;"))

    (page,) = talks(mirrored).values()
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;&amp;amp;" in page
    assert "default-src 'none'" in page
    assert "http-equiv" in page
    assert not re.search(r"https?:", page)


def test_a_deleted_message_leaves_the_page_as_it_was_among_what_left(texting):
    mirrored = texting(*(message("0301234567", f"text {day}", day=day) for day in range(1, 5)))
    before = talks(mirrored)
    min((mirrored.data / "messages").rglob("*.vmg")).unlink()

    mirrored.back_up()

    (name,) = before
    assert before[name].count("<article") == 4
    assert talks(mirrored)[name].count("<article") == 3
    left = files(mirrored.folder, left=True)
    assert left == {f"{LEFT}/2009-10-01/Messages/{name}": before[name].encode()}


def test_a_new_message_moves_nothing(texting):
    mirrored = texting(message("0301234567", "first"), message("0401234567", "other"))
    before = talks(mirrored)
    place = min((mirrored.data / "messages").rglob("*.vmg"))
    place.with_name("7000.vmg").write_bytes(message("0301234567", "second", day=9))

    result = mirrored.back_up().mirror

    now = talks(mirrored)
    assert now.keys() == before.keys()
    assert (result.written, result.moved) == (1, 0)
    assert any(">second<" in page for page in now.values())


def test_what_is_no_message_is_kept_as_the_phone_gave_it(texting):
    mirrored = texting(message("0301234567", "first"), b"no message at all")

    found = talks(mirrored)
    assert len(found) == 2
    assert "no message at all" in found.values()


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    """The mirror of the whole sample phone: every kind."""
    folder = tmp_path_factory.mktemp("full")
    desk = make_desk(folder)
    vault, _ = desk.create_vault(folder / "vault", PASSWORD)
    world = World(folder, desk, vault)
    world.phones["phone"] = folder / "phone"
    create_sample(folder / "phone")
    whole = Mirrored.of(world, world.plug("phone"), folder / "phone")
    whole.first = whole.begin()
    yield whole
    vault.close()
    desk.close()


def test_the_whole_sample_is_mirrored(full):
    held = files(full.folder)

    assert full.first.damaged == 0
    assert full.first.written == len(held)
    assert set(full.first.counts) == set(Kind)
    folders = Counter(name.split("/")[0] for name in held if "/" in name)
    for kind, folder in ((Kind.CONTACTS, "Contacts"), (Kind.CALENDAR, "Calendar"),
                         (Kind.TODOS, "To-dos"), (Kind.NOTES, "Notes"),
                         (Kind.PHOTOS, "Photos"), (Kind.FILES, "Files")):  # fmt: skip
        assert folders[folder] == full.first.counts[kind]
    assert len(Calendar.from_ical(held["All calendar.ics"]).walk("VEVENT")) >= 309


def test_every_message_stands_in_one_conversation(full):
    found = talks(full)

    assert len(found) == 10
    assert sum(talk.count("<article") for talk in found.values()) == 38


def test_every_call_stands_in_the_table_and_in_the_csv_file(full):
    held = files(full.folder)

    assert held["Calls/Calls.html"].count(b"<tr>") == 21
    assert len(held["Calls/Calls.csv"].decode("utf-8-sig").splitlines()) == 21


def test_the_whole_sample_needs_nothing_in_a_second_run(full):
    before = stamps(full.folder)

    result = full.update()

    assert (result.written, result.moved) == (0, 0)
    assert stamps(full.folder) == before


@pytest.mark.parametrize("name", ["config", "a/deeper/one"])
def test_a_folder_in_the_vault_is_refused(mirrored, name):
    mirrored.folder = mirrored.world.vault.place / name

    with pytest.raises(MirrorFolderInVault):
        mirrored.choose()


def test_a_folder_around_the_vault_is_refused(mirrored):
    mirrored.folder = mirrored.world.vault.place.parent

    with pytest.raises(MirrorFolderInVault):
        mirrored.choose()


def test_a_folder_with_other_things_is_refused_and_untouched(mirrored):
    mirrored.folder.mkdir()
    (mirrored.folder / "letter.txt").write_text("dear")

    with pytest.raises(MirrorFolderTaken):
        mirrored.choose()

    assert files(mirrored.folder) == {"letter.txt": b"dear"}
    assert mirrored.world.desk.settings.mirror_of(mirrored.phone) is None


def test_the_mirror_of_another_phone_is_refused(mirrored):
    mirrored.begin()
    other = mirrored.world.phone("other")

    with pytest.raises(MirrorFolderTaken):
        choose_mirror(mirrored.world.vault, mirrored.world.desk.settings, other, mirrored.folder)


def test_the_same_folder_may_be_chosen_again(mirrored):
    mirrored.begin()
    forget_mirror(mirrored.world.desk.settings, mirrored.phone)
    mirrored.choose()

    assert mirrored.update().written == 0


def test_without_a_folder_there_is_nothing_to_update(mirrored):
    mirrored.world.back_up(mirrored.phone)

    with pytest.raises(NoMirrorFolder):
        mirrored.update()
    assert mirrored.back_up().mirror is None


def test_forgetting_the_folder_leaves_its_files(mirrored):
    mirrored.begin()
    before = files(mirrored.folder)

    assert forget_mirror(mirrored.world.desk.settings, mirrored.phone) == mirrored.folder
    assert forget_mirror(mirrored.world.desk.settings, mirrored.phone) is None
    mirrored.write_card(1, "Somebody New")
    mirrored.back_up()

    assert files(mirrored.folder) == before


def test_a_disk_that_is_not_plugged_in_gets_no_new_folder(mirrored):
    mirrored.begin()
    shutil.rmtree(mirrored.folder)

    result = mirrored.back_up()

    assert isinstance(result.mirror.problem, MirrorFolderGone)
    assert result.whole
    assert not mirrored.folder.exists()


@pytest.mark.parametrize(
    ("number", "problem"),
    [(errno.ENOSPC, MirrorFolderFull), (errno.EROFS, MirrorFolderUnusable)],
)
def test_a_disk_that_takes_no_more_costs_the_mirror_but_not_the_backup(
    mirrored, monkeypatch, number, problem
):
    mirrored.begin()
    before = files(mirrored.folder)
    mirrored.write_card(1, "Ada")
    make = tempfile.mkstemp

    def refuse(*args, **options):
        if Path(options["dir"]) == mirrored.folder:
            raise OSError(number, os.strerror(number))
        return make(*args, **options)

    monkeypatch.setattr(tempfile, "mkstemp", refuse)

    result = mirrored.back_up()

    assert isinstance(result.mirror.problem, problem)
    assert result.whole
    # What the card was called before has moved; nothing else is lost or half written.
    assert files(mirrored.folder).items() <= before.items()
    monkeypatch.undo()
    mirrored.update()
    assert b"FN:Ada" in files(mirrored.folder)["Contacts/Ada.vcf"]


class StoppedAt(Task):
    """A task whose owner says stop at its n-th report."""

    def __init__(self, n: int) -> None:
        super().__init__()
        self._left = n

    def report(self, progress: Progress) -> None:
        self._left -= 1
        if not self._left:
            self.cancel()
        super().report(progress)


def test_a_run_cut_off_at_any_item_is_continued_without_doubles(mirrored, monkeypatch):
    mirrored.begin()
    wanted = files(mirrored.folder)
    for stop in (1, 3, 20, 34):
        again = mirrored.world.folder / f"again {stop}"
        forget_mirror(mirrored.world.desk.settings, mirrored.phone)
        mirrored.folder = again
        mirrored.choose()
        with pytest.raises(Cancelled):
            mirrored.update(StoppedAt(stop))
        # As if the power went before the manifest was saved.
        (again / NAME).write_text("")
        mirrored.update()
        assert files(again) == wanted


def test_files_newer_than_the_manifest_are_known_again(mirrored):
    mirrored.write_card(1, "Ada")
    mirrored.begin()
    older = (mirrored.folder / NAME).read_bytes()
    mirrored.write_card(1, "Ada", "556")
    mirrored.back_up()
    before = files(mirrored.folder)
    # As if the power went before the manifest was saved.
    (mirrored.folder / NAME).write_bytes(older)

    result = mirrored.update()

    assert files(mirrored.folder) == before
    assert result.kept_changes == ()
    assert mirrored.update().written == 0


def test_a_damaged_manifest_costs_no_file(mirrored):
    mirrored.begin()
    before = files(mirrored.folder)
    (mirrored.folder / NAME).write_bytes(b'{"handset": "x", "files": {"../../x": 3')

    mirrored.update()

    assert files(mirrored.folder) == before


def test_a_manifest_that_points_outside_moves_nothing_there(mirrored):
    mirrored.begin()
    outside = mirrored.world.folder / "precious"
    outside.write_bytes(b"mine")
    manifest = mirrored.folder / NAME
    text = manifest.read_text()
    [name, *_] = re.findall(r'"(Contacts/[^"]*)"', text)
    manifest.write_text(text.replace(f'"{name}": {{', '"../precious": {'))

    mirrored.update()

    assert outside.read_bytes() == b"mine"
    assert files(mirrored.folder, left=True) == {}


def test_an_item_that_is_damaged_in_the_vault_stops_no_other(mirrored, monkeypatch):
    mirrored.world.back_up(mirrored.phone)
    mirrored.choose()
    history = mirrored.world.vault.history
    whole = history.read
    newest = history.newest_trusted(mirrored.phone, Kind.CONTACTS)
    lost = history.items(newest.id, Kind.CONTACTS)[0]

    def read(item, suffix=None):
        if item == lost:
            raise VaultDamaged("data 1234")
        return whole(item, suffix)

    monkeypatch.setattr(history, "read", read)
    assert mirrored.update().damaged == 1
    assert len(list((mirrored.folder / "Contacts").iterdir())) == 11
    monkeypatch.undo()

    mirrored.update()

    assert len(list((mirrored.folder / "Contacts").iterdir())) == 12
    combined = files(mirrored.folder)["All contacts.vcf"].decode()
    assert len(list(vobject.readComponents(combined))) == 12


EDITS = st.lists(
    st.one_of(
        st.tuples(
            st.just("write"),
            st.integers(1, 14),
            st.sampled_from(["Ada", "ada", "Bea", "Ada (2)", "Zoë"]),
            st.integers(1000, 1003),
        ),
        st.tuples(st.just("remove"), st.integers(1, 14), st.just(""), st.just(0)),
        st.tuples(st.just("swap"), st.integers(1, 12), st.just(""), st.just(0)),
    ),
    min_size=1,
    max_size=4,
)


def without_numbers(folder):
    """How often each content lies in each folder, whatever number its name got."""
    plain = (
        (re.sub(r"( \(\d+\))+\.", ".", name).casefold(), data)
        for name, data in files(folder).items()
    )
    return Counter(plain)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(runs=st.lists(EDITS, min_size=1, max_size=3))
def test_after_any_edits_a_mirror_equals_a_fresh_one(tmp_path_factory, runs):
    folder = tmp_path_factory.mktemp("edits")
    desk = make_desk(folder)
    vault, _ = desk.create_vault(folder / "vault", PASSWORD)
    try:
        mirrored = Mirrored(World(folder, desk, vault))
        mirrored.begin()
        for edits in runs:
            for edit in edits:
                apply(mirrored, *edit)
            mirrored.back_up()
            accept_loss(vault, mirrored.phone, Kind.CONTACTS)
            mirrored.update()
        grown = without_numbers(mirrored.folder)
        forget_mirror(desk.settings, mirrored.phone)
        mirrored.folder = folder / "fresh"
        mirrored.choose()
        mirrored.update()
        assert grown == without_numbers(mirrored.folder)
    finally:
        vault.close()
        desk.close()


def apply(mirrored, what, number, name, phone):
    place = mirrored.data / "contacts" / f"{number:04}.vcf"
    if what == "write":
        mirrored.write_card(number, name, str(phone))
    elif what == "remove":
        place.unlink(missing_ok=True)
    else:
        other = place.with_name(f"{number % 12 + 1:04}.vcf")
        if place.exists() and other.exists():
            one, two = place.read_bytes(), other.read_bytes()
            place.write_bytes(two)
            other.write_bytes(one)
