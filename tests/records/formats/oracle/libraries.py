"""Further opinions on real files: vobject, icalendar and, where it is installed, ical.js.

What these libraries are known to leave undone is left out by rule: they do not all decode what
ENCODING and CHARSET declare, nor do the escapes in properties whose type they do not know.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import icalendar
import vobject

from tests.records.formats.oracle.values import unescape

Said = Counter[tuple[str, str]]
"""Names in upper case and texts of properties, and how often each was said."""
Reader = Callable[[str], Said]

_STRUCTURED = {"N", "ADR", "ORG", "GENDER", "CLIENTPIDMAP", "GEO", "REQUEST-STATUS"}
_ICALJS_SCRIPT = Path(__file__).with_name("icaljs.mjs")
NO_ICALJS = "ical.js: absent (set HOLDFAST_ICALJS to a folder with node_modules/ical.js)"


def icaljs_folder() -> Path | None:
    """Where ical.js is installed, if somebody says."""
    named = os.environ.get("HOLDFAST_ICALJS")
    return Path(named) if named else None


def agreed(opinions: Iterable[Said]) -> Said:
    """What at least two of `opinions` say."""
    said: Said = Counter()
    for one, other in combinations(opinions, 2):
        said |= one & other
    return said


def opinions(text: str, readers: Mapping[str, Reader]) -> dict[str, Said]:
    """What each of `readers` says of a file's text, as far as it can read it at all."""
    said = {}
    for name, reader in readers.items():
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                said[name] = reader(text)
        except Exception as error:
            logging.getLogger(__name__).info("%s cannot read this", name, exc_info=error)
    return said


def by_icalendar(text: str) -> Said:
    return Counter(
        (_name(name), _of_icalendar(value))
        for component in icalendar.Calendar.from_ical(text, multiple=True)
        for name, value in component.property_items()
        if name not in ("BEGIN", "END") and not _encoded(getattr(value, "params", {}))
    )


def _of_icalendar(value: Any) -> str:
    if isinstance(value, icalendar.prop.vCategory):
        return ",".join(map(str, value.cats))
    if isinstance(value, icalendar.prop.vUnknown):
        return unescape(value)
    if isinstance(value, str):
        return str(value)
    written = value.to_ical()
    return written.decode("utf-8") if isinstance(written, bytes) else str(written)


def by_vobject(text: str) -> Said:
    logging.getLogger("vobject.base").setLevel(logging.CRITICAL)
    components = vobject.readComponents(text, transform=False, ignoreUnreadable=True, allowQP=True)
    return Counter(
        (_name(line.name), _plain(line.value, line.name))
        for component in components
        for line in _lines(component)
        if not _encoded(line.params) and not line.singletonparams
    )


def _lines(component: Any) -> Iterator[Any]:
    for child in component.getChildren():
        if isinstance(child, vobject.base.Component):
            yield from _lines(child)
        else:
            yield child


def by_icaljs(paths: Sequence[Path], folder: Path) -> dict[Path, Said]:
    """What ical.js says of each of the files that it can read."""
    answer = subprocess.run(
        ["node", str(_ICALJS_SCRIPT), str(folder)],
        input="\n".join(map(str, paths)),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    said = {}
    for path, line in zip(paths, answer.stdout.splitlines(), strict=True):
        properties = json.loads(line)
        if properties is not None:
            said[path] = Counter(
                (_name(name), _of_icaljs(name, kind, values))
                for name, params, kind, values in properties
                if not _encoded(params)
            )
    return said


def _of_icaljs(name: str, kind: str, values: Any) -> str:
    plain = _plain(values, name)
    return unescape(plain) if kind == "unknown" else plain


def _plain(value: Any, name: str) -> str:
    """A value that a library took apart, put together again."""
    if not isinstance(value, list):
        return str(value)
    if name.upper() in _STRUCTURED:
        return ";".join(_plain(one, "") for one in value)
    return ",".join(map(str, value))


def _name(name: str) -> str:
    """Libraries for calendars know no groups, which are of vCard, and leave them in the name."""
    return name.upper().rpartition(".")[2]


def _encoded(params: Mapping[str, Any]) -> bool:
    return any(name.upper() in ("ENCODING", "CHARSET") for name in params)
