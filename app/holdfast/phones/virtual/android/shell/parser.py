"""Reads a script of the phone's shell into what it is made of, once and at once."""

from __future__ import annotations

import re

from holdfast.phones.virtual.android.shell.syntax import (
    Chain,
    For,
    Group,
    If,
    Lines,
    Node,
    Pipeline,
    Redirect,
    Redirected,
    Simple,
    While,
    Word,
)
from holdfast.phones.virtual.android.shell.words import SyntaxProblemError, UnfinishedError, Words

_BLANK = re.compile(r"(?:[ \t\r]|\\\n)*(?:#[^\n]*)?")
_GAP = re.compile(r"(?:\s|\\\n|#[^\n]*)*")
_RESERVED = re.compile(r"(?:if|then|elif|else|fi|while|until|do|done|for|[{}!])(?=[\s;&|<>()]|\Z)")
_SETTING = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)=")
_REDIRECT = re.compile(r"([0-9]?)(<<-?|>>|>&|<&|>\||>|<)")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_CLOSING = frozenset(("then", "elif", "else", "fi", "do", "done", "}"))
_DEEPEST = 60


def parse(text: str) -> Node:
    """Read a script; raises `SyntaxProblemError`, `UnfinishedError` when its end is missing."""
    parser = _Parser(text, 0)
    lines = parser.lines()
    if parser.at < len(parser.text):
        raise SyntaxProblemError(f"syntax error: unexpected '{parser.next_word()}'")
    return lines


class _Parser(Words):
    def __init__(self, text: str, depth: int) -> None:
        super().__init__(text)
        self._depth = depth
        if depth > _DEEPEST:
            raise SyntaxProblemError("memory exhausted")

    def nested(self) -> Node:
        body = self._deeper()
        self._expect_sign(")")
        return body

    def apart(self, text: str) -> Node:
        parser = _Parser(text, self._depth + 1)
        return parser.lines()

    def next_word(self) -> str:
        """The word or sign that stands here, for a message."""
        found = re.compile(r"[;&|<>()]|[^\s;&|<>()]+").match(self.text, self.at)
        return found[0] if found else "newline"

    def lines(self) -> Node:
        items: list[tuple[Node, bool]] = []
        self._skip(_GAP)
        while self.at < len(self.text) and not self._closing():
            node = self._chain()
            self._skip(_BLANK)
            sign = self.text[self.at : self.at + 1]
            items.append((node, sign == "&"))
            if sign not in ("&", ";", "\n"):
                break
            self.at += 1
            self._skip(_GAP)
        return items[0][0] if len(items) == 1 and not items[0][1] else Lines(tuple(items))

    def _closing(self) -> bool:
        found = _RESERVED.match(self.text, self.at)
        return self.text[self.at] == ")" or (found is not None and found[0] in _CLOSING)

    def _chain(self) -> Node:
        first = self._pipeline()
        rest: list[tuple[str, Node]] = []
        while self._skip(_BLANK).startswith(("&&", "||"), self.at):
            sign = self.text[self.at : self.at + 2]
            self.at += 2
            self._skip(_GAP)
            rest.append((sign, self._pipeline()))
        return Chain(first, tuple(rest)) if rest else first

    def _pipeline(self) -> Node:
        negated = self._accept("!")
        commands = [self._command()]
        while (text := self._skip(_BLANK)).startswith("|", self.at) and not text.startswith(
            "||", self.at
        ):
            self.at += 1
            self._skip(_GAP)
            commands.append(self._command())
        return (
            commands[0]
            if len(commands) == 1 and not negated
            else Pipeline(tuple(commands), negated)
        )

    def _command(self) -> Node:
        self._skip(_BLANK)
        compound = self._compound()
        if compound is None:
            return self._simple()
        redirects: list[Redirect] = []
        while redirect := _REDIRECT.match(self._skip(_BLANK), self.at):
            redirects.append(self._redirect(redirect))
        return Redirected(compound, tuple(redirects)) if redirects else compound

    def _compound(self) -> Node | None:
        if self.text.startswith("(", self.at):
            self.at += 1
            return Group(self.nested(), subshell=True)
        if self._accept("{"):
            body = self._deeper()
            self._expect("}")
            return Group(body, subshell=False)
        if self._accept("if"):
            return self._if()
        if self._accept("for"):
            return self._for()
        for word in ("while", "until"):
            if self._accept(word):
                return While(self._deeper(), self._body(), until=word == "until")
        return None

    def _if(self) -> Node:
        branches = []
        while True:
            condition = self._deeper()
            self._expect("then")
            branches.append((condition, self._deeper()))
            if not self._accept("elif"):
                break
        otherwise = self._deeper() if self._accept("else") else None
        self._expect("fi")
        return If(tuple(branches), otherwise)

    def _for(self) -> Node:
        self._skip(_BLANK)
        name = _NAME.match(self.text, self.at)
        if name is None:
            raise SyntaxProblemError(f"syntax error: unexpected '{self.next_word()}'")
        self.at = name.end()
        words: list[Word] | None = None
        self._skip(_GAP)
        if self.text.startswith("in", self.at):
            self.at += 2
            words = []
            while self._skip(_BLANK) and (word := self.word()) is not None:
                words.append(word)
        if self.text.startswith(";", self.at):
            self.at += 1
        return For(name[0], None if words is None else tuple(words), self._body())

    def _body(self) -> Node:
        self._expect("do")
        body = self._deeper()
        self._expect("done")
        return body

    def _simple(self) -> Node:
        settings: list[tuple[str, Word]] = []
        words: list[Word] = []
        redirects: list[Redirect] = []
        while True:
            self._skip(_BLANK)
            setting = None if words else _SETTING.match(self.text, self.at)
            redirect = _REDIRECT.match(self.text, self.at)
            if setting:
                self.at = setting.end()
                settings.append((setting[1], self.word() or ""))
            elif redirect:
                redirects.append(self._redirect(redirect))
            elif (word := self.word()) is not None:
                words.append(word)
            else:
                break
        if not (settings or words or redirects):
            self._refuse()
        return Simple(tuple(settings), tuple(words), tuple(redirects))

    def _redirect(self, found: re.Match[str]) -> Redirect:
        self.at = found.end()
        self._skip(_BLANK)
        target = self.word()
        if target is None:
            self._refuse()
            target = ""
        how = found[2].replace(">|", ">")
        fd = int(found[1]) if found[1] else int(how[0] == ">")
        return self._here(fd, target) if how.startswith("<<") else Redirect(fd, how, target)

    def _here(self, fd: int, mark: Word) -> Redirect:
        """Cut the text that follows this line out of the script."""
        start = self.text.find("\n", self.at)
        found = None
        if start >= 0 and isinstance(mark, str):
            found = re.compile(rf"^{re.escape(mark)}$", re.MULTILINE).search(self.text, start + 1)
        if found is None:
            raise UnfinishedError("here document unclosed")
        body = self.text[start + 1 : found.start()]
        self.text = self.text[:start] + self.text[found.end() :]
        return Redirect(fd, "<<", body)

    def _deeper(self) -> Node:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise SyntaxProblemError("memory exhausted")
        lines = self.lines()
        self._depth -= 1
        return lines

    def _accept(self, word: str) -> bool:
        found = _RESERVED.match(self._skip(_GAP if word != "!" else _BLANK), self.at)
        if found is None or found[0] != word:
            return False
        self.at = found.end()
        return True

    def _expect(self, word: str) -> None:
        if not self._accept(word):
            self._refuse()

    def _expect_sign(self, sign: str) -> None:
        self._skip(_GAP)
        if not self.text.startswith(sign, self.at):
            self._refuse()
        self.at += len(sign)

    def _refuse(self) -> None:
        if self.at >= len(self.text):
            raise UnfinishedError("syntax error: unexpected EOF")
        raise SyntaxProblemError(f"syntax error: unexpected '{self.next_word()}'")

    def _skip(self, what: re.Pattern[str]) -> str:
        found = what.match(self.text, self.at)
        if found:
            self.at = found.end()
        return self.text
