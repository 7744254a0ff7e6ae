"""The typeface, the icons and the sample phone that come with Holdfast."""

import io
import re
from importlib.resources import files
from pathlib import Path

import pytest
from PIL import ExifTags, Image, ImageOps, ImageStat
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo
from PySide6.QtSvg import QSvgRenderer
from sample_phone import agenda, bookmarks, calls, messages, notes, people, pictures

from holdfast.records.formats.reading import read_components
from holdfast.records.formats.vmessage import BLOCKS, message_of

RESOURCES = Path(str(files("holdfast.resources")))
PHONE = RESOURCES / "sample-phone"
ICONS = sorted((RESOURCES / "icons").glob("*.svg"))
PHOTOS = sorted((PHONE / "photos").rglob("*.JPG"))


def stored(folder):
    return [path.read_bytes() for path in sorted((PHONE / folder).iterdir())]


def faceless(cards):
    # Another Pillow may draw and compress the faces a little differently.
    return [re.sub(rb"(?s)PHOTO.*?\r\n\r\n", b"", card) for card in cards]


def numbers_in(cards):
    return re.findall(r"\nTEL[^:\r\n]*:([^\r\n]+)", cards.decode())


def everything():
    records = (path for path in PHONE.rglob("*.v*") if path.is_file())
    return "\n".join(path.read_text("utf-8") for path in records)


def test_the_sample_phone_is_what_its_maker_writes():
    known = people.invent()

    assert faceless(stored("contacts")) == faceless(people.cards(known))
    assert stored("calendar") == agenda.events(known)
    assert stored("to-dos") == agenda.todos()
    assert stored("notes") == notes.notes()
    assert stored("bookmarks") == bookmarks.bookmarks()
    assert (PHONE / "owner.vcf").read_bytes() == bookmarks.owner()


def test_its_messages_and_calls_are_what_their_makers_write():
    known = people.invent()
    cards = people.cards(known)

    for made, kind in (
        (messages.messages(known, cards), "messages"),
        (calls.calls(known, cards), "calls"),
    ):
        assert {box: stored(f"{kind}/{box}") for box in made} == made
        assert sorted(path.name for path in (PHONE / kind).iterdir()) == sorted(made)


def test_who_wrote_or_called_is_somebody_in_the_list_or_a_stranger():
    known = {re.sub(r"\D", "", number)[-10:] for number in numbers_in(b"".join(stored("contacts")))}
    named = 0
    for item in PHONE.glob("[mc]*/*/*.v*"):
        text = item.read_bytes()
        for number in numbers_in(text):
            assert number[-10:] in known or b"\nFN" not in text, item
        named += b"\nFN" in text
    assert named > 40


def test_every_message_says_what_was_written():
    written = {
        text[-1]
        for texts in (*(talk for _, talk in messages.TALKS), messages.OTHERS)
        for text in texts
    }
    said = {
        message_of(read_components(path.read_bytes()).items(*BLOCKS)[0]).text
        for path in (PHONE / "messages").rglob("*.vmg")
    }
    assert said == written
    assert any("İyi bayramlar" in text for text in said)
    assert any("月亮" in text for text in said)


def test_the_sample_phone_holds_two_years_of_a_life():
    starts = re.findall(rb"\nDTSTART:(\d{6})", b"".join(stored("calendar")))

    assert len(stored("contacts")) == 200
    assert len(starts) > 280
    assert min(starts) == b"200711"
    assert max(starts) >= b"200910"
    assert sum(b"\nRRULE:" in event for event in stored("calendar")) > 50
    statuses = re.findall(rb"\nSTATUS:([A-Z ]+)", b"".join(stored("to-dos")))
    assert (len(statuses), set(statuses)) == (40, {b"COMPLETED", b"NEEDS ACTION"})


def test_events_and_to_dos_share_one_row_of_numbers():
    events = {path.stem for path in (PHONE / "calendar").iterdir()}

    assert events.isdisjoint(path.stem for path in (PHONE / "to-dos").iterdir())


def test_nobody_real_can_be_reached_from_the_sample_phone():
    text = everything()
    numbers = [re.sub(r"\D", "", number) for number in re.findall(r"\nTEL[^:]*:(.+)", text)]
    hosts = set(re.findall(r"\n(?:EMAIL|URL)[^:]*:.*?(?:@|//)([\w.]+)", text))

    assert len(numbers) > 200
    assert {number[-7:-2] for number in numbers} == {"55501"}
    assert hosts <= {"example.org", "work.example.com", "www.example.com"}


def test_photos_are_a_camera_s_and_small():
    assert len(PHOTOS) == 60
    assert sum(path.stat().st_size for path in PHOTOS) < 5_000_000
    assert [path.relative_to(PHONE / "photos").as_posix() for path in PHOTOS] == [
        str(path) for path, _ in zip(paths(), PHOTOS, strict=True)
    ]


def paths():
    return [
        f"Phone/DCIM/{'100MEDIA' if number <= 40 else '101MEDIA'}/IMG_{number:04}.JPG"
        for number in range(1, 61)
    ]


def test_photos_know_when_they_were_taken_and_which_way_is_up():
    turns, dates = set(), []
    for path in PHOTOS:
        with Image.open(path) as photo:
            exif = photo.getexif()
        turns.add(exif[ExifTags.Base.Orientation])
        dates.append(exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal])

    assert turns == {1, 3, 6, 8}
    assert dates == sorted(set(dates))
    assert dates[0].startswith("2007:11")


def test_a_turned_photo_shows_upright():
    scene = Image.new("RGB", (30, 40), "white")
    scene.paste("red", (0, 0, 30, 10))
    for orientation in (1, 3, 6, 8):
        lying = pictures._as_the_sensor_lay(scene, orientation)
        jpeg = pictures._jpeg(lying, pictures._exif(orientation, pictures._FIRST))
        with Image.open(io.BytesIO(jpeg)) as photo:
            upright = ImageOps.exif_transpose(photo)

        assert upright.size == (30, 40)
        assert ImageStat.Stat(upright.crop((10, 2, 20, 6))).mean[1] < 80


@pytest.mark.parametrize("icon", ICONS, ids=lambda path: path.stem)
def test_an_icon_can_be_drawn(icon, qapp):
    assert QSvgRenderer(str(icon)).isValid()


def test_icons_take_the_colour_of_their_theme():
    fixed = [path.stem for path in ICONS if 'stroke="currentColor"' not in path.read_text("utf-8")]

    assert fixed == ["holdfast"]


@pytest.mark.parametrize(("name", "weight"), [("Regular", 400), ("Medium", 500), ("SemiBold", 600)])
def test_the_typeface_has_its_own_file_for_each_weight(name, weight, qapp):
    path = RESOURCES / "fonts" / f"Inter-{name}.ttf"
    number = QFontDatabase.addApplicationFont(str(path))
    font = QFont("Inter")
    font.setWeight(QFont.Weight(weight))

    assert "Inter" in QFontDatabase.applicationFontFamilies(number)
    assert QFontInfo(font).weight() == weight


def test_what_others_made_comes_with_its_licence():
    assert "SIL Open Font License" in (RESOURCES / "fonts" / "OFL.txt").read_text("utf-8")
    assert "ISC License" in (RESOURCES / "icons" / "LICENSE-lucide.txt").read_text("utf-8")
