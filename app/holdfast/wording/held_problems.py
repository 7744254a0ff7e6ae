"""Words for phones that another program has, and for asking it to let go."""

from __future__ import annotations

from holdfast.actions.letting_go import NotHeld
from holdfast.phones.handsets.mtp.family import HeldByWindows
from holdfast.phones.links.letting_go import CannotBeAsked, WouldNotLetGo, can_be_asked
from holdfast.phones.links.link import Busy
from holdfast.wording.i18n import _, joined, sentences, without_stop
from holdfast.wording.programs import how_to_free, plain_name
from holdfast.wording.said import Said, nothing_changed, say, shown


@say.register
def _busy(problem: Busy) -> Said:
    return Said(who_holds(problem), "", how_to_get_it(problem), _or_ask(problem))


@say.register
def _cannot_be_asked(problem: CannotBeAsked) -> Said:
    return Said(
        _("{program} cannot be asked to let go of the phone.").format(program=_named(problem)),
        nothing_changed(),
        how_to_free(problem.holder),
    )


@say.register
def _would_not_let_go(problem: WouldNotLetGo) -> Said:
    asked = _("{program} was asked and still holds the phone.").format(program=_named(problem))
    reason = without_stop(shown(problem.reason, 160).strip())
    return Said(
        sentences(asked, _("It says: {reason}.").format(reason=reason) if reason else ""),
        nothing_changed(),
        _("Close what is open of the phone there. {how}").format(how=how_to_free(problem.holder)),
    )


@say.register
def _held_by_windows(problem: HeldByWindows) -> Said:
    phone = " ".join(filter(None, (shown(problem.manufacturer), shown(problem.model))))
    return Said(
        _(
            "Windows itself holds {phone} in file-transfer mode (MTP) and lets nobody else in."
        ).format(phone=phone or _("the phone")),
        nothing_changed(),
        _("{debugging} Or {copying}").format(
            debugging=_("Switch USB debugging on, and Holdfast reads the phone that way."),
            copying=copying_by_hand(),
        ),
    )


def copying_by_hand() -> str:
    """How photos get into a vault where the phone itself cannot be read; a half-sentence."""
    return _("copy its folder DCIM to this computer with Explorer, and import that folder.")


@say.register
def _not_held(problem: NotHeld) -> Said:
    return Said(
        _("No phone called “{name}” is held by another program.").format(name=shown(problem.name)),
        nothing_changed(),
        _("Held are: {phones}.").format(phones=joined([shown(each) for each in problem.names]))
        if problem.names
        else "",
    )


def who_holds(problem: Busy) -> str:
    """Who has the phone, as far as this computer tells; a sentence."""
    plain = plain_name(problem.holder)
    if problem.holder and problem.tty:
        return _("{program} is using the phone's modem port ({tty}).").format(
            program=problem.holder, tty=problem.tty
        )
    if plain:
        return _("{name} is using this phone ({program}).").format(
            name=plain, program=problem.holder
        )
    if problem.holder:
        return _("{program} is using this phone.").format(program=problem.holder)
    if problem.driver:
        return _("This computer's driver {driver} does not let go of the phone.").format(
            driver=problem.driver
        )
    return _("Another program is using this phone.")


def how_to_get_it(problem: Busy) -> str:
    """What a person does to get the phone; a sentence."""
    if problem.driver and not problem.holder:
        return _("Unplug it, plug it in again, and repeat.")
    return how_to_free(problem.holder)


def _or_ask(problem: Busy) -> str:
    """The same for a terminal, where a verb asks for the phone; empty where none can."""
    if (problem.driver and not problem.holder) or not can_be_asked(problem):
        return ""
    return _("{how} “holdfast handsets --free PHONE” asks for it, too.").format(
        how=how_to_free(problem.holder)
    )


def _named(problem: CannotBeAsked | WouldNotLetGo) -> str:
    return plain_name(problem.holder) or problem.holder or _("The program that holds it")
