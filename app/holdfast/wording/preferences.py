"""What the page of settings says."""

from __future__ import annotations

from holdfast.actions.settings import AtPlugIn
from holdfast.wording.i18n import _, counted
from holdfast.wording.window import Words


def heading() -> str:
    """The page's heading."""
    return _("Settings")


def phones() -> Words:
    """The part on phones."""
    return Words(
        _("Phones"), _("Each has a name of your own, and does what you chose when plugged in.")
    )


def no_phones() -> str:
    """Nobody ever plugged a phone in."""
    return _("Plug a phone in once, and it stands here.")


def name_of(title: str) -> str:
    """The field of a phone's name, for screen readers."""
    return _("Name of {phone}").format(phone=title)


def at_plug_in(choice: AtPlugIn) -> str:
    """What to do when a phone is plugged in."""
    return {
        AtPlugIn.ASK: _("Ask"),
        AtPlugIn.BACK_UP: _("Back up by itself"),
        AtPlugIn.NOTHING: _("Do nothing"),
    }[choice]


def at_plug_in_hint(choice: AtPlugIn) -> str:
    """What that means."""
    return {
        AtPlugIn.ASK: _("When it is plugged in, a notification offers to back it up."),
        AtPlugIn.BACK_UP: _("When it is plugged in, it is backed up at once."),
        AtPlugIn.NOTHING: _("It is backed up when you say so, and nobody reminds you of it."),
    }[choice]


def when_plugged_in(title: str) -> str:
    """The switch between these, for screen readers."""
    return _("When {phone} is plugged in").format(phone=title)


def background() -> str:
    """The part on life outside the window."""
    return _("In the background")


def remind() -> Words:
    """Reminders of phones that were not backed up."""
    return Words(
        _("Remind me when a phone was not backed up"),
        _("After three days, then once a week. Never twice a day."),
    )


def stay(*, available: bool) -> Words:
    """Going on after the window was closed, or why that cannot be."""
    title = _("Keep running when the window is closed")
    if not available:
        sentence = _("This desktop has no place for its icon, so closing the window ends Holdfast.")
        return Words(title, sentence)
    return Words(
        title, _("Holdfast stays beside the clock and notices when a phone is plugged in.")
    )


def at_login(*, available: bool) -> Words:
    """Starting with the computer; where there is no place for an icon, how it starts then."""
    title = _("Start when I log in")
    if not available:
        sentence = _("This desktop has no place for its icon, so its window starts minimised.")
        return Words(title, sentence)
    return Words(title, _("Without showing its window."))


def login_failed() -> str:
    """Starting at login could not be written down."""
    return _("This computer did not let Holdfast change what starts at login.")


def looks() -> str:
    """The part on appearance."""
    return _("Appearance")


def theme() -> str:
    """The choice of colours."""
    return _("Colours")


def language() -> str:
    """The choice of language."""
    return _("Language")


def system_language() -> str:
    """The language that the system asks for."""
    return _("As the system")


def at_next_start() -> str:
    """When another language is spoken."""
    return _("Holdfast speaks it from its next start on.")


def calm() -> Words:
    """No motion."""
    return Words(_("Less motion"), _("Menus and hints come up at once, from the next start on."))


def reports() -> Words:
    """The part on crash reports."""
    return Words(
        _("Crash reports"),
        _(
            "When something goes wrong that should not, Holdfast writes down where in the program "
            "it was, without names, numbers, paths or keys. Nothing is sent anywhere."
        ),
    )


def report_count(count: int) -> str:
    """How many there are."""
    if not count:
        return _("There are none.")
    return counted("There is {n} report.", "There are {n} reports.", count)


def open_folder() -> str:
    """Show the folder of the reports."""
    return _("Open the folder")


def no_folder() -> str:
    """The folder could not be shown."""
    return _("This computer did not open the folder. It is written above.")
