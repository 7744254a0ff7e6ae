"""The languages there are catalogues for, and what each needs to be told once."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """A catalogue's language; `plurals` is the rule as a gettext header says it."""

    code: str
    name: str
    plurals: str

    @property
    def forms(self) -> int:
        """How many plural forms each counted sentence has."""
        return int(self.plurals.split(";")[0].rpartition("=")[2])


LANGUAGES = (
    Language("de", "German", "nplurals=2; plural=(n != 1);"),
    Language("es", "Spanish", "nplurals=2; plural=(n != 1);"),
    Language("fr", "French", "nplurals=2; plural=(n > 1);"),
    Language("tr", "Turkish", "nplurals=2; plural=(n != 1);"),
    Language("zh_CN", "Simplified Chinese", "nplurals=1; plural=0;"),
)

COMPLETE: frozenset[str] = frozenset({"de", "es", "fr", "tr", "zh_CN"})
"""Codes of the languages in which no sentence may be missing or in doubt."""
