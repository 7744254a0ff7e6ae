"""How a restore is told of afterwards: its receipt, on the terminal or as a file to keep."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from holdfast.actions.altered import Altered, altered
from holdfast.actions.choosing import choose_known
from holdfast.actions.receipts import NoReceipt, receipts
from holdfast.cli import options, shapes
from holdfast.cli.session import Session
from holdfast.records.model.plan import Receipt
from holdfast.wording import receipt_page, restores
from holdfast.wording import receipts as words

HtmlFile = Annotated[
    Path | None, typer.Option("--html", metavar="FILE", help="Write it to a file, as a page.")
]
TextFile = Annotated[
    Path | None, typer.Option("--text", metavar="FILE", help="Write it to a file, as text.")
]

_MOST_ALTERED = 50


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command("receipt")(receipt)


def receipt(
    context: typer.Context,
    *,
    handset: options.Handset = None,
    html: HtmlFile = None,
    text: TextFile = None,
    as_json: options.Json = False,
) -> None:
    """Show what the last restore onto a phone did, item by item."""
    session = options.begin(context, as_json=as_json)
    info = choose_known(session.desk, session.vault, handset)
    last = next(receipts(session.vault, info.id), None)
    if last is None:
        raise NoReceipt(info.id)
    when = session.vault.history.snapshot(last.safety).time
    others = tuple(altered(session.vault, last))
    session.screen.json(
        {"receipt": shapes.receipt(last), "altered": [_shape(other) for other in others]}
    )
    name = session.name_of(info)
    for file, write in ((html, receipt_page.page), (text, receipt_page.plain)):
        if file is not None:
            file.write_text(write(last, name, when), encoding="utf-8")
            session.screen.say(restores.receipt_saved(file))
    if html is None and text is None:
        tell(session, last)
        for other in others[:_MOST_ALTERED]:
            session.screen.say(f"  {words.altered(other)}")


def _shape(other: Altered) -> shapes.Shape:
    fields = [shapes.field_change(change) for change in other.fields]
    return shapes.receipt_line(other.line) | {"fields": fields}


def tell(session: Session, receipt: Receipt) -> None:
    """Print a receipt; one that is not whole makes the run end as done in part."""
    session.screen.say(words.headline(receipt), "bold")
    for line in words.lines(receipt):
        session.screen.say(f"  {line}")
    if not receipt.whole:
        session.in_part()
