from __future__ import annotations

from collections.abc import Iterator

import pytest

from holdfast.wording import languages
from holdfast.wording.pseudo import LONG


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Sentences are asserted in English, whatever the machine speaks."""
    languages.choose("en")
    yield
    languages.choose(None)


@pytest.fixture
def pseudo_language() -> None:
    languages.choose(LONG)
