"""XML to elements: the tolerant, streaming reader that message backups need.

It is neither expat nor a wrapper of it, on purpose. The files it is for are not well-formed:
the app that writes most of them writes letters beyond U+FFFF as two character references, one
for each half, and characters that XML forbids, and expat gives up at the first of them with
all that follows. Expat also wants an attribute whole (a film in base64), and before 2.6 its time
grows with the square of it. This reader knows elements and attributes alone. It has no entities,
no DTD and no external reference to expand: a document that brings a DTD is refused. Where the
input is well-formed, it reads what expat reads; a test holds it to that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from holdfast.records.formats import decoding
from holdfast.records.formats.decoding import Codec
from holdfast.records.formats.xml.values import (
    MAX_TEXT,
    Attribute,
    Source,
    finish_text,
    read_text,
)

MAX_DEPTH = 32
"""Deepest nesting that is followed; what lies deeper is passed over and named a problem."""
MAX_ELEMENTS = 5_000_000
"""Elements read of one document."""
MAX_ATTRIBUTES = 4096
"""Attributes read of one element; its tag is broken behind them."""

_MAX_STRAY = 100_000
_EXCERPT = 8 * 1024
_NAME = rb"[^\s<>/=!?&\"'\x00-\x1f]++"
_VALUE = rb"(?:\"[^\"<]*+\"|'[^'<]*+')"
_TAG = re.compile(
    rb"<(%b)((?:\s*+%b\s*+=\s*+%b){0,%d}+)\s*+(/?>)?" % (_NAME, _NAME, _VALUE, MAX_ATTRIBUTES)
)
_ATTRIBUTE = re.compile(rb"(" + _NAME + rb")\s*+=\s*+(" + _VALUE + rb")")
_PAIR = re.compile(r"([^\s<>/=!?&\"'\x00-\x1f]++)\s*+=\s*+(?:\"([^\"<]*+)\"|'([^'<]*+)')", re.ASCII)
_PLAIN = re.compile(r"[^&\t\r\n]*+")
_AT_ONCE = 64 * 1024
_END_TAG = re.compile(rb"</(" + _NAME + rb")\s*+>")
_PLAIN_DOCTYPE = re.compile(rb"<!DOCTYPE\s++" + _NAME + rb"\s*+>", re.IGNORECASE)
_ENCODING = re.compile(rb"""\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]{1,40})["']""")
_BOMS = {
    b"\xff\xfe": "utf-16-le",
    b"\xfe\xff": "utf-16-be",
    b"<\0": "utf-16-le",
    b"\0<": "utf-16-be",
}
_BEGINS_XML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:<!--.{0,300}?-->\s*+)?"
    rb"<(?:\?xml|!DOCTYPE|(?:smses|calls|sms|mms|call)[\s>/])",
    re.IGNORECASE | re.DOTALL,
)
_LOOKED_AT = 500
_BLANKS = re.compile(rb"\s*+")
_SKIPPED = ((b"<!--", b"-->"), (b"<?", b"?>"))
_CDATA = (b"<![CDATA[", b"]]>")
_UTF8_BOM = b"\xef\xbb\xbf"


class Element(NamedTuple):
    """One element; `start` and `end` are byte offsets into the (UTF-8) data of its source.

    `inside` is where its attributes lie. `unread` is text that stands where no text is
    expected, and what of a broken tag could not be read. `closed` is False where its end is
    missing.
    """

    name: str
    source: Source
    start: int
    end: int
    inside: tuple[int, int]
    children: tuple[Element, ...] = ()
    unread: tuple[str, ...] = ()
    closed: bool = True

    @property
    def attributes(self) -> tuple[Attribute, ...]:
        """Every attribute, in file order, read at the time of asking."""
        return tuple(
            Attribute(decoding.guess(match[1]), match.start(2) + 1, match.end(2) - 1, self.source)
            for match in _ATTRIBUTE.finditer(self.source.data, *self.inside)
        )

    def pairs(self, besides: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
        """Name and text of every attribute but those called `besides`, in file order."""
        start, end = self.inside
        if end - start > _AT_ONCE or self.source.charset:
            return self._one_by_one(besides)
        try:
            text = self.source.data[start:end].decode()
        except UnicodeDecodeError:
            return self._one_by_one(besides)
        finish = str if _PLAIN.fullmatch(text) else finish_text
        found = _PAIR.findall(text)
        return [(name, finish(one or other)) for name, one, other in found if name not in besides]

    def _one_by_one(self, besides: frozenset[str]) -> list[tuple[str, str]]:
        return [(one.name, one.text()) for one in self.attributes if one.name not in besides]

    def texts(self) -> dict[str, str]:
        """Texts of the attributes by name; of several with one name the first."""
        return dict(reversed(self.pairs()))

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in file order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True)
class _Open:
    """An element whose end has not come yet."""

    name: str
    start: int
    inside: tuple[int, int]
    children: list[Element] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def looks_like_xml(data: bytes) -> bool:
    """Whether these bytes begin as XML does, or as a backup without its first line.

    A comment alone is no sign: Outlook put one before BEGIN:VCALENDAR.
    """
    head = data[:_LOOKED_AT]
    codec = _BOMS.get(head[:2])
    if codec is not None:
        head = head.decode(codec, "replace").encode("utf-8", "replace")
    return _BEGINS_XML.match(head) is not None


class ElementReader:
    """Yields the elements called by certain names one by one, each with all inside it.

    Once `elements` has run out, `outer` are the elements around the yielded ones (their
    attributes only), `stray` is text that stands in none of them, and `problems` says what
    went wrong, as keys: "missing-end", "stray-end", "broken-tag", "too-deep", "too-long",
    "too-many-elements", "dtd-refused" (nothing behind the DTD was read).
    """

    def __init__(
        self, data: bytes, names: frozenset[str], streamed: frozenset[str] = frozenset()
    ) -> None:
        """Read `data`; elements called one of `names` (lower case) are yielded.

        Attributes called one of `streamed` may be of any length.
        """
        self._source = _source(data)
        self._data = self._source.data
        self._names = names
        self._streamed = streamed
        self._stack: list[_Open] = []
        self._entry = -1
        self._too_deep = 0
        self._ready: list[Element] = []
        self._problems: dict[str, None] = {}
        self.outer: list[Element] = []
        self.stray: list[str] = []

    @property
    def problems(self) -> tuple[str, ...]:
        """What went wrong so far, as keys."""
        return tuple(self._problems)

    def elements(self) -> Iterator[Element]:
        """Yield the elements in file order; never raises."""
        size, at, count = len(self._data), 0, 0
        while at < size and count < MAX_ELEMENTS:
            begin = self._data.find(b"<", at)
            self._keep_text(at, begin if begin >= 0 else size)
            if begin < 0:
                break
            match = _TAG.match(self._data, begin)
            if match is None:
                at = self._other(begin)
            else:
                self._begin(match)
                at, count = match.end(), count + 1
            if self._ready:
                yield from self._ready
                self._ready.clear()
        if count >= MAX_ELEMENTS:
            self._problems["too-many-elements"] = None
        self._close_down_to(0, size)
        yield from self._ready

    def _begin(self, match: re.Match[bytes]) -> None:
        name, ends = decoding.guess(match[1]), match[3]
        is_entry = name.lower() in self._names
        if is_entry and self._entry >= 0:
            # No message holds another: the end of the one before is missing.
            self._close_down_to(self._entry, match.start())
            self._too_deep = 0
        if self._too_deep or len(self._stack) >= MAX_DEPTH:
            self._problems["too-deep"] = None
            self._too_deep += ends != b"/>"
            self._keep_text(match.start(), match.end())
            return
        self._note_faults(match)
        if is_entry:
            self._entry = len(self._stack)
        elif self._entry < 0:
            self.outer.append(
                Element(name, self._source, match.start(), match.end(), match.span(2))
            )
        self._stack.append(_Open(name, match.start(), match.span(2)))
        if ends == b"/>":
            self._close(match.end(), proper=True)

    def _note_faults(self, match: re.Match[bytes]) -> None:
        if not match[3]:
            self._problems["broken-tag"] = None
        start, end = match.span(2)
        if end - start > MAX_TEXT and any(
            one.end - one.start > MAX_TEXT and one.name not in self._streamed
            for one in Element("", self._source, start, end, (start, end)).attributes
        ):
            self._problems["too-long"] = None

    def _other(self, begin: int) -> int:
        """Pass over what is no start tag; gives where it ends."""
        match = _END_TAG.match(self._data, begin) or _PLAIN_DOCTYPE.match(self._data, begin)
        if match:
            if match.re is _END_TAG:
                self._end(decoding.guess(match[1]), match)
            return match.end()
        for opening, closing in (*_SKIPPED, _CDATA):
            if self._data.startswith(opening, begin):
                return self._pass_over(begin, opening, closing)
        if self._data.startswith(b"<!", begin):
            self._problems["dtd-refused"] = None
            return len(self._data)
        self._problems["broken-tag"] = None
        following = self._data.find(b"<", begin + 1)
        following = len(self._data) if following < 0 else following
        self._keep_text(begin, following)
        return following

    def _pass_over(self, begin: int, opening: bytes, closing: bytes) -> int:
        end = self._data.find(closing, begin + len(opening))
        if end < 0:
            self._problems["missing-end"] = None
            self._keep_text(begin, len(self._data))
            return len(self._data)
        if opening == _CDATA[0]:
            self._keep_text(begin + len(opening), end)
        return end + len(closing)

    def _end(self, name: str, match: re.Match[bytes]) -> None:
        if self._too_deep:
            self._too_deep -= 1
            return
        depth = len(self._stack) - 1
        while depth >= 0 and self._stack[depth].name != name:
            depth -= 1
        if depth < 0:
            self._problems["stray-end"] = None
            return
        self._close_down_to(depth + 1, match.start())
        self._close(match.end(), proper=True)

    def _close_down_to(self, depth: int, end: int) -> None:
        """Close elements that lack their end until only `depth` are open."""
        while len(self._stack) > depth:
            self._problems["missing-end"] = None
            self._close(end, proper=False)

    def _close(self, end: int, *, proper: bool) -> None:
        done = self._stack.pop()
        depth = len(self._stack)
        if self._entry < 0:
            return
        element = Element(
            done.name,
            self._source,
            done.start,
            end,
            done.inside,
            tuple(done.children),
            tuple(done.unread),
            proper,
        )
        if depth == self._entry:
            self._entry = -1
            self._ready.append(element)
        else:
            self._stack[-1].children.append(element)

    def _keep_text(self, start: int, end: int) -> None:
        """Keep text that stands where none is expected, or its beginning."""
        match = _BLANKS.match(self._data, start, end)
        start = match.end() if match else start
        if start >= end:
            return
        unread = self._stack[-1].unread if self._entry >= 0 else self.stray
        if len(unread) < _MAX_STRAY:
            raw = self._data[start : min(end, start + _EXCERPT)]
            unread.append(read_text(raw, self._source).rstrip())


def _source(data: bytes) -> Source:
    codec = _BOMS.get(data[:2], "")
    if codec:
        text = data.decode(codec, "replace").removeprefix("\ufeff")
        return Source(text.encode("utf-8", "replace"), Codec(recoded=True))
    if data.startswith(_UTF8_BOM):
        return Source(data[len(_UTF8_BOM) :], Codec())
    match = _ENCODING.match(data[:400])
    charset = match[1].decode("ascii").lower() if match else ""
    return Source(data, Codec(), "" if charset in ("utf-8", "utf8") else charset)
