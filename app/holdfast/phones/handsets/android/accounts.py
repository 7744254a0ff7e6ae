"""The accounts that contacts are kept in on an Android phone."""

from __future__ import annotations

import re

from holdfast.phones.handsets.android.contact_writer import Account
from holdfast.phones.handsets.android.content import Commands, decoded

_ACCOUNT = re.compile(r"Account \{name=(.{1,200}?), type=([A-Za-z0-9._-]{1,100})\}")
_MOST = 20


def accounts_of(commands: Commands) -> tuple[Account, ...]:
    """The accounts the phone is signed in to, in its own order; none where it does not tell."""
    said = decoded(commands.run("dumpsys account").out)
    found = dict.fromkeys(Account(match[1], match[2]) for match in _ACCOUNT.finditer(said))
    return tuple(found)[:_MOST]
