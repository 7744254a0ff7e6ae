"""The repository's config: its version, its id, and restic's chunker polynomial."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import Any

VERSION = 2
DEGREE = 53
_ID_DIGITS = 64


@dataclass(frozen=True, slots=True)
class Config:
    """`id` is 64 hex digits; `polynomial` is written as hex digits."""

    id: str
    polynomial: int
    version: int = VERSION

    @classmethod
    def generate(cls) -> Config:
        """Make the config of a new repository."""
        return cls(secrets.token_hex(_ID_DIGITS // 2), random_polynomial())

    def encode(self) -> bytes:
        """Write the config as JSON."""
        polynomial = f"{self.polynomial:x}"
        content = {"version": self.version, "id": self.id, "chunker_polynomial": polynomial}
        return json.dumps(content).encode()

    @classmethod
    def decode(cls, data: bytes) -> Config:
        """Read the config; raises ValueError for another version or no config at all."""
        fields: Any = json.loads(data)
        try:
            config = cls(
                str(fields["id"]), int(fields["chunker_polynomial"], 16), int(fields["version"])
            )
        except (KeyError, TypeError) as error:
            raise ValueError("config") from error
        if config.version != VERSION:
            raise ValueError(f"version {config.version}")
        return config


def random_polynomial() -> int:
    """Find an irreducible polynomial of degree 53 over GF(2).

    Holdfast cuts files at fixed places and never uses it, but restic refuses a repository
    whose polynomial is reducible.
    """
    while True:
        candidate = secrets.randbits(DEGREE) | 1 << DEGREE | 1
        if is_irreducible(candidate):
            return candidate


def is_irreducible(polynomial: int) -> bool:
    """Ben-Or's test: no common factor with x^(2^i) - x for i up to half the degree."""
    power = 2
    for _ in range((polynomial.bit_length() - 1) // 2):
        power = _modulo(_square(power), polynomial)
        if _gcd(polynomial, power ^ 2) != 1:
            return False
    return True


def _square(value: int) -> int:
    return int(f"{value:b}", 4)


def _modulo(value: int, divisor: int) -> int:
    size = divisor.bit_length()
    while value.bit_length() >= size:
        value ^= divisor << (value.bit_length() - size)
    return value


def _gcd(left: int, right: int) -> int:
    while right:
        left, right = right, _modulo(left, right)
    return left
