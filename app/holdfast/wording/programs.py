"""The programs that hold phones, by the names people know them by, and how they let go."""

from __future__ import annotations

from holdfast.phones.links.occupants import ADB, MODEM_MANAGER
from holdfast.wording.i18n import _


def plain_name(program: str) -> str:
    """What a person knows `program` as; empty where that is its own name."""
    if program.startswith("gvfs"):
        return _("Files (GNOME)")
    if _is_kde(program):
        return _("Dolphin (KDE)")
    if program == ADB:
        return _("The developer tool adb")
    return ""


def how_to_free(program: str) -> str:
    """How its owner makes `program` let go of a phone; a sentence."""
    if program == MODEM_MANAGER:
        return _("Wait half a minute and try again; the check-up tells how to keep it away.")
    if program.startswith("gvfs"):
        return _("Eject the phone in the file manager and try again.")
    if _is_kde(program):
        return _("Eject the phone in Dolphin; if that does not help, end “{program}”.").format(
            program=program
        )
    if program == ADB:
        return _("Run “adb kill-server” and try again.")
    return _("Close that program and try again.")


def _is_kde(program: str) -> bool:
    return program.startswith(("kiod", "kio-", "kio_", "kioslave", "kioworker", "dolphin"))
