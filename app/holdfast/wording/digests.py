"""Change digests: what a backup brought, as one line that is never cut but shortened by rule.

The full form names every kind: "+3 contacts, 1 removed, 2 changed · 14 messages". A shorter
one keeps the first kinds and counts the rest: "+3 contacts and 74 more".
"""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import KindDigest
from holdfast.wording import kinds
from holdfast.wording.i18n import _, counted, number


def digest(entries: Sequence[KindDigest], *, first: bool = False, limit: int | None = None) -> str:
    """The longest form of the digest with at most `limit` characters (all of it, if None)."""
    forms = digest_forms(entries, first=first)
    if limit is None:
        return forms[0]
    return next((form for form in forms if len(form) <= limit), forms[-1])


def digest_forms(entries: Sequence[KindDigest], *, first: bool = False) -> tuple[str, ...]:
    """Every form of the digest, longest first; a window picks the first that fits its width.

    `first` words a handset's first backup, whose digest is everything it holds.
    """
    changed = sorted((entry for entry in entries if entry), key=lambda e: _ORDER[e.kind])
    if not changed:
        return (_("First backup, nothing on the phone") if first else _("Nothing changed"),)
    phrases = [_phrase(entry, first=first) for entry in changed]
    totals = [entry.added + entry.removed + entry.changed for entry in changed]
    full = _separator(changed).join(phrases)
    shorter = [
        _and_more(_separator(changed[:kept]).join(phrases[:kept]), sum(totals[kept:]))
        for kept in range(len(phrases) - 1, 0, -1)
    ]
    return tuple(
        _("First backup: {what}").format(what=form) if first else form
        for form in (full, *shorter, _total(sum(totals), first=first))
    )


_ORDER = {kind: place for place, kind in enumerate(Kind)}


def _and_more(said: str, rest: int) -> str:
    return _("{some} and {n} more").format(some=said, n=number(rest))


def _total(changes: int, *, first: bool) -> str:
    if first:
        return kinds.items(changes)
    return counted("{n} change", "{n} changes", changes)


def _separator(entries: Sequence[KindDigest]) -> str:
    return " · " if any(entry.removed or entry.changed for entry in entries) else ", "


def _phrase(entry: KindDigest, *, first: bool) -> str:
    """One kind; its first count carries the noun: "+3 contacts, 1 removed, 2 changed"."""
    if first:
        return kinds.count(entry.kind, entry.added)
    said: list[str] = []
    if entry.added:
        said.append(_("+{count}").format(count=kinds.count(entry.kind, entry.added)))
    for count, alone, after in (
        (entry.removed, _("{count} removed"), _("{n} removed")),
        (entry.changed, _("{count} changed"), _("{n} changed")),
    ):
        if count and said:
            said.append(after.format(n=number(count)))
        elif count:
            said.append(alone.format(count=kinds.count(entry.kind, count)))
    return ", ".join(said)
