"""What every provider of the virtual phone can be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from holdfast.phones.virtual.android.providers.uris import Uri

Value = str | int | float | bytes | None
Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Rows:
    """What a query found: the names of its columns, and each row's values in their order."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Value]]


class Provider(Protocol):
    """The data behind one authority.

    Each may raise `ProviderError`. `where` and `sort` are SQL as the caller wrote it.
    """

    def query(
        self, uri: Uri, projection: Sequence[str] | None, where: str | None, sort: str | None
    ) -> Rows | None:
        """The rows at `uri`; None where the provider has no answer at all."""
        ...

    def insert(self, uri: Uri, values: Values) -> str | None:
        """Add a row; return its address, or None where nothing was added."""
        ...

    def update(self, uri: Uri, values: Values, where: str | None) -> int:
        """Change rows; return how many."""
        ...

    def delete(self, uri: Uri, where: str | None) -> int:
        """Remove rows; return how many."""
        ...

    def call(self, uri: Uri, method: str, arg: str | None) -> Mapping[str, str] | None:
        """Call a method by its name; return what it answers."""
        ...

    def open(self, uri: Uri, *, writing: bool = False) -> BinaryIO:
        """The bytes at `uri`, to be read or written, closed by the caller."""
        ...

    def kind_of(self, uri: Uri) -> str | None:
        """The media type of what lies at `uri`."""
        ...
