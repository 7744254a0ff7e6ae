import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.phones.protocols.irmc.luid_lines import add_luid, cut

CARD = b"BEGIN:VCARD\r\nVERSION:2.1\r\nN:Lovelace;Ada\r\nEND:VCARD\r\n"

lines = st.sampled_from(
    [
        b"BEGIN:VCARD", b"END:VCARD", b"begin:vcard", b"END:VCARD ", b"N:Ada", b"", b" folded",
        b"X-IRMC-LUID:0001", b"X-IRMC-LUID:", b"NOTE;QUOTED-PRINTABLE:a=",
        b"\xef\xbb\xbfBEGIN:VCARD", b"caf\xe9",
    ]
)  # fmt: skip
ends = st.sampled_from([b"\r\n", b"\n", b"\r\r\n", b"\r", b""])
items = st.lists(st.tuples(lines, ends), max_size=6).map(
    lambda parts: b"".join(line + end for line, end in parts)
)


def whole_store(contents):
    return b"".join(
        add_luid(data, f"{n:04X}", b"VCARD") for n, data in enumerate(contents, start=1)
    )


begun = items.map(lambda text: b"BEGIN:VCARD\r\n" + text)


@given(st.lists(st.one_of(st.just(CARD), begun), max_size=6))
def test_a_cut_that_is_trusted_and_agrees_with_the_count_is_exact(contents):
    found = cut(whole_store(contents), b"VCARD")
    if found.whole and len(found.pieces) == len(contents):
        assert [piece.bare for piece in found.pieces] == contents


@given(st.binary(max_size=300))
def test_any_bytes_can_be_cut(body):
    found = cut(body, b"VCARD")
    assert not (found.whole and body) or b"".join(p.raw for p in found.pieces) == body


def test_sound_cards_are_cut_apart_with_their_luids():
    second = CARD.replace(b"Ada", b"Grace")
    found = cut(whole_store([CARD, second]), b"VCARD")
    assert found.whole
    assert [(piece.luid, piece.bare) for piece in found.pieces] == [
        ("0001", CARD),
        ("0002", second),
    ]


def test_an_empty_store_is_cut_into_nothing():
    assert cut(b"", b"VCARD").whole
    assert cut(b"", b"VCARD").pieces == ()


@pytest.mark.parametrize(
    "item",
    [
        CARD + CARD,
        CARD.removesuffix(b"END:VCARD\r\n"),
        b"\xef\xbb\xbf" + CARD,
        CARD + b"\r\n",
        CARD.rstrip(),
        b"<!-- x -->\r\n" + CARD,
        CARD.replace(b"VERSION:2.1\r\n", b"X-IRMC-LUID:0009\r\n"),
        b"BEGIN:VCARD\r\nAGENT:\r\n" + CARD + b"END:VCARD\r\n",
        CARD.replace(b"\r\n", b"\r"),
    ],
    ids=[
        "two",
        "no-end",
        "bom",
        "blank-line",
        "no-line-end",
        "comment",
        "own-luid",
        "nested",
        "cr",
    ],
)
def test_a_store_with_an_unsound_item_is_not_trusted(item):
    assert not cut(whole_store([CARD, item, CARD]), b"VCARD").whole


def test_line_ends_of_every_kind_stay_as_they_were():
    contents = [CARD.replace(b"\r\n", end) for end in (b"\n", b"\r\r\n", b"\r\n")]
    found = cut(whole_store(contents), b"VCARD")
    assert [piece.bare for piece in found.pieces] == contents


def test_the_same_luid_twice_is_not_trusted():
    card = add_luid(CARD, "0001", b"VCARD")
    assert not cut(card + card, b"VCARD").whole


def test_a_luid_that_cannot_be_one_is_not_trusted():
    assert not cut(CARD.replace(b"N:", b"X-IRMC-LUID:" + b"9" * 300 + b"\r\nN:"), b"VCARD").whole
    assert not cut(CARD.replace(b"N:", b"X-IRMC-LUID:\xff\r\nN:"), b"VCARD").whole


def test_an_item_without_an_end_gets_no_luid_line():
    assert add_luid(b"BEGIN:VCARD\r\n", "0001", b"VCARD") == b"BEGIN:VCARD\r\n"


def test_a_broken_off_store_still_gives_the_items_before_the_break():
    body = whole_store([CARD, CARD, CARD])
    assert [piece.luid for piece in cut(body[:-10], b"VCARD").pieces] == ["0001", "0002"]
