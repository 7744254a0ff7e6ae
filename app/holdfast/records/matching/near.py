"""Items that may be the same thing twice, each pair with its reasons; nothing is merged.

`trace` keeps of an item what others may share with it. Only items that share something are
compared, and of many that share the same only neighbours, so the time is near linear in the
items whatever they hold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

from holdfast.records.matching.near_contacts import ContactTrace, compare_contacts
from holdfast.records.matching.near_texts import TextTrace, compare_texts
from holdfast.records.matching.near_times import TimeTrace, compare_times
from holdfast.records.matching.reasons import Alike, Finding, Reason, Trace

MIN_SCORE = 0.5
"""What scores less is not told."""
_WHOLE_BLOCK = 8
_NEIGHBOURS = 3


def near_duplicates(traces: Sequence[Trace | None]) -> tuple[Alike, ...]:
    """Pairs of items of one kind that may be the same thing, the surest first.

    Where there is a None nothing is known of an item, and it is in no pair.
    `first` and `second` of a pair are places in `traces`, `first` the smaller. A score of 1
    means that everything that counts is equal.
    """
    found: dict[tuple[int, int], Finding] = {}
    tried: set[tuple[int, int]] = set()
    known = {place: trace for place, trace in enumerate(traces) if trace is not None}
    for block in _blocks(known):
        shared = len(block)
        for pair in _pairs(block):
            if pair in tried:
                continue
            tried.add(pair)
            finding = compare(known[pair[0]], known[pair[1]], shared)
            if finding is not None and finding.score >= MIN_SCORE:
                found[pair] = finding
    alike = [Alike(*pair, finding.score, finding.reasons) for pair, finding in found.items()]
    return tuple(sorted(alike, key=lambda entry: (-entry.score, entry.first, entry.second)))


def groups(alike: Iterable[Alike], at_least: float = MIN_SCORE) -> tuple[tuple[int, ...], ...]:
    """Places that pairs of at least this score join, each group and all groups in order."""
    leader: dict[int, int] = {}

    def led(place: int) -> int:
        while leader.setdefault(place, place) != place:
            leader[place] = leader[leader[place]]
            place = leader[place]
        return place

    for entry in alike:
        if entry.score >= at_least:
            one, other = sorted((led(entry.first), led(entry.second)))
            leader[other] = one
    joined: dict[int, list[int]] = defaultdict(list)
    for place in sorted(leader):
        joined[led(place)].append(place)
    return tuple(tuple(places) for places in joined.values() if len(places) > 1)


def compare(one: Trace, other: Trace, sharing: int = 2) -> Finding | None:
    """What speaks for two items being one; `sharing` items have in common what these have."""
    if one.digest == other.digest:
        return Finding(1.0, (Reason.IDENTICAL,))
    if isinstance(one, ContactTrace) and isinstance(other, ContactTrace):
        return compare_contacts(one, other, sharing)
    if isinstance(one, TimeTrace) and isinstance(other, TimeTrace):
        return compare_times(one, other)
    if isinstance(one, TextTrace) and isinstance(other, TextTrace):
        return compare_texts(one, other, sharing)
    return None


def _blocks(traces: Mapping[int, Trace]) -> Iterator[list[int]]:
    """Places that share a key, in an order that puts the likest side by side.

    The sharpest keys come first: what a few share is compared as such, and not again as what
    very many share.
    """
    blocks: dict[Hashable, list[int]] = defaultdict(list)
    for place, trace in traces.items():
        uid = (("uid", trace.uid),) if trace.uid else ()
        for key in (("digest", trace.digest), *uid, *trace.keys):
            blocks[key].append(place)
    several = [block for block in blocks.values() if len(block) > 1]
    for block in sorted(several, key=len):
        yield sorted(block, key=lambda place: traces[place].order)


def _pairs(block: Sequence[int]) -> Iterator[tuple[int, int]]:
    reach = len(block) if len(block) <= _WHOLE_BLOCK else _NEIGHBOURS
    for at, one in enumerate(block):
        for other in block[at + 1 : at + 1 + reach]:
            yield (one, other) if one < other else (other, one)
