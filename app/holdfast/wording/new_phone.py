"""What is said to a person with a new phone."""

from __future__ import annotations

from holdfast.wording.i18n import _
from holdfast.wording.window import Words


def page() -> Words:
    """The heading of the page."""
    return Words(
        _("I have a new phone"),
        _(
            "What your old phone held comes onto the new one from its backups. The old phone is "
            "not needed."
        ),
    )


def vault() -> Words:
    """The first step."""
    return Words(
        _("Open your vault"),
        _(
            "It is the folder your backups are in: on this computer, or on a disk you plug in. On "
            "another computer you need its password, or the recovery sheet."
        ),
    )


def vault_open(place: str) -> Words:
    """The first step is done."""
    return Words(_("Your vault is open"), place)


def reading() -> str:
    """The vault is being read."""
    return _("Looking which phones have backups in it…")


def nothing() -> Words:
    """No phone was ever backed up into this vault."""
    return Words(
        _("No backups in this vault"),
        _(
            "If your backups are elsewhere, open that vault. If you still have the old phone, "
            "connect it and back it up first."
        ),
    )


def old() -> Words:
    """The second step."""
    return Words(_("Choose the old phone"), _("Whose backups are to come onto the new one?"))


def old_chosen(title: str, line: str) -> Words:
    """The second step is done."""
    return Words(_("From {phone}").format(phone=title), line)


def new() -> Words:
    """The third step."""
    return Words(
        _("Plug in the new phone"), _("It goes on by itself as soon as the phone answers.")
    )


def same(title: str) -> Words:
    """Only the old phone is connected."""
    return Words(
        _("{phone} is the old phone").format(phone=title),
        _(
            "Unplug it and plug in the new one. If it is the same phone, emptied or reset, it can "
            "get its backup, too."
        ),
    )


def new_there(title: str) -> Words:
    """The third step is done."""
    return Words(_("Onto {phone}").format(phone=title), _("It is connected."))


def put_back() -> Words:
    """The last step."""
    return Words(
        _("Look at the plan, then put back"),
        _(
            "You see what fits on the new phone and what it cannot hold, with counts. Nothing is "
            "written before you say so, and it can be undone."
        ),
    )


def see_plan() -> str:
    """The button of the last step."""
    return _("See what fits")


def choose_other() -> str:
    """The button that goes back to the choice of the old phone."""
    return _("Choose another phone")


def onto_same() -> str:
    """The button that puts a phone's backup on the same phone."""
    return _("Put it back onto this phone")


def no_source() -> Words:
    """The old phone has no backup that could be put back."""
    return Words(
        _("This phone has no backup that can be put back"),
        _("Choose another phone, or open another vault."),
    )


def step(number: int, title: str, *, done: bool) -> str:
    """A step for screen readers."""
    if done:
        return _("Step {n}, done: {title}").format(n=number, title=title)
    return _("Step {n}: {title}").format(n=number, title=title)
