"""Pages anybody can open: conversations and calls as HTML without scripts, calls as CSV.

What a phone said is untrusted: everything is escaped, and the page forbids itself to load
anything (Content Security Policy). In CSV a text that a spreadsheet would calculate is marked
as text (OWASP, CSV injection).
"""

from __future__ import annotations

import base64
import csv
import io
import re
from collections.abc import Iterable
from datetime import datetime
from html import escape

from holdfast.actions.mirroring.words import MirrorWords
from holdfast.records.formats.messages import attached
from holdfast.records.model.message import Call, Direction, Message

_STYLE = """
:root{color-scheme:light dark;--in:#eceef1;--out:#d3e6ff;--line:#c9ced6}
@media(prefers-color-scheme:dark){:root{--in:#2a2d33;--out:#1d3f66;--line:#454b55}}
body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}
article{background:var(--in);border-radius:.8rem;padding:.6rem .9rem;margin:.6rem 15% .6rem 0}
article.out{background:var(--out);margin:.6rem 0 .6rem 15%}
p{margin:.2rem 0;white-space:pre-wrap;overflow-wrap:anywhere}
header,.attached{font-size:.85rem;opacity:.8}img{max-width:100%;border-radius:.4rem}
table{border-collapse:collapse;width:100%}
td,th{text-align:start;padding:.3rem .6rem;border-bottom:1px solid var(--line)}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_PICTURES = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n": "image/png",
    b"GIF8": "image/gif",
}
BOM = b"\xef\xbb\xbf"
"""The mark by which spreadsheets know UTF-8."""
_NUMBER = re.compile(r"\+[\d(][\d ()./-]*")
_SIGNS = re.compile(r"[()./-]+")
# The wide forms too: some spreadsheets take them for the narrow ones.
_CALCULATED = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def head(title: str) -> bytes:
    """The beginning of a page, up to its heading."""
    said = escape(sane(title))
    return (
        f'<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f'<meta name="viewport" content="width=device-width">\n'
        f"<title>{said}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f'<h1 dir="auto">{said}</h1>\n'
    ).encode()


def foot() -> bytes:
    """The end of a page."""
    return b"</body>\n</html>\n"


def message_row(message: Message, picture: bytes | None, words: MirrorWords) -> bytes:
    """One message as it stands in its conversation."""
    mine = message.direction is Direction.OUTGOING
    who = words.you if mine else message.who or words.unknown
    lines = [
        f'<article class="{"out" if mine else "in"}">',
        f"<header><b>{escaped(who)}</b> {time_element(message.when)}</header>",
    ]
    if message.subject:
        lines.append(f'<p dir="auto"><b>{escaped(message.subject)}</b></p>')
    if message.text:
        lines.append(f'<p dir="auto">{escaped(message.text)}</p>')
    lines += embedded(picture)
    lines += [
        f'<p class="attached">{escaped(part.name or part.content_type)}</p>'
        for part in attached(message)
    ]
    return ("\n".join((*lines, "</article>")) + "\n").encode()


def embedded(picture: bytes | None) -> list[str]:
    """The element that shows a picture within its page; none for what is no picture."""
    source = data_address(picture)
    return [f'<p><img alt="" src="{source}"></p>'] if source else []


def data_address(picture: bytes | None) -> str:
    """The address that carries a picture within itself; empty for what is no picture."""
    for magic, media_type in _PICTURES.items():
        if picture is not None and picture.startswith(magic):
            return f"data:{media_type};base64,{base64.b64encode(picture).decode('ascii')}"
    return ""


def table_head(words: MirrorWords) -> bytes:
    """The first row of the table of calls."""
    cells = "".join(f"<th>{escaped(column)}</th>" for column in words.columns)
    return f"<table>\n<tr>{cells}</tr>\n".encode()


def table_foot() -> bytes:
    """The end of the table of calls."""
    return b"</table>\n"


def call_row(call: Call, words: MirrorWords) -> bytes:
    """One call as a row of the table."""
    when, *others = _cells(call, words)
    told = "".join(f'<td dir="auto">{escaped(cell)}</td>' for cell in others)
    return f"<tr><td>{time_element(call.when) if when else ''}</td>{told}</tr>\n".encode()


def csv_head(words: MirrorWords) -> bytes:
    """The first line of the CSV file, with the mark by which spreadsheets know UTF-8."""
    return BOM + csv_line(words.columns)


def call_line(call: Call, words: MirrorWords) -> bytes:
    """One call as a line of CSV (RFC 4180)."""
    return csv_line(defused(cell) for cell in _cells(call, words))


def _cells(call: Call, words: MirrorWords) -> tuple[str, ...]:
    seconds = "" if call.duration is None else str(call.duration)
    return (stamp(call.when), call.name, call.number, words.call_types.get(call.type, ""), seconds)


def stamp(when: datetime | None) -> str:
    """A moment as spreadsheets read it, in this computer's time; empty without one."""
    return f"{here(when):%Y-%m-%d %H:%M:%S}" if when else ""


def csv_line(cells: Iterable[str]) -> bytes:
    """Cells as one line of CSV (RFC 4180)."""
    line = io.StringIO(newline="")
    csv.writer(line).writerow([sane(cell) for cell in cells])
    return line.getvalue().encode()


def defused(cell: str) -> str:
    """`cell` so that a spreadsheet takes it for text.

    A telephone number with its plus gets no mark, for address books read these files too; what
    would make a sum of it ("+49-30-123") becomes blanks.
    """
    if not cell.startswith(_CALCULATED):
        return cell
    return _SIGNS.sub(" ", cell) if _NUMBER.fullmatch(cell) else f"'{cell}"


def time_element(when: datetime | None) -> str:
    """A moment as an element, in this computer's time; empty without one."""
    if when is None:
        return ""
    return f'<time datetime="{when.isoformat()}">{here(when):%Y-%m-%d %H:%M}</time>'


def here(when: datetime) -> datetime:
    """The wall time on this computer; a naive time is wall time already."""
    try:
        return when if when.tzinfo is None else when.astimezone()
    except (OverflowError, ValueError, OSError):
        return when


def wall_time(when: datetime | None) -> datetime:
    """By what rows are sorted: the wall time, those without any first."""
    return datetime.min if when is None else here(when).replace(tzinfo=None)  # noqa: DTZ901


def escaped(text: str) -> str:
    """`text` as it may stand in a page, between elements and in an attribute."""
    return escape(sane(text))


def sane(text: str) -> str:
    """`text` without what no page may hold: controls and halves of characters."""
    kept = "".join(char for char in text if char >= " " or char in "\n\t")
    return kept.encode("utf-8", "replace").decode("utf-8")
