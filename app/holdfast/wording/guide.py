"""What stands around the user guide."""

from __future__ import annotations

from holdfast.wording.i18n import _, counted
from holdfast.wording.window import Words


def title() -> str:
    """The heading of the guide."""
    return _("Guide")


def contents() -> str:
    """What the list of topics is called, for screen readers."""
    return _("Contents")


def search() -> str:
    """Stands in the empty search field."""
    return _("Search the guide")


def text() -> str:
    """What the text itself is called, for screen readers."""
    return _("The chosen page of the guide")


def found(count: int) -> str:
    """How many pages a search found."""
    return counted("{n} page", "{n} pages", count)


def nothing(wanted: str) -> str:
    """A search found nothing."""
    return _("No page has “{text}” in it.").format(text=wanted)


def leaving(address: str) -> Words:
    """Asked before a link is opened in a browser."""
    return Words(
        _("Open this page in your browser?"),
        _("{address} is on the internet. Holdfast itself sends nothing there.").format(
            address=address
        ),
    )


def open_it() -> str:
    """The button that opens it."""
    return _("Open in the browser")
