"""What a handset holds at this moment, without keeping any of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from holdfast.actions.back_up import wanted
from holdfast.phones.handsets.handset import Handset
from holdfast.progress import Progress, Stage, Task
from holdfast.records.formats.summary import summarise
from holdfast.records.model.item import Item
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import StoredItem, StoredPart
from holdfast.vault.library import Vault


def survey(
    handset: Handset, vault: Vault, kinds: Collection[Kind], task: Task
) -> tuple[StoredItem, ...]:
    """List every item of `kinds` that `handset` holds now.

    Records are read, because only their content tells whether they are the same. Of media
    only names, sizes and times are asked; where the vault knows the very file, its digest is
    filled in. Raises what the handset raises: a plan made on half an answer would lie.
    """
    found: list[StoredItem] = []
    for support in wanted(handset, kinds):
        known = vault.history.known(handset.info.id, support.kind)
        for item in handset.read(support.kind, task):
            found.append(_described(handset.info.id, item, known))
            task.report(Progress(Stage.COMPARING, support.kind, len(found), support.announced))
    return tuple(found)


def _described(handset: str, item: Item, known: Mapping[str, StoredItem]) -> StoredItem:
    if item.kind.is_media:
        return _media(handset, item, known.get(item.key))
    return _record(handset, item)


def _media(handset: str, item: Item, previous: StoredItem | None) -> StoredItem:
    unchanged = previous is not None and item.mark is not None and item.mark == previous.mark
    digest = previous.digest if previous is not None and unchanged else ""
    return _stored(handset, item, digest, item.path[-1] if item.path else item.key, ())


def _record(handset: str, item: Item) -> StoredItem:
    data = b"".join(item.parts[0].open())
    summary = summarise(item.kind, item.parts[0].suffix, data)
    return _stored(handset, item, summary.digest, summary.title, (len(data),))


def _stored(
    handset: str, item: Item, digest: str, title: str, sizes: Collection[int]
) -> StoredItem:
    return StoredItem(
        handset=handset,
        kind=item.kind,
        key=item.key,
        parts=tuple(_parts(item, sizes)),
        digest=digest,
        title=title,
        mark=item.mark,
        path=item.path,
        modified=item.modified,
    )


def _parts(item: Item, sizes: Collection[int]) -> Iterator[StoredPart]:
    told = list(sizes) or [part.size or 0 for part in item.parts]
    for part, size in zip(item.parts, told, strict=False):
        yield StoredPart(part.suffix, "", (), size)
