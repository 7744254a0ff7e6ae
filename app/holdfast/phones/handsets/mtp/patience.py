"""How long is waited for a device's answer: some operations take minutes on a full phone."""

from __future__ import annotations

from holdfast.phones.protocols.mtp.codes import Op

USUAL_SECONDS = 20.0
SLOW_SECONDS = 60.0
"""For a device that is known to be silent for so long."""
_PATIENT_SECONDS = 300.0

_PATIENT = frozenset(
    {
        Op.GetNumObjects,
        Op.GetObjectHandles,
        Op.GetObjectPropList,
        Op.DeleteObject,
        Op.MoveObject,
        Op.CopyObject,
        Op.SendObject,
        Op.FormatStore,
        Op.EndEditObject,
    }
)
"""What a phone may think about for minutes, as long as it still answers that it is busy."""


def is_patient(op: Op) -> bool:
    """Whether `op` may take minutes: then the device is asked now and then whether it lives."""
    return op in _PATIENT


def seconds(op: Op, *, slow: bool) -> float:
    """How many seconds the answer to `op` may take; `slow` is a manner of the device."""
    if op in _PATIENT:
        return _PATIENT_SECONDS
    return SLOW_SECONDS if slow else USUAL_SECONDS
