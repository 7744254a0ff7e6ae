"""The verb that keeps a plain folder equal to a phone's newest good backup."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from holdfast.actions.choosing import choose_known
from holdfast.actions.mirror import choose_mirror, forget_mirror, update_mirror
from holdfast.actions.mirroring.result import MirrorResult
from holdfast.cli import options, shapes
from holdfast.cli.session import Refused, Session
from holdfast.wording import kinds, mirrors


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command("mirror")(mirror)


def mirror(
    context: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[FOLDER]", help="An empty folder, or a new one; else the last."),
    ] = None,
    *,
    handset: options.Handset = None,
    off: Annotated[bool, typer.Option("--off", help="Forget the folder; its files stay.")] = False,
    as_json: options.Json = False,
) -> None:
    """Keep a plain folder of standard files equal to a phone's newest good backup."""
    session = options.begin(context, as_json=as_json)
    if off and folder is not None:
        raise Refused(mirrors.folder_or_off())
    known = choose_known(session.desk, session.vault, handset)
    name, settings = session.name_of(known), session.desk.settings
    if off:
        was = forget_mirror(settings, known.id)
        session.screen.json({"handset": known.id, "forgotten": None if was is None else str(was)})
        session.screen.say(mirrors.off(name, was))
        return
    if folder is not None:
        choose_mirror(session.vault, settings, known.id, folder)
        session.screen.say(mirrors.chosen(name, folder))
    with session.screen.working() as task:
        result = update_mirror(
            session.vault,
            settings,
            known.id,
            mirrors.words(name),
            task=task,
            clock=session.desk.clock,
        )
    session.screen.json(shape(result))
    tell(session, result)


def tell(session: Session, result: MirrorResult) -> None:
    """Say how an update of a mirror folder went."""
    screen = session.screen
    if result.problem is None and not result.stopped:
        screen.say(mirrors.updated(result))
        screen.say(kinds.counts(result.counts))
    if result.moved:
        screen.say(mirrors.moved(result.moved))
    for line in mirrors.shortfalls(result):
        screen.complain(line)
    if result.problem is not None or result.stopped or result.damaged:
        session.in_part()


def shape(result: MirrorResult) -> shapes.Shape:
    """What an update came to, for `--json`."""
    return {
        "folder": str(result.folder),
        "written": result.written,
        "moved": result.moved,
        "current": result.current,
        "kept_changes": list(result.kept_changes),
        "damaged": result.damaged,
        "untouched": [str(kind) for kind in result.untouched],
        "counts": shapes.counts(result.counts),
        "stopped": result.stopped,
        "problem": None if result.problem is None else type(result.problem).__name__,
    }
