"""What a provider throws: the exceptions whose names and texts a person reads on the terminal."""

from __future__ import annotations

ILLEGAL_ARGUMENT = "java.lang.IllegalArgumentException"
ILLEGAL_STATE = "java.lang.IllegalStateException"
NOT_FOUND = "java.io.FileNotFoundException"
RUNTIME = "java.lang.RuntimeException"
SECURITY = "java.lang.SecurityException"
SQLITE = "android.database.sqlite.SQLiteException"
UNSUPPORTED = "java.lang.UnsupportedOperationException"


class ProviderError(Exception):
    """A provider refused; `kind` is the full name of what it threw on the phone."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message

    @property
    def text(self) -> str:
        """The first line of what the phone prints of it."""
        return f"{self.kind}: {self.message}"


def illegal(message: str) -> ProviderError:
    """An argument that a provider does not take."""
    return ProviderError(ILLEGAL_ARGUMENT, message)
