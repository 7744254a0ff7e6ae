"""The whole reader over files that other people's programs wrote."""

from __future__ import annotations

import os
import statistics
import time
from pathlib import Path

import pytest

from holdfast.records.formats.components import read_components
from holdfast.records.formats.digest import content_digest
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
    times, readable = [], dict.fromkeys(KINDS, 0)
    for path in FILES:
        data = path.read_bytes()
        started = time.process_time()
        summary = summarise(KINDS[path.parent.name], path.suffix, data)
        times.append(time.process_time() - started)
        readable[path.parent.name] += summary.readable
    record_property("readable", readable)
    # The rest are zones, alarms and fragments alone, and files broken on purpose.
    assert sum(readable.values()) >= 0.9 * len(FILES)
    assert readable["vcal"] == len([path for path in FILES if path.parent.name == "vcal"])
    assert statistics.median(times) < 0.02
