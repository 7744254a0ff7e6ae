"""What the grid of photos and the full view say."""

from __future__ import annotations

from datetime import date

from holdfast.records.pictures.thumbnails import Refusal
from holdfast.wording import times
from holdfast.wording.figures import decimal
from holdfast.wording.i18n import _, number


def month(of: date) -> str:
    """A heading between photos: "October 2009"."""
    return _("{month} {year}").format(month=times.month(of.month), year=of.year)


def viewer() -> str:
    """Name of the full view for screen readers."""
    return _("Photo in full view")


def position(place: int, count: int) -> str:
    """Which photo of how many is shown."""
    return _("{n} of {all}").format(n=number(place), all=number(count))


def taken() -> str:
    """Label of when a photo was taken."""
    return _("Taken")


def camera() -> str:
    """Label of what took a photo."""
    return _("Camera")


def pixels() -> str:
    """Label of the size in pixels."""
    return _("Pixels")


def size_in_pixels(width: int, height: int) -> str:
    """How large a photo is: "2,048 x 1,536"."""
    return _("{width} × {height}").format(width=number(width), height=number(height))  # noqa: RUF001 - the sign itself


def place() -> str:
    """Label of where a photo was taken."""
    return _("Place")


def coordinates(north: float, east: float) -> str:
    """A place in degrees: "47.3769° N, 8.5417° E"."""
    first = _("{n}° N") if north >= 0 else _("{n}° S")
    second = _("{n}° E") if east >= 0 else _("{n}° W")
    return _("{latitude}, {longitude}").format(
        latitude=first.format(n=decimal(abs(north), 4)),
        longitude=second.format(n=decimal(abs(east), 4)),
    )


def length() -> str:
    """Label of how long a video lasts."""
    return _("Length")


def fit() -> str:
    """Shows a photo as large as fits."""
    return _("Fit")


def whole_size() -> str:
    """Shows a photo pixel by pixel."""
    return _("100%")


def previous() -> str:
    """Goes to the photo before."""
    return _("Previous")


def following() -> str:
    """Goes to the photo behind."""
    return _("Next")


def damaged() -> str:
    """Only part of a photo could be decoded."""
    return _("This file is damaged; what could be read of it is shown.")


def not_shown(reason: Refusal) -> str:
    """Why a photo or video cannot be shown here."""
    return {
        Refusal.NOT_A_PICTURE: _("This is no picture that can be shown."),
        Refusal.DAMAGED: _("This file is damaged and cannot be shown."),
        Refusal.TOO_LARGE: _("This file is too large to be shown here."),
        Refusal.TOO_SLOW: _("This file takes too long to be decoded."),
        Refusal.NO_VIDEO_SUPPORT: _("Pictures out of videos cannot be made on this computer."),
        Refusal.NO_WORKER: _("The program that decodes pictures did not start."),
    }[reason]
