"""Sealing: AES-256-CTR with Poly1305-AES, as restic does it (its design document, "Keys").

A sealed message is IV (16 bytes), cipher text, tag (16 bytes). The one-time Poly1305 key is
r followed by AES-128 of the IV under k; the same IV starts the counter. The tag covers the
cipher text.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR, ECB
from cryptography.hazmat.primitives.poly1305 import Poly1305

IV = 16
TAG = 16
OVERHEAD = IV + TAG
"""Bytes a sealed message is longer than its content."""

KEY_BYTES = 64
"""Bytes of key material: 32 to encrypt, 16 each for k and r."""


class SealBroken(ValueError):  # noqa: N818 - a state of the file, not of the program
    """The message was not sealed with this key, or was changed since."""


@dataclass(frozen=True, slots=True)
class Key:
    """Key material: `encrypt` 32 bytes, `k` and `r` 16 bytes each."""

    encrypt: bytes
    k: bytes
    r: bytes

    @classmethod
    def generate(cls) -> Key:
        """Make a new random key."""
        return cls.from_bytes(os.urandom(KEY_BYTES))

    @classmethod
    def from_bytes(cls, material: bytes) -> Key:
        """Cut 64 bytes, as scrypt gives them, into the three keys."""
        if len(material) != KEY_BYTES:
            raise ValueError(len(material))
        return cls(material[:32], material[32:48], material[48:])

    def seal(self, content: bytes) -> bytes:
        """Encrypt and authenticate `content`."""
        return b"".join(self.seal_parts(content))

    def seal_parts(self, content: bytes | memoryview) -> tuple[bytes, bytes, bytes]:
        """Do the same, but spare the copy: IV, cipher text and tag one by one."""
        iv = os.urandom(IV)
        encryptor = Cipher(AES(self.encrypt), CTR(iv)).encryptor()
        sealed = encryptor.update(content)  # all of it: CTR holds nothing back
        return iv, sealed, self._authenticator(iv, sealed).finalize()

    def open(self, message: bytes) -> bytes:
        """Check and decrypt `message`; raises `SealBroken`."""
        if len(message) < OVERHEAD:
            raise SealBroken
        view = memoryview(message)
        iv, sealed, tag = bytes(view[:IV]), view[IV:-TAG], bytes(view[-TAG:])
        try:
            self._authenticator(iv, sealed).verify(tag)
        except InvalidSignature:
            raise SealBroken from None
        decryptor = Cipher(AES(self.encrypt), CTR(iv)).decryptor()
        return decryptor.update(sealed)

    def _authenticator(self, iv: bytes, sealed: bytes | memoryview) -> Poly1305:
        # One block of AES under a key that is used for nothing else: not ECB mode as such.
        block = Cipher(AES(self.k), ECB()).encryptor()  # noqa: S305
        poly = Poly1305(self.r + block.update(iv) + block.finalize())
        poly.update(sealed)
        return poly
