"""The verb that looks whether everything Holdfast needs is there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import typer

from holdfast.actions.choosing import NoVaultChosen
from holdfast.cli import options
from holdfast.cli.session import Session
from holdfast.errors import Problem
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


def doctor(context: typer.Context, *, as_json: options.Json = False) -> None:
    """Look at the USB bus, the phones, the keychain, the vault and restic."""
    session = options.begin(context, as_json=as_json)
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


def _look(session: Session) -> Iterator[Finding]:
    yield Finding("usb", None, words.usb(len(session.desk.bus.ports())))
    yield from _phones(session)
    available = session.desk.keychain.available
    yield Finding("keychain", available or None, words.keychain(available=available))
    yield _vault(session)
    restic = shutil.which("restic")
    yield Finding("restic", restic is not None or None, words.restic(restic))


def _phones(session: Session) -> Iterator[Finding]:
    present = session.desk.look().present
    if not present:
        yield Finding("phone", None, words.no_phone())
    for found in present:
        if found.problem is not None:
            yield Finding("phone", well=False, said=sentence(found.problem))
        elif found.info is not None:
            name = session.name_of(found.info)
            yield Finding("phone", well=True, said=words.phone(name, found.info.protocol))


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
