"""The recovery sheet: shown, saved to a file, and typed back."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from holdfast.cli import options
from holdfast.cli.session import Refused, Session
from holdfast.vault.keys import password_from_sheet
from holdfast.vault.keys import recovery_sheet as write_sheet
from holdfast.vault.library import Vault
from holdfast.wording import recovery_sheet as recovery_sheet_page
from holdfast.wording import terminal, vaults

Write = Callable[[str, str, str, datetime], str]
"""Makes a sheet of the password, the vault's id and place, and the local time."""


def recovery_sheet(
    context: typer.Context,
    folder: options.Place = None,
    *,
    save: Annotated[
        Path | None, typer.Option("--save", metavar="FILE", help="Write it to a new file.")
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write it to a new file, as a page to print."),
    ] = None,
    typed: Annotated[
        bool, typer.Option("--type", help="Type it back, to prove that it opens the vault.")
    ] = False,
) -> None:
    """Print the sheet that opens the vault without this computer, or type it back."""
    session = options.begin(context)
    session.choose(folder)
    if typed:
        _prove(session)
        return
    vault = session.vault
    if save is None and html is None:
        print_sheet(session, vault, session.secret)
    for file, write in ((save, write_sheet), (html, recovery_sheet_page.page)):
        if file is not None:
            _save(file, _sheet(vault, session.secret, write))
            session.screen.say(vaults.sheet_saved(file))


def _prove(session: Session) -> None:
    if session.screen.interactive:
        session.screen.complain(vaults.type_sheet())
    lines = iter(lambda: sys.stdin.readline().strip(), "")
    vault = session.desk.open_vault(session.place, password_from_sheet("\n".join(lines)))
    session.desk.settings.prove_sheet(vault.id)
    vault.close()
    session.screen.say(vaults.sheet_proven())


def _sheet(vault: Vault, password: str, write: Write = write_sheet) -> str:
    now = datetime.now().astimezone()
    return write(password, vault.id, str(vault.place.absolute()), now)


def print_sheet(session: Session, vault: Vault, password: str) -> None:
    """Show the sheet that `password` makes of `vault`."""
    for line in _sheet(vault, password).splitlines():
        session.screen.say(line)


def _save(file: Path, sheet: str) -> None:
    """Write the sheet for its owner's eyes alone; a file that is there is not overwritten."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
            opened.write(sheet)
    except OSError as error:
        raise Refused(terminal.cannot_write(file, error.strerror or str(error))) from error
