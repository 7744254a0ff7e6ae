"""Words for what goes wrong with the cable and the phone."""

from __future__ import annotations

from holdfast.phones.handsets.at.introducing import PinAsked
from holdfast.phones.handsets.folder.opening import FolderUnreadable
from holdfast.phones.handsets.handset import (
    Garbled,
    ItemRefused,
    KindRefused,
    KindUnsupported,
    PhoneFull,
    PicturesOnly,
    SessionRefused,
    StorageGone,
    StoragesHidden,
)
from holdfast.phones.handsets.identity import NoIdentity, NotConnected
from holdfast.phones.links.link import (
    Misdescribed,
    NoAnswer,
    NotAllowed,
    PipeStalled,
    TransferFailed,
    Unplugged,
)
from holdfast.phones.virtual.folder import FolderNotEmpty, NotASample
from holdfast.records.pictures.thumbnails import PictureRefused, Refusal
from holdfast.wording import kinds
from holdfast.wording.i18n import _, counted
from holdfast.wording.said import Said, history_whole, nothing_changed, say, shown


@say.register
def _unplugged(_problem: Unplugged) -> Said:
    return Said(
        _("The phone is no longer connected."),
        _("What had arrived is kept, and every older backup is whole."),
        _("Plug it in again and repeat; it goes on from there."),
    )


@say.register
def _folder_unreadable(problem: FolderUnreadable) -> Said:
    return Said(
        _("{path} cannot be read: {reason}.").format(path=problem.path, reason=problem.reason),
        nothing_changed(),
        _("Choose a folder, a zip archive or a file that is there and that you may read."),
    )


@say.register
def _no_answer(problem: NoAnswer) -> Said:
    seconds = max(1, round(problem.seconds))
    return Said(
        counted(
            "The phone did not answer for {n} second.",
            "The phone did not answer for {n} seconds.",
            seconds,
        ),
        history_whole(),
        _("Unlock it, look for a question on its screen, and try again."),
    )


@say.register
def _not_allowed(_problem: NotAllowed) -> Said:
    return Said(
        _("This user may not open the phone over USB."),
        "",
        _("The check-up under Help shows which rule is missing."),
        _("Run “holdfast doctor” to see which rule is missing."),
    )


@say.register
def _stalled(_problem: PipeStalled) -> Said:
    return Said(
        _("The phone broke off the conversation."),
        history_whole(),
        _("Unplug it, plug it in again, and repeat."),
    )


@say.register
def _transfer_failed(_problem: TransferFailed) -> Said:
    return Said(
        _("Data got lost between the phone and this computer."),
        history_whole(),
        _("Try another cable, or plug it in without a hub."),
    )


@say.register
def _misdescribed(_problem: Misdescribed) -> Said:
    return Said(
        _("The phone describes its own USB connection wrongly, so it cannot be opened."),
        history_whole(),
        _("Restart the phone and plug it in again."),
    )


@say.register
def _kind_refused(problem: KindRefused) -> Said:
    return Said(
        _("The phone refuses access to its {kind}.").format(kind=kinds.name(problem.kind)),
        history_whole(),
        _("Allow access on the phone and try again."),
    )


@say.register
def _kind_unsupported(problem: KindUnsupported) -> Said:
    return Said(_("This phone has no {kind}.").format(kind=kinds.name(problem.kind)))


@say.register
def _session_refused(_problem: SessionRefused) -> Said:
    return Said(
        _("The phone is connected but lets nobody in."),
        history_whole(),
        _("Unlock it, choose its “phone” or “sync” mode, say yes to this computer, and try again."),
    )


@say.register
def _storages_hidden(problem: StoragesHidden) -> Said:
    return Said(
        _("{phone} is connected, but shows nothing of what is on it.").format(
            phone=shown(problem.handset) or _("The phone")
        ),
        nothing_changed(),
        _("Unlock it. If it only charges, choose “File transfer” in its USB notification."),
    )


@say.register
def _pictures_only(_problem: PicturesOnly) -> Said:
    return Said(
        _("The phone is in its mode for cameras, in which it shows pictures only."),
        history_whole(),
        _("Choose “File transfer” in its USB notification and back up once more."),
    )


@say.register
def _storage_gone(problem: StorageGone) -> Said:
    return Said(
        _("“{storage}” was taken out of the phone while its {kind} were read.").format(
            storage=shown(problem.storage), kind=kinds.name(problem.kind)
        ),
        history_whole(),
        _("What was read by then is kept. Put the card back in and back up once more."),
    )


@say.register
def _pin_asked(problem: PinAsked) -> Said:
    return Said(
        _("The phone asks for its {pin} before it gives anything.").format(
            pin=problem.answer or "PIN"
        ),
        history_whole(),
        _("Type it on the phone and try again; Holdfast never asks for it."),
    )


@say.register
def _garbled(_problem: Garbled) -> Said:
    return Said(
        _("The phone gave an answer that makes no sense."),
        history_whole(),
        _("Unplug it, plug it in again, and repeat."),
    )


@say.register
def _item_refused(problem: ItemRefused) -> Said:
    return Said(
        _("The phone refused one of its {kind}: {key}.").format(
            kind=kinds.name(problem.kind), key=shown(problem.key)
        ),
        _("Everything else went on."),
    )


@say.register
def _phone_full(problem: PhoneFull) -> Said:
    return Said(
        _("The phone has no room for more {kind}.").format(kind=kinds.name(problem.kind)),
        _("What was written before is there."),
        _("Make room on the phone and repeat; nothing is added twice."),
    )


@say.register
def _not_connected(problem: NotConnected) -> Said:
    return Said(
        _("The phone {handset} is not connected.").format(handset=problem.handset),
        nothing_changed(),
        _("Plug it in and unlock it."),
    )


@say.register
def _no_identity(_problem: NoIdentity) -> Said:
    return Said(
        _("This phone tells no serial number, so it cannot be told from others of its model."),
        nothing_changed(),
        _("Unplug other phones of the same model and try again."),
    )


@say.register
def _folder_not_empty(problem: FolderNotEmpty) -> Said:
    return Said(
        _("{path} is not empty.").format(path=problem.path),
        nothing_changed(),
        _("Choose a new or empty folder for the sample phone."),
    )


@say.register
def _not_a_sample(problem: NotASample) -> Said:
    return Said(
        _("There is no sample phone in {path}.").format(path=problem.path),
        nothing_changed(),
        "",
        _("Make one with “holdfast sample create FOLDER”."),
    )


@say.register
def _picture_refused(problem: PictureRefused) -> Said:
    kept = _("It is kept as the phone gave it.")
    if problem.reason is Refusal.NO_VIDEO_SUPPORT:
        return Said(
            _("This video has no preview: video support is not installed."),
            kept,
            _("Add it with “pip install holdfast[video]”, or export the video to watch it."),
        )
    if problem.reason is Refusal.NO_WORKER:
        return Said(
            _("Pictures cannot be shown now: the part of Holdfast that opens them does not start."),
            kept,
            _("Start Holdfast again; if that does not help, install it again."),
        )
    return Said(_why_no_picture(problem.reason), kept, _("Export it to open it elsewhere."))


def _why_no_picture(reason: Refusal) -> str:
    if reason is Refusal.DAMAGED:
        return _("This picture or video is damaged and cannot be shown.")
    if reason is Refusal.TOO_LARGE:
        return _("This picture or video is too large to be shown here.")
    if reason is Refusal.TOO_SLOW:
        return _("This picture or video took too long to open.")
    return _("This is not a picture or video that can be shown.")
