"""Which stint goes on with which on one handset: edited, renamed, or under another key.

A phone that was reset hands its keys (LUIDs) out anew. Where one key ends and another begins
the item is the same by the rules of `records.matching.sameness`: content, then UID, then a name
that is alone on both sides. A key alone tells a renamed item only while no keys were handed out
anew. What merely resembles is never joined.

The snapshots from one reading that can end lives to the next are one *turn*: what ended in it
is paired with what began in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter

from holdfast.records.formats.summary import fold
from holdfast.records.matching.sameness import pair
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import StoredItem
from holdfast.vault.history.stints import Stint, Stints

_NAMED = (Kind.CONTACTS, Kind.CALENDAR, Kind.TODOS, Kind.NOTES)
_STEPS = 3
"""How far rivals are looked for: those for an item, those for its rivals, and what these left."""
_MOST = 200
_EARLIER = 16


class Succession:
    """Tells what each stint of one handset went on as, and came from."""

    def __init__(self, stints: Stints) -> None:
        """Judge by the stints of one kind on one handset."""
        self._stints = stints
        self._after: dict[tuple[str, str, str, int], Stint | None] = {}
        self._renumberings: dict[tuple[int, int], bool] = {}

    def after(self, stint: Stint) -> Stint | None:
        """What the item is next, or None where it ended or still lasts."""
        if stint.id not in self._after:
            self._after[stint.id] = self._next(stint)
        return self._after[stint.id]

    def before(self, stint: Stint) -> Stint | None:
        """What the item was before, or None where it began."""
        earlier = [each for each in self._akin(stint) if each.last < stint.first]
        earlier.sort(key=attrgetter("last"), reverse=True)
        for each in earlier[:_EARLIER]:
            follower = self.after(each)
            if follower is not None and follower.id == stint.id:
                return each
        return None

    def renumbered(self, turn: int) -> bool:
        """Whether keys were handed out anew in the turn that ends at the place `turn`."""
        return self._renumbered(self._stints.trusted_before(turn), turn)

    def _next(self, stint: Stint) -> Stint | None:
        if stint.last == len(self._stints.line) - 1:
            return None
        turn = self._stints.trusted_after(stint.last)
        held = (each for each in self._stints.of_key(stint.item.key) if each.first > stint.last)
        follower = next((each for each in held if each.first <= turn), None)
        if follower is not None and self._plainly_edited(stint, follower):
            return follower
        return self._in_turn(stint, follower, turn) or self._come_back(stint, turn)

    def _plainly_edited(self, stint: Stint, follower: Stint) -> bool:
        """Same key, and UID or name; and neither content was ever held elsewhere."""
        was, became = stint.item, follower.item
        alike = fold(was.title) == fold(became.title) or (was.uid and was.uid == became.uid)
        if not alike or not _uids_agree(was, became):
            return False
        return not any(self._held_elsewhere(item) for item in (was, became))

    def _held_elsewhere(self, item: StoredItem) -> bool:
        return any(each.item.key != item.key for each in self._stints.of_digest(item.digest))

    def _in_turn(self, stint: Stint, follower: Stint | None, turn: int) -> Stint | None:
        """What pairs with a stint among all that ended and began in one turn."""
        start = self._stints.trusted_before(turn)
        rivals = self._rivals(stint, start, turn)
        ended = [each for each in rivals if self._ended(each, start, turn)]
        begun = [each for each in rivals if start < each.first <= turn]
        pairs = _pairs(ended, begun)
        found, sure = pairs.get(stint.id, (None, False))
        if found is not None:
            known = sure or found.item.key == stint.item.key or self._alone(stint, found)
            return found if known and found.first > stint.last else None
        claimed = {other.id for other, _ in pairs.values()}
        if follower is None or follower.id in claimed:
            return None
        return follower if self._renamed(stint, follower, start, turn) else None

    def _ended(self, stint: Stint, start: int, turn: int) -> bool:
        return start <= stint.last < min(turn, len(self._stints.line) - 1)

    def _rivals(self, stint: Stint, start: int, turn: int) -> list[Stint]:
        """All that ended or began in a turn and may be what the stint is, or stand in its way."""
        found = {stint.id: stint}
        asked = [stint]
        for _ in range(_STEPS):
            met = [other for each in asked for other in self._akin(each)]
            asked = []
            for each in met:
                in_turn = self._ended(each, start, turn) or start < each.first <= turn
                if in_turn and each.id not in found and len(found) < _MOST:
                    found[each.id] = each
                    asked.append(each)
        return sorted(found.values(), key=lambda each: (each.item.key, each.first))

    def _akin(self, stint: Stint) -> Iterator[Stint]:
        """Everything that has the content, the UID, the name or the key of a stint."""
        item = stint.item
        yield from self._stints.of_digest(item.digest)
        yield from self._stints.of_uid(item.uid)
        yield from self._stints.of_key(item.key)
        yield from self._namesakes(item)

    def _namesakes(self, item: StoredItem) -> Iterator[Stint]:
        if item.kind in _NAMED and item.title:
            for each in self._stints.of_name(item.sort_key):
                same_time = item.kind is not Kind.CALENDAR or each.item.when == item.when
                if same_time and fold(each.item.title) == fold(item.title):
                    yield each

    def _alone(self, stint: Stint, found: Stint) -> bool:
        """Whether nothing else on the phone had the name, neither before nor after."""
        before = [each for each in self._namesakes(stint.item) if each.at(stint.last)]
        after = [each for each in self._namesakes(found.item) if each.at(found.first)]
        return len(before) == 1 == len(after) and _uids_agree(stint.item, found.item)

    def _renamed(self, stint: Stint, follower: Stint, start: int, turn: int) -> bool:
        """Whether a key tells, without a name, that an item is the same."""
        if not _uids_agree(stint.item, follower.item) or self._renumbered(start, turn):
            return False
        there = self._stints.of_digest(follower.item.digest)
        return not any(each.at(stint.last) for each in there)

    def _renumbered(self, start: int, turn: int) -> bool:
        """Whether most of what ended in a turn went on under other keys."""
        if (start, turn) not in self._renumberings:
            ended, moved = self._stints.moved(start, turn)
            self._renumberings[start, turn] = moved * 2 > ended
        return self._renumberings[start, turn]

    def _come_back(self, stint: Stint, turn: int) -> Stint | None:
        """What has the content or UID of an item that was gone, once it is there again."""
        item = stint.item
        group = [*self._stints.of_digest(item.digest), *self._stints.of_uid(item.uid)]
        group += [
            e for e in self._stints.of_key(item.key) if fold(e.item.title) == fold(item.title)
        ]
        later = [each.first for each in group if each.first > turn]
        if not later:
            return None
        back = min(later)
        apart = {each.id: each for each in group}.values()
        begun = [each for each in apart if each.first == back]
        ended = [each for each in apart if self._stints.trusted_after(each.last) < back]
        ended.sort(key=lambda each: (-each.last, each.item.key))
        return _pairs(ended, begun).get(stint.id, (None, False))[0]


def _pairs(
    ended: Sequence[Stint], begun: Sequence[Stint]
) -> dict[tuple[str, str, str, int], tuple[Stint, bool]]:
    """By the id of what ended: what it pairs with, and whether by more than key or name."""
    pairing = pair([each.item for each in ended], [each.item for each in begun])
    by_item = {id(each.item): each for each in begun}
    found: dict[tuple[str, str, str, int], tuple[Stint, bool]] = {}
    for each, same, other in zip(ended, pairing.same, pairing.counterparts, strict=True):
        partner = same or other
        if partner is not None:
            found[each.id] = by_item[id(partner)], same is not None
    return found


def _uids_agree(one: StoredItem, other: StoredItem) -> bool:
    return not one.uid or not other.uid or one.uid == other.uid
