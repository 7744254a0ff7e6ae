"""A strict reading of udev's rules, and what they make of a device (udev(7))."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

_TERM = re.compile(r'([A-Z]+)(?:\{(\w+)\})?(==|!=|\+=|=)"([^"\\]*)"')
_MATCHES = {"ACTION", "SUBSYSTEM", "ENV", "ATTR"}
_KEYS = {
    "ACTION": {"==", "!="},
    "SUBSYSTEM": {"==", "!="},
    "ATTR": {"==", "!="},
    "ENV": {"==", "!=", "="},
    "TAG": {"+="},
    "GOTO": {"="},
    "LABEL": {"="},
}
_WITH_NAME = {"ENV", "ATTR"}


@dataclass(frozen=True)
class Term:
    key: str
    name: str | None
    operator: str
    value: str

    @property
    def matches(self) -> bool:
        return self.operator in ("==", "!=")


@dataclass
class Device:
    subsystem: str = "usb"
    action: str = "add"
    properties: dict[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    tags: set[str] = field(default_factory=set)


def read(text: str) -> list[list[Term]]:
    """Return the terms of each rule; raises ValueError for whatever is not known to be right."""
    rules = [list(_terms(line)) for line in text.splitlines() if line and line[0] != "#"]
    labels = [term.value for rule in rules for term in rule if term.key == "LABEL"]
    for number, rule in enumerate(rules):
        for term in rule:
            behind = [t.value for each in rules[number:] for t in each if t.key == "LABEL"]
            if term.key == "GOTO" and term.value not in behind:
                raise ValueError(f"no label {term.value} behind its GOTO")
    if len(labels) != len(set(labels)):
        raise ValueError("a label stands twice")
    return rules


def _terms(line: str) -> Iterator[Term]:
    if line != line.rstrip():
        raise ValueError(f"blanks at the end: {line!r}")
    for text in line.split(", "):
        found = _TERM.fullmatch(text)
        if found is None:
            raise ValueError(f"not a term: {text!r}")
        term = Term(*found.groups())
        if term.operator not in _KEYS.get(term.key, ()):
            raise ValueError(f"{term.key} takes no {term.operator}")
        if (term.name is not None) != (term.key in _WITH_NAME):
            raise ValueError(f"braces of {term.key}")
        yield term


def apply(rules: list[list[Term]], device: Device) -> Device:
    """Let the rules work on `device`, as udevd does for one event."""
    skip_to = ""
    for rule in rules:
        if skip_to and skip_to not in [t.value for t in rule if t.key == "LABEL"]:
            continue
        skip_to = ""
        if all(_holds(term, device) for term in rule if term.matches):
            skip_to = _act([term for term in rule if not term.matches], device)
    return device


def _holds(term: Term, device: Device) -> bool:
    value = {
        "ACTION": device.action,
        "SUBSYSTEM": device.subsystem,
        "ENV": device.properties.get(term.name or "", ""),
        "ATTR": device.attributes.get(term.name or ""),
    }[term.key]
    if value is None:
        return False  # an attribute that is not there matches nothing, not even "!="
    found = any(fnmatchcase(value, pattern) for pattern in term.value.split("|"))
    return found == (term.operator == "==")


def _act(terms: list[Term], device: Device) -> str:
    for term in terms:
        if term.key == "TAG":
            device.tags.add(term.value)
        elif term.key == "ENV":
            device.properties[term.name or ""] = term.value
        elif term.key == "GOTO":
            return term.value
    return ""
