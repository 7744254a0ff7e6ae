"""Names of the window's controls: buttons, headings, and what screen readers are told."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from holdfast.wording.i18n import _
from holdfast.wording.languages import language


class Label(StrEnum):
    """The window's fixed texts: buttons, headings, names for screen readers."""

    ACCEPT_LOSS = "accept-loss"
    ADDED = "added"
    ALL_ITEMS = "all-items"
    APP = "app"
    ASK_TO_LET_GO = "ask-to-let-go"
    BACK = "back"
    BACK_UP = "back-up"
    BUSY_ELSEWHERE = "busy-elsewhere"
    CANCEL = "cancel"
    CHANGED = "changed"
    CHANGES = "changes"
    CHECK = "check"
    CHECK_SHEET = "check-sheet"
    CHECK_UP = "check-up"
    CLEAR = "clear"
    CLOSE = "close"
    COMPARE_BY = "compare-by"
    CONNECTED = "connected"
    CONNECT = "connect"
    CREATE_VAULT = "create-vault"
    CONTRAST_DARK = "contrast-dark"
    CONTRAST_LIGHT = "contrast-light"
    DARK = "dark"
    DONE = "done"
    EXPORT = "export"
    GONE = "gone"
    GUIDE = "guide"
    HELP = "help"
    HISTORY = "history"
    HOW = "how"
    ITEM_HISTORY = "item-history"
    KINDS = "kinds"
    LIGHT = "light"
    LOADING = "loading"
    MAKE_SHEET = "make-sheet"
    MENU = "menu"
    NEW_PHONE = "new-phone"
    NO_HISTORY = "no-history"
    NOT_CONNECTED = "not-connected"
    NOT_READABLE = "not-readable"
    NOW = "now"
    OPEN = "open"
    OPEN_TODOS = "open-todos"
    OPEN_VAULT = "open-vault"
    OTHERS = "others"
    OWN_VAULT = "own-vault"
    PASSWORD = "password"  # noqa: S105 - a label, not a secret
    PHONE = "phone"
    PHONES = "phones"
    PRINT = "print"
    PUT_BACK = "put-back"
    PUT_BACK_ITEM = "put-back-item"
    REMOVED = "removed"
    RENAME = "rename"
    SAFETY_PAGE = "safety-page"
    SAMPLE = "sample"
    SAVE = "save"
    SEARCH = "search"
    SETTINGS = "settings"
    SHOW_ALL = "show-all"
    STOP = "stop"
    SYSTEM_THEME = "system-theme"
    THEME = "theme"
    TICK_ALL = "tick-all"
    TRY_AGAIN = "try-again"
    TYPE_PASSWORD = "type-password"  # noqa: S105 - a label, not a secret
    TYPE_SHEET = "type-sheet"
    UNDATED = "undated"
    UNDO = "undo"
    UNREAD = "unread"
    VAULT = "vault"
    WHOLE_DAY = "whole-day"
    DONE_TODOS = "done-todos"
    KEYS = "keys"


def label(of: Label) -> str:
    """The text of a fixed label."""
    return _labels_in(language())[of]


@cache
def _labels_in(_language: str) -> dict[Label, str]:
    return _labels()  # a window asks for hundreds of them at its start


def _labels() -> dict[Label, str]:
    return {
        Label.ACCEPT_LOSS: _("It is meant to be empty"),
        Label.ADDED: _("Added"),
        Label.ALL_ITEMS: _("Everything"),
        Label.APP: _("Holdfast"),
        Label.ASK_TO_LET_GO: _("Ask it to let go"),
        Label.BACK: _("Back"),
        Label.BACK_UP: _("Back up now"),
        Label.BUSY_ELSEWHERE: _("Busy"),
        Label.CANCEL: _("Cancel"),
        Label.CHANGED: _("Changed"),
        Label.CHANGES: _("What changed"),
        Label.CHECK: _("Check the vault"),
        Label.CHECK_SHEET: _("Check what I typed"),
        Label.CHECK_UP: _("Check-up…"),
        Label.CLEAR: _("Clear the search"),
        Label.CLOSE: _("Close"),
        Label.COMPARE_BY: _("What to show of this backup"),
        Label.CONNECTED: _("Connected"),
        Label.CONNECT: _("How to connect a phone…"),
        Label.CREATE_VAULT: _("Create a vault…"),
        Label.CONTRAST_DARK: _("High contrast, dark"),
        Label.CONTRAST_LIGHT: _("High contrast, light"),
        Label.DARK: _("Dark"),
        Label.DONE: _("Done"),
        Label.DONE_TODOS: _("Done"),
        Label.EXPORT: _("Export…"),
        Label.GONE: _("Gone"),
        Label.GUIDE: _("Guide"),
        Label.HELP: _("Help"),
        Label.HISTORY: _("History"),
        Label.HOW: _("Show how"),
        Label.ITEM_HISTORY: _("History"),
        Label.KEYS: _("Keyboard"),
        Label.KINDS: _("Kinds"),
        Label.LIGHT: _("Light"),
        Label.LOADING: _("Reading…"),
        Label.MAKE_SHEET: _("Recovery sheet…"),
        Label.MENU: _("Menu"),
        Label.NEW_PHONE: _("I have a new phone…"),
        Label.NO_HISTORY: _("No backups yet"),
        Label.NOT_CONNECTED: _("Not connected"),
        Label.NOT_READABLE: _("Kept, not readable"),
        Label.NOW: _("Now, on the phone"),
        Label.OPEN: _("Open"),
        Label.OPEN_TODOS: _("To do"),
        Label.OPEN_VAULT: _("Open an existing vault…"),
        Label.OTHERS: _("Also in these bytes"),
        Label.PASSWORD: _("Password"),
        Label.PHONE: _("Your phone"),
        Label.PHONES: _("Phones"),
        Label.PRINT: _("Print…"),
        Label.PUT_BACK: _("Put back…"),
        Label.PUT_BACK_ITEM: _("Put this back…"),
        Label.REMOVED: _("Removed"),
        Label.RENAME: _("Give it a name…"),
        Label.SAFETY_PAGE: _("Safety…"),
        Label.OWN_VAULT: _("Back to my own vault"),
        Label.SAMPLE: _("Try with a sample phone"),
        Label.SAVE: _("Save as a file…"),
        Label.SEARCH: _("Search all backups"),
        Label.SETTINGS: _("Settings…"),
        Label.SHOW_ALL: _("Show everything"),
        Label.STOP: _("Stop"),
        Label.SYSTEM_THEME: _("As the system"),
        Label.THEME: _("Appearance"),
        Label.TICK_ALL: _("All kinds"),
        Label.TRY_AGAIN: _("Try again"),
        Label.TYPE_PASSWORD: _("Type the password"),
        Label.TYPE_SHEET: _("Type the recovery sheet"),
        Label.UNDATED: _("Without a date"),
        Label.UNDO: _("Undo this restore"),
        Label.UNREAD: _("Not understood, but kept"),
        Label.VAULT: _("Vault"),
        Label.WHOLE_DAY: _("All day"),
    }
