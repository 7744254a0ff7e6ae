"""Reads the words of a script: quotes, backslashes and everything behind a dollar sign."""

from __future__ import annotations

import re
import sys

from holdfast.phones.virtual.android.shell.syntax import (
    Node,
    Output,
    Part,
    Sum,
    Text,
    Variable,
    Word,
)

_PLAIN = re.compile(r"[^\s'\"\\$`;&|<>()*?\[]+")
_PATTERN = re.compile(r"[*?\[]+")
_IN_DOUBLE = re.compile(r'[^"\\$`]+')
_IN_BACK = re.compile(r"\\([\\`$])")
_IN_ANSI = re.compile(
    r"\\(x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|U[0-9a-fA-F]{1,8}|[0-7]{1,3}|.)", re.DOTALL
)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|[0-9?#@*!$]")
_BRACED = re.compile(r"(#?)([A-Za-z_][A-Za-z0-9_]*|[0-9]+|[?#@*!$])(:?-)?")
_LETTERS = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    "a": "\a",
    "b": "\b",
    "e": "\x1b",
    "f": "\f",
    "v": "\v",
}
_ENDS = frozenset(" \t\n\r;&|<>()")


class SyntaxProblemError(Exception):
    """The script is no script; the text is what the shell says of it."""


class UnfinishedError(SyntaxProblemError):
    """The script ends in the middle of something; more lines may end it."""


class Words:
    """A place in a script from which words are read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def nested(self) -> Node:
        """Read the script behind `$(` up to its closing bracket."""
        raise NotImplementedError

    def apart(self, text: str) -> Node:
        """Read another script."""
        raise NotImplementedError

    def word(self) -> Word | None:
        """Read one word; None when there is none here."""
        parts: list[Part] = []
        text, start = self.text, self.at
        while self.at < len(text):
            plain = _PLAIN.match(text, self.at)
            if plain:
                self.at = plain.end()
                if not parts and (self.at == len(text) or text[self.at] in _ENDS):
                    return plain[0]  # most words are so plain
                parts.append(Text(plain[0], quoted=False))
            elif text[self.at] in _ENDS:
                break
            else:
                parts += self._special(text[self.at])
        return None if self.at == start else _joined(parts)

    def _special(self, sign: str) -> list[Part]:
        match sign:
            case "'":
                return [Text(self._until("'"), quoted=True)]
            case '"':
                return self._double()
            case "\\":
                return self._escaped()
            case "$" | "`":
                reader = self._dollar if sign == "$" else self._back
                return [reader(quoted=False)]
        found = _PATTERN.match(self.text, self.at)
        # What is no pattern is a white space that separates no words.
        run = found[0] if found else sign
        self.at += len(run)
        return [Text(run, quoted=found is None)]

    def _until(self, sign: str) -> str:
        end = self.text.find(sign, self.at + 1)
        if end < 0:
            raise UnfinishedError("no closing quote")
        inside = self.text[self.at + 1 : end]
        self.at = end + 1
        return inside

    def _escaped(self) -> list[Part]:
        sign = self.text[self.at + 1 : self.at + 2]
        self.at += 2
        return [] if sign == "\n" else [Text(sign or "\\", quoted=True)]

    def _double(self) -> list[Part]:
        self.at += 1
        parts: list[Part] = [Text("", quoted=True)]
        while (sign := self.text[self.at : self.at + 1]) != '"':
            if not sign:
                raise UnfinishedError("no closing quote")
            parts.append(self._quoted(sign))
        self.at += 1
        return parts

    def _quoted(self, sign: str) -> Part:
        if sign == "$":
            return self._dollar(quoted=True)
        if sign == "`":
            return self._back(quoted=True)
        if sign == "\\":
            after = self.text[self.at + 1 : self.at + 2]
            self.at += 2
            if after == "\n":
                return Text("", quoted=True)
            return Text(after if after in '$`"\\' else "\\" + after, quoted=True)
        found = _IN_DOUBLE.match(self.text, self.at)
        run = found[0] if found else sign
        self.at += len(run)
        return Text(run, quoted=True)

    def _back(self, *, quoted: bool) -> Part:
        end = self.at + 1
        while (sign := self.text[end : end + 1]) != "`":
            if not sign:
                raise UnfinishedError("no closing quote")
            end += 2 if sign == "\\" else 1
        inside = _IN_BACK.sub(r"\1", self.text[self.at + 1 : end])
        self.at = end + 1
        return Output(self.apart(inside), quoted)

    def _dollar(self, *, quoted: bool) -> Part:
        self.at += 1
        if self.text.startswith("((", self.at):
            return self._sum(quoted=quoted)
        if self.text.startswith("(", self.at):
            self.at += 1
            return Output(self.nested(), quoted)
        if self.text.startswith("{", self.at):
            return self._braced(quoted=quoted)
        if self.text.startswith("'", self.at) and not quoted:
            return Text(self._ansi(), quoted=True)
        name = _NAME.match(self.text, self.at)
        if name is None:
            return Text("$", quoted=True)
        self.at = name.end()
        return Variable(name[0], quoted)

    def _sum(self, *, quoted: bool) -> Part:
        end = self.text.find("))", self.at)
        if end < 0:
            raise UnfinishedError("unexpected EOF")
        inside = Words(f'"{self.text[self.at + 2 : end]}"').word() or ""
        self.at = end + 2
        return Sum(inside, quoted)

    def _braced(self, *, quoted: bool) -> Part:
        found = _BRACED.match(self.text, self.at + 1)
        if found is None:
            raise SyntaxProblemError(
                f"{self.text[self.at - 1 :].partition('}')[0]}}}: bad substitution"
            )
        self.at = found.end()
        fallback = self._fallback() if found[3] else None
        if not self.text.startswith("}", self.at):
            raise SyntaxProblemError(f"${{{found[0]}: bad substitution")
        self.at += 1
        return Variable(found[2], quoted, bool(found[1]), fallback)

    def _fallback(self) -> Word:
        end = self.text.find("}", self.at)
        if end < 0:
            raise UnfinishedError("no closing brace")
        inside = self.text[self.at : end]
        self.at = end
        plain = not set(inside) & {"'", '"', "\\"}
        return Words(f'"{inside}"' if plain else inside).word() or ""

    def _ansi(self) -> str:
        end = self.at + 1
        while (sign := self.text[end : end + 1]) != "'":
            if not sign:
                raise UnfinishedError("no closing quote")
            end += 2 if sign == "\\" else 1
        inside = _IN_ANSI.sub(_letter, self.text[self.at + 1 : end])
        self.at = end + 1
        return inside


def _letter(found: re.Match[str]) -> str:
    code = found[1]
    if code[0] in "uU" and len(code) > 1:
        return _sign(int(code[1:], 16))
    if (code[0] == "x" and len(code) > 1) or code[0] in "01234567":
        value = int(code[1:], 16) if code[0] == "x" else int(code, 8) & 0xFF
        return bytes([value]).decode("utf-8", "surrogateescape")
    return _LETTERS.get(code, code)


def _sign(number: int) -> str:
    valid = number <= sys.maxunicode and not 0xD800 <= number < 0xE000  # noqa: PLR2004 - halves of a pair
    return chr(number) if valid else "\ufffd"


def _joined(parts: list[Part]) -> Word:
    texts: list[str] = []
    for part in parts:
        if not isinstance(part, Text) or (not part.quoted and _PATTERN.search(part.text)):
            return tuple(parts)
        texts.append(part.text)
    return "".join(texts)
