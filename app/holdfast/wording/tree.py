"""The headings of the tree of files."""

from __future__ import annotations

from holdfast.wording.i18n import _


def columns() -> tuple[str, str, str]:
    """Name, size, and when a file was changed last."""
    return _("Name"), _("Size"), _("Changed")
