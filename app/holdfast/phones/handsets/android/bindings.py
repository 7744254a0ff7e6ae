"""How this phone's `content` takes bound values, found out once; nothing is changed for it."""

from __future__ import annotations

from functools import cached_property

from holdfast.phones.handsets.android.content import ContentTool, RefusalError
from holdfast.phones.protocols.content.commands import Bind, Manners, Uri, line, update

_ESCAPED_FROM, _RAW_UNTIL = 30, 23
_NOWHERE = Uri("content://com.android.contacts/raw_contacts")
_NO_ROW = "_id=-1"


class Bindings:
    """The manners of one phone's tool."""

    def __init__(self, tool: ContentTool, sdk: int) -> None:
        """`sdk` is the phone's API level."""
        self._tool = tool
        self._sdk = sdk

    @cached_property
    def manners(self) -> Manners:
        """Whether colons are escaped and NULL has a letter; may ask the phone."""
        return Manners(escaped=self._escaped(), nulls=self._takes("sync1:n:"))

    def _escaped(self) -> bool:
        if self._sdk >= _ESCAPED_FROM or self._sdk <= _RAW_UNTIL:
            return self._sdk >= _ESCAPED_FROM
        # Four parts are one too many for a tool that splits at every colon.
        return not self._takes("sync1:s:a:b")

    def _takes(self, bound: str) -> bool:
        words = [*_NOWHERE.words("update"), "--bind", bound, "--where", _NO_ROW]
        try:
            self._tool.ask(line(words))
        except RefusalError:
            return False
        return True

    def may_write(self, uri: str) -> str:
        """Why the phone's shell may not write to a table; empty where it may. Changes nothing."""
        try:
            self._tool.ask(line(["content", "delete", "--uri", uri, "--where", _NO_ROW]))
        except RefusalError as refusal:
            return refusal.answer
        return ""

    def clear(self, uri: Uri, column: str, where: str) -> str:
        """A command that empties a text column."""
        value = None if self.manners.nulls else ""
        return update(uri, (Bind(column, value),), self.manners, where)
