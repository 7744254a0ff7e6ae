"""Draws and writes resources/sample-phone: the same bytes each time, from one fixed seed."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from sample_phone import agenda, bookmarks, calls, messages, notes, people, pictures

TARGET = Path(__file__).resolve().parent.parent / "resources" / "sample-phone"


def main() -> int:
    """Replace the sample phone with a fresh one and say how large it became."""
    shutil.rmtree(TARGET, ignore_errors=True)
    known = people.invent()
    cards = people.cards(known)
    _write("contacts", ".vcf", cards)
    _put(TARGET / "owner.vcf", bookmarks.owner())
    _write("calendar", ".vcs", agenda.events(known))
    _write("to-dos", ".vcs", agenda.todos(), first=agenda.FIRST_TODO)
    _write("notes", ".vnt", notes.notes())
    for box, texts in messages.messages(known, cards).items():
        _write(f"messages/{box}", ".vmg", texts)
    for box, cards_of_calls in calls.calls(known, cards).items():
        _write(f"calls/{box}", ".vcf", cards_of_calls)
    _write("bookmarks", ".vbm", bookmarks.bookmarks())
    for path, picture in pictures.album():
        _put(TARGET / "photos" / path, picture)
    files = [path for path in TARGET.rglob("*") if path.is_file()]
    print(f"{len(files)} files, {sum(path.stat().st_size for path in files):,} bytes")
    return 0


def _write(folder: str, ending: str, items: list[bytes], first: int = 1) -> None:
    for number, item in enumerate(items, start=first):
        _put(TARGET / folder / f"{number:04}{ending}", item)


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


if __name__ == "__main__":
    sys.exit(main())
