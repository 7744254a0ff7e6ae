"""Reads one page of a table exactly, whatever its texts say, at a bounded cost.

Where a text passes for a row or a column, its page is asked for again in an order that nobody
could foresee, one text at a time; what is in doubt even then is asked for alone. How often that
may be is bounded: a phone full of bait must not be asked for days.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Protocol

from holdfast.phones.handsets.android.content import RefusalError
from holdfast.phones.handsets.handset import Garbled
from holdfast.phones.protocols.content.output import BrokenOutputError, cut, is_nothing, only
from holdfast.progress import Task

MOST_STARTS = 200
"""Starts of the tool that one page may cost beyond its first; about two minutes of a phone."""
_FEW = 4
_ORDERS = 4
_PRIME = (1 << 31) - 1

Texts = tuple[str | None, ...]
"""What is printed of a row, column by column; None where the phone could not print it."""


class Asker(Protocol):
    """Asks for columns of the rows that a clause is true of; raises like `ContentTool.ask`."""

    def __call__(self, names: Sequence[str], clause: str, sort: str = "_id") -> str:
        """Return what is printed."""
        ...


class Page:
    """Some rows of one table, which are all there are between the first and the last.

    `plain` are the columns that hold no text, `texts` those that do. `given_up` are the rows
    that would have cost too much; of those the plain columns alone are told.
    """

    def __init__(
        self, ask: Asker, plain: Sequence[str], texts: Sequence[str], ids: Sequence[int], task: Task
    ) -> None:
        self.given_up: set[int] = set()
        self._ask = ask
        self._plain = tuple(plain)
        self._names = (*plain, *texts)
        self._of_text = tuple(texts)
        self._ids = ids
        self._task = task
        self._left = MOST_STARTS + 1

    def read(self) -> dict[int, Texts]:
        """What is printed of each row; rows that went away meanwhile are left out."""
        rows = self._some(self._ids)
        return rows | self._plain_ones() if self.given_up else rows

    def _some(self, ids: Sequence[int]) -> dict[int, Texts]:
        """Read some rows; splits what is too much for the phone at once."""
        if len(ids) == 1:
            return self._alone(ids[0])
        if not self._left:
            self.given_up.update(ids)
            return {}
        try:
            found = cut(self._print(self._names, within(ids)), self._names, ids)
        except (RefusalError, Garbled) as trouble:
            return self._apart(ids, trouble)
        rows: dict[int, Texts] = dict(found.rows)
        doubtful = found.doubtful
        if len(doubtful) > _FEW:
            rows |= self._text_by_text(doubtful)
            doubtful = tuple(one for one in doubtful if one not in rows)
        for one in doubtful:
            rows |= self._alone(one)
        return rows

    def _apart(self, ids: Sequence[int], trouble: RefusalError | Garbled) -> dict[int, Texts]:
        """Read in pieces what was refused together: a row that is too large has a piece alone."""
        place = -1
        if isinstance(trouble, RefusalError):
            if trouble.denied:
                raise trouble
            place = trouble.row
        middle = len(ids) // 2
        cuts = (place, place + 1) if 0 <= place < len(ids) else (middle, middle)
        pieces = (ids[: cuts[0]], ids[cuts[0] : cuts[1]], ids[cuts[1] :])
        rows: dict[int, Texts] = {}
        for piece in filter(None, pieces):
            rows |= self._some(piece)
        return rows

    def _text_by_text(self, wanted: Sequence[int]) -> dict[int, Texts]:
        """Read a page once for each text, in an order of its own that no text can foresee."""
        first, last = self._ids.index(wanted[0]), self._ids.index(wanted[-1])
        ids = self._ids[first : last + 1]
        columns: list[dict[int, Texts]] = []
        for names in filter(None, (self._plain, *((name,) for name in self._of_text))):
            try:
                columns.append(self._column(names, ids, wanted))
            except RefusalError as refusal:
                if refusal.denied:
                    raise
                return {}
        return {
            one: tuple(said for column in columns for said in column[one])
            for one in wanted
            if all(one in column for column in columns)
        }

    def _column(
        self, names: Sequence[str], ids: Sequence[int], wanted: Sequence[int]
    ) -> dict[int, Texts]:
        """Some columns of a page, once more in another order while that makes more certain.

        A text that forges many rows meets one of any order now and then; of two rarely.
        """
        rows: dict[int, Texts] = {}
        for _ in range(_ORDERS):
            known = len(rows)
            if self._left:
                rows |= self._shuffled(names, ids)
            if len(rows) == known or all(one in rows for one in wanted):
                break
        return rows

    def _shuffled(self, names: Sequence[str], ids: Sequence[int]) -> dict[int, Texts]:
        """What is certain of some columns of a page when it is asked for in a random order."""
        factor = secrets.randbelow(_PRIME - 1) + 1
        places = sorted((one * factor % _PRIME, one) for one in ids)
        said = self._print(names, within(ids), f"(_id*{factor})%{_PRIME}")
        return dict(cut(said, names, [one for _, one in places]).rows)

    def _alone(self, one: int) -> dict[int, Texts]:
        if not self._left:
            self.given_up.add(one)
            return {}
        said = self._columns(one, self._names)
        return {} if said is None or one in self.given_up else {one: said}

    def _columns(self, one: int, names: Sequence[str]) -> Texts | None:
        """One row; where it holds what passes for a column, in halves until it does no longer."""
        if not self._left:
            self.given_up.add(one)
        if one in self.given_up:
            return (None,) * len(names)
        if len(names) == 1:
            return (self._value(one, names[0]),)
        try:
            said = self._print(names, within((one,)))
        except RefusalError as refusal:
            if refusal.denied:
                raise
            said = ""
        else:
            if is_nothing(said):
                return None
        found = cut(said, names, (one,)).rows
        if one in found:
            return found[one]
        middle = len(names) // 2
        halves = (self._columns(one, names[:middle]), self._columns(one, names[middle:]))
        return None if None in halves else (*(halves[0] or ()), *(halves[1] or ()))

    def _value(self, one: int, name: str) -> str | None:
        try:
            return only(self._print((name,), within((one,))), name, one)
        except RefusalError as refusal:
            if refusal.denied:
                raise
            return None
        except BrokenOutputError as error:
            raise Garbled(f"{name} of row {one}: {error}") from error

    def _plain_ones(self) -> dict[int, Texts]:
        """Of the rows that were given up what no text can forge."""
        ids = sorted(self.given_up)
        said = self._ask(self._plain, within(self._ids)) if self._plain else ""
        found = cut(said, self._plain, self._ids).rows if self._plain else {}
        nothing = (None,) * len(self._of_text)
        return {one: (*found.get(one, (None,) * len(self._plain)), *nothing) for one in ids}

    def _print(self, names: Sequence[str], clause: str, sort: str = "_id") -> str:
        self._task.check()
        self._left -= 1
        return self._ask(names, clause, sort)


def within(ids: Sequence[int]) -> str:
    """A clause for the rows with these `ids`, which are all between the first and the last."""
    return f"_id={ids[0]}" if len(ids) == 1 else f"_id>={ids[0]} AND _id<={ids[-1]}"
