"""How well each kind was read, and why not better."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.records.model.coverage import Coverage, Reason, State
from holdfast.wording import kinds
from holdfast.wording.i18n import _, counted, number


def why(reason: Reason) -> str:
    """Why a kind is not complete, as the end of a sentence; empty when there is no reason."""
    return {
        Reason.NONE: "",
        Reason.DENIED: _("refused by the phone"),
        Reason.LOCKED: _("the phone was locked"),
        Reason.UNSUPPORTED: _("not offered by this phone"),
        Reason.TIMEOUT: _("the phone stopped answering"),
        Reason.UNPLUGGED: _("the phone went away"),
        Reason.STOPPED: _("stopped by you"),
        Reason.GARBLED: _("the phone's answers made no sense"),
        Reason.SOME_ITEMS: _("some could not be read"),
        Reason.STORAGE_GONE: _("a memory card was taken out meanwhile"),
        Reason.PICTURES_ONLY: _("the phone shows pictures only; choose “File transfer” on it"),
        Reason.NOT_ASKED: _("not asked for"),
    }[reason]


def line(coverage: Coverage) -> str:
    """One kind: "Contacts: 412, all", "Notes: 3 of 9, the phone went away"."""
    title = kinds.title(coverage.kind)
    if coverage.state is State.REFUSED:
        return _("{kind}: none, {why}").format(kind=title, why=why(coverage.reason))
    if coverage.complete:
        return _("{kind}: {n}, all of them").format(kind=title, n=number(coverage.count))
    return _("{kind}: {got}, {why}").format(
        kind=title, got=_got(coverage), why=why(coverage.reason)
    )


def _got(coverage: Coverage) -> str:
    if coverage.announced is None or coverage.announced < coverage.count:
        return number(coverage.count)
    return _("{got} of {all}").format(got=number(coverage.count), all=number(coverage.announced))


def parts(coverage: Sequence[Coverage]) -> str:
    """How many kinds are whole: "6 of 7 parts"."""
    whole = sum(entry.complete for entry in coverage)
    return _("{whole} of {all} parts").format(whole=number(whole), all=number(len(coverage)))


def shortfall(coverage: Sequence[Coverage]) -> str:
    """A sentence on the first kind that is not whole; empty when all are."""
    lacking = [entry for entry in coverage if not entry.complete]
    if not lacking:
        return ""
    first = _("{kind}: {why}.").format(
        kind=kinds.title(lacking[0].kind), why=why(lacking[0].reason)
    )
    others = len(lacking) - 1
    if not others:
        return first
    return counted(
        "{kind}: {why}, and {n} more not whole.",
        "{kind}: {why}, and {n} more not whole.",
        others,
        kind=kinds.title(lacking[0].kind),
        why=why(lacking[0].reason),
    )
