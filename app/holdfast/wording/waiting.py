"""What the window says of phones that are plugged in and wait for their owner."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.errors import Problem
from holdfast.phones.handsets.android.asleep import DebuggingOff
from holdfast.phones.handsets.handset import NotAuthorised, StoragesHidden
from holdfast.phones.handsets.mtp.family import HeldByWindows
from holdfast.phones.links.letting_go import can_be_asked
from holdfast.phones.links.link import Busy
from holdfast.wording import held_problems
from holdfast.wording.android import steps
from holdfast.wording.i18n import _, sentences, without_stop
from holdfast.wording.problems import say


@dataclass(frozen=True, slots=True)
class Waiting:
    """A calm state: what it is, what to do, a `code` to compare, and `steps` one by one.

    `askable` tells that somebody can be asked to end it, `asked` that this is being done.
    """

    title: str
    sentence: str
    code: str = ""
    steps: tuple[str, ...] = ()
    askable: bool = False
    asked: bool = False


def waiting(problem: Problem | None, *, meanwhile: bool = False) -> Waiting | None:
    """Word a state that ends by itself once somebody has acted; None for any other.

    `meanwhile` tells that photos and files of the phone can be had already.
    """
    match problem:
        case NotAuthorised(fingerprint):
            return _asked(fingerprint, meanwhile=meanwhile)
        case DebuggingOff():
            return Waiting(
                without_stop(say(problem).what),
                _("Holdfast needs it to read the phone. It goes on by itself once it is on."),
                steps=steps(problem.maker),
            )
        case StoragesHidden():
            return Waiting(_("Unlock the phone"), say(problem).what, steps=_to_file_transfer())
        case HeldByWindows():
            return _held_by_windows(problem)
        case Busy():
            return _held(problem)
    return None


def _held_by_windows(problem: HeldByWindows) -> Waiting:
    return Waiting(
        without_stop(say(problem).what),
        _(
            "With USB debugging on, Holdfast reads more than file transfer shows. Or {copying}"
        ).format(copying=held_problems.copying_by_hand()),
        steps=steps(problem.maker),
    )


def _held(problem: Busy) -> Waiting:
    sentence = _("Holdfast goes on by itself once the phone is free.")
    askable = can_be_asked(problem)
    if not askable:
        sentence = sentences(held_problems.how_to_get_it(problem), sentence)
    return Waiting(without_stop(held_problems.who_holds(problem)), sentence, askable=askable)


def _to_file_transfer() -> tuple[str, ...]:
    return (
        _("Unlock the phone: it shows what is on it only then."),
        _("If it only charges, open the notification about USB on it."),
        _("Choose “File transfer”."),
    )


def _asked(fingerprint: str, *, meanwhile: bool) -> Waiting:
    title = _("Tap Allow on the phone")
    more = (
        _("Photos and files can be backed up already; everything else can once you have tapped.")
        if meanwhile
        else ""
    )
    if not fingerprint:
        tick = _("Unlock it and tick “Always allow from this computer” before you tap.")
        return Waiting(title, sentences(more, tick))
    tick = _(
        "Unlock it. Tick “Always allow from this computer”, and tap Allow if the phone shows "
        "this fingerprint:"
    )
    return Waiting(title, sentences(more, tick), fingerprint)


def then() -> tuple[str, str]:
    """What stands where the phone's content will be: a title and a sentence."""
    return (
        _("Then it goes on by itself"),
        _("Nothing has been copied yet. Holdfast notices as soon as the phone lets it in."),
    )


def step(number: int, text: str) -> str:
    """One numbered step."""
    return _("{n}. {step}").format(n=number, step=text)
