"""Finds out which number an object has that was just put on a phone.

A responder that merely watches a folder (QEMU's usb-mtp) answers SendObjectInfo with the number
it expects to give. It notices the object later, and whatever it notices before gets that number.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from holdfast.phones.handsets.mtp.listing import Lister, Object
from holdfast.phones.handsets.mtp.storages import Storage
from holdfast.phones.handsets.mtp.talk import MtpTalk, Refusal
from holdfast.phones.protocols.mtp.codes import Response

_PAUSES = (0.0, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
"""Seconds between two looks for a folder that does not show yet."""
_FEW_PAUSES = _PAUSES[:4]


class Numbering:
    """Asks a phone for the numbers of what was put there; each call may raise `LinkProblem`."""

    def __init__(
        self, talk: MtpTalk, lister: Lister, wait: Callable[[float], None] = time.sleep
    ) -> None:
        """Ask through `talk` and `lister`; `wait` lets so many seconds pass."""
        self._talk = talk
        self._lister = lister
        self._wait = wait

    def is_called(self, handle: int, name: str) -> bool:
        """Whether the object of that number is the one called `name`; not if there is none."""
        try:
            return self._lister.one(handle).name == name
        except Refusal:
            return False

    def there(self, storage: Storage, above: int, name: str) -> Object | None:
        """What the folder with the handle `above` holds by that very name, asked for now."""
        held = {each.name: each for each in self._lister.inside(storage, above)}
        return held.get(name)

    def of_new_folder(self, storage: Storage, above: int, made: Object) -> int:
        """The handle of a folder that was `made` in `above`, its promised one if it has that.

        Raises `Refusal` when the phone does not show it within three seconds.
        """
        for pause in _PAUSES:
            self._pass(pause)
            if self.is_called(made.handle, made.name):
                return made.handle
            found = self.there(storage, above, made.name)
            if found is not None and found.folder:
                return found.handle
        raise Refusal(Response.InvalidObjectHandle)

    def of_unknown_folder(self, storage: Storage, above: int, name: str) -> Object | None:
        """The folder that may be why none by its name could be made; None if there is none."""
        for pause in _FEW_PAUSES:
            self._pass(pause)
            found = self.there(storage, above, name)
            if found is not None:
                return found if found.folder else None
        return None

    def _pass(self, pause: float) -> None:
        if pause:
            self._wait(pause)
        self._talk.listen()  # some look at their folders only then
