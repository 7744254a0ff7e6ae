"""The verb that looks whether everything Holdfast needs is there."""

from __future__ import annotations

from typing import Annotated

import typer

from holdfast.actions.diagnosis import diagnose
from holdfast.cli import options
from holdfast.cli.common import command
from holdfast.cli.session import Session
from holdfast.phones.links import rights
from holdfast.wording import doctor as words


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
    found = list(diagnose(session.desk, lambda: session.vault))
    said = [words.said(finding, session.name_of, command()) for finding in found]
    session.screen.json(
        {
            "findings": [
                {"subject": str(finding.subject), "well": finding.well, "said": line}
                for finding, line in zip(found, said, strict=True)
            ]
        }
    )
    for finding, line in zip(found, said, strict=True):
        session.screen.say(words.line(finding.well, line))
    if any(finding.well is False for finding in found):
        session.in_part()


def _print_rule(session: Session) -> None:
    text = rights.rule_text()
    session.screen.json({"name": rights.RULE, "rule": text})
    for row in text.splitlines():
        session.screen.say(row)
