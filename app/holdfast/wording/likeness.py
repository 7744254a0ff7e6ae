"""Why two items may be the same thing twice, in words: "same number, similar name"."""

from __future__ import annotations

from collections.abc import Iterable

from holdfast.records.matching.reasons import Reason
from holdfast.wording.i18n import _


def reasons(of: Iterable[Reason]) -> str:
    """All reasons in one line."""
    return ", ".join(reason(entry) for entry in of)


def reason(of: Reason) -> str:
    """One reason."""
    words = {
        Reason.IDENTICAL: _("all the same"),
        Reason.SAME_UID: _("same identity"),
        Reason.SAME_NUMBER: _("same number"),
        Reason.SAME_MAIL: _("same mail address"),
        Reason.SAME_NAME: _("same name"),
        Reason.SHORT_NAME: _("one name is short for the other"),
        Reason.ALIKE_NAME: _("nearly the same name"),
        Reason.SUBSET: _("one says nothing that the other does not"),
        Reason.SAME_TITLE: _("same title"),
        Reason.SAME_TIME: _("same time"),
        Reason.OVERLAP: _("at the same time in part"),
        Reason.SHIFTED: _("the same some whole hours apart, as if a time zone was lost"),
        Reason.SAME_DUE: _("due at the same time"),
        Reason.FIRST_LINE: _("same first line"),
        Reason.ALIKE_TEXT: _("much the same text"),
        Reason.SAME_TEXT: _("same text"),
    }
    return words[of]
