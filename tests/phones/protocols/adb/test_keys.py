import base64

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from holdfast.phones.protocols.adb import keys
from holdfast.phones.protocols.adb.keys import BrokenKeyError


@pytest.fixture(scope="module")
def key():
    return rsa.generate_private_key(65537, 2048)


def test_a_public_key_is_read_back_with_its_comment(key):
    line = keys.public_line(key.public_key(), "ann@desk")
    for said in (line, line + b"\0", line + b"\n", line + b"\0junk"):
        found, comment = keys.read_line(said)
        assert found.public_numbers() == key.public_key().public_numbers()
        assert comment == "ann@desk"
    assert len(keys.public_blob(key.public_key())) == keys.BLOB_BYTES


def test_a_signature_holds_for_its_token_alone(key):
    token = bytes(range(20))
    signature = keys.sign(token, key)
    assert keys.verify(token, signature, key.public_key())
    assert not keys.verify(bytes(20), signature, key.public_key())
    assert not keys.verify(token, signature[:-1], key.public_key())
    assert not keys.verify(bytes(19), signature, key.public_key())


def test_the_token_is_signed_as_if_it_were_a_digest(key):
    public = key.public_key().public_numbers()
    plain = pow(int.from_bytes(keys.sign(b"T" * 20, key)), public.e, public.n).to_bytes(256)
    assert plain.endswith(bytes.fromhex("3021300906052b0e03021a05000414") + b"T" * 20)


def test_a_token_of_another_length_is_not_signed(key):
    with pytest.raises(ValueError, match="digest"):
        keys.sign(bytes(64), key)


@pytest.mark.parametrize(
    "line", [b"", b"!!!", b"QUJD ann", base64.b64encode(bytes(524)), b"A" * 100_000]
)
def test_what_is_no_key_is_broken(line):
    with pytest.raises(BrokenKeyError):
        keys.read_line(line)


def test_a_key_of_another_size_has_no_such_form():
    with pytest.raises(BrokenKeyError):
        keys.public_blob(rsa.generate_private_key(65537, 3072).public_key())


def test_the_fingerprint_is_written_as_the_dialog_does():
    line = base64.b64encode(b"Android") + b" ann@desk\0"
    assert keys.fingerprint(line) == "E8:4E:30:B9:39:0C:DB:64:DB:6D:B2:C9:AB:87:84:6D"
