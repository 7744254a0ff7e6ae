"""What the read-back after a restore confirmed."""

from __future__ import annotations

from collections import Counter

from holdfast.actions.altered import Altered
from holdfast.actions.safety import NoSafety
from holdfast.phones.links.link import Unplugged
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Outcome, Receipt, ReceiptLine, Step
from holdfast.vault.repository.problems import VaultDamaged
from holdfast.wording import changes, kinds, plans
from holdfast.wording.i18n import _, counted, number


def outcome(of: Outcome) -> str:
    """What became of an item, as a word or two."""
    return {
        Outcome.CONFIRMED: _("confirmed"),
        Outcome.UNCONFIRMED: _("taken, but could not be read back"),
        Outcome.ALTERED: _("there, but changed by the phone"),
        Outcome.MISSING: _("missing after writing"),
        Outcome.REFUSED: _("refused by the phone"),
        Outcome.NOT_TRIED: _("not tried"),
    }[of]


def step(of: Step) -> str:
    """What was done with an item, as one word."""
    return {
        Step.ADD: _("added"),
        Step.UPDATE: _("changed"),
        Step.REMOVE: _("removed"),
        Step.SKIP: _("skipped"),
        Step.CANNOT: _("not carried"),
    }[of]


def headline(receipt: Receipt) -> str:
    """The receipt in one sentence: "412 of 412 contacts confirmed."."""
    if not receipt.lines:
        return _("Nothing had to be written.")
    confirmed, total = receipt.counted(Outcome.CONFIRMED), len(receipt.lines)
    found = {entry.kind for entry in receipt.lines}
    what = kinds.items(total) if len(found) > 1 else kinds.count(next(iter(found)), total)
    said = (
        _("{confirmed} of {what} removed.")
        if receipt.removes
        else _("{confirmed} of {what} confirmed.")
    )
    return said.format(confirmed=number(confirmed), what=what)


def lines(receipt: Receipt) -> tuple[str, ...]:
    """One line a kind; then what was not confirmed, what was skipped, and what was not carried."""
    by_kind = (_kind_line(receipt, kind) for kind in Kind)
    skipped = counted(
        "{n} item was left as it is.", "{n} items were left as they are.", receipt.skipped
    )
    return (
        *(line for line in by_kind if line),
        *_shortfalls(receipt),
        *_ends(receipt),
        *((_undated(receipt.undated),) if receipt.undated else ()),
        *((skipped,) if receipt.skipped else ()),
        *plans.cannot(receipt.uncarried),
    )


def _undated(count: int) -> str:
    return counted(
        "{n} file is whole, but the phone gave it a date of its own.",
        "{n} files are whole, but the phone gave them dates of its own.",
        count,
    )


def _kind_line(receipt: Receipt, kind: Kind) -> str:
    entries = [entry for entry in receipt.lines if entry.kind is kind]
    if not entries:
        return ""
    confirmed = sum(entry.outcome is Outcome.CONFIRMED for entry in entries)
    said = _("{kind}: {confirmed} of {all} confirmed")
    if all(entry.step is Step.REMOVE for entry in entries):
        said = _("{kind}: {confirmed} of {all} removed")
    return said.format(
        kind=kinds.title(kind), confirmed=number(confirmed), all=number(len(entries))
    )


def _shortfalls(receipt: Receipt) -> tuple[str, ...]:
    lacking = Counter(
        (entry.kind, entry.outcome)
        for entry in receipt.lines
        if entry.outcome is not Outcome.CONFIRMED
    )
    return tuple(
        _("{count} {outcome}").format(count=kinds.count(kind, count), outcome=outcome(how))
        for (kind, how), count in lacking.items()
    )


def altered(other: Altered) -> str:
    """What a phone made of one item that it took."""
    fields = [changes.change(field) for field in other.fields]
    return _("{kind}: {title}: {changes}").format(
        kind=kinds.title(other.line.kind),
        title=other.line.title or other.line.source_key,
        changes="; ".join(fields) if fields else _("in what no field tells"),
    )


def _ends(receipt: Receipt) -> tuple[str, ...]:
    """Why some of it was not done, where it was nothing about the items themselves."""
    reasons = {
        Unplugged.__name__: _("The phone was unplugged. Put back again to go on."),
        NoSafety.__name__: _("What could not be backed up first was not touched."),
        VaultDamaged.__name__: _("What is damaged in the vault was left out."),
    }
    met = {entry.detail for entry in receipt.lines}
    return tuple(said for name, said in reasons.items() if name in met)


def text(receipt: Receipt) -> str:
    """The whole receipt as text to be saved, one line an item."""
    head = (headline(receipt), *lines(receipt), "")
    return "\n".join((*head, *(_item(entry) for entry in receipt.lines), ""))


def _item(entry: ReceiptLine) -> str:
    return _("{kind}: {title}, {step}, {outcome}").format(
        kind=kinds.title(entry.kind),
        title=entry.title or entry.source_key,
        step=step(entry.step),
        outcome=outcome(entry.outcome),
    )
