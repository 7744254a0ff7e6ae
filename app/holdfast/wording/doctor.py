"""What the doctor says of each thing it looked at."""

from __future__ import annotations

from pathlib import Path

from holdfast.wording import states
from holdfast.wording.i18n import _, counted


def line(well: bool | None, said: str) -> str:  # noqa: FBT001 - three answers, not a flag
    """One finding with its mark: a tick, a cross, or a dot for what is no fault."""
    mark = "·" if well is None else "✓" if well else "✗"
    return _("{mark} {said}").format(mark=mark, said=said)


def usb(ports: int) -> str:
    """How many USB devices there are."""
    return counted("{n} device is on the USB bus.", "{n} devices are on the USB bus.", ports)


def no_phone() -> str:
    """Said when no phone is recognised."""
    return _("No phone that Holdfast knows is connected.")


def phone(name: str, protocol: str) -> str:
    """A phone that answers."""
    return _("“{name}” answers ({protocol}).").format(name=name, protocol=protocol)


def keychain(*, available: bool) -> str:
    """Whether passwords can be kept."""
    if available:
        return _("This computer has a keychain for passwords.")
    return _("This computer has no keychain, so passwords are asked for or read from a file.")


def vault(place: Path, backups: int, *, proven: bool) -> str:
    """A vault that opens."""
    said = counted(
        "The vault {place} opens; it holds {n} backup.",
        "The vault {place} opens; it holds {n} backups.",
        backups,
        place=place,
    )
    return said if proven else f"{said} {states.only_here()}."


def restic(path: str | None) -> str:
    """Whether the standard tool is there."""
    if path is None:
        return _("restic is not installed; vaults can be opened with it on any computer.")
    return _("restic is at {path} and can open every vault, too.").format(path=path)
