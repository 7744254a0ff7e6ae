"""What the page *Safety* says: the states of its cards, and how things on it went."""

from __future__ import annotations

from datetime import datetime

from holdfast.wording import times
from holdfast.wording.i18n import _, counted, sentences
from holdfast.wording.sizes import size
from holdfast.wording.window import Words


def page() -> Words:
    """The heading of the page."""
    return Words(
        _("Safety"),
        _("What stands between you and losing your backups, and how well it stands."),
    )


def of_card(title: str, sentence: str, said: str) -> str:
    """A card, for screen readers: its title, its state and its date."""
    return sentences(_("{title}: {state}").format(title=title, state=sentence), said)


def more(title: str) -> str:
    """The button that unfolds a card, for screen readers."""
    return _("{title}: show more").format(title=title)


def fewer(title: str) -> str:
    """The button that folds a card, for screen readers."""
    return _("{title}: show less").format(title=title)


def reading() -> str:
    """A card whose state is still being read."""
    return _("Looking…")


# Recovery sheet


def sheet_proven() -> str:
    """The sheet was typed back."""
    return _("The sheet was typed back: it opens your backups on any computer.")


def sheet_open() -> str:
    """Nobody typed the sheet back yet."""
    return _("Nobody has typed the sheet back yet, so nobody knows whether it can be read.")


# Check


def never_checked() -> str:
    """The vault was never checked from here."""
    return _("The vault was never checked on this computer.")


def check_sound() -> str:
    """The last check found nothing wrong."""
    return _("The last check found everything whole.")


def checked(when: datetime, now: datetime, *, read_all: bool) -> str:
    """When it was checked, and how deeply."""
    day = times.moment(when, now)
    if read_all:
        return _("Checked {when}, every byte of it.").format(when=day)
    return _("Checked {when}.").format(when=day)


def check_hint() -> str:
    """What the two ways of checking do."""
    return _(
        "“Check now” looks at the structure and reads back the share that is due, 5% a week, so "
        "that in five months all is read. “Read every byte” takes longer and leaves nothing out."
    )


def repair_hint(phones: list[str]) -> str:
    """What a repair does, and with which phones."""
    does = _(
        "A repair saves what is whole and removes no backup. What a phone still holds is read "
        "from it again."
    )
    if not phones:
        return sentences(does, _("No phone of this vault is plugged in: plug it in first."))
    here = counted("Plugged in: {names}.", "Plugged in: {names}.", len(phones), names=phones[0])
    if len(phones) > 1:
        here = counted(
            "Plugged in: {first} and {n} more.",
            "Plugged in: {first} and {n} more.",
            len(phones) - 1,
            first=phones[0],
        )
    return sentences(does, here)


def checked_deeper(read: int, *, whole: bool) -> str:
    """How thoroughly a check looked, said in the window."""
    if whole:
        return _("Every byte of it was read.")
    if read:
        return _("The structure was checked, and {size} of it was read.").format(size=size(read))
    return _("The structure was checked; no share of the data was due.")


def after_damage() -> str:
    """What to do about damage."""
    return _("Plug in the phone that still holds it, then repair.")


def and_more(count: int) -> str:
    """How many more there are than are named."""
    return counted("and {n} more", "and {n} more", count)


# Rehearsal


def never_rehearsed() -> str:
    """No backup was ever rehearsed."""
    return _("No backup of this phone was rehearsed yet.")


def nothing_to_rehearse() -> str:
    """There is no backup."""
    return _("There is no backup yet that could be rehearsed.")


def rehearsed_whole() -> str:
    """The last rehearsal brought everything back."""
    return _("In the last rehearsal everything came back.")


def rehearsed_short() -> str:
    """The last rehearsal lacked something."""
    return _("In the last rehearsal not everything came back.")


def rehearsed(when: datetime, now: datetime) -> str:
    """When it was."""
    return _("Rehearsed {when}.").format(when=times.moment(when, now))


def rehearsal_hint() -> str:
    """What a rehearsal is."""
    return _(
        "A rehearsal puts a whole backup back onto a phone that exists in software only and "
        "compares what came back. Every third time the recovery sheet opens the vault."
    )


def sheet_turn() -> str:
    """It is the sheet's turn."""
    return _("This time type the recovery sheet: it opens the vault, as on a new computer.")


def after_losses() -> str:
    """What to do when not everything came back."""
    return _("Back up the phone again while it still has them, then check and repair the vault.")


# Copies


def one_copy(*, here: bool) -> str:
    """There is no second copy."""
    if here:
        return _("There is one copy of your backups, on this computer.")
    return _("There is one copy of your backups, on another disk than your own folders.")


def copy_hint() -> str:
    """How to come by a second copy."""
    return _(
        "The vault is an ordinary folder: copy it as a whole to a disk that you keep elsewhere, "
        "and it opens there with the same password or sheet."
    )


def mirrored(folder: str) -> str:
    """Where the mirror is."""
    return _("The newest state also lies as plain files in {folder}.").format(folder=folder)


def mirrored_when(when: datetime, now: datetime) -> str:
    """When the mirror was brought up to date."""
    return _("Mirror of {when}.").format(when=times.moment(when, now))


def mirror_away(folder: str) -> str:
    """The mirror cannot be found."""
    return _("The mirror folder {folder} is not there now.").format(folder=folder)


def mirror_hint() -> str:
    """What a mirror is."""
    return _(
        "A mirror keeps a plain folder equal to the newest good backup of this phone, in files "
        "that any program opens. It is no history, and anybody who has the disk can read it."
    )


# Passwords


def passwords(count: int) -> str:
    """How many passwords open the vault."""
    return counted("{n} password opens the vault.", "{n} passwords open the vault.", count)


def in_keychain() -> str:
    """The keychain holds it."""
    return _("This computer's keychain keeps the one in use.")


def not_in_keychain() -> str:
    """The keychain does not hold it."""
    return _("This computer's keychain does not keep it: it is asked for at each start.")


def no_keychain() -> str:
    """There is no keychain."""
    return _("This computer has no keychain, so it is asked for at each start.")


def password_row(when: str, who: str, *, current: bool) -> str:
    """One password in the list."""
    if current:
        return _("Added {when} by {who}, in use now").format(when=when, who=who)
    return _("Added {when} by {who}").format(when=when, who=who)


def remove_password(when: str) -> str:
    """The button beside a password, for screen readers."""
    return _("Remove the password added {when}").format(when=when)


def password_added() -> str:
    """Confirms a further password."""
    return _("The new password opens the vault, too.")


def password_removed() -> str:
    """Confirms that a password is gone."""
    return _(
        "It opens the vault no more. Copies of the vault that were made before still open with "
        "it. Type the recovery sheet back once more."
    )


def password_changed() -> Words:
    """Confirms another password."""
    return Words(
        _("The new password opens the vault, the old one no more."),
        _("The old recovery sheet is void: print the new one and type it back."),
    )


def not_the_same() -> str:
    """Both fields differ."""
    return _("These are not the same. Nothing was changed.")


def password_missing() -> str:
    """Nothing was typed."""
    return _("Type the new password, twice.")


def forget_here_hint() -> str:
    """What forgetting here does."""
    return _(
        "This takes the password out of the keychain and deletes the index. The vault stays as it "
        "is, and only its password or its recovery sheet opens it then."
    )


# Vault


def vault_at(place: str, backups: int) -> str:
    """Where the vault is and how many backups it holds."""
    return counted("{n} backup in {place}", "{n} backups in {place}", backups, place=place)


def vault_size(bytes_: int) -> str:
    """How large it is."""
    return _("{size} on the disk.").format(size=size(bytes_))


def elsewhere() -> Words:
    """How to open it on another computer."""
    return Words(
        _("On a new computer"),
        _(
            "Copy this folder, or plug in its disk. Start Holdfast there, choose “Open an existing "
            "vault…”, and type the password or the recovery sheet. The standard program restic "
            "opens it, too, without Holdfast:"
        ),
    )


def restic_lines(place: str) -> str:
    """What to type for restic; commands are in no language."""
    return f'restic -r "{place}" snapshots\nrestic -r "{place}" restore latest --target out'


def index_anew(backups: int) -> str:
    """Confirms a rebuilt index."""
    return counted(
        "The index was made anew from {n} backup.",
        "The index was made anew from {n} backups.",
        backups,
    )


def stopped() -> Words:
    """A person stopped it."""
    return Words(_("Stopped"), _("Nothing was lost; what was done stays done."))
