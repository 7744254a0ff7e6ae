"""The whole reader over files that other people's programs wrote."""

from __future__ import annotations

import os
import re
import statistics
import time
from pathlib import Path

import pytest

from holdfast.records.formats.digest import content_digest
from holdfast.records.formats.reading import read_components
from holdfast.records.formats.summary import summarise
from holdfast.records.formats.view import view
from holdfast.records.model.kinds import Kind

KINDS = {
    "vcard": Kind.CONTACTS,
    "vcal": Kind.CALENDAR,
    "ical": Kind.CALENDAR,
    "vnote": Kind.NOTES,
}
FILES = [
    path
    for folder in KINDS
    for path in sorted(Path(os.environ.get("HOLDFAST_CORPUS", "/nowhere"), folder).glob("*"))
]
HOLDS_AN_ITEM = re.compile(
    rb"^BEGIN:(?:VCARD|VEVENT|VTODO|VJOURNAL|VFREEBUSY|VNOTE)\s", re.IGNORECASE | re.MULTILINE
)
needs_corpus = pytest.mark.skipif(not FILES, reason="corpus: absent (set HOLDFAST_CORPUS)")


@needs_corpus
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_real_file_is_read_whole_in_time_and_by_content(path):
    kind, data = KINDS[path.parent.name], path.read_bytes()
    started = time.process_time()
    summary = summarise(kind, path.suffix, data, path.name)
    shown = view(kind, path.suffix, data, path.name)
    assert time.process_time() - started < 2
    assert shown.readable == summary.readable
    assert shown.title == summary.title
    document = read_components(data)
    assert sum(part.end - part.start for part in document.components) <= len(data)
    if summary.readable and b"\r" not in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        assert content_digest(read_components(data.replace(b"\n", b"\r\n"))) == summary.digest


@needs_corpus
def test_nearly_every_real_file_is_readable(record_property):
    times, unreadable, holding = [], [], 0
    for path in FILES:
        data = path.read_bytes()
        started = time.process_time()
        summary = summarise(KINDS[path.parent.name], path.suffix, data)
        times.append(time.process_time() - started)
        # Zones, alarms and fragments alone hold no item.
        holds = HOLDS_AN_ITEM.search(data.replace(b"\0", b"")) is not None
        holding += holds
        if holds and not summary.readable:
            unreadable.append(path.name)
    record_property("unreadable", unreadable)
    # Those few say nothing in their items, or are broken on purpose.
    assert len(unreadable) <= 0.01 * holding, unreadable
    assert statistics.median(times) < 0.02
