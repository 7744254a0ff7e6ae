"""The keys a phone trusts, and the dialog it shows for any other."""

from __future__ import annotations

import os
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from holdfast.phones.protocols.adb.keys import (
    TOKEN_BYTES,
    BrokenKeyError,
    fingerprint,
    read_line,
    verify,
)

Answer = Callable[[str], bool | None]
"""What the owner says to a fingerprint: yes, no, or nothing yet (None)."""


class KeyDialog:
    """The phone's memory of computers, and its question "Allow USB debugging?".

    `answer` is asked while a computer waits. Without it the dialog waits for `allow` or
    `refuse`. Fingerprints are as the phone shows them.
    """

    def __init__(self, answer: Answer | None = None, *, always: bool = True) -> None:
        """`always` is the tick "always allow from this computer"."""
        self.shown: list[str] = []
        """The fingerprints the dialog has shown, oldest first."""
        self._answer = answer or self._said_so_far
        self._always = always
        self._said: bool | None = None
        self._trusted: dict[str, RSAPublicKey] = {}

    def allow(self, *, always: bool = True) -> None:
        """Tap "Allow", with or without the tick."""
        self._said, self._always = True, always

    def refuse(self) -> None:
        """Tap "Cancel"."""
        self._said = False

    def revoke(self) -> None:
        """Revoke all authorizations in the settings; later computers are asked about anew."""
        self._trusted.clear()
        self._said = None

    def trust(self, line: bytes) -> None:
        """Trust the public key in `line`; raises `BrokenKeyError`."""
        self._trusted[fingerprint(line)] = read_line(line)[0]

    def token(self) -> bytes:
        """Return 20 new random bytes for a host to sign."""
        return os.urandom(TOKEN_BYTES)

    def knows(self, token: bytes, signature: bytes) -> bool:
        """Tell whether a key that is trusted signed `token`."""
        return any(verify(token, signature, key) for key in self._trusted.values())

    def allows(self, line: bytes) -> bool | None:
        """Tell whether the owner allowed the key in `line`; None while the dialog waits."""
        try:
            shown = fingerprint(line)
            read_line(line)
        except BrokenKeyError:
            return False
        if shown not in self.shown[-1:]:
            self.shown.append(shown)
        answer = self._answer(shown)
        if answer and self._always:
            self.trust(line)
        return answer

    def _said_so_far(self, _shown: str) -> bool | None:
        return self._said
