"""Who an Android phone is, and whether its owner's data can be read at all right now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from holdfast.phones.handsets.android.content import Commands, decoded
from holdfast.phones.handsets.identity import choose_serial, handset_id
from holdfast.phones.handsets.protocols import ANDROID
from holdfast.records.model.handset import HandsetInfo

_PROPERTY = re.compile(r"^\[([^\]]+)\]: \[(.*)\]\r?$", re.MULTILINE)
_USER = re.compile(r"UserInfo\{(\d+):([^:{}]*):")
_LONGEST = 200
_MAX_USERS = 20


class NamesOfUsb(Protocol):
    """What the phone says of itself on the USB."""

    @property
    def serial(self) -> str:
        """Its serial, empty where it has none or shares it."""
        ...

    @property
    def manufacturer(self) -> str:
        """Its maker."""
        ...

    @property
    def product(self) -> str:
        """Its model."""
        ...


@dataclass(frozen=True, slots=True)
class Properties:
    """What the phone says of itself (`getprop`)."""

    values: Mapping[str, str]

    @classmethod
    def of(cls, commands: Commands) -> Properties:
        """Ask the phone."""
        said = decoded(commands.run("getprop").out)
        found = {match[1]: match[2][:_LONGEST] for match in _PROPERTY.finditer(said)}
        return cls(found)

    def text(self, name: str) -> str:
        """A property, printable; empty where the phone has none."""
        return "".join(each for each in self.values.get(name, "") if each.isprintable()).strip()

    @property
    def sdk(self) -> int:
        """The API level; 0 where it is not told."""
        said = self.text("ro.build.version.sdk")
        return int(said) if said.isascii() and said.isdigit() and len(said) < _LONGEST_SDK else 0

    @property
    def unlocked(self) -> bool:
        """Whether it was unlocked since it was started.

        Phones that do not say so (before Android 7) keep no data encrypted once they run.
        """
        return self.text("sys.user.0.ce_available") != "false"


_LONGEST_SDK = 5


def introduce(
    properties: Properties, usb: NamesOfUsb, clock: str, users: tuple[str, ...] = ()
) -> HandsetInfo:
    """Who the phone is; `users` are those besides its first.

    Raises `NoIdentity` where no serial of it tells it from others.
    """
    maker = properties.text("ro.product.manufacturer") or usb.manufacturer
    model = properties.text("ro.product.model") or usb.product
    serial = choose_serial(
        usb.serial,
        properties.text("ro.serialno"),
        properties.text("ro.boot.serialno"),
        manufacturer=maker,
        model=model,
    )
    release = properties.text("ro.build.version.release")
    return HandsetInfo(
        id=handset_id(serial),
        serial=serial,
        manufacturer=_capital(maker),
        model=model,
        protocol=ANDROID,
        firmware=f"Android {release}" if release else "",
        clock=clock,
        users=users,
    )


def clock_of(commands: Commands) -> str:
    """The phone's own time, ISO 8601, UTC; empty where it does not tell."""
    said = decoded(commands.run("date +%s").out).strip()
    if not (said.isascii() and said.isdigit()) or len(said) > _LONGEST_TIME:
        return ""
    return datetime.fromtimestamp(int(said), UTC).isoformat()


_LONGEST_TIME = 11


def other_users(commands: Commands) -> tuple[str, ...]:
    """The names of work profiles and second users; the phone's first user is not among them."""
    said = decoded(commands.run("pm list users").out)
    found = [(int(match[1]), match[2].strip()) for match in _USER.finditer(said)]
    return tuple(name or str(number) for number, name in found[:_MAX_USERS] if number)


def _capital(maker: str) -> str:
    return maker[:1].upper() + maker[1:]
