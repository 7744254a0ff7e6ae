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
_NUMBER = re.compile(r"\+?[\d\s()./-]*")
_CALCULATED = ("=", "+", "-", "@", "\t", "\r")


def head(title: str) -> bytes:
    """The beginning of a page, up to its heading."""
    said = escape(_sane(title))
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
        f"<header><b>{_text(who)}</b> {_time(message.when)}</header>",
    ]
    if message.subject:
        lines.append(f'<p dir="auto"><b>{_text(message.subject)}</b></p>')
    if message.text:
        lines.append(f'<p dir="auto">{_text(message.text)}</p>')
    lines += _picture(picture)
    lines += [
        f'<p class="attached">{_text(part.name or part.content_type)}</p>'
        for part in attached(message)
    ]
    return ("\n".join((*lines, "</article>")) + "\n").encode()


def _picture(picture: bytes | None) -> list[str]:
    for magic, media_type in _PICTURES.items():
        if picture is not None and picture.startswith(magic):
            data = base64.b64encode(picture).decode("ascii")
            return [f'<p><img alt="" src="data:{media_type};base64,{data}"></p>']
    return []


def table_head(words: MirrorWords) -> bytes:
    """The first row of the table of calls."""
    cells = "".join(f"<th>{_text(column)}</th>" for column in words.columns)
    return f"<table>\n<tr>{cells}</tr>\n".encode()


def table_foot() -> bytes:
    """The end of the table of calls."""
    return b"</table>\n"


def call_row(call: Call, words: MirrorWords) -> bytes:
    """One call as a row of the table."""
    when, *others = _cells(call, words)
    told = "".join(f'<td dir="auto">{_text(cell)}</td>' for cell in others)
    return f"<tr><td>{_time(call.when) if when else ''}</td>{told}</tr>\n".encode()


def csv_head(words: MirrorWords) -> bytes:
    """The first line of the CSV file, with the mark by which spreadsheets know UTF-8."""
    return b"\xef\xbb\xbf" + _csv(words.columns)


def call_line(call: Call, words: MirrorWords) -> bytes:
    """One call as a line of CSV (RFC 4180)."""
    return _csv(tuple(_as_text(cell) for cell in _cells(call, words)))


def _cells(call: Call, words: MirrorWords) -> tuple[str, ...]:
    seconds = "" if call.duration is None else str(call.duration)
    when = f"{_here(call.when):%Y-%m-%d %H:%M:%S}" if call.when else ""
    return (when, call.name, call.number, words.call_types.get(call.type, ""), seconds)


def _csv(cells: tuple[str, ...]) -> bytes:
    line = io.StringIO(newline="")
    csv.writer(line).writerow([_sane(cell) for cell in cells])
    return line.getvalue().encode()


def _as_text(cell: str) -> str:
    calculated = cell.startswith(_CALCULATED) and not _NUMBER.fullmatch(cell)
    return f"'{cell}" if calculated else cell


def _time(when: datetime | None) -> str:
    if when is None:
        return ""
    return f'<time datetime="{when.isoformat()}">{_here(when):%Y-%m-%d %H:%M}</time>'


def _here(when: datetime) -> datetime:
    """The wall time on this computer; a naive time is wall time already."""
    try:
        return when if when.tzinfo is None else when.astimezone()
    except (OverflowError, ValueError, OSError):
        return when


def wall_time(when: datetime | None) -> datetime:
    """By what rows are sorted: the wall time, those without any first."""
    return datetime.min if when is None else _here(when).replace(tzinfo=None)  # noqa: DTZ901


def _text(text: str) -> str:
    return escape(_sane(text))


def _sane(text: str) -> str:
    """`text` without what no page may hold: controls and halves of characters."""
    kept = "".join(char for char in text if char >= " " or char in "\n\t")
    return kept.encode("utf-8", "replace").decode("utf-8")
