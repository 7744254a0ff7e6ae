from __future__ import annotations

from collections.abc import Iterator

import pytest

from holdfast.wording import i18n


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Sentences are asserted in English, whatever the machine speaks."""
    i18n.choose("en")
    yield
    i18n.choose(None)


@pytest.fixture
def pseudo_language() -> None:
    i18n.choose(i18n.PSEUDO)
