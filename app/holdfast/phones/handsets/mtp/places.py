"""Finds the interface of a device that speaks MTP, in its descriptors alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from holdfast.phones.links.descriptors import AltSetting, Endpoint, Transfer

_STILL_IMAGE = (0x06, 0x01, 0x01)
_VENDOR_SPECIFIC = 0xFF
_NAME = "mtp"


@dataclass(frozen=True, slots=True)
class Place:
    """Where on a device MTP is spoken; `events` is None on a device that tells none."""

    interface: int
    alternate: int
    into: Endpoint
    out: Endpoint
    events: Endpoint | None


def may_speak_mtp(settings: Sequence[AltSetting]) -> bool:
    """Whether an unopened device, whose names are not known yet, may have such an interface."""
    return any(_is_still_image(each) or _is_shaped_like_one(each) for each in settings)


def mtp_place(settings: Sequence[AltSetting]) -> Place | None:
    """The interface of an open device that says it is for MTP, else one for still images.

    A device that says neither is not asked: some break when they are.
    """
    named = [each for each in settings if _is_named(each) and _may_be_named(each)]
    places = map(_place, (*named, *filter(_is_still_image, settings)))
    return next((place for place in places if place is not None), None)


def _is_still_image(setting: AltSetting) -> bool:
    return (setting.cls, setting.subcls, setting.protocol) == _STILL_IMAGE


def _may_be_named(setting: AltSetting) -> bool:
    return setting.cls == _VENDOR_SPECIFIC or _is_still_image(setting)


def _is_named(setting: AltSetting) -> bool:
    return _NAME in setting.name.lower()


def _is_shaped_like_one(setting: AltSetting) -> bool:
    place = _place(setting) if setting.cls == _VENDOR_SPECIFIC else None
    return place is not None and place.events is not None


def _place(setting: AltSetting) -> Place | None:
    into = setting.endpoint(Transfer.BULK, incoming=True)
    out = setting.endpoint(Transfer.BULK, incoming=False)
    if into is None or out is None:
        return None
    events = setting.endpoint(Transfer.INTERRUPT, incoming=True)
    return Place(setting.interface, setting.alternate, into, out, events)
