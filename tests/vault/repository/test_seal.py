import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.vault.repository.seal import KEY_BYTES, OVERHEAD, Key, SealBroken

KEY = Key.from_bytes(bytes(range(KEY_BYTES)))


@given(st.binary())
def test_what_was_sealed_opens_again(content):
    sealed = KEY.seal(content)
    assert len(sealed) == len(content) + OVERHEAD
    assert KEY.open(sealed) == content


def test_large_content_opens_again():
    content = bytes(range(256)) * 40_000
    assert KEY.open(KEY.seal(content)) == content


def test_the_same_content_is_never_sealed_the_same():
    assert len({KEY.seal(b"again") for _ in range(50)}) == 50


@given(st.binary(max_size=100), st.data())
def test_one_flipped_bit_anywhere_breaks_the_seal(content, data):
    sealed = bytearray(KEY.seal(content))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealBroken):
        KEY.open(bytes(sealed))


@pytest.mark.parametrize("length", [0, 1, OVERHEAD - 1, OVERHEAD + 4])
def test_a_message_cut_short_is_refused(length):
    with pytest.raises(SealBroken):
        KEY.open(KEY.seal(b"content")[:length])


def test_another_key_does_not_open():
    with pytest.raises(SealBroken):
        Key.generate().open(KEY.seal(b"content"))


@pytest.mark.parametrize(
    ("message", "r", "k", "nonce", "tag"),
    [  # D. J. Bernstein, "The Poly1305-AES message-authentication code", appendix B
        (
            "f3f6",
            "851fc40c3467ac0be05cc20404f3f700",
            "ec074c835580741701425b623235add6",
            "fb447350c4e868c52ac3275cf9d4327e",
            "f4c633c3044fc145f84f335cb81953de",
        ),
        (
            "",
            "a0f3080000f46400d0c7e9076c834403",
            "75deaa25c09f208e1dc4ce6b5cad3fbf",
            "61ee09218d29b0aaed7e154a2c5509cc",
            "dd3fab2251f11ac759f0887129cc2ee7",
        ),
    ],
)
def test_the_tag_is_poly1305_aes_as_its_author_published_it(message, r, k, nonce, tag):
    key = Key(bytes(32), bytes.fromhex(k), bytes.fromhex(r))
    assert len(key.open(bytes.fromhex(nonce + message + tag))) * 2 == len(message)


@pytest.mark.parametrize("length", [0, KEY_BYTES - 1, KEY_BYTES + 1])
def test_key_material_of_another_length_is_refused(length):
    with pytest.raises(ValueError, match=str(length)):
        Key.from_bytes(bytes(length))
