"""Which USB pipe of a phone to speak through, read from its descriptors (WMC 1.0; CDC 1.1)."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from holdfast.phones.links.descriptors import AltSetting, Transfer

_COMMUNICATION, _DATA = 0x02, 0x0A
_OBEX, _ABSTRACT_CONTROL = 0x0B, 0x02
_HANDSET_CONTROL = 0x08
_AT_COMMANDS = 0x01
_CLASS_SPECIFIC = 0x24
_UNION, _SERVICE = 0x06, 0x19
_UUID_AT, _UUID_END = 4, 20

DEFAULT_SERVICE = uuid.UUID("02aeb320-f649-11da-974d-0800200c9a66")
"""The service id of a phone's general OBEX server."""


MAKERS = frozenset({0x0421, 0x04DD, 0x04E8, 0x0FCE, 0x1004, 0x11F5, 0x22B8})
"""USB vendors whose phones turn a modem into an OBEX pipe (the phones that gammu drives so):
Nokia, Sharp, Samsung, Sony Ericsson, LG, Siemens, Motorola."""

_NOT_ASKED = frozenset(
    {
        (0x02, 0x06),  # Ethernet, and the later network models: a data card, or a phone that
        (0x02, 0x0C),  # lends its connection, which would break
        (0x02, 0x0D),
        (0x02, 0x0E),
        (0xE0, 0x01),  # RNDIS
        (0x06, 0x01),  # MTP and PTP: a smartphone, whose modem knows no OBEX
        (0xFF, 0x42),  # ADB
    }
)


@dataclass(frozen=True, slots=True)
class Pipe:
    """A pair of interfaces: `active` is the data setting with endpoints, `idle` that without."""

    control: int
    data: int
    active: int
    idle: int | None


def obex_pipe(settings: Sequence[AltSetting]) -> Pipe | None:
    """The pipe of the general OBEX server, or of any other (WMC 1.0, 6.5)."""
    return _first(settings, _is_default_server) or _first(settings, _is_server)


def modem_pipe(settings: Sequence[AltSetting], vendor: int) -> Pipe | None:
    """The pipe of a phone's modem, on which AT commands are heard.

    A modem says nothing of what it is before it is asked, and asking means to take it from the
    system and to write to it. Microcontroller boards, data cards and clocks call themselves
    modems too, so only what is a phone by its USB `vendor` or by its handset control (WMC 1.0,
    6.1) is asked, and nothing that is a smartphone or a network card as well.
    """
    return _first(settings, _is_modem) if _may_be_asked(settings, vendor) else None


def _first(settings: Sequence[AltSetting], wanted: Callable[[AltSetting], bool]) -> Pipe | None:
    pipes = (_pipe(settings, control) for control in settings if wanted(control))
    return next((pipe for pipe in pipes if pipe is not None), None)


def _may_be_asked(settings: Sequence[AltSetting], vendor: int) -> bool:
    functions = {(setting.cls, setting.subcls) for setting in settings}
    phone = vendor in MAKERS or (_COMMUNICATION, _HANDSET_CONTROL) in functions
    return phone and not functions & _NOT_ASKED


def _is_server(setting: AltSetting) -> bool:
    return (setting.cls, setting.subcls) == (_COMMUNICATION, _OBEX)


def _is_default_server(setting: AltSetting) -> bool:
    return _is_server(setting) and _service(setting) == DEFAULT_SERVICE


def _is_modem(setting: AltSetting) -> bool:
    kind = (setting.cls, setting.subcls, setting.protocol)
    return kind == (_COMMUNICATION, _ABSTRACT_CONTROL, _AT_COMMANDS)


def _pipe(settings: Sequence[AltSetting], control: AltSetting) -> Pipe | None:
    number = _data_interface(control)
    data = [each for each in settings if each.interface == number and each.cls == _DATA]
    active = next((each.alternate for each in data if _has_bulk_pair(each)), None)
    if active is None:
        return None
    idle = next((each.alternate for each in data if not each.endpoints), None)
    return Pipe(control.interface, number, active, idle)


def _has_bulk_pair(setting: AltSetting) -> bool:
    return all(setting.endpoint(Transfer.BULK, incoming=way) for way in (True, False))


def _data_interface(control: AltSetting) -> int:
    """What the union descriptor says; without one, phones put it right behind."""
    for descriptor in _descriptors(control.extra):
        if descriptor[2] == _UNION and len(descriptor) > _UUID_AT:
            return descriptor[4]
    return control.interface + 1


def _service(control: AltSetting) -> uuid.UUID | None:
    for descriptor in _descriptors(control.extra):
        if descriptor[2] == _SERVICE and len(descriptor) >= _UUID_END:
            return uuid.UUID(bytes=descriptor[_UUID_AT:_UUID_END])
    return None


def _descriptors(extra: bytes) -> Iterator[bytes]:
    """The class-specific descriptors in `extra`; one of an impossible length ends them."""
    at = 0
    while at + 3 <= len(extra) and extra[at] >= 3 and at + extra[at] <= len(extra):  # noqa: PLR2004 - length, type, subtype
        descriptor = extra[at : at + extra[at]]
        if descriptor[1] == _CLASS_SPECIFIC:
            yield descriptor
        at += len(descriptor)
