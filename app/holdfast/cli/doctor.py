"""The verb that looks whether everything Holdfast needs is there."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

import typer

from holdfast.actions.choosing import NoVaultChosen
from holdfast.cli import options
from holdfast.cli.common import command
from holdfast.cli.session import Session
from holdfast.errors import Problem
from holdfast.phones.handsets.find import Found
from holdfast.phones.links import holders, rights
from holdfast.phones.links.link import NotAllowed
from holdfast.phones.links.occupants import MODEM_MANAGER
from holdfast.phones.links.rights import Rule
from holdfast.wording import doctor as words
from holdfast.wording.problems import sentence


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `well` is None for what is no fault either way."""

    subject: str
    well: bool | None
    said: str


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command("doctor")(doctor)


def doctor(
    context: typer.Context,
    *,
    as_json: options.Json = False,
    udev_rule: Annotated[
        bool, typer.Option("--udev-rule", help="Print the rule that gives USB rights on Linux.")
    ] = False,
) -> None:
    """Look at the USB bus, its rights, the phones, the keychain, the vault and restic."""
    session = options.begin(context, as_json=as_json)
    if udev_rule:
        _print_rule(session)
        return
    found = list(_look(session))
    session.screen.json(
        {
            "findings": [
                {"subject": entry.subject, "well": entry.well, "said": entry.said}
                for entry in found
            ]
        }
    )
    for entry in found:
        session.screen.say(words.line(entry.well, entry.said))
    if any(entry.well is False for entry in found):
        session.in_part()


def _print_rule(session: Session) -> None:
    text = rights.rule_text()
    session.screen.json({"name": rights.RULE, "rule": text})
    for row in text.splitlines():
        session.screen.say(row)


def _look(session: Session) -> Iterator[Finding]:
    yield Finding("usb", None, words.usb(len(session.desk.bus.ports())))
    present = session.desk.look().present
    yield from _phones(session, present)
    if platform.system() == "Linux":
        yield from _rights(session, present)
    available = session.desk.keychain.available
    yield Finding("keychain", available or None, words.keychain(available=available))
    yield _vault(session)
    restic = shutil.which("restic")
    yield Finding("restic", restic is not None or None, words.restic(restic))


def _phones(session: Session, present: tuple[Found, ...]) -> Iterator[Finding]:
    if not present:
        yield Finding("phone", None, words.no_phone())
    for found in present:
        if found.problem is not None:
            yield Finding("phone", well=False, said=sentence(found.problem))
        elif found.info is not None:
            name = session.name_of(found.info)
            yield Finding("phone", well=True, said=words.phone(name, found.info.protocol))


def _rights(session: Session, present: tuple[Found, ...]) -> Iterator[Finding]:
    """What Linux lets this user do with each phone, and the rule that would let them do it."""
    linux = session.desk.bus.linux
    refused = any(isinstance(found.problem, NotAllowed) for found in present)
    for found in present:
        may = rights.may_open(found.port, linux)
        if may is not None:
            refused = refused or not may
            node = rights.node_of(found.port, linux)
            yield Finding("rights", may, words.rights(node, may=may))
    rule, place = rights.installed(linux)
    good = rule in (Rule.CURRENT, Rule.OTHER)
    yield Finding("rule", good or (False if refused else None), words.rule(rule, place, command()))
    if rule is not Rule.CURRENT and holders.runs(MODEM_MANAGER, linux.proc):
        yield Finding("modem-manager", None, words.modem_manager())


def _vault(session: Session) -> Finding:
    try:
        vault = session.vault
    except NoVaultChosen as problem:
        return Finding("vault", None, sentence(problem))
    except Problem as problem:
        return Finding("vault", well=False, said=sentence(problem))
    backups = len(vault.history.timeline())
    proven = session.desk.settings.sheet_proven(vault.id)
    return Finding("vault", well=True, said=words.vault(vault.place, backups, proven=proven))
