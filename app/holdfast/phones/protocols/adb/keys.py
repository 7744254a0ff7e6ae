"""The keys of ADB: public ones in Android's own form, signatures, and the fingerprint shown."""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, utils
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateKey,
    RSAPublicKey,
    RSAPublicNumbers,
)
from cryptography.hazmat.primitives.hashes import SHA1

BITS = 2048
EXPONENT = 65537
TOKEN_BYTES = 20
BLOB_BYTES = 524
_MODULUS_BYTES = BITS // 8
_WORD = 1 << 32
_BLOB = struct.Struct(f"<II{_MODULUS_BYTES}s{_MODULUS_BYTES}sI")
_MAX_LINE = 8192
# Both ends treat the token as a SHA-1 that was already taken.
_HASH = utils.Prehashed(SHA1())  # noqa: S303 - the protocol's own choice


class BrokenKeyError(ValueError):
    """What should be a public key of ADB is none."""


def public_blob(key: RSAPublicKey) -> bytes:
    """Return `key` in Android's form of 524 bytes; raises `BrokenKeyError` if not RSA-2048."""
    if key.key_size != BITS:
        raise BrokenKeyError(f"a key of {key.key_size} bits")
    numbers = key.public_numbers()
    modulus = numbers.n
    return _BLOB.pack(
        _MODULUS_BYTES // 4,
        -pow(modulus, -1, _WORD) % _WORD,
        modulus.to_bytes(_MODULUS_BYTES, "little"),
        pow(2, 2 * BITS, modulus).to_bytes(_MODULUS_BYTES, "little"),
        numbers.e,
    )


def read_blob(blob: bytes) -> RSAPublicKey:
    """Return the key that is in `blob`; raises `BrokenKeyError`."""
    if len(blob) != _BLOB.size:
        raise BrokenKeyError(f"a public key of {len(blob)} bytes")
    words, _, modulus, _, exponent = _BLOB.unpack(blob)
    if words != _MODULUS_BYTES // 4:
        raise BrokenKeyError(f"a modulus of {words} words")
    try:
        return RSAPublicNumbers(exponent, int.from_bytes(modulus, "little")).public_key()
    except ValueError as error:
        raise BrokenKeyError(str(error)) from error


def public_line(key: RSAPublicKey, comment: str) -> bytes:
    """Return `key` as its file and its message carry it: base64, a space, "user@host"."""
    return base64.b64encode(public_blob(key)) + b" " + comment.encode()


def read_line(line: bytes) -> tuple[RSAPublicKey, str]:
    """Return key and comment of a line (a NUL or a line's end may follow).

    Raises `BrokenKeyError`.
    """
    text = line[:_MAX_LINE].partition(b"\0")[0]
    encoded, _, comment = text.strip().partition(b" ")
    return read_blob(_decoded(encoded)), comment.decode("utf-8", "replace")


def sign(token: bytes, key: RSAPrivateKey) -> bytes:
    """Return the signature under the 20 bytes of `token`; raises `ValueError` for other lengths."""
    return key.sign(token, padding.PKCS1v15(), _HASH)


def verify(token: bytes, signature: bytes, key: RSAPublicKey) -> bool:
    """Whether `signature` is that of the owner of `key` under `token`."""
    try:
        key.verify(signature, token, padding.PKCS1v15(), _HASH)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(line: bytes) -> str:
    """Return what Android's dialog shows for the public key in `line`; raises `BrokenKeyError`."""
    encoded = line[:_MAX_LINE].partition(b"\0")[0].strip().partition(b" ")[0]
    # The dialog shows MD5, so the same must stand on our screen.
    digest = hashlib.md5(_decoded(encoded), usedforsecurity=False).digest()
    return digest.hex(":").upper()


def _decoded(encoded: bytes) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise BrokenKeyError("a public key that is not base64") from error
