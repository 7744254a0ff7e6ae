"""The verbs around the vault itself: create, open, recovery-sheet, rebuild-index."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from holdfast.actions.choosing import NoVaultChosen
from holdfast.actions.desk import PasswordNeeded
from holdfast.cli import options, shapes
from holdfast.cli.session import Refused, Session
from holdfast.vault.keys import password_from_sheet
from holdfast.vault.keys import recovery_sheet as write_sheet
from holdfast.vault.library import Vault
from holdfast.wording import terminal, vaults

Place = Annotated[
    Path | None, typer.Argument(metavar="[FOLDER]", help="The vault's folder; else --vault.")
]


def register(app: typer.Typer) -> None:
    """Add the verbs of this module, as a group."""
    group = typer.Typer(help="Make, open and safeguard a vault.")
    group.command("create")(create)
    group.command("open")(open_)
    group.command("recovery-sheet")(recovery_sheet)
    group.command("rebuild-index")(rebuild_index)
    app.add_typer(group, name="vault")


def create(context: typer.Context, folder: Place = None, *, as_json: options.Json = False) -> None:
    """Make a new vault; a generated password goes to this computer's keychain."""
    session = options.begin(context, as_json=as_json)
    place = folder or session.common.vault
    if place is None:
        raise NoVaultChosen
    wanted = _new_password(session, place)
    vault, password = session.desk.create_vault(place, wanted)
    vault.close()
    session.screen.json(_shape(vault))
    session.screen.say(vaults.made(place))
    _say_where_the_password_is(session, vault, password, shown=wanted is None)


def _new_password(session: Session, place: Path) -> str | None:
    """The password of the file, or one that was typed; None where one is to be generated."""
    given = session.password()
    if given is not None or session.desk.keychain.available:
        return given
    if not session.screen.interactive:
        raise PasswordNeeded(str(place))
    typed = session.screen.ask_secret(vaults.new_password())
    if typed and session.screen.ask_secret(vaults.again()) != typed:
        raise Refused(vaults.not_the_same())
    return typed or None


def _say_where_the_password_is(
    session: Session, vault: Vault, password: str, *, shown: bool
) -> None:
    screen = session.screen
    if session.desk.keychain.available:
        screen.say(vaults.password_in_keychain())
    else:
        screen.say(vaults.password_not_kept())
        if shown:
            # Nobody else will ever know it: it is shown once, on paper's own form.
            _print_sheet(session, vault, password)
    screen.say(vaults.print_the_sheet())


def open_(context: typer.Context, folder: Place = None, *, as_json: options.Json = False) -> None:
    """Open a vault and use it from now on; its password goes to this computer's keychain."""
    session = options.begin(context, as_json=as_json)
    session.choose(folder)
    vault = session.vault
    session.desk.keep_password(vault, session.secret)
    backups = len(vault.history.timeline())
    session.screen.json(_shape(vault) | {"backups": backups})
    session.screen.say(vaults.opened(vault.place, backups))


def recovery_sheet(
    context: typer.Context,
    folder: Place = None,
    *,
    save: Annotated[
        Path | None, typer.Option("--save", metavar="FILE", help="Write it to a new file.")
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
    if save is None:
        _print_sheet(session, vault, session.secret)
        return
    _save(save, _sheet(vault, session.secret))
    session.screen.say(vaults.sheet_saved(save))


def _prove(session: Session) -> None:
    if session.screen.interactive:
        session.screen.complain(vaults.type_sheet())
    lines = iter(lambda: sys.stdin.readline().strip(), "")
    vault = session.desk.open_vault(session.place, password_from_sheet("\n".join(lines)))
    session.desk.settings.prove_sheet(vault.id)
    vault.close()
    session.screen.say(vaults.sheet_proven())


def _sheet(vault: Vault, password: str) -> str:
    now = datetime.now().astimezone()
    return write_sheet(password, vault.id, str(vault.place.absolute()), now)


def _print_sheet(session: Session, vault: Vault, password: str) -> None:
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


def rebuild_index(
    context: typer.Context, folder: Place = None, *, as_json: options.Json = False
) -> None:
    """Make the index of the history anew from the vault."""
    session = options.begin(context, as_json=as_json)
    session.choose(folder)
    vault = session.vault
    with session.screen.working() as task:
        vault.history.rebuild(task)
    backups = len(vault.history.timeline())
    session.screen.json(_shape(vault) | {"backups": backups})
    session.screen.say(vaults.index_rebuilt(backups))


def _shape(vault: Vault) -> shapes.Shape:
    return {"vault": vault.id, "place": str(vault.place.absolute())}
