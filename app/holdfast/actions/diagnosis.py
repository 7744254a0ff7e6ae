"""Diagnosis: looks at everything that Holdfast needs, in the order a person would check it."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from holdfast.actions.choosing import NoVaultChosen
from holdfast.actions.desk import Desk
from holdfast.errors import Problem
from holdfast.phones.handsets.find import Found
from holdfast.phones.links import holders, rights
from holdfast.phones.links.link import NotAllowed
from holdfast.phones.links.occupants import MODEM_MANAGER
from holdfast.phones.links.rights import Rule
from holdfast.records.model.handset import HandsetInfo
from holdfast.vault.library import Vault


class Subject(StrEnum):
    """What is looked at."""

    USB = "usb"
    PHONE = "phone"
    RIGHTS = "rights"
    RULE = "rule"
    MODEM_MANAGER = "modem-manager"
    KEYCHAIN = "keychain"
    VAULT = "vault"
    RESTIC = "restic"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `well` is None for what is no fault either way.

    `problem` says what is wrong where something refused.
    """

    subject: Subject
    well: bool | None
    problem: Problem | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class UsbFinding(Finding):
    """How many devices are on the bus."""

    ports: int


@dataclass(frozen=True, slots=True)
class PhoneFinding(Finding):
    """A phone that answers, or none at all where there is no `info` and no problem."""

    info: HandsetInfo | None = None


@dataclass(frozen=True, slots=True)
class RightsFinding(Finding):
    """Whether this user may open the phone's device `node`."""

    node: Path


@dataclass(frozen=True, slots=True)
class RuleFinding(Finding):
    """What became of the udev rule, and where it lies."""

    rule: Rule
    place: Path | None


@dataclass(frozen=True, slots=True)
class VaultFinding(Finding):
    """The vault, if it opens: its folder, its number of backups, whether its sheet is proven."""

    place: Path | None = None
    backups: int = 0
    proven: bool = False


@dataclass(frozen=True, slots=True)
class ToolFinding(Finding):
    """The standard tool, if it is on this computer."""

    path: str | None


def diagnose(desk: Desk, vault: Callable[[], Vault]) -> Iterator[Finding]:
    """Look at one thing after the other; `vault` opens the vault or raises a Problem.

    Looks at the bus itself, so it belongs on the queue of whoever watches for phones.
    """
    yield UsbFinding(Subject.USB, None, len(desk.bus.ports()))
    present = desk.look().present
    yield from _phones(present)
    if platform.system() == "Linux":
        yield from _rights(desk, present)
    yield Finding(Subject.KEYCHAIN, desk.keychain.available or None)
    yield _vault(desk, vault)
    restic = shutil.which("restic")
    yield ToolFinding(Subject.RESTIC, restic is not None or None, restic)


def _phones(present: tuple[Found, ...]) -> Iterator[Finding]:
    if not present:
        yield PhoneFinding(Subject.PHONE, None)
    for found in present:
        if found.problem is not None:
            yield PhoneFinding(Subject.PHONE, well=False, problem=found.problem)
        elif found.info is not None:
            yield PhoneFinding(Subject.PHONE, well=True, info=found.info)


def _rights(desk: Desk, present: tuple[Found, ...]) -> Iterator[Finding]:
    """What Linux lets this user do with each phone, and the rule that would let them do it."""
    linux = desk.bus.linux
    refused = any(isinstance(found.problem, NotAllowed) for found in present)
    for found in present:
        may = rights.may_open(found.port, linux)
        if may is not None:
            refused = refused or not may
            yield RightsFinding(Subject.RIGHTS, may, rights.node_of(found.port, linux))
    rule, place = rights.installed(linux)
    good = rule in (Rule.CURRENT, Rule.OTHER)
    yield RuleFinding(Subject.RULE, good or (False if refused else None), rule, place)
    if rule is not Rule.CURRENT and holders.runs(MODEM_MANAGER, linux.proc):
        yield Finding(Subject.MODEM_MANAGER, None)


def _vault(desk: Desk, opened: Callable[[], Vault]) -> Finding:
    try:
        vault = opened()
    except NoVaultChosen as problem:
        return VaultFinding(Subject.VAULT, None, problem=problem)
    except Problem as problem:
        return VaultFinding(Subject.VAULT, well=False, problem=problem)
    backups = len(vault.history.timeline())
    proven = desk.settings.sheet_proven(vault.id)
    return VaultFinding(Subject.VAULT, True, vault.place, backups, proven)
