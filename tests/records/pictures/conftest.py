from __future__ import annotations

import pytest

from holdfast.records.pictures.thumbnails import ThumbnailWorker


@pytest.fixture(scope="module")
def worker():
    made = ThumbnailWorker()
    yield made
    made.close()
