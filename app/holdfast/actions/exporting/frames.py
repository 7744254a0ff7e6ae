"""The frame around the viewer's pages: head, ways to the other pages, search, foot.

A page needs no server and loads nothing from anywhere: its policy allows the pictures beside it
and one script, the search within the page, known by its digest. It is read without scripts too.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from holdfast.actions.exporting.words import ViewerWords
from holdfast.actions.mirroring.pages import escaped

PAGE = 500
"""Items of one page at most."""

_STYLE = """
:root{color-scheme:light dark;--ground:#f5f6f8;--card:#fff;--line:#d5d9e0;--quiet:#5a6270;
--mark:#0b5cad;--in:#eceef1;--out:#d3e6ff}
@media(prefers-color-scheme:dark){:root{--ground:#15171b;--card:#1f2228;--line:#3b414b;
--quiet:#a3abb8;--mark:#86bdff;--in:#2a2d33;--out:#1d3f66}}
*{box-sizing:border-box}
body{font:16px/1.5 system-ui,sans-serif;margin:0;background:var(--ground)}
main,body>header,footer{max-width:70rem;margin:0 auto;padding:1rem}
a{color:var(--mark)}a:focus-visible,input:focus-visible{outline:3px solid var(--mark)}
h1{font-size:1.6rem;margin:.5rem 0;overflow-wrap:anywhere}
h2{font-size:1.15rem;margin:1.4rem 0 .4rem}
h3{font-size:1rem;margin:0;overflow-wrap:anywhere}
nav{display:flex;flex-wrap:wrap;gap:.3rem 1rem}nav [aria-current]{font-weight:bold}
input{font:inherit;width:100%;max-width:24rem;padding:.4rem .7rem;border:1px solid var(--line);
border-radius:.5rem;background:var(--card);color:inherit}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(19rem,1fr));gap:1rem}
.item{background:var(--card);border:1px solid var(--line);border-radius:.7rem;padding:.8rem 1rem;
min-width:0;overflow-wrap:anywhere}
.list .item{margin:.5rem 0}.item p,dd{white-space:pre-wrap;margin:.2rem 0}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem .8rem;margin:.4rem 0 0}
dt{color:var(--quiet);max-width:9rem}dd{margin:0;min-width:0}
.quiet{color:var(--quiet);font-size:.9rem}.face{float:inline-end;width:4.5rem;height:4.5rem;
object-fit:cover;border-radius:50%;margin-inline-start:.6rem}
.talk{max-width:46rem}article.in,article.out{background:var(--in);border-radius:.8rem;
padding:.6rem .9rem;margin:.6rem 15% .6rem 0;overflow-wrap:anywhere}
article.out{background:var(--out);margin:.6rem 0 .6rem 15%}
article p{margin:.2rem 0;white-space:pre-wrap}article header,.attached{font-size:.85rem;opacity:.8}
img{max-width:100%;border-radius:.4rem}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(11rem,1fr));gap:.7rem}
.grid img{width:100%;height:10rem;object-fit:cover;background:var(--line)}
.grid .item{padding:.5rem;font-size:.85rem}
table{border-collapse:collapse;width:100%;background:var(--card)}
td,th{text-align:start;padding:.3rem .6rem;border-bottom:1px solid var(--line);
overflow-wrap:anywhere}
"""
_SCRIPT = (
    'const q=document.getElementById("q");q.parentNode.hidden=false;'
    'q.addEventListener("input",()=>{const w=q.value.toLowerCase();'
    'for(const e of document.querySelectorAll("main .item,main article,main tr+tr"))'
    "e.hidden=!e.textContent.toLowerCase().includes(w)})"
)
_DIGEST = base64.b64encode(hashlib.sha256(_SCRIPT.encode()).digest()).decode("ascii")
_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'unsafe-inline'; "
    f"img-src data: file: 'self'; script-src 'sha256-{_DIGEST}'"
)
_LONGEST = 300
"""Letters of a title in a heading or a link."""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the viewer: what it is called and the page it begins on."""

    title: str
    file: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What all pages have in common: the words, the heading of the whole, the `sections`."""

    words: ViewerWords
    title: str
    sections: Sequence[Section] = ()

    def head(self, title: str, current: str = "", pages: Mapping[str, str] | None = None) -> bytes:
        """The beginning of a page.

        `current` is the file its section begins on; `pages` are the ways to the other pages of
        it, file by word, the page itself without a file.
        """
        words = self.words
        said = escaped(short(title))
        whole = escaped(short(self.title))
        side = "rtl" if words.right_to_left else "ltr"
        ways = "".join(_way(each, current) for each in self._all())
        return (
            f'<!DOCTYPE html>\n<html lang="{escaped(words.language)}" dir="{side}">\n<head>\n'
            f'<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
            f'<meta name="referrer" content="no-referrer">\n'
            f'<meta name="viewport" content="width=device-width">\n'
            f"<title>{said} · {whole}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
            f'<header><p class="quiet" dir="auto">{whole}</p>\n<nav>{ways}</nav>\n'
            f'<h1 dir="auto">{said}</h1>\n{_pager(pages or {})}'
            f'<p hidden><input id="q" type="search" aria-label="{escaped(words.search)}" '
            f'placeholder="{escaped(words.search)}"></p></header>\n<main>\n'
        ).encode()

    def foot(self, pages: Mapping[str, str] | None = None) -> bytes:
        """The end of a page."""
        return (
            f"</main>\n<footer>{_pager(pages or {})}"
            f'<p class="quiet">{escaped(self.words.made_by)}</p></footer>\n'
            f"<script>{_SCRIPT}</script>\n</body>\n</html>\n"
        ).encode()

    def _all(self) -> tuple[Section, ...]:
        return (Section(self.words.overview, "index.html"), *self.sections)


def _way(section: Section, current: str) -> str:
    here = ' aria-current="page"' if section.file == current else ""
    return f'<a href="{section.file}"{here}>{escaped(section.title)}</a>'


def _pager(pages: Mapping[str, str]) -> str:
    if not pages:
        return ""
    ways = (
        f'<a href="{file}">{escaped(word)}</a>' if file else f"<b>{escaped(word)}</b>"
        for word, file in pages.items()
    )
    return f'<nav class="quiet">{"".join(ways)}</nav>\n'


def short(text: str) -> str:
    """A title that is not endless."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def address(place: Path, root: Path) -> str:
    """The address of a file from the pages in `root`, as it may stand in an attribute."""
    relative = PurePosixPath(*place.relative_to(root).parts)
    # "./" keeps a colon in the first name from being a scheme.
    return "./" + quote(str(relative), safe="/")


def page_names(stem: str, count: int) -> list[str]:
    """The files of a section of so many pages: "notes.html", "notes-2.html"."""
    return [f"{stem}.html" if not at else f"{stem}-{at + 1}.html" for at in range(count)]
