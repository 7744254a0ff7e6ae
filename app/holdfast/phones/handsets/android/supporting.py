"""What an Android phone can be given of each kind, and in which words."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from holdfast.phones.handsets.handset import KindSupport
from holdfast.records.formats.converting.dialects import SMS_XML
from holdfast.records.formats.provider_rows.contacts.doors import ANDROID_CARD
from holdfast.records.formats.provider_rows.contacts.doors import shape as shape_card
from holdfast.records.formats.provider_rows.events.losses import untold
from holdfast.records.formats.provider_rows.events.shaping import android_event
from holdfast.records.formats.provider_rows.events.shaping import shape as shape_event
from holdfast.records.formats.provider_rows.messages import shape as shape_message
from holdfast.records.model.kinds import Kind

_NO_MMS = "the phone takes multimedia messages from its own app alone"


def support_for(kind: Kind, zone: str, *, may_write: bool) -> KindSupport:
    """What can be done with `kind` on a phone that lives in `zone`."""
    can = KindSupport(kind, may_write, may_write, may_write)
    match kind:
        case Kind.CONTACTS:
            return replace(can, dialect=ANDROID_CARD, shape=shape_card)
        case Kind.CALENDAR:
            shape = partial(shape_event, zone=zone)
            lost = partial(untold, zone=zone)
            return replace(can, dialect=android_event(zone), shape=shape, untold=lost)
        case Kind.MESSAGES:
            # A message that was sent is not another one later.
            log = replace(
                can, can_update=False, dialect=replace(SMS_XML, zone=zone), shape=shape_message
            )
            return replace(log, refuses=_refuses)
        case Kind.CALLS:
            return replace(
                can, can_update=False, dialect=replace(SMS_XML, zone=zone), shape=shape_message
            )
        case _:
            return can


def _refuses(key: str) -> str:
    return _NO_MMS if key.startswith("mms/") else ""
