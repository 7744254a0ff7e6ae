"""Content lines out: escapes, encodings and folds as a dialect wants them."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from types import MappingProxyType

from holdfast.records.formats.converting.contents import (
    Binary,
    Block,
    Content,
    Exact,
    Fields,
    Text,
    Value,
)
from holdfast.records.formats.converting.dialects import Dialect

_END = b"\r\n"
_ESCAPED = re.compile(r"[\\;,\n]")
_ESCAPES = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
# A reader of 2.1 undoes these, so a backslash in front of one of them needs its own.
_MEANS_MORE = re.compile(r"\\(?=[nN,;:\\]|\Z)")
_NEEDS_QUOTES = re.compile(r'[:;,"]')
_CARETS = {"^": "^^", '"': "^'", "\n": "^n"}
_WORD = re.compile(r"[A-Z0-9_-]+")
_TAKEN = ("QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT", "INLINE", "URL", "CID", "CONTENT-ID")
_TO_CARET = re.compile(r"""\^(?=[n'^])|["\n]""")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_PLAIN = re.compile(rb"[ -<>-~]*")
_AS_THEY_ARE = bytes((*b"\t ", *range(0x21, 0x3D), *range(0x3E, 0x7F)))
_QUOTED = tuple(
    bytes((octet,)) if octet in _AS_THEY_ARE else b"=%02X" % octet for octet in range(256)
)
_QUOTED_LINE = 76
_BLANKS = (b" ", b"\t")
_OPENERS = (*_BLANKS, b"B", b"E", b"b", b"e")
MEDIA_FAMILIES = MappingProxyType({"SOUND": "audio", "KEY": "application"})
"""What media a property holds where it says only "PGP" or "WAVE"; pictures otherwise."""
MEDIA_WORDS = MappingProxyType(
    {
        "application/pgp-keys": "PGP",
        "application/pkix-cert": "X509",
    }
)
"""Media types that vCard 2.1 and 3.0 call by a name of their own."""


def write_block(block: Block, dialect: Dialect) -> bytes:
    """The whole block as bytes: BEGIN, contents, blocks inside, END."""
    return b"".join(_block(block, dialect))


def _block(block: Block, dialect: Dialect) -> Iterator[bytes]:
    name = block.name.encode("ascii")
    yield b"BEGIN:" + name + _END
    for content in block.contents:
        yield write_content(content, dialect)
    for child in block.children:
        if child.name == block.name == "VCARD":
            yield b"AGENT:" + _END  # vCard 2.1 has an agent's card on the next line
        yield from _block(child, dialect)
    yield b"END:" + name + _END


def write_content(content: Content, dialect: Dialect) -> bytes:
    """One content line with its line end, folded or broken as `dialect` wants it."""
    if isinstance(content.value, Binary):
        return _binary(content, content.value, dialect)
    if dialect.old:
        return _old(content, content.value, dialect)
    line = f"{_head(content, dialect)}:{_value(content.value)}"
    return _folded(line.encode("utf-8", "replace"), dialect.width)


def _value(value: Value) -> str:
    """A text value of 3.0, 4.0 and iCalendar, escaped (RFC 6350, 3.4)."""
    match value:
        case Text(text):
            return _escaped(text)
        case Fields(fields):
            return ";".join(",".join(_escaped(entry) for entry in field) for field in fields)
        case Exact(text):
            return _one_line(text)
        case Binary():
            return ""


def _escaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: _ESCAPES[match[0]], _clean(text))


def _clean(text: str) -> str:
    """Line ends made one, and characters that no line may carry taken out (RFC 5545, 3.1)."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _one_line(text: str) -> str:
    return _clean(text).replace("\n", " ")


def _head(content: Content, dialect: Dialect) -> str:
    name = f"{content.group}.{content.name}" if content.group else content.name
    return "".join((name, *_params(content, dialect)))


def _params(content: Content, dialect: Dialect) -> Iterator[str]:
    for name, values in content.params.items():
        if name == "TYPE" and dialect.block == "VCARD" and dialect.old:
            yield from (_bare(value) for value in values)
        else:
            yield f";{name}={','.join(_param_value(value) for value in values)}"


def _bare(value: str) -> str:
    """A type as 2.1 writes it: its bare word, unless that word means something else."""
    bare = value.upper()
    plain = _WORD.fullmatch(bare) and bare not in _TAKEN
    return f";{bare}" if plain else f";TYPE={_param_value(bare)}"


def _param_value(value: str) -> str:
    """A parameter's value: quoted where it must be, quotes and line ends as RFC 6868 has them."""
    safe = _TO_CARET.sub(lambda match: _CARETS[match[0]], _clean(value))
    quoted = _NEEDS_QUOTES.search(safe) or safe != safe.strip()
    return f'"{safe}"' if quoted else safe


def _folded(line: bytes, width: int) -> bytes:
    """Fold at `width` bytes, never inside a letter."""
    if len(line) <= width:
        return line + _END
    pieces, start, room = [], 0, width
    while start < len(line):
        end = min(start + room, len(line))
        while end < len(line) and line[end] & 0xC0 == 0x80:  # noqa: PLR2004 - inside a letter
            end -= 1
        pieces.append(line[start:end])
        start, room = end, width - 1
    return (_END + b" ").join(pieces) + _END


def _binary(content: Content, value: Binary, dialect: Dialect) -> bytes:
    letters = base64.b64encode(value.data)
    if dialect.old:
        return _base64_block(content, value, letters, dialect)
    if dialect.block == "VCARD" and dialect.version == "4.0":
        media = value.media_type or "application/octet-stream"
        letters = f"data:{media};base64,".encode() + letters
        shaped = content
    elif dialect.block == "VCARD":
        shaped = content.with_params(ENCODING=("b",), TYPE=_media_words(content, value))
    else:
        media_types = (value.media_type,) if value.media_type else ()
        shaped = content.with_params(ENCODING=("BASE64",), VALUE=("BINARY",), FMTTYPE=media_types)
    return _folded(_head(shaped, dialect).encode() + b":" + letters, dialect.width)


def _media_words(content: Content, value: Binary) -> tuple[str, ...]:
    """The types of a picture with its media type among them, as 2.1 and 3.0 have it: "JPEG"."""
    words = tuple(word.upper() for word in content.types)
    return (media_word(content.name, value.media_type), *words) if value.media_type else words


def media_word(name: str, media_type: str) -> str:
    """The one word that vCard 2.1 and 3.0 have for a media type, or the type as it is."""
    family, _, kind = media_type.partition("/")
    if media_type in MEDIA_WORDS:
        return MEDIA_WORDS[media_type]
    return kind.upper() if kind and family == MEDIA_FAMILIES.get(name, "image") else media_type


def _base64_block(content: Content, value: Binary, letters: bytes, dialect: Dialect) -> bytes:
    kinds = "".join(f";TYPE={_param_value(kind)}" for kind in _media_words(content, value))
    head = f"{_head(content.with_params(TYPE=()), dialect)};ENCODING=BASE64{kinds}:".encode()
    step = dialect.width - 1
    lines = [letters[at : at + step] for at in range(0, len(letters), step)]
    # The blank line is 2.1's sign that the value is over.
    return b"".join((head, *(_END + b" " + line for line in lines), _END, _END))


def _old(content: Content, value: Value, dialect: Dialect) -> bytes:
    """A text value of 2.1 or 1.0: plain where it can be, else quoted-printable."""
    head = _head(content, dialect)
    pieces = list(_old_pieces(value))
    own = "\\;" if isinstance(value, Fields) else ";"
    plain = ";".join(piece.replace(";", own) for piece in pieces)
    whole = f"{head}:{plain}".encode("utf-8", "replace")
    exact = isinstance(value, Exact)
    fits = exact or (len(whole) <= dialect.width and not plain.endswith((" ", "\t")))
    if fits and whole.isascii() and (exact or _PLAIN.fullmatch(plain.encode("utf-8", "replace"))):
        return whole + _END
    charset, encoded = _encoded(pieces, dialect.charset)
    named = "" if charset == "US-ASCII" else f";CHARSET={charset}"
    start = f"{head}{named};ENCODING=QUOTED-PRINTABLE:".encode("utf-8", "replace")
    return _broken(start, encoded)


def _old_pieces(value: Value) -> Iterator[str]:
    match value:
        case Fields(fields):
            for field in fields:
                yield _MEANS_MORE.sub(r"\\\\", _clean(",".join(field)))
        case Exact(text):
            yield _one_line(text)
        case Text(text):
            yield _MEANS_MORE.sub(r"\\\\", _clean(text))
        case Binary():
            return


def _encoded(pieces: list[str], charset: str) -> tuple[str, list[bytes]]:
    """The pieces in the target's charset; in UTF-8 where it lacks a letter."""
    texts = [piece.replace("\n", "\r\n") for piece in pieces]
    if all(text.isascii() for text in texts):
        return "US-ASCII", [text.encode("ascii") for text in texts]
    try:
        return charset, [text.encode(charset) for text in texts]
    except (LookupError, UnicodeEncodeError):
        return "UTF-8", [text.encode("utf-8", "replace") for text in texts]


def _broken(head: bytes, pieces: list[bytes]) -> bytes:
    """Quoted-printable with soft breaks; a piece's own semicolon is written as =3B."""
    atoms: list[bytes] = []
    for number, piece in enumerate(pieces):
        atoms.extend([b";"] if number else [])
        atoms.extend(b"=3B" if octet == 0x3B else _QUOTED[octet] for octet in piece)  # noqa: PLR2004
    lines, line = [], head
    for place, atom in enumerate(atoms):
        last = place == len(atoms) - 1
        written = b"=%02X" % atom[0] if last and atom in _BLANKS else atom
        if len(line) + len(written) > _QUOTED_LINE - (not last):
            lines.append(line + b"=")
            line = b""
        # What opens a line must not pass for a fold, or for the end of a block.
        line += b"=%02X" % atom[0] if not line and atom in _OPENERS else written
    return _END.join([*lines, line]) + _END
