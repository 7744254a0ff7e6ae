"""What the window says of each thing the doctor looked at, and the report to hand on."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from holdfast.actions.choosing import NoVaultChosen
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
from holdfast.phones.links.rights import Rule
from holdfast.records.model.handset import HandsetInfo
from holdfast.wording import doctor
from holdfast.wording.i18n import _, sentences
from holdfast.wording.problems import say
from holdfast.wording.window import Words


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: how it is in a word, what was found, what to do.

    `line` is what is to be typed in a terminal, or empty. `well` is as in `Finding`.
    """

    subject: Subject
    well: bool | None
    title: str
    word: str
    detail: str
    next: str = ""
    line: str = ""


def check(finding: Finding, name_of: Callable[[HandsetInfo], str], command: str) -> Check:
    """Word one finding; `command` starts Holdfast in a terminal."""
    detail, then = _told(finding, name_of)
    to_type = isinstance(finding, RuleFinding) and finding.rule in (Rule.MISSING, Rule.OTHER)
    return Check(
        finding.subject,
        finding.well,
        subject(finding.subject),
        state(finding.well),
        detail,
        then,
        doctor.to_install(command) if to_type else "",
    )


def _told(finding: Finding, name_of: Callable[[HandsetInfo], str]) -> tuple[str, str]:
    if finding.problem is not None:
        words = say(finding.problem)
        here = isinstance(finding.problem, NoVaultChosen)
        then = _("Create a vault, or open yours.") if here else words.next
        return sentences(words.what, words.kept), then
    return doctor.fact(finding, name_of), _next(finding)


def _next(finding: Finding) -> str:
    match finding:
        case UsbFinding(ports=0):
            return _("Plug the phone straight into the computer, not into a hub or a screen.")
        case PhoneFinding(info=None):
            return _("See how a phone of its kind is connected, then look again.")
        case RuleFinding(rule=Rule.MISSING | Rule.OTHER):
            return _("Type this in a terminal, then plug the phone in again.")
        case RuleFinding(rule=Rule.TOO_LATE):
            return _("Rename it so that it begins with a smaller number.")
        case VaultFinding(problem=None, proven=False):
            return _("Print the recovery sheet, and type it back once.")
    return ""


def subject(of: Subject) -> str:
    """The heading of one check."""
    return {
        Subject.USB: _("USB"),
        Subject.PHONE: _("Phone"),
        Subject.RIGHTS: _("Right to open it"),
        Subject.RULE: _("udev rule"),
        Subject.MODEM_MANAGER: _("ModemManager"),
        Subject.KEYCHAIN: _("Keychain"),
        Subject.VAULT: _("Vault"),
        Subject.RESTIC: _("restic"),
    }[of]


def state(well: bool | None) -> str:  # noqa: FBT001 - three answers, not a flag
    """How it is, in a word that stands beside its icon."""
    if well is None:
        return _("Worth knowing")
    return _("Good") if well else _("Needs you")


def page() -> Words:
    """The heading of the page, and what it is for."""
    return Words(
        _("Check-up"),
        _("Everything that has to be there, in the order in which it is worth checking."),
    )


def looking() -> Words:
    """While it is being looked at."""
    return Words(_("Looking…"), _("A phone that is asked for the first time may take a moment."))


def stopped() -> Words:
    """The look came to no end."""
    return Words(_("The check-up was not finished"), _("Look again."))


def summary(checks: Sequence[Check]) -> Words:
    """The one thing to do first, or that all is well."""
    first = next((check for check in checks if check.well is False), None)
    if first is not None:
        title = _("First: {subject}").format(subject=first.title)
        return Words(title, first.next or first.detail)
    phone = next((check for check in checks if check.subject is Subject.PHONE), None)
    if phone is not None and phone.well is None:
        return Words(
            _("No phone shows up yet"),
            _(
                "Unlock it, try another cable and another socket: many cables only charge. "
                "Then see how a phone of its kind is connected."
            ),
        )
    return Words(_("All is well"), _("Everything that Holdfast needs is there."))


def copied() -> Words:
    """The report is in the clipboard."""
    return Words(
        _("Copied"),
        _("It has no names, no numbers and no paths in it, so that you can pass it on."),
    )


def look_again() -> str:
    """The button that looks at everything anew."""
    return _("Look again")


def copy_report() -> str:
    """The button that copies the report."""
    return _("Copy the report")


def copy_line() -> str:
    """The button that copies what is to be typed."""
    return _("Copy the line")


def report(findings: Iterable[Finding], version: str) -> str:
    """All findings as a text without names, serial numbers or paths; always in English."""
    head = f"Holdfast {version}, {platform.system()}, Python {platform.python_version()}"
    return "\n".join([head, *map(_reported, findings), ""])


def _reported(finding: Finding) -> str:
    mark = {True: "good", False: "FAULT", None: "note"}[finding.well]
    return f"{mark:6}{finding.subject:15}{_bare(finding)}".rstrip()


def _bare(finding: Finding) -> str:
    match finding:
        case Finding(problem=problem) if problem is not None:
            return type(problem).__name__
        case UsbFinding():
            return f"{finding.ports} devices"
        case PhoneFinding():
            return finding.info.protocol if finding.info is not None else "none"
        case RuleFinding():
            return str(finding.rule)
        case VaultFinding():
            return (
                f"{finding.backups} backups, sheet {'proven' if finding.proven else 'not proven'}"
            )
    return _yes_or_no(finding)


def _yes_or_no(finding: Finding) -> str:
    match finding:
        case RightsFinding():
            return "may" if finding.well else "may not"
        case ToolFinding(path=None):
            return "not there"
    return "there" if finding.well or finding.subject is Subject.MODEM_MANAGER else "not there"
