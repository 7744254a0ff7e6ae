"""The verbs around the vault itself: create, open, rebuild-index; and the group of them all."""

from __future__ import annotations

from pathlib import Path

import typer

from holdfast.actions.choosing import NoVaultChosen
from holdfast.actions.desk import PasswordNeeded
from holdfast.cli import options, passwords, shapes, sheet
from holdfast.cli.session import Refused, Session
from holdfast.vault.library import Vault
from holdfast.wording import vaults


def register(app: typer.Typer) -> None:
    """Add the verbs of this module, as a group."""
    group = typer.Typer(help="Make, open and safeguard a vault.")
    group.command("create")(create)
    group.command("open")(open_)
    group.command("recovery-sheet")(sheet.recovery_sheet)
    group.command("rebuild-index")(rebuild_index)
    group.add_typer(passwords.group(), name="password")
    app.add_typer(group, name="vault")


def create(
    context: typer.Context, folder: options.Place = None, *, as_json: options.Json = False
) -> None:
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
            sheet.print_sheet(session, vault, password)
    screen.say(vaults.print_the_sheet())


def open_(
    context: typer.Context, folder: options.Place = None, *, as_json: options.Json = False
) -> None:
    """Open a vault and use it from now on; its password goes to this computer's keychain."""
    session = options.begin(context, as_json=as_json)
    session.choose(folder)
    vault = session.vault
    session.desk.keep_password(vault, session.secret)
    backups = len(vault.history.timeline())
    session.screen.json(_shape(vault) | {"backups": backups})
    session.screen.say(vaults.opened(vault.place, backups))


def rebuild_index(
    context: typer.Context, folder: options.Place = None, *, as_json: options.Json = False
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
