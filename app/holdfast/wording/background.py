"""What Holdfast says outside its window: notifications and the tray icon."""

from __future__ import annotations

from datetime import datetime

from holdfast.wording import times
from holdfast.wording.i18n import _, counted
from holdfast.wording.window import Words


def open_window() -> str:
    """Bring the window up."""
    return _("Open Holdfast")


def back_up_now() -> str:
    """Begin a backup."""
    return _("Back up now")


def not_now() -> str:
    """Leave a phone alone until it is plugged in again."""
    return _("Not now")


def leave() -> str:
    """End the program, though its window was closed already."""
    return _("Quit")


def leave_at_work() -> Words:
    """Asks whether to end the program while something is under way."""
    return Words(
        _("Quit while Holdfast is at work?"),
        _("What is done so far is kept. A backup or a restore goes on later where it was left."),
    )


def stay() -> str:
    """The answer that lets it go on."""
    return _("Go on working")


def plugged_in(title: str, last: datetime | None, now: datetime) -> Words:
    """A phone was plugged in and answered."""
    heading = _("{phone} is connected").format(phone=title)
    if last is None:
        return Words(heading, _("It has no backup yet."))
    return Words(heading, _("Last backup {when}.").format(when=times.moment(last, now)))


def overdue(title: str, last: datetime, now: datetime) -> Words:
    """A phone was not backed up for days."""
    days = times.days_between(last, now)
    heading = counted(
        "No backup of {phone} for {n} day", "No backup of {phone} for {n} days", days, phone=title
    )
    return Words(heading, _("Plug it in to back it up."))


def backed_up(title: str) -> Words:
    """A backup went well while nobody looked."""
    return Words(_("{phone} is backed up").format(phone=title))


def tray_line(title: str, line: str) -> str:
    """The line of the tray's menu on the phone that is shown: its name, its last backup."""
    return _("{title}: {line}").format(title=title, line=line)


def no_backup_yet() -> str:
    """There is nothing yet to tell of."""
    return _("No backups yet")


def why_awake() -> str:
    """Why the computer does not go to sleep, for whoever asks the system."""
    return _("A phone is being backed up or restored")
