"""The verbs around a vault's passwords: list, add, change, remove."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from holdfast.actions import passwords
from holdfast.cli import options, shapes
from holdfast.cli.session import Refused, Session
from holdfast.cli.sheet import print_sheet
from holdfast.vault.keys import generate_password, read_password_file
from holdfast.vault.repository.key_files import KeyInfo
from holdfast.wording import vaults

NewPasswordFile = Annotated[
    Path | None,
    typer.Option("--new-password-file", metavar="F", help="The new password is in this file."),
]
Generate = Annotated[bool, typer.Option("--generate", help="Make a strong one and show its sheet.")]


def group() -> typer.Typer:
    """The verbs of this module."""
    made = typer.Typer(help="List, add, change or remove the passwords that open a vault.")
    made.command("list")(list_)
    made.command("add")(add)
    made.command("change")(change)
    made.command("remove")(remove)
    return made


def list_(
    context: typer.Context, folder: options.Place = None, *, as_json: options.Json = False
) -> None:
    """List the passwords that open the vault: when each was added, by whom; never itself."""
    session = options.begin(context, as_json=as_json)
    session.choose(folder)
    keys = session.vault.repository.keys.listed()
    session.screen.json({"passwords": [_shape(key) for key in keys]})
    session.screen.table(
        (
            key.id[:8],
            vaults.password_added(key.created),
            f"{key.username}@{key.hostname}",
            vaults.password_current() if key.current else "",
        )
        for key in keys
    )


def add(
    context: typer.Context,
    folder: options.Place = None,
    *,
    new_password_file: NewPasswordFile = None,
    generate: Generate = False,
    as_json: options.Json = False,
) -> None:
    """Let another password open the vault, too."""
    session = options.begin(context, as_json=as_json)
    session.choose(folder)
    vault = session.vault
    new = _new_password(session, new_password_file, generate=generate)
    key = passwords.add_password(session.desk, vault, new)
    session.screen.json(_shape(key))
    session.screen.say(vaults.password_is_added(key.id[:8]))
    if generate:
        print_sheet(session, vault, new)


def change(
    context: typer.Context,
    folder: options.Place = None,
    *,
    new_password_file: NewPasswordFile = None,
    generate: Generate = False,
    as_json: options.Json = False,
) -> None:
    """Put another password in the place of the one that opens the vault now."""
    session = options.begin(context, as_json=as_json)
    session.choose(folder)
    vault = session.vault
    new = _new_password(session, new_password_file, generate=generate)
    key = passwords.change_password(session.desk, vault, new)
    session.screen.json(_shape(key))
    session.screen.say(vaults.password_is_changed())
    if generate:
        print_sheet(session, vault, new)
    session.screen.say(vaults.print_the_sheet())


def remove(
    context: typer.Context,
    key: Annotated[str, typer.Argument(metavar="KEY", help="First digits, as “list” shows them.")],
    folder: options.Place = None,
    *,
    as_json: options.Json = False,
) -> None:
    """Remove a password, so that it opens the vault no more."""
    session = options.begin(context, as_json=as_json)
    session.choose(folder)
    vault = session.vault
    removed = passwords.remove_password(session.desk, vault, key, session.secret)
    session.screen.json(_shape(removed))
    session.screen.say(vaults.password_is_removed(removed.id[:8]))


def _new_password(session: Session, file: Path | None, *, generate: bool) -> str:
    if file is not None:
        return read_password_file(file)
    if generate:
        return generate_password()
    if not session.screen.interactive:
        raise Refused(vaults.say_new_password())
    typed = session.screen.ask_secret(vaults.another_password())
    if not typed:
        raise Refused(vaults.say_new_password())
    if session.screen.ask_secret(vaults.again()) != typed:
        raise Refused(vaults.not_the_same())
    return typed


def _shape(key: KeyInfo) -> shapes.Shape:
    return {
        "key": key.id,
        "created": key.created.isoformat() if key.created else None,
        "user": key.username,
        "host": key.hostname,
        "current": key.current,
    }
