"""What Android releases differ in: what the shell may do, how `content` behaves, what adbd can."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_READS_AND_WRITES = frozenset(("com.android.contacts", "com.android.calendar", "media"))
_TELEPHONY = frozenset(("sms", "mms", "mms-sms"))
_CALLS = frozenset(("call_log",))
_VERBS = frozenset(("insert", "update", "delete", "query", "call", "read", "gettype"))
_OLD_FEATURES = ("cmd",)
_MIDDLE_FEATURES = (
    "shell_v2",
    "cmd",
    "stat_v2",
    "ls_v2",
    "fixed_push_mkdir",
    "apex",
    "abb",
    "fixed_push_symlink_timestamp",
    "abb_exec",
    "remount_shell",
    "track_app",
    "sendrecv_v2",
    "sendrecv_v2_brotli",
)
_NEW_FEATURES = (
    *_MIDDLE_FEATURES,
    "sendrecv_v2_lz4",
    "sendrecv_v2_zstd",
    "sendrecv_v2_dry_run_send",
    "delayed_ack",
)
ZONE = "America/Los_Angeles"
"""Where the sample phones' people live."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One release of Android, as far as a computer on the cable can tell.

    `features` are what its adbd offers. `readable` and `writable` are the authorities that the
    shell may read and write. `verbs` are those of `content`; with `wide_integers` it prints
    whole numbers of 64 bits, else the low 32; with `escaped_binds` a bind is split with
    backslash escapes and knows the type `n`; `query_extras` says that queries take `--extra`.
    `strict_grammar` refuses words like LIMIT in an order, and SELECT in what is asked of
    messages. `default_account_rule` refuses contacts without an account as new phones do.
    `unlocks_later` says that a phone which was not unlocked since it started keeps its data shut.
    """

    release: str
    sdk: int
    features: tuple[str, ...]
    readable: frozenset[str]
    writable: frozenset[str]
    verbs: frozenset[str]
    wide_integers: bool = True
    escaped_binds: bool = True
    query_extras: bool = True
    strict_grammar: bool = True
    default_account_rule: bool = False
    unlocks_later: bool = True
    manufacturer: str = "Google"
    model: str = "Pixel"
    device: str = "pixel"
    properties: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        "6": Profile(
            release="6.0.1",
            sdk=23,
            features=_OLD_FEATURES,
            readable=_READS_AND_WRITES,
            writable=_READS_AND_WRITES | _TELEPHONY,
            verbs=_VERBS - {"gettype", "read"},
            wide_integers=False,
            escaped_binds=False,
            query_extras=False,
            strict_grammar=False,
            unlocks_later=False,
            manufacturer="LGE",
            model="Nexus 5",
            device="hammerhead",
        ),
        "11": Profile(
            release="11",
            sdk=30,
            features=_MIDDLE_FEATURES,
            readable=_READS_AND_WRITES | _TELEPHONY,
            writable=_READS_AND_WRITES | _TELEPHONY,
            verbs=_VERBS | {"write"},
            model="Pixel 4a",
            device="sunfish",
        ),
        "16": Profile(
            release="16",
            sdk=36,
            features=_NEW_FEATURES,
            readable=_READS_AND_WRITES | _TELEPHONY | _CALLS,
            writable=_READS_AND_WRITES | _TELEPHONY | _CALLS,
            verbs=_VERBS | {"write"},
            default_account_rule=True,
            model="Pixel 9",
            device="tokay",
        ),
    }
)
"""The releases a sample phone may have, by the word on its card."""


def properties(
    profile: Profile, serial: str, model: str = "", *, unlocked: bool = True
) -> dict[str, str]:
    """What `getprop` tells of a phone; `model` is its own name for itself, if it has one."""
    name = model or profile.model
    told = {
        "persist.sys.timezone": ZONE,
        "ro.build.version.release": profile.release,
        "ro.build.version.sdk": str(profile.sdk),
        "ro.product.brand": profile.manufacturer.lower(),
        "ro.product.device": profile.device,
        "ro.product.manufacturer": profile.manufacturer,
        "ro.product.model": name,
        "ro.product.name": profile.device,
        "ro.serialno": serial,
        "sys.boot_completed": "1",
        **profile.properties,
    }
    if profile.unlocks_later:
        told["ro.crypto.type"] = "file"
        told["sys.user.0.ce_available"] = "true" if unlocked else "false"
    return dict(sorted(told.items()))
