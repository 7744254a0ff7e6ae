"""The programs that speak to Android's managers: am, pm, and what dumpsys tells."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import unquote

from holdfast.phones.virtual.android.phone import OWNER, AndroidPhone
from holdfast.phones.virtual.android.providers.errors import ProviderError
from holdfast.phones.virtual.android.providers.media import MediaProvider
from holdfast.phones.virtual.android.tools.system import Answer

_SCAN = "android.intent.action.MEDIA_SCANNER_SCAN_FILE"
_FLAGS = {OWNER: "c13"}
_WORK_FLAGS = "1030"
PACKAGES = (
    "android",
    "com.android.calendar",
    "com.android.contacts",
    "com.android.mms",
    "com.android.providers.calendar",
    "com.android.providers.contacts",
    "com.android.providers.media",
    "com.android.providers.telephony",
    "com.android.settings",
    "com.android.shell",
    "com.google.android.gms",
)


def am(phone: AndroidPhone, words: Sequence[str]) -> Answer:
    """Start things, send broadcasts, tell who uses the phone."""
    match list(words):
        case ["get-current-user"]:
            return 0, str(OWNER)
        case ["broadcast", *rest]:
            return _broadcast(phone, rest)
        case ["start" | "start-activity", *rest]:
            return 0, f"Starting: Intent {{ {_intent(rest)} }}"
        case ["force-stop", *_]:
            return 0, None
        case [other, *_]:
            return 255, f"Error: unknown command '{other}'"
        case _:
            return 255, "Error: no command"


def _broadcast(phone: AndroidPhone, words: list[str]) -> Answer:
    place = _after(words, "-d")
    if _after(words, "-a") == _SCAN and place.startswith("file://"):
        try:
            provider = phone.provider("media")
            if isinstance(provider, MediaProvider):
                provider.scan(unquote(place.removeprefix("file://")))
        except ProviderError:
            pass  # A phone that is still locked takes the broadcast and does nothing.
    return 0, f"Broadcasting: Intent {{ {_intent(words)} }}\nBroadcast completed: result=0"


def _intent(words: list[str]) -> str:
    named = (("act", "-a"), ("dat", "-d"), ("typ", "-t"), ("cmp", "-n"))
    return " ".join(f"{name}={said}" for name, flag in named if (said := _after(words, flag)))


def _after(words: list[str], flag: str) -> str:
    at = words.index(flag) + 1 if flag in words else len(words)
    return words[at] if at < len(words) else ""


def pm(phone: AndroidPhone, words: Sequence[str]) -> Answer:
    """List users and packages."""
    match list(words):
        case ["list", "users"]:
            return 0, users(phone)
        case ["list", "packages", *rest]:
            wanted = [each for each in rest if not each.startswith("-")]
            shown = [each for each in PACKAGES if all(word in each for word in wanted)]
            return 0, "\n".join(f"package:{each}" for each in shown)
        case ["path", package] if package in PACKAGES:
            return 0, f"package:/system/priv-app/{package}/{package}.apk"
        case ["path", _]:
            return 1, None
        case [other, *_]:
            return 255, f"Unknown command: {other}"
        case _:
            return 255, "Unknown command: null"


def users(phone: AndroidPhone) -> str:
    """The users as the phone lists them."""
    names = {OWNER: "Owner"}
    lines = [
        f"\tUserInfo{{{user}:{names.get(user, 'Work profile')}:{_FLAGS.get(user, _WORK_FLAGS)}}}"
        " running"
        for user in phone.users
    ]
    return "\n".join(["Users:", *lines])


def dumpsys(phone: AndroidPhone, words: Sequence[str]) -> Answer:
    """Lines enough to tell accounts, users, and whether the screen is locked."""
    match list(words):
        case ["account", *_]:
            return 0, "\n".join(line for user in phone.users for line in _accounts(phone, user))
        case ["user", *_]:
            return 0, "\n".join(["Current user: 0", *_users(phone)])
        case ["window", *_]:
            locked = str(phone.locked).lower()
            return (
                0,
                f"WINDOW MANAGER POLICY STATE\n    mDreamingLockscreen={locked} showing={locked}",
            )
        case [other, *_]:
            return 0, f"Can't find service: {other}"
        case _:
            return 0, "Currently running services:\n  account\n  user\n  window"


def _accounts(phone: AndroidPhone, user: int) -> list[str]:
    known = phone.settings.accounts(user)
    head = [f"User UserInfo{{{user}:{'Owner' if user == OWNER else 'Work profile'}:13}}:"]
    head.append(f"  Accounts: {len(known)}")
    return head + [f"    Account {{name={each.name}, type={each.type}}}" for each in known]


def _users(phone: AndroidPhone) -> list[str]:
    state = "RUNNING_LOCKED" if phone.locked else "RUNNING_UNLOCKED"
    return [
        line
        for user in phone.users
        for line in (f"  UserInfo{{{user}}} serialNo={user}", f"    State: {state}")
    ]
