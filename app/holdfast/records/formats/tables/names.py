"""What columns are called: one spelling for what writers spell in many ways."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from holdfast.records.formats.composing import composed

_BETWEEN = re.compile(r"[^\w%]+|_+")
_MAIL = re.compile(r"\be[-\s]?mail")


def plain(header: str) -> str:
    """A header without case and punctuation: "E-mail 2: Adresse" is "email 2 adresse"."""
    folded = _MAIL.sub("email", composed(header).casefold())
    return _BETWEEN.sub(" ", folded).strip()


def vocabulary(listed: str) -> Mapping[str, str]:
    """Read a list of lines "role = name | name" as roles by plain name."""
    found: dict[str, str] = {}
    for line in listed.strip().splitlines():
        role, _, names = line.partition(" = ")
        found.update((plain(name), role.strip()) for name in names.split("|"))
    return MappingProxyType(found)
