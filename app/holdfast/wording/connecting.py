"""How a phone is connected for the first time: each kind of phone, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from holdfast.phones.handsets.android.asleep import Maker
from holdfast.wording import android
from holdfast.wording.i18n import _, sentences
from holdfast.wording.window import Words


class Kin(StrEnum):
    """The kinds of phone, as a person tells them apart."""

    ANDROID = "android"
    FILES = "files"
    FEATURE = "feature"
    FOLDER = "folder"
    IPHONE = "iphone"


class Picture(StrEnum):
    """The schematic pictures that go with steps."""

    CABLE = "cable"
    UNLOCK = "unlock"
    TAPS = "taps"
    SWITCH = "switch"
    ALLOW = "allow"
    USB_MENU = "usb-menu"
    KEYPAD = "keypad"
    MODE = "mode"
    CARD = "card"
    FOLDER = "folder"
    NOT_YET = "not-yet"


@dataclass(frozen=True, slots=True)
class How:
    """One step: what to do, and the picture that shows it."""

    text: str
    picture: Picture


def page() -> Words:
    """The heading of the page."""
    return Words(
        _("Connect your phone"),
        _("Choose what kind of phone it is. Holdfast notices by itself once it answers."),
    )


def kin(of: Kin) -> str:
    """What a kind of phone is called, on its tab."""
    return {
        Kin.ANDROID: _("Android phone"),
        Kin.FILES: _("Android, photos and files only"),
        Kin.FEATURE: _("Phone with keys"),
        Kin.FOLDER: _("Memory card or folder"),
        Kin.IPHONE: _("iPhone"),
    }[of]


def what_comes(of: Kin) -> str:
    """What can be backed up from this kind of phone."""
    return {
        Kin.ANDROID: _(
            "Contacts, calendar, messages, calls, photos and files. This needs a switch that "
            "Android hides; it is set once."
        ),
        Kin.FILES: _(
            "Photos and files alone, without changing any setting. Cameras are connected like "
            "this, too."
        ),
        Kin.FEATURE: _(
            "Contacts, calendar, to-dos, notes and files, as far as the phone hands them over. "
            "Nothing has to be set up on most of them."
        ),
        Kin.FOLDER: _(
            "What a phone left behind: its memory card, an export, a zip archive. The files are "
            "only read."
        ),
        Kin.IPHONE: _(
            "Holdfast does not back up iPhones yet. It leaves one that is plugged in alone."
        ),
    }[of]


def steps(of: Kin, maker: Maker = Maker.OTHER) -> tuple[How, ...]:
    """What to do, in order; `maker` matters for Android."""
    return {
        Kin.ANDROID: lambda: _android(maker),
        Kin.FILES: _files,
        Kin.FEATURE: _feature,
        Kin.FOLDER: _folder,
        Kin.IPHONE: _iphone,
    }[of]()


def _android(maker: Maker) -> tuple[How, ...]:
    open_about, taps, go_back, switch, allow = android.steps(maker)
    tick = _("Tick “Always allow from this computer” so that it is asked once only.")
    return (
        How(open_about, Picture.UNLOCK),
        How(taps, Picture.TAPS),
        How(sentences(go_back, switch), Picture.SWITCH),
        How(_cable(), Picture.CABLE),
        How(sentences(allow, tick), Picture.ALLOW),
    )


def _files() -> tuple[How, ...]:
    return (
        How(_cable(), Picture.CABLE),
        How(_("Unlock the phone: it shows what is on it only then."), Picture.UNLOCK),
        How(
            _("Open the notification about USB on the phone and choose “File transfer”."),
            Picture.USB_MENU,
        ),
    )


def _feature() -> tuple[How, ...]:
    return (
        How(_("Switch the phone on, and wait until it shows its main screen."), Picture.KEYPAD),
        How(_cable(), Picture.CABLE),
        How(
            _(
                "If the phone asks how to connect, choose “PC Suite”, “Phone” or “COM port”. Do "
                "not choose “Mass storage” or “Disk”: as a disk, it shows its memory card alone."
            ),
            Picture.MODE,
        ),
    )


def _folder() -> tuple[How, ...]:
    return (
        How(
            _("Put the memory card into a reader, or unpack the export into a folder."),
            Picture.CARD,
        ),
        How(
            _(
                "Choose that folder below. It is backed up like a phone, with a history of its "
                "own; choose it again later, and its history goes on."
            ),
            Picture.FOLDER,
        ),
    )


def _iphone() -> tuple[How, ...]:
    return (
        How(
            _(
                "Until then, back it up with the program of its maker, and keep that backup on a "
                "disk of your own."
            ),
            Picture.NOT_YET,
        ),
        How(
            _(
                "Contacts and calendars that you export from it as vCard or iCalendar files can "
                "be kept here: see “{name}”."
            ).format(name=kin(Kin.FOLDER)),
            Picture.FOLDER,
        ),
    )


def _cable() -> str:
    return _(
        "Plug the phone into this computer with a cable that carries data: many only charge, so "
        "if nothing happens, try another one."
    )


def shown(of: Picture) -> str:
    """What a picture shows, for those who cannot see it."""
    return {
        Picture.CABLE: _("A phone, joined to a computer by a cable."),
        Picture.UNLOCK: _("A phone whose settings are open."),
        Picture.TAPS: _("A list of settings; one line in it is tapped seven times."),
        Picture.SWITCH: _("A line in the settings whose switch is on."),
        Picture.ALLOW: _("A question on the phone, with a ticked box and the button to allow."),
        Picture.USB_MENU: _("Choices on the phone; the one for file transfer is chosen."),
        Picture.KEYPAD: _("A phone with keys under a small screen."),
        Picture.MODE: _("A phone with keys; the first of three ways to connect is chosen."),
        Picture.CARD: _("A memory card beside its reader."),
        Picture.FOLDER: _("A folder with cards and pictures in it."),
        Picture.NOT_YET: _("A phone, and a sign that says: not yet."),
    }[of]


def maker(of: Maker) -> str:
    """A maker's name, as it stands on the phone."""
    return str(of.value) or _("Another maker")


def choose_maker() -> str:
    """Stands before the choice of makers."""
    return _("Made by")


def choose_kin() -> str:
    """What the choice between kinds of phone is called, for screen readers."""
    return _("Kind of phone")


def not_shown() -> str:
    """The button for whoever did all this in vain."""
    return _("My phone does not show up")


def help_connecting() -> str:
    """The button that leads here."""
    return _("How to connect it")


def with_pictures() -> str:
    """The link from a phone that waits to all steps."""
    return _("Show it with pictures")


def here(title: str) -> Words:
    """A phone answers."""
    return Words(
        _("{phone} is connected").format(phone=title), _("It answers. Nothing else is needed.")
    )


def choose_folder() -> str:
    """The button that backs up a folder."""
    return _("Back up a folder…")


def needs_vault() -> str:
    """Why that cannot be done yet."""
    return _("Create or open a vault first: it is where the backup is kept.")
