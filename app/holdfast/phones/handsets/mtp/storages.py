"""The storages that a phone in file-transfer mode shows, and the names they go by here."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.phones.handsets.mtp.talk import MtpTalk, Refusal
from holdfast.phones.protocols.mtp.codes import AccessCapability, Op, StorageType
from holdfast.phones.protocols.mtp.containers import BrokenMtpError
from holdfast.phones.protocols.mtp.datasets import StorageInfo
from holdfast.phones.protocols.mtp.values import decode_array
from holdfast.records.model.handset import StorageInfo as Told

PHONE = "Phone"
"""The name of the storage that every phone has; over another cable protocol it is the same."""
_MOST = 32
_LONGEST_NAME = 80
_DATASET = 4096


@dataclass(frozen=True, slots=True)
class Storage:
    """One storage: `id` is the phone's own for this session, `name` the one it goes by here."""

    id: int
    name: str
    capacity: int
    free: int
    writable: bool

    @property
    def told(self) -> Told:
        """As a handset's card has it."""
        return Told(self.name, self.capacity or None, self.free)


def storages(talk: MtpTalk) -> tuple[Storage, ...]:
    """The storages there are now; none while the phone is locked, or only charges."""
    ids = [each for each in decode_array(talk.ask(Op.GetStorageIDs)) if each & 0xFFFF]
    found: list[Storage] = []
    for number in ids[:_MOST]:
        try:
            info = StorageInfo.decode(talk.ask(Op.GetStorageInfo, number, limit=_DATASET))
        except (Refusal, BrokenMtpError):
            continue  # a card that was pulled just now
        taken = {each.name for each in found}
        found.append(_storage(number, info, taken))
    return tuple(found)


def _storage(number: int, info: StorageInfo, taken: set[str]) -> Storage:
    name = _name(info, first=PHONE not in taken)
    shown, count = name, 1
    while shown in taken:
        count += 1
        shown = f"{name} {count}"
    writable = info.access == AccessCapability.ReadWrite
    return Storage(number, shown, info.capacity, info.free, writable)


def _name(info: StorageInfo, *, first: bool) -> str:
    """The phone's own storage by one name for all; a card by what it calls itself."""
    if first and info.storage_type in (StorageType.FixedRAM, StorageType.Undefined):
        return PHONE
    said = "".join(each for each in info.description or info.volume if each.isprintable())
    plain = said.replace("/", " ").strip().strip(".")[:_LONGEST_NAME].strip()
    return plain or ("Phone" if first else "Card")
