"""What is said before and after backups are thinned out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from holdfast.actions.forget import ForgetPlan, ForgetResult
from holdfast.actions.retention import Preset, Stay, Why
from holdfast.records.model.kinds import Kind
from holdfast.vault.history.keepsakes import KeptVersion
from holdfast.wording import kinds
from holdfast.wording.i18n import _, counted, joined, listed, sentences
from holdfast.wording.sizes import size


def preset(of: Preset) -> str:
    """The name of a preset, as a choice."""
    return {
        Preset.EVERYTHING: _("Keep everything"),
        Preset.CAREFUL: _("Careful"),
        Preset.TIGHT: _("Tight"),
    }[of]


def preset_hint(of: Preset) -> str:
    """What a preset keeps."""
    return {
        Preset.EVERYTHING: _("No backup is ever forgotten."),
        Preset.CAREFUL: _(
            "The last 10, one a day for a month, one a week for a year, then months."
        ),
        Preset.TIGHT: _("The last 3, one a day for a week, one a week for a month, then years."),
    }[of]


def why(reason: Why) -> str:
    """What keeps a backup, in few words."""
    return {
        Why.LAST: _("one of the last"),
        Why.HOURLY: _("of its hour"),
        Why.DAILY: _("of its day"),
        Why.WEEKLY: _("of its week"),
        Why.MONTHLY: _("of its month"),
        Why.YEARLY: _("of its year"),
        Why.EVERYTHING: _("everything is kept"),
        Why.PINNED: _("pinned"),
        Why.SAFETY: _("kept before a restore"),
        Why.RECEIPT: _("needed to undo a restore"),
        Why.NEWEST: _("the newest"),
        Why.NEWEST_GOOD: _("the newest good one"),
    }[reason]


def reasons(of: Iterable[Why]) -> str:
    """All that keeps a backup."""
    return listed(why(reason) for reason in of)


def staying(stay: Stay) -> str:
    """Why a backup stays: "pinned, the newest good one of contacts and notes"."""
    if stay.good and Why.NEWEST not in stay.why:
        others = [why(reason) for reason in stay.why if reason is not Why.NEWEST_GOOD]
        of = _("the newest good one of {kinds}").format(kinds=kinds.names(stay.good))
        return listed([*others, of])
    return reasons(reason for reason in stay.why if reason is not Why.NEWEST_GOOD)


def headline(plan: ForgetPlan, name: str) -> str:
    """A sentence on the whole plan."""
    going = len(plan.retention.go)
    if not going:
        return _("Every backup of “{name}” stays.").format(name=name)
    return counted(
        "{n} backup of “{name}” goes, {stay} stay.",
        "{n} backups of “{name}” go, {stay} stay.",
        going,
        name=name,
        stay=len(plan.retention.stay),
    )


def lines(plan: ForgetPlan) -> Iterator[str]:
    """What becomes of what only the going backups hold, and the space."""
    if plan.moving:
        yield counted(
            "{n} version that no other backup holds moves into the keepsake.",
            "{n} versions that no other backup holds move into the keepsake.",
            len(plan.moving),
        )
    elif plan.retention.go:
        yield _("Other backups hold all that these hold.")
    if plan.kept:
        yield _("The keepsake then holds {what}.").format(what=keepsake(plan.kept, plan.sizes))
    yield _("About {size} of the vault would be free.").format(size=size(max(0, plan.freed)))


def keepsake(kept: Counter[Kind], sizes: Counter[Kind]) -> str:
    """A keepsake by kind: "4 contacts (212 bytes) and 1 note (80 bytes)"."""
    return joined(
        [
            _("{count} ({size})").format(
                count=kinds.count(kind, kept[kind]), size=size(sizes[kind])
            )
            for kind in Kind
            if kept[kind]
        ]
    )


def go_on() -> str:
    """The question before anything goes."""
    return _("Forget them?")


def done(result: ForgetResult) -> str:
    """What was forgotten."""
    said = counted(
        "{n} backup was forgotten.", "{n} backups were forgotten.", len(result.forgotten)
    )
    return sentences(said, pruned(result))


def pruned(result: ForgetResult) -> str:
    """The space that was freed; empty where none was looked for."""
    if result.pruned is None:
        return ""
    return _("{size} are free again.").format(size=size(max(0, result.pruned.freed)))


def released(versions: Iterable[KeptVersion]) -> str:
    """What was let go of a keepsake."""
    counts = Counter(version.kept.kind for version in versions)
    return _("Released for good: {what}.").format(what=kinds.counts(counts))


def release_question() -> str:
    """The question before a keepsake's content goes for good."""
    return _("Nothing else holds these versions. Release them for good?")


def one_way() -> str:
    """Said when several ways to forget are mixed."""
    return _("Name backups, a preset, or rules with --keep-…; not several of these at once.")


def nothing_said() -> str:
    """Said when nothing says what to forget."""
    return _("Name backups, or say with --preset or --keep-… what stays.")
