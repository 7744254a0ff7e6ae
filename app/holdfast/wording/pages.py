"""What the pages of putting back, of the recovery sheet and of a locked vault say."""

from __future__ import annotations

from holdfast.wording.i18n import _, counted, listed, number
from holdfast.wording.window import Words


def unlock() -> Words:
    """The page that asks for a password."""
    return Words(
        _("This vault is locked"),
        _("Its password is not kept on this computer. Type it, or type its recovery sheet."),
    )


def wrong_password() -> str:
    """What was typed does not open the vault."""
    return _("This does not open the vault. Nothing was changed.")


def sheet() -> Words:
    """The page of the recovery sheet."""
    return Words(
        _("Recovery sheet"),
        _(
            "With this sheet your backups can be opened on any computer. Print it, or save it to "
            "a disk that you keep elsewhere."
        ),
    )


def choose_place() -> str:
    """The title of the dialog that asks where a new vault is kept."""
    return _("Choose where to keep your backups")


def type_back() -> Words:
    """The second half of that page."""
    return Words(
        _("Type it back once"),
        _(
            "Take the printed or saved sheet and type its password here, the groups of letters "
            "and digits. Then you know that it can be read. Capitals, blanks and dashes do not "
            "matter."
        ),
    )


def other_sheet() -> str:
    """A sheet typed without a fault, but of another vault."""
    return _("This is the sheet of another vault.")


def sheet_proven(*, kept: bool) -> Words:
    """The sheet was typed back; it was `kept` here, on paper or as a file, or not yet."""
    if not kept:
        return Words(
            _("What you typed is right"),
            _("If you have it nowhere yet, print or save it now: this page alone opens nothing."),
        )
    return Words(
        _("The sheet is right"),
        _("Your backups can be opened wherever you take it."),
    )


def no_password_here() -> str:
    """The sheet cannot be shown."""
    return _("The password of this vault is not known here, so its sheet cannot be made.")


def sheet_file() -> str:
    """The proposed file name of a sheet."""
    return _("Holdfast recovery sheet.pdf")


def receipt_file() -> str:
    """The proposed file name of a receipt."""
    return _("Holdfast receipt.txt")


def saved_as(place: str) -> str:
    """A file was written."""
    return _("Saved as {place}").format(place=place)


def put_back_title() -> str:
    """The heading of the page."""
    return _("Put back")


def put_back_from(when: str, phone: str) -> str:
    """Which backup it comes from."""
    return _("From the backup of {when} of {phone}").format(when=when, phone=phone)


def put_back_item_from(title: str, when: str, phone: str) -> str:
    """Which item of which backup."""
    return _("“{title}”, from the backup of {when} of {phone}").format(
        title=title, when=when, phone=phone
    )


def put_back_onto() -> str:
    """Stands before the name of the phone that will be written to."""
    return _("Onto")


def comparing(phone: str) -> str:
    """The phone is being asked what it holds."""
    return _("Looking at what {phone} holds now").format(phone=phone)


def putting_back(phone: str) -> str:
    """The phone is being written to."""
    return _("Putting back onto {phone}").format(phone=phone)


def undoing() -> str:
    """The last restore is being taken back."""
    return _("Undoing the last restore")


def undo_title() -> str:
    """The heading of the page while a restore is undone, and of what came of it."""
    return _("Undo")


def redo() -> str:
    """Does again what an undo took back."""
    return _("Put back again…")


def redoing() -> str:
    """What the last undo took back is being put back again."""
    return _("Putting back again what was undone")


def receipt_title() -> str:
    """The heading of the page that shows the receipt of an earlier restore."""
    return _("Receipt")


def no_receipt() -> Words:
    """The receipt of an earlier restore makes no sense."""
    return Words(_("The receipt of this restore cannot be read"), _("Its backups are kept."))


def busy() -> Words:
    """Something else is under way."""
    return Words(_("Holdfast is busy with this vault"), _("Wait until the work under way is done."))


def plan_counts(add: int, change: int, remove: int, skip: int) -> str:
    """One kind of a plan: "12 to add, 191 already there"."""
    parts = (
        (add, counted("{n} to add", "{n} to add", add)),
        (change, counted("{n} to change", "{n} to change", change)),
        (remove, counted("{n} to remove", "{n} to remove", remove)),
        (skip, counted("{n} already there", "{n} already there", skip)),
    )
    return listed(said for count, said in parts if count)


def way_to_put_back() -> str:
    """What the choice between the ways of putting back is called, for screen readers."""
    return _("How to treat what the phone holds")


def way(name: str, writes: int) -> str:
    """One way of putting back with the number of items it writes: "Add and update (17)"."""
    return _("{way} ({n})").format(way=name, n=number(writes))


def remove_anyway() -> str:
    """Ticked before most of a kind is taken off a phone."""
    return _("Yes, take them off the phone")


def receipt_proof(*, undone: bool) -> str:
    """How the receipt was made."""
    if undone:
        return _("Undone. The phone was read again and compared.")
    return _("The phone was read again and compared with what was put on it.")


def stopped_before_writing() -> Words:
    """A person stopped a restore while the phone was still being backed up."""
    return Words(_("Stopped"), _("Nothing was written to the phone."))
