"""The fixed folders of an Android phone around the ones that hold its owner's files."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

ROOT_UID, SHELL_UID, SDCARD_RW = 0, 2000, 1015
_NOTHING: Mapping[bytes, Fixed] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Fixed:
    """A folder, link or program that is always there.

    `secret` folders may be walked through but not listed by the shell; `refusal` is the errno
    that making something in it fails with.
    """

    mode: int
    names: Mapping[bytes, Fixed] = field(default_factory=lambda: _NOTHING)
    target: bytes = b""
    secret: bool = False
    read_only: bool = True


def _folder(
    names: Mapping[bytes, Fixed] = _NOTHING,
    mode: int = 0o755,
    *,
    secret: bool = False,
    read_only: bool = True,
) -> Fixed:
    return Fixed(stat.S_IFDIR | mode, names, secret=secret, read_only=read_only)


def _link(target: bytes) -> Fixed:
    return Fixed(stat.S_IFLNK | 0o777, target=target)


def fixed_tree(programs: Iterable[str]) -> Fixed:
    """Return the root folder; `programs` lie in /system/bin."""
    binaries = {name.encode(): Fixed(stat.S_IFREG | 0o755) for name in ("sh", *programs)}
    system = {b"bin": _folder(binaries), b"app": _folder(), b"lib64": _folder()}
    storage = {
        b"emulated": _folder(mode=0o711, secret=True, read_only=False),
        b"self": _folder({b"primary": _link(b"/storage/emulated/0")}, read_only=False),
    }
    local = {b"local": _folder(mode=0o751, secret=True, read_only=False)}
    devices = {name: Fixed(stat.S_IFCHR | 0o666) for name in (b"null", b"zero", b"random", b"tty")}
    return _folder(
        {
            b"bin": _link(b"/system/bin"),
            b"cache": _folder(mode=0o770, secret=True, read_only=False),
            b"data": _folder(local, 0o771, secret=True, read_only=False),
            b"dev": _folder(devices, read_only=False),
            b"etc": _link(b"/system/etc"),
            b"mnt": _folder(mode=0o755),
            b"proc": _folder(mode=0o555),
            b"sdcard": _link(b"/storage/self/primary"),
            b"storage": _folder(storage, 0o711, read_only=False),
            b"system": _folder(system),
            b"vendor": _folder(secret=True),
        }
    )
