"""What single devices do otherwise than MTP says: one table, by named device or stack."""

from __future__ import annotations

from dataclasses import dataclass, replace

from holdfast.phones.protocols.mtp.datasets import DeviceInfo

_PACKET, _HEADER = 512, 12


@dataclass(frozen=True, slots=True)
class Quirks:
    """A device's manners, as far as they are none of the usual ones; `device` names it.

    Whether a whole number of packets is ended by a zero-length packet, by one byte or by
    nothing at all needs no entry: all three are read from every device.
    """

    device: str = ""
    junk_headers: bool = False
    """Code and transaction in its headers mean nothing."""
    slow: bool = False
    """It may be silent for a minute."""
    hangs_on_whole_packets: bool = False
    """A partial read whose answer ends with a full packet hangs it."""
    broken_prop_list: bool = False
    """GetObjectPropList gives wrong answers, or none: ask object by object."""
    distrust_object_info: bool = False
    """ObjectInfo may lie about sizes: the object's properties overrule it."""
    dates_unsettable: bool = False
    """It takes a date of change and keeps another."""
    separate_header: bool = False
    """It wants the header of data in a transfer of its own."""
    seven_bit_names: bool = False
    """It takes names of ASCII alone."""

    def partial(self, size: int) -> int:
        """Return how many of `size` wanted bytes to ask for in one partial read."""
        is_whole = (size + _HEADER) % _PACKET == 0
        return size - 1 if self.hangs_on_whole_packets and is_whole and size > 1 else size


USUAL = Quirks()

_GALAXY = Quirks(
    "Samsung Galaxy", slow=True, hangs_on_whole_packets=True, distrust_object_info=True
)
_SANSA = Quirks("SanDisk Sansa", dates_unsettable=True)

# USB vendor and product; source: libmtp's music-players.h and the flags it explains in
# device-flags.h, which its users reported device by device.
_DEVICES: dict[tuple[int, int], Quirks] = {
    (0x04E8, 0x6860): _GALAXY,
    (0x04E8, 0x6877): replace(_GALAXY, device="Samsung Galaxy in Kies mode"),
    (0x04E8, 0x685C): replace(
        _GALAXY, device="Samsung Galaxy with debugging on", broken_prop_list=True
    ),
    (0x18D1, 0x4EE1): Quirks("Google Nexus or Pixel", slow=True, distrust_object_info=True),
    (0x041E, 0x4157): Quirks("Creative ZEN", junk_headers=True),
    (0x0471, 0x0172): Quirks("Philips Shoqbox", seven_bit_names=True),
    (0x0781, 0x7400): _SANSA,
    (0x0781, 0x7401): _SANSA,
    (0x0781, 0x7410): _SANSA,
    (0x0781, 0x7420): _SANSA,
    (0x0781, 0x7422): replace(_SANSA, broken_prop_list=True),
}

_ANDROID = Quirks("Android", slow=True)
_UMTP = Quirks("uMTP-Responder", slow=True, distrust_object_info=True, broken_prop_list=True)
_ARICENT = Quirks("Aricent's stack", junk_headers=True, broken_prop_list=True)
_SONY = Quirks("Sony Walkman", broken_prop_list=True)
_MICROSOFT = Quirks("Windows Phone", separate_header=True)


def quirks_of(vendor: int, product: int, info: DeviceInfo | None = None) -> Quirks:
    """Return the manners of a device: by its USB numbers, else by the stack that `info` tells.

    Before `info` is known only the numbers speak.
    """
    # Its property lists tell of the folder alone; it comes with numbers that are Google's.
    if info is not None and info.manufacturer == "Viveris Technologies":
        return _UMTP
    known = _DEVICES.get((vendor, product))
    if known is not None:
        return known
    return USUAL if info is None else _of_stack(info)


def _of_stack(info: DeviceInfo) -> Quirks:
    # Sources: libmtp, which gives the flags of a stack to what calls itself so; for Microsoft
    # android-file-transfer.
    said = info.extensions.lower()
    if "android.com" in said:
        return _ANDROID
    if "microsoft.com/wpdna" in said and "sonyericsson.com/se" in said:
        return _ARICENT
    if "sony.net" in said:
        return _SONY
    if info.manufacturer == "Microsoft":
        return _MICROSOFT
    return USUAL
