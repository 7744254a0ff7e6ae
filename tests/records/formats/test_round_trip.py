"""Values written by a plain writer of either dialect come back as they were."""

from __future__ import annotations

import base64

from hypothesis import given
from hypothesis import strategies as st

from holdfast.records.formats.digest import content_digest
from holdfast.records.formats.reading import read_components

TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r\ufeff"), max_size=80
)
FIELDS = st.lists(TEXTS, min_size=2, max_size=5)
WIDTHS = st.integers(4, 75)


def escaped(text: str) -> str:
    for plain, safe in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, safe)
    return text


def folded(line: str, width: int) -> bytes:
    """Fold by bytes, through the middle of letters, as RFC 2425 writers may."""
    raw = line.encode()
    pieces = [raw[at : at + width] for at in range(0, len(raw), width)]
    return b"\r\n ".join(pieces) + b"\r\n"


def quoted(head: str, text: str, charset: str, width: int) -> bytes:
    """Quoted-printable with soft breaks anywhere between letters of the encoding."""
    letters = [b"=%02X" % octet for octet in text.encode(charset)]
    lines = [b"".join(letters[at : at + width]) for at in range(0, len(letters), width)]
    name = f"{head};CHARSET={charset};ENCODING=QUOTED-PRINTABLE:".encode()
    return name + b"=\r\n".join(lines or [b""]) + b"\r\n"


def card(*lines: bytes) -> bytes:
    return b"BEGIN:VCARD\r\n" + b"".join(lines) + b"END:VCARD\r\n"


def first(data: bytes, name: str):
    (component,) = read_components(data).components
    found = component.first(name)
    assert found is not None
    return found


@given(TEXTS, FIELDS, WIDTHS)
def test_vcard_3_comes_back(note, fields, width):
    name = "N:" + ";".join(escaped(field) for field in fields)
    data = card(folded("NOTE;LANGUAGE=en:" + escaped(note), width), folded(name, width))
    assert first(data, "NOTE").text() == note
    assert first(data, "N").fields() == fields


@given(TEXTS, st.sampled_from(["utf-8", "utf-16-le", "utf-7"]), WIDTHS)
def test_vcard_21_comes_back_in_any_charset(note, charset, width):
    data = card(quoted("NOTE", note.replace("\\", "/"), charset, width))
    assert first(data, "NOTE").text() == note.replace("\\", "/")


@given(FIELDS, WIDTHS)
def test_fields_of_vcard_21_come_back_with_semicolons_of_their_own(fields, width):
    plain = [field.replace("\\", "/") for field in fields]
    quoted_fields = [quoted("", field, "utf-8", 1000).split(b":", 1)[1].rstrip() for field in plain]
    head = b"N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:"
    value = b";".join(quoted_fields)
    breaks = range(0, len(value), 3 * width)
    broken = b"=\r\n".join(value[at : at + 3 * width] for at in breaks)
    found = first(card(head + broken + b"\r\n"), "N").fields()
    assert found == plain


@given(st.binary(max_size=300), WIDTHS)
def test_pictures_come_back_from_any_block(picture, width):
    letters = base64.b64encode(picture)
    lines = [letters[at : at + width] for at in range(0, len(letters), width)]
    indented = b"PHOTO;JPEG;ENCODING=BASE64:\r\n " + b"\r\n ".join(lines) + b"\r\n\r\n"
    flush = b"PHOTO;ENCODING=b;TYPE=JPEG:" + b"\r\n".join(lines) + b"\r\n"
    for block in (indented, flush):
        data = card(block, b"FN:A\r\n")
        assert first(data, "PHOTO").blob() == picture
        assert first(data, "FN").text() == "A"


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=6), WIDTHS, WIDTHS)
def test_a_phone_that_writes_differently_wrote_the_same(pairs, width, other):
    def written(fold, *, luid):
        lines = [folded(f"NOTE:{escaped(one)}{escaped(two)}", fold) for one, two in pairs]
        return card(*(reversed(lines) if luid else lines), b"X-IRMC-LUID:7\r\n" if luid else b"")

    one, two = written(width, luid=False), written(other, luid=True)
    assert content_digest(read_components(one)) == content_digest(read_components(two))


@given(st.lists(TEXTS, max_size=8), WIDTHS)
def test_a_whole_store_is_cut_into_just_its_items(notes, width):
    cards = [
        card(
            quoted("NOTE", f"{note}\nBEGIN:VCARD\n", "utf-8", width),
            folded(f"X:{escaped(note)}", 9),
        )
        for note in notes
    ]
    store = b"".join(cards)
    spans = read_components(store).items("VCARD")
    assert [store[span.start : span.end] for span in spans] == cards
