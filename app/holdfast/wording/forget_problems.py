"""Words for what keeps backups from being forgotten, and the vault from being pruned."""

from __future__ import annotations

from holdfast.actions.forget import MustStay
from holdfast.actions.keepsake import NoKeepsake
from holdfast.vault.repository.problems import CannotPrune
from holdfast.wording import times
from holdfast.wording.forgetting import reasons
from holdfast.wording.i18n import _
from holdfast.wording.said import Said, nothing_changed, say


@say.register
def _must_stay(problem: MustStay) -> Said:
    return Said(
        _("The backup of {when} stays: {why}.").format(
            when=times.full(problem.time), why=reasons(problem.why)
        ),
        nothing_changed(),
        _("Leave that one out; a pin can be taken off in its menu."),
        _("Name another one; “holdfast pin --off” takes a pin off."),
    )


@say.register
def _no_keepsake(problem: NoKeepsake) -> Said:
    return Said(
        _("Nothing in the keepsake of {handset} fits this.").format(handset=problem.handset),
        nothing_changed(),
    )


@say.register
def _cannot_prune(problem: CannotPrune) -> Said:
    return Said(
        _("A part of the vault is damaged or missing: {what}.").format(what=problem.what),
        _("No space was freed, so that nothing is taken for unused which a backup still needs."),
        _("Check the vault on the page Safety: it can be repaired there, too."),
        _("“holdfast verify” names what is damaged, and “holdfast repair” mends what it can."),
    )
