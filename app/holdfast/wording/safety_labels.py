"""Names of what stands on the page *Safety*: its cards, buttons and fields."""

from __future__ import annotations

from enum import StrEnum

from holdfast.wording.i18n import _


class Topic(StrEnum):
    """The cards of the page."""

    SHEET = "sheet"
    CHECK = "check"
    REHEARSAL = "rehearsal"
    KEPT = "kept"
    COPIES = "copies"
    PASSWORDS = "passwords"
    VAULT = "vault"


class Act(StrEnum):
    """The page's buttons, fields and fixed names."""

    ADD_PASSWORD = "add-password"  # noqa: S105 - a label, not a secret
    AGAIN = "again"
    ALL_KINDS = "all-kinds"
    BACKUPS = "backups"
    CHANGE_PASSWORD = "change-password"  # noqa: S105 - a label, not a secret
    CHECK = "check"
    CHOOSE_MIRROR = "choose-mirror"
    FEWER = "fewer"
    FORGET_HERE = "forget-here"
    GENERATE = "generate"
    KEEP_PASSWORD = "keep-password"  # noqa: S105 - a label, not a secret
    KEEPSAKE = "keepsake"
    LOOK = "look"
    MIRROR_NOW = "mirror-now"
    MIRROR_OFF = "mirror-off"
    MORE = "more"
    NEW_PASSWORD = "new-password"  # noqa: S105 - a label, not a secret
    OLDER = "older"
    LARGER = "larger"
    OWN_RULES = "own-rules"
    PIN = "pin"
    PREVIEW_CHOSEN = "preview-chosen"
    READ_ALL = "read-all"
    REBUILD = "rebuild"
    REHEARSE = "rehearse"
    REHEARSE_CHOSEN = "rehearse-chosen"
    RELEASE = "release"
    RELEASE_SURE = "release-sure"
    REMEMBER = "remember"
    REMOVE = "remove"
    REPAIR = "repair"
    REPAIR_NOW = "repair-now"
    RULES = "rules"
    SHEET = "sheet"
    SURE = "sure"
    THIN_OUT = "thin-out"
    TYPE_SHEET = "type-sheet"
    UNPIN = "unpin"
    WITH_SHEET = "with-sheet"


def topic(of: Topic) -> str:
    """The title of a card."""
    return {
        Topic.SHEET: _("Recovery sheet"),
        Topic.CHECK: _("Check"),
        Topic.REHEARSAL: _("Rehearsal"),
        Topic.KEPT: _("What is kept"),
        Topic.COPIES: _("Copies"),
        Topic.PASSWORDS: _("Passwords"),
        Topic.VAULT: _("Vault"),
    }[of]


def act(of: Act) -> str:
    """The text of a button, field or heading."""
    return _acts()[of]


def _acts() -> dict[Act, str]:
    return {
        Act.ADD_PASSWORD: _("Add a password"),
        Act.AGAIN: _("The same again"),
        Act.ALL_KINDS: _("All kinds"),
        Act.BACKUPS: _("Backups"),
        Act.CHANGE_PASSWORD: _("Change the password in use"),
        Act.CHECK: _("Check now"),
        Act.CHOOSE_MIRROR: _("Choose a folder…"),
        Act.FEWER: _("Show less"),
        Act.FORGET_HERE: _("Forget what this computer knows"),
        Act.GENERATE: _("Make a strong one for me"),
        Act.KEEP_PASSWORD: _("Keep it in the keychain"),
        Act.KEEPSAKE: _("The keepsake"),
        Act.LOOK: _("See what would go"),
        Act.THIN_OUT: _("Thin out…"),
        Act.MIRROR_NOW: _("Update the mirror"),
        Act.MIRROR_OFF: _("Mirror no more"),
        Act.MORE: _("Show more"),
        Act.NEW_PASSWORD: _("New password"),
        Act.OLDER: _("Not seen for"),
        Act.LARGER: _("At least"),
        Act.OWN_RULES: _("Own rules"),
        Act.PIN: _("Pin"),
        Act.PREVIEW_CHOSEN: _("See what forgetting them does"),
        Act.READ_ALL: _("Read every byte"),
        Act.REBUILD: _("Make the index anew"),
        Act.REHEARSE: _("Rehearse now"),
        Act.REHEARSE_CHOSEN: _("Rehearse this one"),
        Act.RELEASE: _("Release for good"),
        Act.RELEASE_SURE: _("Nothing else holds these versions, and I let them go"),
        Act.REMEMBER: _("Use these rules from now on"),
        Act.REMOVE: _("Remove"),
        Act.REPAIR: _("Repair…"),
        Act.REPAIR_NOW: _("Repair now"),
        Act.RULES: _("Rules"),
        Act.SHEET: _("Show the sheet"),
        Act.SURE: _("I have the password or the recovery sheet"),
        Act.TYPE_SHEET: _("Recovery sheet, typed"),
        Act.UNPIN: _("Take the pin off"),
        Act.WITH_SHEET: _("Rehearse with the sheet"),
    }
