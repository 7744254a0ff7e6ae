"""The door of the command line: takes the arguments, returns the exit status."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from holdfast import __version__
from holdfast.actions.desk import Desk
from holdfast.actions.reports import write_report
from holdfast.cli import (
    backup,
    demo,
    doctor,
    export,
    forget,
    handsets,
    history,
    importing,
    libraries,
    mirror,
    read,
    receipts,
    rehearse,
    restore,
    sample,
    settings,
    undoing,
    vault,
    verify,
)
from holdfast.cli.common import PASSWORD_VARIABLE, VAULT_VARIABLE, Common, in_front
from holdfast.cli.screen import Screen
from holdfast.cli.session import BUG, IN_PART, TROUBLE, Declined, Pictures, Refused, Session
from holdfast.cli.start import BACKGROUND, can_show_windows
from holdfast.errors import Problem
from holdfast.progress import Cancelled
from holdfast.wording import terminal
from holdfast.wording.problems import sentence

_GROUPS = (
    demo,
    handsets,
    backup,
    importing,
    history,
    restore,
    undoing,
    receipts,
    export,
    forget,
    mirror,
    verify,
    rehearse,
    settings,
    vault,
    sample,
    read,
    doctor,
)

DeskFactory = Callable[[], Desk]
OpenWindow = Callable[[Desk, Common], int]


def run(
    arguments: Sequence[str],
    desk_factory: DeskFactory,
    open_window: OpenWindow,
    *,
    pictures: Callable[[Path], Pictures] | None = None,
    reports: Path | None = None,
) -> int:
    """Carry out one command line and return its exit status.

    `pictures` makes what takes pictures of the window for `demo --pictures`. `reports` is the
    folder that the full report of a bug goes to. Raises nothing.
    """
    screen = Screen()
    session = Session(desk_factory, screen)
    try:
        _dispatch(in_front(arguments), session, open_window, pictures)
    except BaseException as error:  # noqa: BLE001 - the last door: everything becomes a status
        session.status = ended(error, reports, screen)
    finally:
        session.close()
    return session.status


def _dispatch(
    arguments: Sequence[str],
    session: Session,
    open_window: OpenWindow,
    pictures: Callable[[Path], Pictures] | None,
) -> None:
    app = build(open_window)
    session.pictures = pictures
    status = app(arguments, prog_name="holdfast", standalone_mode=False, obj=session)
    if isinstance(status, int) and status:
        session.status = status


def build(open_window: OpenWindow) -> typer.Typer:
    """All verbs that there are."""
    app = typer.Typer(
        name="holdfast",
        add_completion=False,
        rich_markup_mode="markdown",
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback(invoke_without_command=True)(_root(open_window))
    for group in _GROUPS:
        group.register(app)
    return app


def _root(open_window: OpenWindow) -> Callable[..., None]:
    def holdfast(
        context: typer.Context,
        *,
        vault: Annotated[
            Path | None,
            typer.Option(metavar="DIR", help=f"The vault; else ${VAULT_VARIABLE}, else the last."),
        ] = None,
        password_file: Annotated[
            Path | None,
            typer.Option(metavar="F", help=f"Its password; else ${PASSWORD_VARIABLE}."),
        ] = None,
        sample: Annotated[
            list[Path] | None,
            typer.Option(metavar="DIR", help="Plug in the sample phone in DIR; repeatable."),
        ] = None,
        background: Annotated[
            bool, typer.Option(BACKGROUND, help="Show no window until it is wanted.")
        ] = False,
        version: Annotated[bool, typer.Option("--version", help="Say which version.")] = False,
    ) -> None:
        """Back up a phone over its cable into a history you keep, and put any of it back.

        Without a verb the window opens. --vault, --password-file and --sample may stand
        before or after the verb.
        """
        session = context.obj
        common = Common.merged(vault, password_file, sample or ())
        session.common = replace(common, background=background)
        if version:
            session.screen.say(f"Holdfast {__version__}")
        elif context.invoked_subcommand is None:
            _window(session, open_window)

    return holdfast


def _window(session: Session, open_window: OpenWindow) -> None:
    if not can_show_windows(sys.platform, os.environ):
        raise Refused(terminal.no_display())
    if missing := libraries.lacking(sys.platform, os.environ):
        raise Refused(terminal.no_libraries(missing))
    session.status = open_window(session.desk, session.common)


def ended(error: BaseException, reports: Path | None, screen: Screen | None = None) -> int:
    """Tell what ended a run; return its status."""
    screen = screen or Screen()
    if isinstance(error, Exception):
        return _said(screen, error, reports)
    if isinstance(error, KeyboardInterrupt):
        screen.complain(terminal.stopped())
    # Or whoever read our output went away ("| head"): what was printed by then is printed.
    return IN_PART


def _said(screen: Screen, error: Exception, reports: Path | None) -> int:
    """Tell what ended the run; return its status."""
    if isinstance(error, Problem):
        logging.getLogger(__name__).info("known problem", exc_info=error)
        screen.complain(sentence(error))
        return TROUBLE
    if isinstance(error, Refused):
        screen.complain(str(error))
        return TROUBLE
    if isinstance(error, (Declined, Cancelled, typer.Abort)):
        screen.complain(str(error) or terminal.stopped())
        return IN_PART
    usage = getattr(error, "format_message", None)
    if usage is not None:
        screen.complain(terminal.misused(usage()))
        return TROUBLE
    screen.complain(terminal.bug(type(error).__name__, write_report(error, reports)))
    return BUG
