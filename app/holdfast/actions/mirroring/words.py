"""The words that stand in a mirror's pages; `holdfast.wording` fills them in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from holdfast.records.model.message import CallType


@dataclass(frozen=True, slots=True)
class MirrorWords:
    """What a person reads in a mirror folder, in their language.

    `columns` are the headings of the table of calls: when, who, number, how, seconds.
    """

    readme: str
    you: str
    unknown: str
    calls: str
    columns: tuple[str, str, str, str, str]
    call_types: Mapping[CallType, str]

    def digest_text(self) -> str:
        """All words as one text: pages are made again when any of them changes."""
        return json.dumps(asdict(self), sort_keys=True)
