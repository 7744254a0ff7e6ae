"""A receipt as a file to keep: plain text, or one HTML page that needs nothing else."""

from __future__ import annotations

from datetime import datetime
from html import escape

from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Outcome, Receipt, ReceiptLine
from holdfast.wording import kinds, times
from holdfast.wording import receipts as words
from holdfast.wording.i18n import _

_STYLE = """
:root { color-scheme: light dark; }
body { font-family: sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: start; padding: 3px 8px; border-bottom: 1px solid #8884; }
td { overflow-wrap: anywhere; }
tr.open td { font-weight: bold; }
"""


def title(name: str, when: datetime, *, undone: bool = False) -> str:
    """What the receipt of a restore at `when` (UTC), or of its undoing, is called."""
    if undone:
        return _("What was undone on “{name}” on {when}").format(name=name, when=times.full(when))
    return _("What was put back on “{name}” on {when}").format(name=name, when=times.full(when))


def plain(receipt: Receipt, name: str, when: datetime) -> str:
    """The receipt as text, one line an item."""
    return f"{title(name, when)}\n\n{words.text(receipt)}"


def page(receipt: Receipt, name: str, when: datetime) -> str:
    """The receipt as an HTML page: the counts, then a table for each kind."""
    heading = escape(title(name, when))
    said = "".join(f"<li>{escape(line)}</li>" for line in words.lines(receipt))
    tables = "\n".join(_table(receipt, kind) for kind in Kind if _of(receipt, kind))
    return (
        "<!DOCTYPE html>\n"
        f'<html><head><meta charset="utf-8"><title>{heading}</title>'
        f"<style>{_STYLE}</style></head>\n<body>\n<h1>{heading}</h1>\n"
        f"<p>{escape(words.headline(receipt))}</p>\n<ul>{said}</ul>\n{tables}\n</body></html>\n"
    )


def _of(receipt: Receipt, kind: Kind) -> list[ReceiptLine]:
    return [line for line in receipt.lines if line.kind is kind]


def _table(receipt: Receipt, kind: Kind) -> str:
    head = "".join(
        f'<th scope="col">{escape(word)}</th>' for word in (_("Item"), _("Done"), _("Read back"))
    )
    rows = "\n".join(map(_row, _of(receipt, kind)))
    return f"<h2>{escape(kinds.title(kind))}</h2>\n<table><tr>{head}</tr>\n{rows}\n</table>"


def _row(line: ReceiptLine) -> str:
    cells = (line.title or line.source_key, words.step(line.step), words.outcome(line.outcome))
    mark = "" if line.outcome is Outcome.CONFIRMED else ' class="open"'
    return f"<tr{mark}>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
