"""Contents of a card that belong together: labels, addresses, the name to sort by."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from holdfast.records.formats.converting.cards.names import APPLE_RELATIONS
from holdfast.records.formats.converting.contents import (
    Content,
    Exact,
    Fields,
    Text,
    said,
)
from holdfast.records.formats.converting.values import basic_date

_CONSTANT = re.compile(r"_\$!<([A-Za-z]+)>!\$_")
_NO_ADDRESS = Fields((("",),) * 7)
_OF_LABELS = frozenset(("TYPE", "PREF"))
_JOINING = frozenset(("LABEL", "SORT-STRING", "X-ABLABEL"))


def gathered(contents: Sequence[Content]) -> tuple[Content, ...]:
    """Put what stood apart where vCard 4.0 has it.

    LABEL becomes a parameter of its ADR, SORT-STRING of N, and Apple's constant labels
    ("_$!<Spouse>!$_") the type of RELATED or the ANNIVERSARY that they stand for.
    """
    if not any(content.name in _JOINING for content in contents):
        return tuple(contents)
    found = _with_address_labels(contents)
    return tuple(_with_constants(_with_sort_names(found)))


def with_plain_groups(contents: Sequence[Content]) -> tuple[Content, ...]:
    """Name groups inside groups ("a.b", vCard 2.1) as 3.0 and 4.0 may: "a-b", or "a-b-2".

    No two groups get one name, in whatever case they are written.
    """
    groups = dict.fromkeys(content.group.lower() for content in contents)
    nested = [group for group in groups if "." in group]
    if not nested:
        return tuple(contents)
    taken = groups.keys() - nested
    names: dict[str, str] = {}
    for group in nested:
        name = group.replace(".", "-")
        numbered = (f"{name}-{number}" for number in range(2, len(groups) + 2))
        names[group] = next(one for one in (name, *numbered) if one not in taken)
        taken.add(names[group])
    return tuple(
        replace(content, group=names.get(content.group.lower(), content.group))
        for content in contents
    )


def _with_address_labels(contents: Sequence[Content]) -> list[Content]:
    found: list[Content] = []
    later: list[Content] = []
    for content in contents:
        if content.name != "LABEL" or not _OF_LABELS.issuperset(content.params):
            found.append(content)
        elif not _labelled(found, content, range(len(found) - 1, -1, -1)):
            found.append(content)
            later.append(content)
    for label in later:
        place = next(at for at, content in enumerate(found) if content is label)
        if _labelled(found, label, range(place, len(found))):
            del found[place]
        else:
            params = {**label.params, "LABEL": (said(label.value),)}
            found[place] = Content("ADR", _NO_ADDRESS, params, label.group)
    return found


def _labelled(contents: list[Content], label: Content, places: Sequence[int]) -> bool:
    """Give `label` to the first address of its types in `places`; False when there is none."""
    for place in places:
        address = contents[place]
        if (
            address.name == "ADR"
            and "LABEL" not in address.params
            and set(address.types) == set(label.types)
            and label.group in ("", address.group)
        ):
            params = {**label.params, **address.params, "LABEL": (said(label.value),)}
            contents[place] = replace(address, params=params)
            return True
    return False


def _with_sort_names(contents: list[Content]) -> list[Content]:
    sort = next((entry for entry in contents if entry.name == "SORT-STRING"), None)
    place = next((at for at, entry in enumerate(contents) if entry.name == "N"), None)
    if sort is None or place is None or sort.params or sort.group:
        return contents
    name = contents[place]
    if "SORT-AS" in name.params:
        return contents
    contents[place] = replace(name, params={**name.params, "SORT-AS": (said(sort.value),)})
    return [entry for entry in contents if entry is not sort]


def _with_constants(contents: list[Content]) -> list[Content]:
    sizes = Counter(entry.group.lower() for entry in contents if entry.group)
    constants = {
        entry.group.lower(): match[1].lower()
        for entry in contents
        if entry.name == "X-ABLABEL" and sizes[entry.group.lower()] == 2  # noqa: PLR2004 - a pair
        if (match := _CONSTANT.fullmatch(said(entry.value).strip()))
    }
    found: list[Content] = []
    done: set[str] = set()
    for entry in contents:
        constant = constants.get(entry.group.lower(), "")
        typed = _of_constant(entry, constant) if constant else None
        found.append(entry if typed is None else typed)
        if typed is not None:
            done.add(entry.group.lower())
    return [
        entry for entry in found if entry.name != "X-ABLABEL" or entry.group.lower() not in done
    ]


def _of_constant(entry: Content, constant: str) -> Content | None:
    if entry.name == "RELATED" and constant in APPLE_RELATIONS and isinstance(entry.value, Text):
        types = tuple(dict.fromkeys((constant, *entry.types)))
        return replace(entry, params={**entry.params, "TYPE": types}, group="")
    if entry.name != "X-ABDATE" or constant != "anniversary" or not isinstance(entry.value, Fields):
        return None
    omitted = entry.params.get("X-APPLE-OMIT-YEAR", ("",))[0]
    date = basic_date(said(entry.value), omitted)
    if not date:
        return None
    kept = {
        name: own
        for name, own in entry.params.items()
        if name != "VALUE" and (name != "X-APPLE-OMIT-YEAR" or not date.startswith("--"))
    }
    return Content("ANNIVERSARY", Exact(date), kept)
