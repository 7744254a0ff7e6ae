from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest

from holdfast.records.model.coverage import Coverage, State
from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import SnapshotInfo, StoredItem, StoredPart


@pytest.fixture
def record():
    """Make a record: the digest follows from the content, the title is given or the content."""

    def make(key, content, *, handset="old", kind=Kind.CONTACTS, title=None, uid="", size=10):
        digest = hashlib.sha256(content.encode()).hexdigest()
        part = StoredPart(".vcf", "", (digest,), size)
        title = content if title is None else title
        return StoredItem(handset, kind, key, (part,), digest, title, uid=uid)

    return make


@pytest.fixture
def photo():
    def make(path, content="", *, size=100, handset="old"):
        names = tuple(path.split("/"))
        part = StoredPart("", path, (content,) if content else (), size)
        return StoredItem(handset, Kind.PHOTOS, path, (part,), "", names[-1], path=names)

    return make


@pytest.fixture
def snapshot():
    def make(*, kind=Kind.CONTACTS, count=0, state=State.COMPLETE, tags=()):
        return SnapshotInfo(
            "a" * 64,
            datetime(2009, 10, 10, tzinfo=UTC),
            HandsetInfo("old", "OLD", "Maker", "Model", "IrMC"),
            (Coverage(kind, state, count),),
            frozenset(tags),
        )

    return make
