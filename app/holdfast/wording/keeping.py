"""What is kept of the backups and what may go, as the page *Safety* says it."""

from __future__ import annotations

from datetime import date

from holdfast.wording import times
from holdfast.wording.i18n import _, capitalised, counted
from holdfast.wording.sizes import size
from holdfast.wording.window import Words


def keeps_everything(backups: int) -> str:
    """No rule was chosen."""
    return counted(
        "{n} backup is kept, and none is ever forgotten.",
        "{n} backups are kept, and none is ever forgotten.",
        backups,
    )


def keeps_by_rule(name: str) -> str:
    """A rule was chosen, and nothing is to go."""
    return _("Rules: {name}. No backup is due to go.").format(name=name)


def could_go(going: int, name: str) -> str:
    """A rule was chosen, and some backups may go."""
    return counted(
        "Rules: {name}. {n} backup may go; nothing goes before you say so.",
        "Rules: {name}. {n} backups may go; nothing goes before you say so.",
        going,
        name=name,
    )


def oldest(when: date) -> str:
    """Since when there are backups."""
    return _("The oldest is of {day}.").format(day=times.calendar_day(when))


def no_phone() -> str:
    """Nothing was ever backed up."""
    return _("There is no backup yet.")


def rules_chosen() -> str:
    """The rules are remembered."""
    return _("These rules are remembered. After each backup you are told what may go.")


def forget_button(going: int) -> str:
    """The button that forgets, with its count."""
    return counted("Forget {n} backup", "Forget {n} backups", going)


def previewing() -> str:
    """The preview is being made."""
    return _("Looking at what would go…")


def offer(going: int) -> Words:
    """Said after a backup when the rules would let some go."""
    return Words(
        counted(
            "By your rules {n} backup may go",
            "By your rules {n} backups may go",
            going,
        ),
        _("Nothing goes before you have seen what would, and say so."),
    )


def rule(name: str) -> str:
    """One rule among one's own: how many stay of its periods."""
    return {
        "last": _("Last ones"),
        "hourly": _("Hours"),
        "daily": _("Days"),
        "weekly": _("Weeks"),
        "monthly": _("Months"),
        "yearly": _("Years"),
    }[name]


def all_of_them() -> str:
    """A rule without a bound."""
    return _("all")


def going_row(when: str) -> str:
    """A backup in the preview that goes."""
    return _("Goes: {when}").format(when=when)


def backup_row(when: str, why: str) -> str:
    """A backup in the list, and why it stays."""
    return _("{when}: {why}").format(when=capitalised(when), why=why)


def pinned(when: str, *, on: bool) -> str:
    """Confirms a pin."""
    if on:
        return _("The backup of {when} is pinned: no rule takes it.").format(when=when)
    return _("The pin of the backup of {when} is off.").format(when=when)


def keepsake_empty() -> str:
    """Nothing was gathered yet."""
    return _("What only forgotten backups held is gathered here. There is nothing yet.")


def keepsake_holds(what: str) -> str:
    """What the keepsake holds."""
    return _("It holds {what}.").format(what=what)


def would_release(versions: int, bytes_: int) -> str:
    """What a release would let go."""
    return counted(
        "{n} version, {size}, would go for good.",
        "{n} versions, {size}, would go for good.",
        versions,
        size=size(bytes_),
    )


def days_suffix() -> str:
    """After a number of days in a field."""
    return _(" days")


def megabytes_suffix() -> str:
    """After a size in a field."""
    return _(" MB")
