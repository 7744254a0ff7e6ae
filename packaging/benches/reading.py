"""How long records take to be read: an address book listed, and compared with its past."""

from __future__ import annotations

import statistics
import time

from benches import contacts
from benches.bench import Figure, Result, interleaved
from holdfast.records.formats.summary import summarise
from holdfast.records.matching.diff import diff_fields
from holdfast.records.model.kinds import Kind

_CONTACTS = 5000
_ROUNDS = 7


def formats() -> Result:
    """List 5,000 contacts, and diff each of them with another version of it."""
    versions = contacts.versions(_CONTACTS)

    def list_all() -> None:
        for _, now in versions:
            _told(summarise(Kind.CONTACTS, ".vcf", now).readable)

    def diff_all() -> None:
        for before, now in versions:
            _told(diff_fields(before, now, Kind.CONTACTS, ".vcf"))

    # One core's seconds: what else the machine does is not to be measured.
    rounds = interleaved((list_all, diff_all), _ROUNDS, clock=time.process_time)
    listed, diffed = (statistics.median(seconds) for seconds in zip(*rounds, strict=True))
    size = sum(len(now) for _, now in versions) / 1e6
    return Result(
        f"{_CONTACTS} contacts, {size:.1f} MB, {_ROUNDS} rounds",
        (),
        (
            Figure("list_seconds", "listed", listed, "s"),
            Figure("diff_seconds", "diffed", diffed, "s"),
        ),
    )


def _told(answer: object) -> None:
    """Stop where a contact was not read, or an edit not seen: that would be fast for nothing."""
    if not answer:
        raise SystemExit("a contact was not read, or what changed in it was not seen")
