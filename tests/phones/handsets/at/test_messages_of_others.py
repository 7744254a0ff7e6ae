from __future__ import annotations

import pytest

from holdfast.phones.handsets.at.message_files import (
    SHORT_MESSAGES,
    NotAShortMessageError,
    kept_file,
)
from holdfast.records.formats.converting.convert import convert
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.vmessage import message_of
from holdfast.records.model.kinds import Kind


def carried(body: str, kind: int = 1, address: str = "+491701") -> bytes:
    said = f'<sms address="{address}" date="1256194105000" type="{kind}" read="1" body="{body}" />'
    data = f"<smses>{said}</smses>".encode()
    return convert(Kind.MESSAGES, data, SHORT_MESSAGES).data


def record(data: bytes):
    (block,) = read_components(data).items("VMSG")
    return message_of(block)


@pytest.mark.parametrize("kind", [1, 2, 3])
@pytest.mark.parametrize("body", ["Hi", "Gr&#252;&#223;e &#128512;", "a&#10;b = c", ""])
@pytest.mark.parametrize("address", ["+491701", "Vodafone"])
def test_what_a_phone_keeps_of_a_message_says_the_same_and_is_kept_again(kind, body, address):
    sent = carried(body, kind, address)
    kept = kept_file(sent)

    assert kept_file(kept) == kept
    one, other = record(sent), record(kept)
    assert (one.text, one.direction) == (other.text, other.direction)
    assert [who.shown for who in one.others] == [who.shown for who in other.others]
    assert other.when == (one.when if kind == 1 else None)


def test_what_is_too_long_for_one_short_message_is_refused_beforehand():
    with pytest.raises(NotAShortMessageError):
        kept_file(carried("x" * 200))
