"""What lies in a phone's storage that its owner never put there, and nobody misses."""

from __future__ import annotations

import re

# Bins and half-written files of Android's own media library, our own half-written ones, and
# thumbnails, which are made anew at will.
_LITTER = re.compile(
    r"\.(?:trashed|pending)-\d+-|\.holdfast-[0-9a-f]+\.part$|\.thumbnails$|LOST\.DIR$"
)
_APPS_OWN = (("Android", "data"), ("Android", "obb"))


def is_litter(place: tuple[str, ...]) -> bool:
    """Whether the file or folder at `place`, storage aside, is passed over."""
    return bool(_LITTER.match(place[-1])) or place in _APPS_OWN
