"""The verbs that set something straight: rename, accept-loss, pin."""

from __future__ import annotations

from typing import Annotated

import typer

from holdfast.actions.choosing import (
    NoHandset,
    NoSuchHandset,
    choose_connected,
    choose_known,
)
from holdfast.actions.loss import accept_loss as accept
from holdfast.actions.mirror import mirror_again
from holdfast.actions.pin import pin as set_pin
from holdfast.cli import mirror, options
from holdfast.cli.session import Session
from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.kinds import Kind
from holdfast.wording import backups, mirrors


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command("rename")(rename)
    app.command("accept-loss")(accept_loss)
    app.command("pin")(pin)


def rename(
    context: typer.Context,
    handset: Annotated[str, typer.Argument(metavar="HANDSET", help="A phone's id or name.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its new name; “” takes it off.")],
) -> None:
    """Give a phone a name of your own."""
    session = options.begin(context)
    known = _any_handset(session, handset)
    session.desk.settings.rename(known, name.strip())
    session.screen.say(
        backups.named(known, name.strip()) if name.strip() else backups.unnamed(known)
    )


def _any_handset(session: Session, wanted: str) -> str:
    """The id of a phone that is connected, or else one in the vault's history."""
    try:
        return choose_connected(session.desk, wanted)
    except (NoHandset, NoSuchHandset):
        return choose_known(session.desk, session.vault, wanted).id


def accept_loss(
    context: typer.Context,
    kind: Annotated[Kind, typer.Argument(metavar="KIND", help="What is meant to be gone.")],
    *,
    handset: options.Handset = None,
) -> None:
    """Say that a kind the loss guard spoke of is meant to be as it is; nothing is removed."""
    session = options.begin(context)
    known = choose_known(session.desk, session.vault, handset)
    accepted = accept(session.vault, known.id, kind)
    session.screen.say(backups.accepted(kind) if accepted else backups.no_alarm(kind))
    if accepted:
        _mirror_again(session, known)


def _mirror_again(session: Session, handset: HandsetInfo) -> None:
    """Let the mirror follow, now that nothing keeps it from doing so."""
    words = mirrors.words(session.name_of(handset))
    desk = session.desk
    with session.screen.working() as task:
        result = mirror_again(
            session.vault, desk.settings, handset.id, words, task=task, clock=desk.clock
        )
    if result is not None:
        mirror.tell(session, result)


def pin(
    context: typer.Context,
    snapshot: options.Snapshot,
    *,
    off: Annotated[bool, typer.Option("--off", help="Take the pin off again.")] = False,
) -> None:
    """Pin a backup, so that it is never thinned out."""
    session = options.begin(context)
    found = session.vault.history.snapshot(snapshot)
    after = set_pin(session.vault, found, pinned=not off)
    session.screen.say(backups.unpinned(after) if off else backups.pinned(after))
