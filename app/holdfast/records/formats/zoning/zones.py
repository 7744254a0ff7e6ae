"""The zones one document speaks of: by its own definitions, or by what programs call them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from types import MappingProxyType

from holdfast.records.formats.components import Component, Document, Property
from holdfast.records.formats.dates import Moment, find_zone, parse_moment
from holdfast.records.formats.zoning.blocks import (
    Observance,
    home_observances,
    read_observances,
    zone_of,
)
from holdfast.records.formats.zoning.names import zone_named

MAX_DATE = 200
"""Longest text that may be a date, in bytes."""
_MAX_NAME = 200
_MAX_BLOCKS = 20
_NO_ALIASES: Mapping[str, str] = MappingProxyType({})
_NO_BLOCKS: Mapping[str, Component] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Zones:
    """What TZIDs mean in one document.

    `aliases` lead to names of the zone database (X-LIC-LOCATION), `blocks` are the VTIMEZONEs,
    both by TZID and only for TZIDs the database does not know. `calendar` is the wrapper of a
    vCalendar 1.0.
    """

    aliases: Mapping[str, str] = field(default_factory=lambda: _NO_ALIASES)
    blocks: Mapping[str, Component] = field(default_factory=lambda: _NO_BLOCKS)
    calendar: Component | None = None
    _found: dict[str, tzinfo | None] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, document: Document) -> Zones:
        """Gather the VTIMEZONEs of `document`; one with two TZIDs goes by both."""
        aliases: dict[str, str] = {}
        blocks: dict[str, Component] = {}
        for block in document.items("VTIMEZONE"):
            location = block.text("X-LIC-LOCATION")
            for name in _names_of(block):
                if find_zone(name) is not None:
                    continue
                if len(blocks) < _MAX_BLOCKS:
                    blocks.setdefault(name, block)
                if 0 < len(location) < _MAX_NAME and find_zone(location) is not None:
                    aliases.setdefault(name, location)
        old = (part for part in document.components if part.text("VERSION") == "1.0")
        return cls(MappingProxyType(aliases), MappingProxyType(blocks), next(old, None))

    def find(self, name: str) -> tzinfo | None:
        """The zone that TZID `name` means here; None when nobody can tell."""
        name = _plain(name)
        if name not in self._found:
            self._found[name] = self._look_for(name)
        return self._found[name]

    def _look_for(self, name: str) -> tzinfo | None:
        zone = find_zone(self.aliases.get(name, name))
        if zone is None and name in self.blocks:
            observances = self.observances(name)
            zone = zone_of(observances) if observances else None
        return zone if zone is not None else zone_named(name)

    def observances(self, name: str) -> tuple[Observance, ...]:
        """What the VTIMEZONE of `name` says; empty when there is none or it is not understood."""
        block = self.blocks.get(_plain(name))
        return (read_observances(block) or ()) if block is not None else ()

    def known_as(self, moment: Moment | None) -> str:
        """The zone of `moment` by its name in the zone database, else as it was written."""
        if moment is None:
            return ""
        key = getattr(moment.when.tzinfo, "key", "")
        return str(key or moment.zone)

    @property
    def home(self) -> tuple[Observance, ...]:
        """The zone of the phone that wrote a vCalendar 1.0; empty when it does not say.

        Its local times are wall time all the same: phones travel. But rules are meant for the
        clock on its wall, also where a start is written in UTC.
        """
        return home_observances(self.calendar) if self.calendar is not None else ()

    def lines_not_understood(self, item: Component) -> tuple[str, ...]:
        """Lines of the VTIMEZONEs that `item` goes by but of which no zone could be made."""
        names = {_plain(entry.head.first("TZID")) for entry in item.properties}
        blocks = [self.blocks[name] for name in sorted(names) if name in self.blocks]
        return tuple(
            f"{entry.name}:{entry.decoded()}"
            for block in blocks
            if not any(self.find(name) for name in _names_of(block))
            for part in block.walk()
            for entry in part.properties
        )

    def moment(self, entry: Property | None) -> Moment | None:
        """The date or date-time that `entry` holds; None when it holds none."""
        if entry is None or len(entry.raw) > MAX_DATE:
            return None
        return self.read(entry.text(), entry.head.first("TZID"))

    def read(self, text: str, zone: str = "") -> Moment | None:
        """The date or date-time that `text` is under TZID `zone`; None when it is none."""
        return parse_moment(text, zone, find=self.find)


def _names_of(block: Component) -> list[str]:
    names = (entry.text()[: _MAX_NAME + 1] for entry in block.all("TZID")[:8])
    return [plain for plain in map(_plain, names) if 0 < len(plain) <= _MAX_NAME]


def _plain(name: str) -> str:
    return name.strip().strip('"').strip()
