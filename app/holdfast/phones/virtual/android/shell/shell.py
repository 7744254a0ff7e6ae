"""Runs scripts as the phone's own shell does: commands, loops, pipes, redirections."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import BinaryIO

from holdfast.phones.virtual.android.files.files import AndroidFiles
from holdfast.phones.virtual.android.shell.builtins import Builtins
from holdfast.phones.virtual.android.shell.expanding import Expander
from holdfast.phones.virtual.android.shell.jobs import InTurn, Jobs
from holdfast.phones.virtual.android.shell.parser import parse
from holdfast.phones.virtual.android.shell.state import (
    ExitError,
    LeaveError,
    Nowhere,
    State,
    Streams,
    nothing,
    to_bytes,
    to_text,
)
from holdfast.phones.virtual.android.shell.sums import SumError
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
from holdfast.phones.virtual.android.shell.words import SyntaxProblemError, UnfinishedError
from holdfast.phones.virtual.android.tool import Call, Sink, Tool

BIN = "/system/bin/"
NOT_FOUND = "inaccessible or not found"
"""What shells since Android 9 say of a program that is not there."""
OLD_NOT_FOUND = "not found"
_MISSING, _REFUSED, _BROKEN = 127, 126, 1
_SPOOLED = 1 << 20
_DEEPEST_SHELL = 16


class Shell:
    """The phone's shell over its programs and files; may be used again and again."""

    def __init__(
        self,
        tools: Mapping[str, Tool],
        files: AndroidFiles,
        *,
        jobs: Jobs | None = None,
        not_found: str = NOT_FOUND,
        variables: Mapping[str, str] | None = None,
    ) -> None:
        """Run `tools` by their names; `jobs` learns what runs at the same time."""
        self.tools = tools
        self.files = files
        self.jobs: Jobs = jobs or InTurn()
        self.not_found = not_found
        self._variables = {"PATH": "/system/bin", "HOME": "/", **(variables or {})}

    def run(self, script: bytes | str, stdin: BinaryIO, out: Sink, err: Sink) -> int:
        """Run a whole script and return its exit status (0 to 255)."""
        state = State(dict(self._variables))
        return Run(self, state).script(_text(script), Streams(stdin, out, err))

    def converse(self, stdin: BinaryIO, out: Sink, err: Sink) -> int:
        """Run commands as they come in, each as soon as its last line is there."""
        run = Run(self, State(dict(self._variables)))
        return run.converse(Streams(stdin, out, err))


class Run:
    """One running shell."""

    def __init__(self, shell: Shell, state: State, depth: int = 0) -> None:
        self._shell = shell
        self._state = state
        self._depth = depth
        self._streams = Streams(nothing(), Nowhere(), Nowhere())
        self._expander = Expander(state, shell.files, self._output)
        self._builtins = Builtins(state, shell.files, shell.jobs.wait).commands
        self._runners: dict[type, Callable[..., int]] = {
            Simple: self._simple,
            Pipeline: self._pipeline,
            Chain: self._chain,
            Lines: self._lines,
            If: self._if,
            While: self._while,
            For: self._for,
            Group: self._group,
            Redirected: self._redirected,
        }

    def script(self, text: str, streams: Streams) -> int:
        """Run a whole script and return its status."""
        try:
            return self.guarded(parse(text), streams)
        except SyntaxProblemError as error:
            return self._complain(str(error), streams)

    def converse(self, streams: Streams) -> int:
        """Run commands as their lines come in."""
        waiting = ""
        while line := to_text(streams.stdin.readline()):
            waiting += line
            try:
                self.node(parse(waiting), streams)
            except UnfinishedError:
                continue
            except SyntaxProblemError as error:
                self._state.status = self._complain(str(error), streams)
            except LeaveError:
                pass
            except ExitError as left:
                return left.status
            waiting = ""
        return self._state.status

    def guarded(self, node: Node, streams: Streams) -> int:
        """Run a command to its end, even where it leaves the script or a loop."""
        try:
            return self.node(node, streams)
        except ExitError as left:
            return left.status
        except LeaveError:
            return self._state.status

    def _complain(self, message: str, streams: Streams, status: int = _BROKEN) -> int:
        streams.err.write(to_bytes(f"/system/bin/sh: {message}\n"))
        return status

    def node(self, node: Node, streams: Streams) -> int:
        """Run a command; raises `ExitError` and `LeaveError`."""
        self._state.status = self._runners[type(node)](node, streams)
        return self._state.status

    def _lines(self, node: Lines, streams: Streams) -> int:
        for each, background in node.items:
            if not background:
                self.node(each, streams)
                continue
            with self._shell.jobs.background():
                aside = Streams(nothing(), streams.out, streams.err)
                self._apart(self._state.apart()).guarded(each, aside)
            self._state.status = 0
        return self._state.status

    def _chain(self, node: Chain, streams: Streams) -> int:
        status = self.node(node.first, streams)
        for sign, each in node.rest:
            if (status == 0) == (sign == "&&"):
                status = self.node(each, streams)
        return status

    def _pipeline(self, node: Pipeline, streams: Streams) -> int:
        stdin = streams.stdin
        with ExitStack() as stack:
            for each in node.commands[:-1]:
                pipe = stack.enter_context(_spool())
                self._apart(self._state.apart()).guarded(each, Streams(stdin, pipe, streams.err))
                pipe.seek(0)
                stdin = pipe
            last = node.commands[-1]
            through = Streams(stdin, streams.out, streams.err)
            # The last one runs in a subshell too, unless it is the only one behind a "!".
            runs_here = len(node.commands) == 1
            run = self if runs_here else self._apart(self._state.apart())
            status = run.node(last, through) if runs_here else run.guarded(last, through)
        return int(status == 0) if node.negated else status

    def _if(self, node: If, streams: Streams) -> int:
        for condition, body in node.branches:
            if self.node(condition, streams) == 0:
                return self.node(body, streams)
        return self.node(node.otherwise, streams) if node.otherwise is not None else 0

    def _while(self, node: While, streams: Streams) -> int:
        status = 0
        while (self.node(node.condition, streams) == 0) != node.until:
            try:
                status = self.node(node.body, streams)
            except LeaveError as leave:
                if _left(leave):
                    break
        return status

    def _for(self, node: For, streams: Streams) -> int:
        given = self._state.arguments
        words = given if node.words is None else self._expand(node.words, streams)
        status = 0
        for word in words:
            self._state.variables[node.name] = word
            try:
                status = self.node(node.body, streams)
            except LeaveError as leave:
                if _left(leave):
                    break
        return status

    def _group(self, node: Group, streams: Streams) -> int:
        if not node.subshell:
            return self.node(node.body, streams)
        return self._apart(self._state.apart()).guarded(node.body, streams)

    def _redirected(self, node: Redirected, streams: Streams) -> int:
        with self._opened(node.redirects, streams) as through:
            return _BROKEN if through is None else self.node(node.body, through)

    def _simple(self, node: Simple, streams: Streams) -> int:
        try:
            words = self._expand(node.words, streams)
            values = {name: self._word(value, streams) for name, value in node.settings}
        except SumError as error:
            raise ExitError(self._complain(str(error), streams)) from None
        if not words:
            status = self._state.status if node.settings else 0
            self._state.variables.update(values)
            values = {}
        if not node.redirects:
            return self._command(words, values, streams) if words else status
        with self._opened(node.redirects, streams) as through:
            if through is None:
                return _BROKEN
            return self._command(words, values, through) if words else 0

    def _command(self, words: list[str], values: Mapping[str, str], streams: Streams) -> int:
        name = words[0]
        builtin = self._builtins.get(name)
        if builtin is not None:
            return builtin(words, streams)
        own = {"sh": self._sh, "eval": self._eval, "exec": self._exec, "command": self._exec}
        if name in own or name == BIN + "sh":
            return own[name.removeprefix(BIN)](words, streams)
        if name in (".", "source") and len(words) > 1:
            return self._source(words[1], streams)
        tool = self._shell.tools.get(name.removeprefix(BIN))
        if tool is None:
            return self._missing(name, streams)
        variables = {**self._state.variables, **values} if values else self._state.variables
        folder = self._state.folder
        return tool(Call(words, streams.stdin, streams.out, streams.err, folder, variables)) & 0xFF

    def _missing(self, name: str, streams: Streams) -> int:
        there = "/" in name and self._shell.files.exists(self._path(name))
        if there:
            return self._complain(f"{name}: can't execute: Permission denied", streams, _REFUSED)
        return self._complain(f"{name}: {self._shell.not_found}", streams, _MISSING)

    def _sh(self, words: list[str], streams: Streams) -> int:
        if self._depth > _DEEPEST_SHELL:
            return self._complain("can't fork - try again", streams)
        state = self._state.apart()
        run = self._apart(state)
        rest = [word for word in words[1:] if word not in ("-e", "-x", "-")]
        if not rest:
            return run.converse(streams)
        if rest[0] == "-c":
            state.name, state.arguments = (rest[2:3] or ["sh"])[0], rest[3:]
            return run.script(rest[1] if len(rest) > 1 else "", streams)
        state.name, state.arguments = rest[0], rest[1:]
        text = self._text_of(rest[0], streams)
        return _MISSING if text is None else run.script(text, streams)

    def _source(self, name: str, streams: Streams) -> int:
        text = self._text_of(name, streams)
        return _BROKEN if text is None else self._inline(text, streams)

    def _eval(self, words: list[str], streams: Streams) -> int:
        return self._inline(" ".join(words[1:]), streams)

    def _exec(self, words: list[str], streams: Streams) -> int:
        status = self._command(words[1:], {}, streams) if len(words) > 1 else 0
        if words[0] == "exec" and len(words) > 1:
            raise ExitError(status)
        return status

    def _inline(self, text: str, streams: Streams) -> int:
        try:
            return self.node(parse(text), streams)
        except SyntaxProblemError as error:
            return self._complain(str(error), streams)

    def _text_of(self, name: str, streams: Streams) -> str | None:
        try:
            with self._shell.files.read(self._path(name)) as stream:
                return to_text(stream.read())
        except OSError as error:
            self._complain(f"{name}: {error.strerror}", streams)
            return None

    @contextmanager
    def _opened(self, redirects: Sequence[Redirect], streams: Streams) -> Iterator[Streams | None]:
        """Open what redirections name; None, and it is said, when that cannot be done."""
        with ExitStack() as stack:
            now: Streams | None = streams
            for each in redirects:
                target = self._word(each.target, streams)
                try:
                    now = self._turned(each, target, now or streams, stack)
                except OSError as error:
                    doing = "open" if each.how == "<" else "create"
                    self._complain(f"can't {doing} {target}: {error.strerror}", streams)
                    now = None
                    break
            yield now

    def _turned(self, each: Redirect, target: str, now: Streams, stack: ExitStack) -> Streams:
        files, path = self._shell.files, self._path(target)
        if each.how == "<<":
            return Streams(io.BytesIO(to_bytes(target)), now.out, now.err)
        if each.how == "<":
            return Streams(stack.enter_context(files.read(path)), now.out, now.err)
        if each.how == ">&":
            sink: Sink = now.err if target == "2" else now.out
        else:
            sink = stack.enter_context(files.write(path, append=each.how == ">>"))
        if each.fd == 1:
            return Streams(now.stdin, sink, now.err)
        return Streams(now.stdin, now.out, sink)

    def _output(self, script: Node) -> bytes:
        out = io.BytesIO()
        streams = Streams(self._streams.stdin, out, self._streams.err)
        run = self._apart(self._state.apart())
        self._state.status = run.guarded(script, streams)
        return out.getvalue()

    def _expand(self, words: tuple[Word, ...], streams: Streams) -> list[str]:
        self._streams = streams
        return self._expander.words(words)

    def _word(self, word: Word, streams: Streams) -> str:
        self._streams = streams
        return self._expander.text(word)

    def _apart(self, state: State) -> Run:
        return Run(self._shell, state, self._depth + 1)

    def _path(self, name: str) -> bytes:
        return self._shell.files.resolve(self._state.folder, name)


def _left(leave: LeaveError) -> bool:
    """Whether this loop is left; raises on when an outer one is meant."""
    if leave.levels > 1:
        raise LeaveError(leave.levels - 1, again=leave.again)
    return not leave.again


def _spool() -> BinaryIO:
    return tempfile.SpooledTemporaryFile(_SPOOLED)  # type: ignore[return-value]  # it reads and writes


def _text(script: bytes | str) -> str:
    return script if isinstance(script, str) else to_text(script)
