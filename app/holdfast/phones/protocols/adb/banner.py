"""The banner of CNXN: who speaks, and what both ends may use of what they can do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

MAX_BANNER = 4096
"""The longest banner that is sent or looked at, in bytes."""
_FEATURES = "features"
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Banner:
    """What one end says of itself.

    `state` is "host" for a computer; a phone says "device", or "recovery", "sideload" and the
    like. `properties` are its names: `ro.product.name`, `ro.product.model`, `ro.product.device`.
    """

    state: str
    properties: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    features: frozenset[str] = frozenset()

    @property
    def model(self) -> str:
        """The maker's name for the model; empty where the phone does not say."""
        return self.properties.get("ro.product.model", "")


def parse(data: bytes) -> Banner:
    """Read a banner; one that is odd or cut off is read as far as it can be."""
    text = data[:MAX_BANNER].decode("utf-8", "replace").replace("\0", "")
    # The field in the middle has been the serial number once; it is empty now.
    state, _, rest = text.partition(":")
    said = dict(_pairs(rest.partition(":")[2]))
    features = (name.strip() for name in said.pop(_FEATURES, "").split(","))
    return Banner(state.strip(), MappingProxyType(said), frozenset(filter(None, features)))


def write(banner: Banner) -> bytes:
    """Return `banner` as bytes, without a NUL: adbd takes that for part of the last feature."""
    pairs = [f"{name}={value};" for name, value in banner.properties.items()]
    features = f"{_FEATURES}={','.join(sorted(banner.features))}" if banner.features else ""
    return f"{banner.state}::{''.join(pairs)}{features}".encode()[:MAX_BANNER]


def _pairs(text: str) -> Iterable[tuple[str, str]]:
    for part in text.split(";"):
        name, equals, value = part.partition("=")
        if equals and name.strip():
            yield name.strip(), value.strip()
