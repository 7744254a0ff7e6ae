"""What the doctor says of each thing it looked at."""

from __future__ import annotations

from pathlib import Path

from holdfast.phones.links.rights import RULE, Rule
from holdfast.wording import states
from holdfast.wording.i18n import _, counted, sentences


def line(well: bool | None, said: str) -> str:  # noqa: FBT001 - three answers, not a flag
    """One finding with its mark: a tick, a cross, or a dot for what is no fault."""
    mark = "·" if well is None else "✓" if well else "✗"
    return _("{mark} {said}").format(mark=mark, said=said)


def usb(ports: int) -> str:
    """How many USB devices there are."""
    return counted("{n} device is on the USB bus.", "{n} devices are on the USB bus.", ports)


def no_phone() -> str:
    """Said when no phone is recognised."""
    return _(
        "No phone that Holdfast knows is connected. A phone that only charges does not show "
        "itself: unlock it and try another cable, for some cables carry no data."
    )


def phone(name: str, protocol: str) -> str:
    """A phone that answers."""
    return _("“{name}” answers ({protocol}).").format(name=name, protocol=protocol)


def rights(node: Path, *, may: bool) -> str:
    """Whether this user may open a phone."""
    if may:
        return _("This user may open it ({node}).").format(node=node)
    return _("This user may not open it ({node}).").format(node=node)


def rule(found: Rule, place: Path | None, command: str) -> str:
    """What became of the udev rule, and how to install it; `command` starts Holdfast."""
    if found is Rule.CURRENT:
        return _("The udev rule is installed ({place}).").format(place=place)
    install = _("Install it, and plug the phone in again: {line}").format(line=_line(command))
    if found is Rule.OTHER:
        return _("The udev rule in {place} is not this version's. {install}").format(
            place=place, install=install
        )
    if found is Rule.TOO_LATE:
        return _(
            "The udev rule in {place} does nothing there: its number must be below 73."
        ).format(place=place)
    return _("The udev rule that lets you open phones is not installed. {install}").format(
        install=install
    )


def modem_manager() -> str:
    """Said where ModemManager runs and nothing keeps it away from phones."""
    return _(
        "ModemManager is running. It talks to a feature phone for half a minute after it is plugged"
        " in, and again after each backup; the udev rule keeps it away."
    )


def _line(command: str) -> str:
    return (
        f"{command} doctor --udev-rule | sudo tee /etc/udev/rules.d/{RULE} >/dev/null"
        " && sudo udevadm control --reload"
    )


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
    return said if proven else sentences(said, _("{fact}.").format(fact=states.only_here()))


def restic(path: str | None) -> str:
    """Whether the standard tool is there."""
    if path is None:
        return _("restic is not installed; vaults can be opened with it on any computer.")
    return _("restic is at {path} and can open every vault, too.").format(path=path)
