"""The accounts that contacts are kept in on an Android phone."""

from __future__ import annotations

import re

from holdfast.phones.handsets.android.contact_writer import Account
from holdfast.phones.handsets.android.content import Commands, decoded

_ACCOUNT = re.compile(r"Account \{name=(.{1,200}?), type=([A-Za-z0-9._-]{1,100})\}")
_USER = re.compile(r"^\s*User UserInfo\{(\d+):", re.MULTILINE)
_MOST = 20


def accounts_of(commands: Commands) -> tuple[Account, ...]:
    """The accounts its first user is signed in to, in the phone's order; none where it tells none.

    Those of a work profile are another user's.
    """
    said = _of_owner(decoded(commands.run("dumpsys account").out))
    found = dict.fromkeys(Account(match[1], match[2]) for match in _ACCOUNT.finditer(said))
    return tuple(found)[:_MOST]


def _of_owner(said: str) -> str:
    users = list(_USER.finditer(said))
    if not users:
        return said
    ends = [*(user.start() for user in users[1:]), len(said)]
    return "".join(
        said[user.end() : end] for user, end in zip(users, ends, strict=True) if user[1] == "0"
    )
