"""What is said of Android phones alone: the way to the debugging switch, and what stays out."""

from __future__ import annotations

from holdfast.phones.handsets.android.asleep import Maker
from holdfast.phones.handsets.protocols import ANDROID, MTP, PTP
from holdfast.records.model.handset import HandsetInfo
from holdfast.wording.i18n import _, joined, sentences

_HIDING_SINCE = 14


def steps(maker: Maker) -> tuple[str, ...]:
    """The way to the debugging switch on a phone of this maker, one step each."""
    return (*_to_developer(maker), *_to_switch(maker), _last())


def one_line(maker: Maker) -> str:
    """The same way in one sentence, for a terminal."""
    return _("To switch it on: {steps}").format(
        steps=sentences(
            *(
                _("({n}) {step}").format(n=number, step=step)
                for number, step in enumerate(steps(maker), 1)
            )
        )
    )


def _to_developer(maker: Maker) -> tuple[str, ...]:
    seven = _("Tap “{name}” seven times, until it says that you are a developer.")
    if maker is Maker.SAMSUNG:
        return (
            _("On the phone, open Settings > About phone > Software information."),
            seven.format(name=_("Build number")),
        )
    if maker is Maker.XIAOMI:
        return (
            _("On the phone, open Settings > About phone."),
            sentences(seven.format(name=_("OS version")), _("Older ones call it “MIUI version”.")),
        )
    if maker is Maker.OPPO:
        return (
            _("On the phone, open Settings > About device > Version."),
            seven.format(name=_("Build number")),
        )
    if maker is Maker.VIVO:
        return (
            _("On the phone, open Settings > About phone > Software information."),
            seven.format(name=_("Software version")),
        )
    return (
        _("On the phone, open Settings > About phone."),
        seven.format(name=_("Build number")),
    )


def _to_switch(maker: Maker) -> tuple[str, ...]:
    switch = _("Switch “USB debugging” on.")
    go_back = _("Go back and open {place}.")
    developer = _("Developer options")
    if maker is Maker.SAMSUNG:
        return (
            go_back.format(place=_("Settings > {last}").format(last=developer)),
            sentences(
                switch,
                _(
                    "If it is grey, first switch off Settings > Security and privacy > Auto "
                    "Blocker."
                ),
            ),
        )
    if maker is Maker.XIAOMI:
        return (
            go_back.format(
                place=_("Settings > Additional settings > {last}").format(last=developer)
            ),
            sentences(
                switch,
                _(
                    "Switch “USB debugging (Security settings)” on, too: without it, some phones "
                    "let nothing be put back."
                ),
            ),
        )
    if maker in (Maker.HUAWEI, Maker.HONOR):
        return (
            go_back.format(place=_("Settings > System & updates > {last}").format(last=developer)),
            sentences(switch, _("Switch “Allow ADB debugging in charge only mode” on, too.")),
        )
    if maker is Maker.OPPO:
        return (
            sentences(
                go_back.format(
                    place=_("Settings > System settings > {last}").format(last=developer)
                ),
                _("Older ones have it in Additional settings."),
            ),
            sentences(
                switch,
                _(
                    "If something cannot be put back, switch “Disable permission monitoring” on, "
                    "too."
                ),
            ),
        )
    if maker is Maker.VIVO:
        return (
            go_back.format(place=_("Settings > System > {last}").format(last=developer)),
            switch,
        )
    return (go_back.format(place=_("Settings > System > {last}").format(last=developer)), switch)


def _last() -> str:
    return _("A question comes on the phone's screen: tap Allow.")


def not_in_backup(info: HandsetInfo) -> tuple[str, ...]:
    """What a backup of this phone cannot hold, a sentence each; none for other phones."""
    if info.protocol in (MTP, PTP):
        return _not_in_files_alone(info)
    if info.protocol != ANDROID:
        return ()
    said = [
        _("Contacts' photos: the phone gives no pictures of people over the cable."),
        _("What apps keep for themselves: their settings, their notes, their chats."),
        _("RCS chats, and drafts and unsent messages: the phone shows these to its own app only."),
        _("To-dos and notes: Android has no store of its own for them, only apps have."),
    ]
    if _release(info) >= _HIDING_SINCE:
        said.append(
            _("Messages with one-time codes may be missing: newer phones hide them from others.")
        )
    if info.users:
        said.append(
            _("What is in other spaces of this phone: {users}.").format(users=joined([*info.users]))
        )
    return tuple(said)


def _not_in_files_alone(info: HandsetInfo) -> tuple[str, ...]:
    said = [
        _("Contacts, calendar, messages and calls: file transfer shows photos and files alone."),
        _("If it is an Android phone, switch its USB debugging on, and they are in the next one."),
        _("What apps keep for themselves: their settings, their notes, their chats."),
    ]
    if info.protocol == PTP:
        said.append(
            _("Files other than pictures: choose “File transfer” on the phone to have them, too.")
        )
    return tuple(said)


def not_in_backup_title() -> str:
    """The heading above them."""
    return _("What is not in this backup")


def _release(info: HandsetInfo) -> int:
    """The major release of Android, 0 where it is not told."""
    words = info.firmware.split()
    major = words[-1].partition(".")[0] if words else ""
    return int(major) if major.isascii() and major.isdigit() and len(major) < 4 else 0  # noqa: PLR2004
