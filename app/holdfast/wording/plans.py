"""What a restore would do, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from holdfast.records.matching.room import Shortage
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import WRITING, Mode, Plan, Step, Uncarried, Why
from holdfast.wording import kinds, times
from holdfast.wording.i18n import _, capitalised, counted, joined, listed, number, sentences
from holdfast.wording.sizes import size

_LONG_SECONDS = 600.0


def mode(of: Mode) -> str:
    """The name of a way to restore, as a choice."""
    return {
        Mode.ADD: _("Add what is missing"),
        Mode.UPDATE: _("Add and update"),
        Mode.MATCH: _("Make the phone match this backup"),
    }[of]


def mode_hint(of: Mode) -> str:
    """What a way to restore does with what the phone holds."""
    return {
        Mode.ADD: _("Nothing on the phone is changed or removed."),
        Mode.UPDATE: _("Where both differ, the backup wins. Nothing is removed."),
        Mode.MATCH: _("What is not in this backup is removed from the phone."),
    }[of]


def why(reason: Why) -> str:
    """Why an item is skipped or cannot be carried; empty when there is no reason."""
    return {
        Why.NONE: "",
        Why.ALREADY_THERE: _("already there"),
        Why.KIND_NOT_HELD: _("this phone has no place for them"),
        Why.READ_ONLY: _("this phone does not let them be written"),
        Why.TOO_LARGE: _("too large for this phone"),
        Why.NOT_COMPLETE: _("not read whole, so nothing is removed"),
        Why.NAME_TAKEN: _("another file there has that name"),
        Why.CHANGED_SINCE: _("changed on the phone since"),
        Why.NOT_READ: _("what this phone holds of them could not be read"),
        Why.NO_FORM: _("this phone has no form for them"),
        Why.LEFT_OUT: _("left out, as you chose"),
    }[reason]


def effect(plan: Plan, target: str) -> str:
    """What the button says: "Add 12 contacts", 'Remove 3 and change 40 on "Paul's Sidekick"'."""
    steps = {step: sum(plan.counted(step).values()) for step in WRITING}
    if not plan.writes:
        return _("Nothing to put back")
    if steps[Step.ADD] == plan.writes:
        return _("Add {what}").format(what=_what(plan))
    forms = (
        (steps[Step.REMOVE], counted("remove {n}", "remove {n}", steps[Step.REMOVE])),
        (steps[Step.UPDATE], counted("change {n}", "change {n}", steps[Step.UPDATE])),
        (steps[Step.ADD], counted("add {n}", "add {n}", steps[Step.ADD])),
    )
    said = joined([form for count, form in forms if count])
    return _("{what} on “{target}”").format(what=capitalised(said), target=target)


def _what(plan: Plan) -> str:
    added = plan.counted(Step.ADD)
    if len(added) > 3:  # noqa: PLR2004 - a button holds three kinds
        return kinds.items(added.total())
    return kinds.counts(added)


def headline(plan: Plan, target: str) -> str:
    """A sentence on the whole plan."""
    if not plan.writes:
        there = sum(plan.counted(Step.SKIP).values())
        if there and not plan.of(Step.CANNOT):
            return _("Everything is on “{target}” already; there is nothing to put back.").format(
                target=target
            )
        return _("There is nothing to put back on “{target}”.").format(target=target)
    if plan.writes == sum(plan.counted(Step.ADD).values()):
        return counted(
            "This adds {n} item to “{target}”.",
            "This adds {n} items to “{target}”.",
            plan.writes,
            target=target,
        )
    return counted(
        "This changes {n} item on “{target}”.",
        "This changes {n} items on “{target}”.",
        plan.writes,
        target=target,
    )


def lines(plan: Plan) -> tuple[str, ...]:
    """One line a kind with its counts, then what cannot be carried and why."""
    found = [_kind_line(plan, kind) for kind in Kind if _counts(plan, kind)]
    return (*found, *cannot(plan.uncarried))


def refusals(plan: Plan, most: int = 5) -> tuple[str, ...]:
    """Which items have no form on the target and why, the first `most` of them."""
    entries = [entry for entry in plan.of(Step.CANNOT) if entry.detail]
    return tuple(
        _("{title}: {why}").format(title=entry.item.title or entry.item.key, why=entry.detail)
        for entry in entries[:most]
    )


def giants(plan: Plan, most: int = 5) -> tuple[str, ...]:
    """Which files are larger than the whole storage of the target, the first `most` of them."""
    entries = [entry for entry in plan.of(Step.CANNOT) if entry.why is Why.TOO_LARGE]
    return tuple(
        _("{title} ({size}) is larger than the phone's whole storage.").format(
            title=entry.item.title or entry.item.key, size=size(entry.item.size)
        )
        for entry in entries[:most]
    )


def short(of: Shortage, target: str) -> str:
    """What a plan needs of a storage that has less."""
    where = target if of.own else of.storage
    return _(
        "This needs {needed}; “{where}” has {free} free. What does not fit is not put back, and "
        "the receipt says which."
    ).format(needed=size(of.needed), where=where, free=size(of.free))


def other_modes(counts: Mapping[Mode, Mapping[Step, int]], chosen: Mode) -> tuple[str, ...]:
    """What the other ways to restore would do, each in a line."""
    forms = (
        (Step.ADD, _("adds {n}")),
        (Step.UPDATE, _("changes {n}")),
        (Step.REMOVE, _("removes {n}")),
    )
    found = []
    for other, steps in counts.items():
        said = [form.format(n=number(steps[step])) for step, form in forms if steps[step]]
        if other is not chosen:
            what = joined(said) if said else _("changes nothing")
            found.append(_("{mode}: {what}").format(mode=mode(other), what=what))
    return tuple(found)


def about(seconds: float) -> str:
    """How long a restore is expected to take, and that a long one need not be waited for."""
    said = _("This takes about {duration}.").format(duration=times.duration(max(1.0, seconds)))
    if seconds < _LONG_SECONDS:
        return said
    return sentences(
        said,
        _(
            "You can stop it at any time and go on tomorrow: what is there by then is not added "
            "again."
        ),
    )


def alike(title: str, present: str, reasons: str) -> str:
    """One item that would be added though something like it is there."""
    return _("{title} may be there already as “{present}”: {reasons}.").format(
        title=title, present=present, reasons=reasons
    )


def losing(of: Collection[Kind], target: str) -> str:
    """The warning over a plan that takes so much away that it looks like a loss."""
    return _("This takes most of the {kinds} off “{target}”.").format(
        kinds=joined([kinds.name(kind) for kind in of]), target=target
    )


def safety() -> str:
    """The promise before every restore."""
    return _("The phone will be backed up first, so this can be undone.")


def _counts(plan: Plan, kind: Kind) -> Counter[Step]:
    carried = (entry for entry in plan.steps if entry.step is not Step.CANNOT)
    return Counter(entry.step for entry in carried if entry.item.kind is kind)


def _kind_line(plan: Plan, kind: Kind) -> str:
    steps = _counts(plan, kind)
    forms = (
        (steps[Step.ADD], counted("{n} to add", "{n} to add", steps[Step.ADD])),
        (steps[Step.UPDATE], counted("{n} to change", "{n} to change", steps[Step.UPDATE])),
        (steps[Step.REMOVE], counted("{n} to remove", "{n} to remove", steps[Step.REMOVE])),
    )
    said = [form for count, form in forms if count]
    skipped = [entry.why for entry in plan.of(Step.SKIP) if entry.item.kind is kind]
    said += [_counted_reason(reason, count) for reason, count in Counter(skipped).items()]
    return _("{kind}: {counts}").format(kind=kinds.title(kind), counts=listed(said))


def _counted_reason(reason: Why, count: int) -> str:
    return _("{n} {why}").format(n=number(count), why=why(reason) or _("left as they are"))


def cannot(found: Iterable[Uncarried]) -> tuple[str, ...]:
    """What cannot be carried, each kind with its reason in a line."""
    return tuple(
        _("{count} cannot be carried: {why}").format(
            count=kinds.count(each.kind, each.count),
            why=why(each.why) or _("this phone cannot hold them"),
        )
        for each in found
    )
