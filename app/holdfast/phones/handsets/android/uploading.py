"""New files onto an Android phone, many in one exchange; none ever takes the place of another.

The bytes first come under another name, so that half a file never has the real one.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from holdfast.phones.handsets.android.batches import FOLDER, Shell
from holdfast.phones.handsets.android.sync import Files
from holdfast.phones.handsets.android.sync_push import NewFile, push_many
from holdfast.phones.handsets.android.walking import PART, Root, bytes_of, roots, text_of
from holdfast.phones.handsets.handset import (
    Added,
    HandsetProblem,
    ItemRefused,
    KindRefused,
    PhoneFull,
)
from holdfast.phones.protocols.content.commands import quoted
from holdfast.progress import Task
from holdfast.records.model.item import NewItem
from holdfast.records.model.kinds import Kind

MODE = 0o660
FULL = "No space left"
_MOST_NAMES = 1000
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class _Planned:
    """One file: where its bytes come to first, its place and the key it has there."""

    item: NewItem
    part: bytes = b""
    place: bytes = b""
    key: str = ""
    problem: HandsetProblem | None = None


class Uploads:
    """Puts new files beside those that are there; `written` are the places they got."""

    def __init__(self, files: Files, shell: Shell) -> None:
        """Write through `files` and rename through `shell`."""
        self._files = files
        self._shell = shell
        self._token = secrets.token_hex(6)
        self._count = 0
        self.written: list[bytes] = []

    def add(self, items: Sequence[NewItem], task: Task) -> list[Added]:
        """Put `items` on the phone; return how each went.

        A stop leaves none of them there. Raises a `LinkProblem` or `Garbled`.
        """
        found = roots(self._files)
        taken: dict[bytes, set[str]] = {}
        planned = [self._planned(item, found, taken) for item in items]
        sent = [each for each in planned if each.problem is None]
        problems = dict(zip((each.part for each in sent), self._push(sent, task), strict=True))
        self._rename(sent, problems)
        return [self._added(each, each.problem or problems.get(each.part)) for each in planned]

    def _planned(
        self, item: NewItem, found: Sequence[Root], taken: dict[bytes, set[str]]
    ) -> _Planned:
        try:
            root, folders, name = destination(item, found)
        except (ItemRefused, KindRefused) as problem:
            return _Planned(item, problem=problem)
        there = b"/".join((root.place, *folders))
        if there not in taken:
            taken[there] = self._names(there)
        name = _free(name, taken[there])
        taken[there].add(_folded(name))
        self._count += 1
        part = b"%s/.holdfast-%s%06x.part" % (there, self._token.encode(), self._count)
        key = "/".join((root.name, *map(text_of, folders), text_of(name)))
        return _Planned(item, part, there + b"/" + name, key)

    def _names(self, folder: bytes) -> set[str]:
        """The names in a folder; what an earlier session left half written there goes away."""
        names = [entry.name for entry in self._files.list(folder)]
        own = self._token.encode()
        litter = [name for name in names if PART.fullmatch(name) and own not in name]
        for name in litter:
            self._shell.run(f"rm -f {quoted_place(folder + b'/' + name)}")
        return set(map(_folded, names))

    def _push(self, sent: Sequence[_Planned], task: Task) -> Iterator[HandsetProblem | None]:
        new = (
            NewFile(each.part, partial(checked, each.item, task), MODE, seconds_of(each.item))
            for each in sent
        )
        for each, pushed in zip(sent, push_many(self._files, new), strict=True):
            yield pushed.problem and refusal(each.item.kind, each.item.key, pushed.problem.answer)

    def _rename(
        self, sent: Sequence[_Planned], problems: dict[bytes, HandsetProblem | None]
    ) -> None:
        """Give what came its name, all in one script, and take away what did not."""
        if not sent:
            return
        token = secrets.token_hex(8)
        script = f"{FOLDER}/holdfast-names-{token}.sh"
        lines = [f"rm -f {script}"]
        for number, each in enumerate(sent):
            part, place = quoted_place(each.part), quoted_place(each.place)
            gone = f"rm -f {part}"
            if problems[each.part] is not None:
                lines.append(gone)
            else:
                lines.append(f"mv -f {part} {place} || {{ echo {token} {number}; {gone}; }}")
        data = ("\n".join(lines) + "\n").encode("utf-8", "surrogateescape")
        self._shell.put(script, data)
        ran = self._shell.run(f"sh {script} 2>&1")
        for number, said in _failures(ran.out, token):
            each = sent[number]
            problems[each.part] = refusal(each.item.kind, each.item.key, said)

    def _added(self, each: _Planned, problem: HandsetProblem | None) -> Added:
        if problem is not None:
            return Added(problem=problem)
        self.written.append(each.place)
        return Added(each.key)


def destination(item: NewItem, found: Sequence[Root]) -> tuple[Root, list[bytes], bytes]:
    """Return the storage, the folders and the name for a new file.

    One that came from a card goes back to the card of that name, else to the phone itself.
    Raises `ItemRefused` for a path that leads nowhere, `KindRefused` without storage.
    """
    if len(item.path) < _SHORTEST or any(map(_leads_nowhere, item.path[1:])):
        raise ItemRefused(item.kind, item.key, "its name leads nowhere")
    if not found:
        raise KindRefused(item.kind, "the phone shows no storage")
    root = next((each for each in found if each.name == item.path[0]), found[0])
    *folders, name = map(bytes_of, item.path[1:])
    return root, folders, name


def _leads_nowhere(part: str) -> bool:
    return part in ("", ".", "..") or "/" in part or "\0" in part


def _free(name: bytes, taken: set[str]) -> bytes:
    stem, dot, ending = name.rpartition(b".")
    for number in range(_MOST_NAMES):
        shown = b"" if not number else b" (%d)" % number
        tried = b"%s%s%s%s" % (stem, shown, dot, ending) if stem else name + shown
        if _folded(tried) not in taken:
            return tried
    return b"%s-%s" % (secrets.token_hex(4).encode(), name)


def _folded(name: bytes) -> str:
    """What a phone takes for the same name: its storage knows no case."""
    return unicodedata.normalize("NFC", text_of(name).casefold())


def refusal(kind: Kind, key: str, answer: str) -> HandsetProblem:
    """What a phone's `answer` means for a file."""
    return PhoneFull(kind) if FULL in answer else ItemRefused(kind, key, answer)


def _failures(out: bytes, token: str) -> Iterator[tuple[int, str]]:
    """The numbers of the files that got no name, each with what the phone said of it."""
    said = ""
    for line in out.decode("utf-8", "replace").splitlines():
        found = re.fullmatch(f"{token} (\\d{{1,6}})", line.strip())
        if found is not None:
            yield int(found[1]), said[:200] or "the phone did not say why"
            said = ""
        elif line.strip():
            said = line.strip()


def checked(item: NewItem, task: Task) -> Iterator[bytes]:
    """Yield the bytes of a file, and look before each piece whether its owner said stop."""
    for piece in item.open():
        task.check()
        yield piece


def quoted_place(place: bytes) -> str:
    """A path as one word of the phone's shell."""
    return quoted(place.decode("utf-8", "surrogateescape"))


def seconds_of(item: NewItem) -> int:
    """When it was changed last, in seconds since 1970; 0 where that is not known."""
    return max(int(item.modified.timestamp()), 0) if item.modified is not None else 0
