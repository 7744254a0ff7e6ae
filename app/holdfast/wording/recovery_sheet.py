"""The recovery sheet as a page: HTML for a browser, for a printer and for the window's PDF."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from html import escape

from holdfast.vault.keys import sheet_lines
from holdfast.wording import times
from holdfast.wording.i18n import _

_STYLE = """
body { font-family: sans-serif; font-size: 11pt; max-width: 42em; margin: 2em auto; color: #000; }
h1 { font-size: 20pt; } h2 { font-size: 13pt; }
td { padding: 4pt 10pt; }
td.group { font-family: monospace; font-size: 18pt; }
td.check { font-family: monospace; font-size: 18pt; color: #555; }
td.number { color: #555; }
code, pre, .password { font-family: monospace; }
pre { padding: 6pt; background-color: #eee; white-space: pre-wrap; }
"""


def page(password: str, vault: str, place: str, now: datetime) -> str:
    """Write the sheet as one HTML file that needs nothing else.

    `vault` is its id, `place` its folder, `now` the local time. What its page shows can be
    copied or typed into Holdfast as the plain sheet can. Only tags that Qt's rich text knows.
    """
    title = _("Holdfast recovery sheet")
    parts = [
        f"<h1>{escape(title)}</h1>",
        _paragraph(
            _(
                "Whoever has this sheet can open your backups. Without it, and without the "
                "computer that made it, nobody can: not even the makers of Holdfast. Keep it on "
                "paper, away from the computer."
            )
        ),
        *_password(password),
        _facts(vault, place, now),
        *_with_holdfast(),
        *_without_holdfast(place),
    ]
    return (
        "<!DOCTYPE html>\n"
        f'<html><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head>\n<body>\n" + "\n".join(parts) + "\n</body></html>\n"
    )


def _password(password: str) -> Iterable[str]:
    lines = sheet_lines(password)
    if lines:
        yield (
            '<table cellpadding="6">'
            + "".join(map(_row, range(1, len(lines) + 1), lines))
            + "</table>"
        )
        yield _paragraph(
            _("Type these lines. The last two letters of each only check it: no slip goes unseen.")
        )
    # Not translated: whoever pastes the sheet is understood by this word.
    yield f'<p>Password: <span class="password">{escape(password)}</span></p>'


def _row(number: int, words: tuple[str, ...]) -> str:
    *groups, check = words
    cells = [f'<td class="number">{number}</td>']
    cells += [f'<td class="group">{escape(group)}</td>' for group in groups]
    return "<tr>" + "".join([*cells, f'<td class="check">{escape(check)}</td>']) + "</tr>"


def _facts(vault: str, place: str, now: datetime) -> str:
    rows = (
        (_("Vault"), vault[:16]),
        (_("Place"), place),
        (_("Written"), times.full(now, now.tzinfo)),
    )
    cells = (f"<tr><td>{escape(name)}</td><td>{escape(told)}</td></tr>" for name, told in rows)
    return f'<table cellpadding="6">{"".join(cells)}</table>'


def _with_holdfast() -> Iterable[str]:
    yield f"<h2>{escape(_('To open your backups with Holdfast'))}</h2>"
    yield _steps(
        _("Plug in the disk that holds the vault."),
        _("Install Holdfast and start it."),
        _("Choose “Open an existing vault”, and in it the folder named above."),
        _("Choose “Type the recovery sheet”, and type the lines above."),
    )


def _without_holdfast(place: str) -> Iterable[str]:
    yield f"<h2>{escape(_('To open them without Holdfast'))}</h2>"
    yield _paragraph(
        _(
            "A vault is a restic repository. The free program restic (https://restic.net) runs on "
            "Windows, macOS and Linux, and reads it with the same password."
        )
    )
    yield _steps(
        _("Install restic, and open a terminal."),
        _(
            "See which backups there are. Put the vault's folder, wherever its disk is now, in the "
            "place of the one below. When restic asks, type the password with its dashes, without "
            "the letters that check the lines:"
        ),
    )
    yield _command(place, "snapshots")
    yield _paragraph(_("Write all that the newest one holds into a new folder, called out here:"))
    yield _command(place, "restore latest --target out")
    yield _paragraph(
        _("The files in it are contacts, calendars, messages and pictures as the phone gave them.")
    )


def _command(place: str, words: str) -> str:
    return f'<pre>restic -r "{escape(place, quote=False)}" {words}</pre>'


def _paragraph(text: str) -> str:
    return f"<p>{escape(text, quote=False)}</p>"


def _steps(*texts: str) -> str:
    return "<ol>" + "".join(f"<li>{escape(text, quote=False)}</li>" for text in texts) + "</ol>"
