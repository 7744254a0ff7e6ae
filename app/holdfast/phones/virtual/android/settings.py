"""What the phone's settings hold: switches by name, app-ops, accounts."""

from __future__ import annotations

from pathlib import Path

from holdfast.phones.virtual.android.providers.context import Account, Default
from holdfast.phones.virtual.android.providers.store import Store

_SCHEMA = """
CREATE TABLE settings (namespace TEXT, name TEXT, value TEXT, PRIMARY KEY (namespace, name));
CREATE TABLE accounts (name TEXT, type TEXT, user INTEGER, PRIMARY KEY (name, type, user));
"""
NAMESPACES = ("system", "secure", "global")
_CONTACTS, _DEFAULT = "contacts", "default_account"
_DEVICE = "device"


class Settings:
    """Settings in a database of their own, for all users of the phone."""

    def __init__(self, folder: Path) -> None:
        self.store = Store(folder / "settings.db", _SCHEMA)

    def get(self, namespace: str, name: str) -> str | None:
        """The value of a setting; None where it was never set."""
        found = self.store.value(
            "SELECT value FROM settings WHERE namespace = ? AND name = ?", (namespace, name)
        )
        return None if found is None else str(found)

    def all(self, namespace: str) -> dict[str, str]:
        """All settings of one namespace."""
        sql = "SELECT name, value FROM settings WHERE namespace = ? ORDER BY name"
        return {str(name): str(value) for name, value in self.store.rows(sql, (namespace,))}

    def put(self, namespace: str, name: str, value: str | None) -> None:
        """Set a setting, or with None take it away."""
        with self.store.writing() as db:
            db.execute("DELETE FROM settings WHERE namespace = ? AND name = ?", (namespace, name))
            if value is not None:
                db.execute("INSERT INTO settings VALUES (?, ?, ?)", (namespace, name, value))

    def accounts(self, user: int = 0) -> list[Account]:
        """The accounts of one user."""
        sql = "SELECT name, type FROM accounts WHERE user = ? ORDER BY rowid"
        return [Account(str(name), str(kind)) for name, kind in self.store.rows(sql, (user,))]

    def add_account(self, account: Account, user: int = 0) -> None:
        """Add an account, as its owner does in the settings."""
        with self.store.writing() as db:
            row = (account.name, account.type, user)
            db.execute("INSERT OR IGNORE INTO accounts VALUES (?, ?, ?)", row)

    def default_account(self) -> Account | Default:
        """Where new contacts go when nobody says where."""
        said = self.get(_CONTACTS, _DEFAULT)
        if said is None or said == _DEVICE:
            return Default.UNKNOWN if said is None else Default.DEVICE
        name, _, kind = said.partition("\n")
        return Account(name, kind)

    def set_default_account(self, default: Account | Default) -> None:
        """Choose where new contacts go when nobody says where."""
        if isinstance(default, Account):
            self.put(_CONTACTS, _DEFAULT, f"{default.name}\n{default.type}")
        else:
            self.put(_CONTACTS, _DEFAULT, _DEVICE if default is Default.DEVICE else None)
