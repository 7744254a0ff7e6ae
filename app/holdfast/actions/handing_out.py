"""Hands items out of the vault as files that other programs read, or as text for a clipboard."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from holdfast.actions import export
from holdfast.actions.differences import read_bytes
from holdfast.actions.plain_files import (
    STANDARD,
    SUFFIXES,
    date,
    half_file,
    is_taken,
    numbered,
    relative,
    until_stopped,
)
from holdfast.actions.record import RECORD_LIMIT
from holdfast.progress import Task
from holdfast.records.formats.converting import convert as converter
from holdfast.records.formats.view import View, view
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import StoredItem, StoredPart
from holdfast.vault.library import Vault
from holdfast.vault.repository.problems import VaultDamaged

CLIP_LIMIT = 2000
"""Records whose text goes onto a clipboard at most."""


@dataclass(frozen=True, slots=True)
class HandedOut:
    """The files that were written, and the items that are damaged in the vault."""

    files: tuple[Path, ...]
    damaged: tuple[StoredItem, ...] = ()


def hand_out(vault: Vault, items: Sequence[StoredItem], folder: Path, task: Task) -> HandedOut:
    """Write each part of `items` into `folder`, side by side, under a name a person can read.

    Records are written as today's programs read them, or as the phone gave them where they
    have no such form. Raises `ExportFolderUnusable`, `Cancelled`.
    """
    files: list[Path] = []
    damaged: list[StoredItem] = []
    for item in items:
        try:
            files += [_write(vault, item, part, folder, task) for part in item.parts]
        except VaultDamaged:
            damaged.append(item)
        except OSError as error:
            raise export.ExportFolderUnusable(str(folder), error.strerror or str(error)) from error
    return HandedOut(tuple(files), tuple(damaged))


def _write(vault: Vault, item: StoredItem, part: StoredPart, folder: Path, task: Task) -> Path:
    chunks = until_stopped(vault.history.read(item, part.suffix), task)
    suffix, shaped = _shaped(item, part, chunks)
    wanted = folder / relative(item, suffix).name
    with half_file(folder) as half:
        with half.open("wb") as file:
            for chunk in shaped:
                file.write(chunk)
        date(half, item.modified)
        free = (numbered(wanted, number) for number in itertools.count(1))
        return half.rename(next(path for path in free if not is_taken(path)))


def _shaped(
    item: StoredItem, part: StoredPart, chunks: Iterable[bytes]
) -> tuple[str, Iterable[bytes]]:
    dialect = STANDARD.get(item.kind)
    if dialect is None or part.size > RECORD_LIMIT:
        return part.suffix, chunks
    data = b"".join(chunks)
    converted = converter.convert(item.kind, data, dialect)
    if not converted.data:
        return part.suffix, (data,)
    return SUFFIXES[dialect.block], (converted.data,)


@dataclass(frozen=True, slots=True)
class Clip:
    """What of some records goes onto a clipboard: their views, and contacts as vCards."""

    views: tuple[tuple[StoredItem, View], ...]
    cards: bytes = b""


def clip(vault: Vault, items: Sequence[StoredItem], task: Task) -> Clip:
    """Read `items` for a clipboard, `CLIP_LIMIT` at most. Raises `VaultProblem`, `Cancelled`."""
    views: list[tuple[StoredItem, View]] = []
    cards = bytearray()
    for item in items[:CLIP_LIMIT]:
        task.check()
        if item.kind.is_media or not item.parts:
            views.append((item, View(item.title)))
            continue
        data = read_bytes(vault, item, RECORD_LIMIT)
        views.append((item, view(item.kind, item.parts[0].suffix, data, item.title)))
        if item.kind is Kind.CONTACTS:
            cards += converter.convert(item.kind, data, STANDARD[item.kind]).data or b""
    return Clip(tuple(views), bytes(cards))
