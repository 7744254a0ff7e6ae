"""The verbs around sample phones: virtual phones whose data lies in a folder."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from holdfast.cli import options, shapes
from holdfast.phones.virtual.folder import SampleInfo
from holdfast.phones.virtual.store import (
    create_sample,
    edit_sample,
    replace_sample,
    wipe_sample,
)
from holdfast.wording import kinds, samples

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The sample phone's folder.")]
Serial = Annotated[str | None, typer.Option("--serial", help="Its serial; else a new one.")]


class Family(StrEnum):
    """Which kind of phone a sample phone is."""

    IRMC = "irmc"
    AT = "at"
    ANDROID = "android"
    MTP = "mtp"


class Release(StrEnum):
    """Which Android is on a sample phone of that family."""

    OLD = "6"
    MIDDLE = "11"
    NEW = "16"


def register(app: typer.Typer) -> None:
    """Add the verbs of this module, as a group."""
    group = typer.Typer(help="Make and change virtual phones to try things with.")
    for verb in (create, edit, wipe, replace):
        group.command(verb.__name__)(verb)
    app.add_typer(group, name="sample")


def create(
    context: typer.Context,
    folder: Folder,
    *,
    family: Annotated[Family, typer.Option(help="Which kind of phone.")] = Family.IRMC,
    fill_from: Annotated[
        Path | None,
        typer.Option("--from", metavar="FOLDER", help="Fill it with the files there, one each."),
    ] = None,
    android: Annotated[
        Release, typer.Option(help="Which Android is on a phone of that family.")
    ] = Release.NEW,
    serial: Serial = None,
    as_json: options.Json = False,
) -> None:
    """Make a sample phone; without --from it holds fictional people and pictures."""
    session = options.begin(context, as_json=as_json)
    info = create_sample(
        folder, family=family, serial=serial, fill_from=fill_from, android=str(android)
    )
    session.screen.json(_shape(folder, info))
    session.screen.say(samples.made(folder, info.serial))
    session.screen.say(samples.plug_in(folder))


def edit(context: typer.Context, folder: Folder, *, as_json: options.Json = False) -> None:
    """Let its owner use the phone for a while."""
    session = options.begin(context, as_json=as_json)
    done = edit_sample(folder, session.desk.clock)
    session.screen.json(
        {
            "added": shapes.counts(done.added),
            "changed": shapes.counts(done.changed),
            "removed": shapes.counts(done.removed),
        }
    )
    session.screen.say(
        samples.edited(
            kinds.counts(done.added), kinds.counts(done.changed), kinds.counts(done.removed)
        )
    )


def wipe(context: typer.Context, folder: Folder) -> None:
    """Pull its battery: the phone comes back empty."""
    session = options.begin(context)
    wipe_sample(folder)
    session.screen.say(samples.wiped(folder))


def replace(
    context: typer.Context,
    folder: Folder,
    *,
    serial: Serial = None,
    as_json: options.Json = False,
) -> None:
    """Put an empty phone of the same model, with another serial, in its place."""
    session = options.begin(context, as_json=as_json)
    info = replace_sample(folder, serial)
    session.screen.json(_shape(folder, info))
    session.screen.say(samples.replaced(folder, info.serial))


def _shape(folder: Path, info: SampleInfo) -> shapes.Shape:
    return {
        "folder": str(folder),
        "family": info.family,
        "serial": info.serial,
        "model": info.model,
    }
