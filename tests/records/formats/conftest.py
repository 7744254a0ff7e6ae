from __future__ import annotations

import pytest

from holdfast.records.formats.view import view
from holdfast.records.model.kinds import Kind


@pytest.fixture
def make_card():
    def make(*lines: str) -> bytes:
        return "\r\n".join(("BEGIN:VCARD", "VERSION:2.1", *lines, "END:VCARD", "")).encode()

    return make


@pytest.fixture
def make_event():
    def make(*lines: str, block: str = "VEVENT", version: str = "1.0") -> bytes:
        inside = (f"BEGIN:{block}", *lines, f"END:{block}")
        whole = ("BEGIN:VCALENDAR", f"VERSION:{version}", *inside, "END:VCALENDAR", "")
        return "\r\n".join(whole).encode()

    return make


@pytest.fixture
def fields_of():
    def fields(kind: Kind, data: bytes) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
        found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for field in view(kind, "", data).fields:
            found.setdefault(field.label, []).append((field.value, field.types))
        return found

    return fields
