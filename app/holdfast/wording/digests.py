"""Change digests: what a backup brought, as one line that is never cut but shortened by rule.

The full form names every kind: "+3 contacts, 1 removed, 2 changed · 14 messages". A shorter
one keeps the first kinds and counts the rest: "+3 contacts and 74 more".
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import KindDigest
from holdfast.wording import kinds
from holdfast.wording.i18n import _, counted, listed, ngettext, number
from holdfast.wording.languages import language


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
    return _forms(language(), tuple(entries), first)


@lru_cache(maxsize=1024)
def _forms(_language: str, entries: tuple[KindDigest, ...], first: bool) -> tuple[str, ...]:  # noqa: FBT001 - a key of the cache
    # A timeline of years tells the same few changes over and over.
    changed = sorted((entry for entry in entries if entry), key=lambda e: _ORDER[e.kind])
    if not changed:
        return (_("First backup, nothing on the phone") if first else _("Nothing changed"),)
    totals = [entry.added + entry.removed + entry.changed for entry in changed]
    full = _list(changed, first=first)
    shorter = [
        _and_more(_list(changed[:kept], first=first), sum(totals[kept:]))
        for kept in range(len(changed) - 1, 0, -1)
    ]
    return tuple(
        _("First backup: {what}").format(what=form) if first else form
        for form in _ever_shorter((full, *shorter, _total(sum(totals), first=first)))
    )


_ORDER = {kind: place for place, kind in enumerate(Kind)}


def _ever_shorter(forms: Sequence[str]) -> list[str]:
    """`forms` without those that save no room ("and 1 more" for "and 1 note")."""
    kept = list(forms[:1])
    for form in forms[1:]:
        if len(form) < len(kept[-1]):
            kept.append(form)
    return kept


def _and_more(said: str, rest: int) -> str:
    return counted("{some} and {n} more", "{some} and {n} more", rest, some=said)


def _total(changes: int, *, first: bool) -> str:
    if first:
        return kinds.items(changes)
    return counted("{n} change", "{n} changes", changes)


def _list(entries: Sequence[KindDigest], *, first: bool) -> str:
    """All `entries`; where things were only added, one plus at the beginning says it for all."""
    if any(entry.removed or entry.changed for entry in entries):
        return " · ".join(_phrase(entry) for entry in entries)
    counts = [kinds.count(entry.kind, entry.added) for entry in entries]
    if first:
        return listed(counts)
    return listed([_("+{count}").format(count=counts[0]), *counts[1:]])


def _phrase(entry: KindDigest) -> str:
    """One kind; its first count carries the noun: "+3 contacts, 1 removed, 2 changed"."""
    said: list[str] = []
    if entry.added:
        said.append(_("+{count}").format(count=kinds.count(entry.kind, entry.added)))
    for count, alone, after in (
        (entry.removed, _removed_kind(entry.removed), _removed(entry.removed)),
        (entry.changed, _changed_kind(entry.changed), _changed(entry.changed)),
    ):
        if count and said:
            said.append(after.format(n=number(count)))
        elif count:
            said.append(alone.format(count=kinds.count(entry.kind, count)))
    return listed(said)


def _removed(count: int) -> str:
    return ngettext("{n} removed", "{n} removed", count)


def _removed_kind(count: int) -> str:
    return ngettext("{count} removed", "{count} removed", count)


def _changed(count: int) -> str:
    return ngettext("{n} changed", "{n} changed", count)


def _changed_kind(count: int) -> str:
    return ngettext("{count} changed", "{count} changed", count)
