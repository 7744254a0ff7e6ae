"""Words for what stands between this computer and an Android phone."""

from __future__ import annotations

from holdfast.phones.handsets.android.asleep import DebuggingOff
from holdfast.phones.handsets.android.family import KeyNotKept
from holdfast.phones.handsets.android.streams import EncryptedOnly, ServiceRefused
from holdfast.phones.handsets.android.sync_stream import FileRefused
from holdfast.phones.handsets.handset import LockedSinceBoot, NotAuthorised
from holdfast.wording.android import one_line
from holdfast.wording.i18n import _
from holdfast.wording.said import Said, history_whole, nothing_changed, say, shown


@say.register
def _not_authorised(problem: NotAuthorised) -> Said:
    what = _("The phone asks on its screen whether this computer may come in.")
    kept = _("Nothing has been copied yet.")
    if not problem.fingerprint:
        return Said(what, kept, _("Unlock it, tick “Always allow”, and tap Allow."))
    return Said(
        what,
        kept,
        _(
            "Unlock it, see that it shows the fingerprint {fingerprint}, tick “Always allow”, "
            "and tap Allow."
        ).format(fingerprint=problem.fingerprint),
    )


@say.register
def _debugging_off(problem: DebuggingOff) -> Said:
    return Said(
        _("{phone} is connected, but its USB debugging is switched off.").format(
            phone=shown(_title(problem))
        ),
        _("Nothing has been copied yet."),
        one_line(problem.maker),
    )


def _title(problem: DebuggingOff) -> str:
    maker, model = problem.manufacturer, problem.model
    known = [part for part in (maker or str(problem.maker), model) if part]
    return " ".join(known) or _("A phone")


@say.register
def _locked_since_boot(_problem: LockedSinceBoot) -> Said:
    return Said(
        _("The phone was restarted and not unlocked since, so what is on it is still encrypted."),
        history_whole(),
        _("Unlock it once and try again."),
    )


@say.register
def _encrypted_only(_problem: EncryptedOnly) -> Said:
    return Said(
        _("The phone takes encrypted debugging connections only, as over Wi-Fi."),
        history_whole(),
        _("Switch its wireless debugging off, plug it in by cable, and try again."),
    )


@say.register
def _service_refused(_problem: ServiceRefused) -> Said:
    return Said(
        _("The phone does not offer a service that is needed."),
        history_whole(),
        _("Unlock it, switch its USB debugging off and on again, and repeat."),
    )


@say.register
def _file_refused(problem: FileRefused) -> Said:
    return Said(
        _("The phone refused a file: {path}.").format(path=shown(problem.path)),
        _("Everything else went on."),
        _("Look whether it still opens on the phone, and repeat."),
    )


@say.register
def _key_not_kept(problem: KeyNotKept) -> Said:
    return Said(
        _("The key that phones know this computer by cannot be kept: {reason}.").format(
            reason=shown(problem.reason)
        ),
        nothing_changed(),
        _("Let your user write to Holdfast's settings folder, and try again."),
    )
