"""What the doctor says of each thing it looked at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from holdfast.actions.diagnosis import (
    Finding,
    PhoneFinding,
    RightsFinding,
    RuleFinding,
    Subject,
    ToolFinding,
    UsbFinding,
    VaultFinding,
)
from holdfast.phones.links.rights import RULE, Rule
from holdfast.records.model.handset import HandsetInfo
from holdfast.wording import states
from holdfast.wording.i18n import _, counted, sentences
from holdfast.wording.problems import sentence


def said(finding: Finding, name_of: Callable[[HandsetInfo], str], command: str) -> str:
    """All of one finding on one line; `command` starts Holdfast in a terminal."""
    if finding.problem is not None:
        return sentence(finding.problem)
    if isinstance(finding, RuleFinding):
        return rule(finding.rule, finding.place, command)
    return fact(finding, name_of)


def fact(finding: Finding, name_of: Callable[[HandsetInfo], str]) -> str:
    """What was found where nothing refused, without what is to be done about it."""
    match finding:
        case PhoneFinding():
            info = finding.info
            return no_phone() if info is None else phone(name_of(info), info.protocol)
        case RightsFinding():
            return rights(finding.node, may=bool(finding.well))
        case RuleFinding():
            return rule_state(finding.rule, finding.place)
        case VaultFinding():
            return vault(finding.place or Path(), finding.backups, proven=finding.proven)
    return _of_computer(finding)


def _of_computer(finding: Finding) -> str:
    match finding:
        case UsbFinding():
            return usb(finding.ports)
        case ToolFinding():
            return restic(finding.path)
    if finding.subject is Subject.KEYCHAIN:
        return keychain(available=bool(finding.well))
    return modem_manager()


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
    state = rule_state(found, place)
    if found in (Rule.CURRENT, Rule.TOO_LATE):
        return state
    return sentences(state, install(to_install(command)))


def rule_state(found: Rule, place: Path | None) -> str:
    """What became of the udev rule."""
    if found is Rule.CURRENT:
        return _("The udev rule is installed ({place}).").format(place=place)
    if found is Rule.OTHER:
        return _("The udev rule in {place} is not this version's.").format(place=place)
    if found is Rule.TOO_LATE:
        return _(
            "The udev rule in {place} does nothing there: its number must be below 73."
        ).format(place=place)
    return _("The udev rule that lets you open phones is not installed.")


def install(line: str) -> str:
    """How to install it: by typing `line`."""
    return _("Install it, and plug the phone in again: {line}").format(line=line)


def modem_manager() -> str:
    """Said where ModemManager runs and nothing keeps it away from phones."""
    return _(
        "ModemManager is running. It talks to a feature phone for half a minute after it is plugged"
        " in, and again after each backup; the udev rule keeps it away."
    )


def to_install(command: str) -> str:
    """The line to type in a terminal that installs the udev rule."""
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
