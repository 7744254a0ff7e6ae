"""What is said where two versions of one item are held against each other."""

from __future__ import annotations

from holdfast.wording.i18n import _


def was() -> str:
    """Stands before what a field held earlier."""
    return _("was")


def now() -> str:
    """Stands before what a field holds in the newer version."""
    return _("now")


def came() -> str:
    """Stands before a field that was not there earlier."""
    return _("added")


def went() -> str:
    """Stands before a field that is not there any more."""
    return _("removed")


def changed_heading() -> str:
    """The heading over the fields that a backup found changed."""
    return _("What changed since the backup before")


def added_here() -> str:
    """An item that the backup before did not hold."""
    return _("Added since the backup before")


def removed_here() -> str:
    """An item that this backup does not hold any more."""
    return _("Removed since the backup before")


def changed_form_only() -> str:
    """A changed item whose fields all say the same."""
    return _("Only the way it is written changed; every field says the same.")


def both(name: str, before: str, after: str) -> str:
    """One changed field for a screen reader: "Phone: was 555 0100, now 555 0199"."""
    return _("{name}: was {before}, now {after}").format(name=name, before=before, after=after)


def only_after(name: str, value: str) -> str:
    """A field that came, for a screen reader."""
    return _("{name}: added, {value}").format(name=name, value=value)


def only_before(name: str, value: str) -> str:
    """A field that went, for a screen reader."""
    return _("{name}: removed, was {value}").format(name=name, value=value)


def same(name: str, value: str) -> str:
    """A field that is the same in both versions, for a screen reader."""
    return _("{name}: the same, {value}").format(name=name, value=value)


def labelled(name: str, value: str) -> str:
    """A value with what it is called: "Phone, home: 555 0100"."""
    return _("{name}: {value}").format(name=name, value=value)


def compare() -> str:
    """The button that shows two versions side by side."""
    return _("Compare versions…")


def comparing(title: str) -> str:
    """The heading over two versions."""
    return _("Two versions of {title}").format(title=title)


def version_on_the_left() -> str:
    """The choice of the version in the first column, the older one to begin with."""
    return _("Version on the one side")


def version_on_the_right() -> str:
    """The choice of the version in the second column."""
    return _("Version on the other side")


def put_version_back() -> str:
    """The button under each version."""
    return _("Put this version back…")


def all_the_same() -> str:
    """Two versions, or twice the same one, whose fields agree."""
    return _("Both say the same.")


def not_there() -> str:
    """Stands where the other version has a field and this one has none."""
    return _("not there")


def copy_value(name: str, value: str) -> str:
    """A value of a contact's card that can be copied, for a screen reader."""
    return _("Copy {name}: {value}").format(name=name, value=value)


def copied() -> str:
    """A value was put on the clipboard."""
    return _("Copied")


def changed() -> str:
    """Stands behind the name of a field that differs between two versions."""
    return _("changed")
