"""The verbs that look into the history: history, show, changes, versions, search."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

import typer

from holdfast.actions.choosing import choose_known, find_ever, find_item, item_name
from holdfast.actions.compare import changes_now
from holdfast.actions.differences import differences
from holdfast.cli import options, shapes
from holdfast.cli.session import Refused, Session, kinds_of
from holdfast.records.formats.view import view
from holdfast.records.matching.diff import FieldChange
from holdfast.records.model.handset import HandsetInfo
from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import (
    KindChanges,
    SnapshotInfo,
    StoredItem,
    Tag,
    TimelineEntry,
    Version,
)
from holdfast.wording import android, coverage, digests, fields, histories, sizes, times, window
from holdfast.wording import changes as field_changes

_ADDED, _REMOVED, _CHANGED = "+", "-", "~"
_TOLD_CHANGES = 3


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    for verb in (history, show, changes, versions, search):
        app.command(verb.__name__)(verb)


def history(
    context: typer.Context,
    *,
    handset: options.Handset = None,
    everything: Annotated[
        bool, typer.Option("--all", help="List read-backs after restores, too.")
    ] = False,
    deleted: Annotated[
        bool, typer.Option("--deleted", help="List what is gone from the phone, and when it lived.")
    ] = False,
    kind: options.Kinds = None,
    limit: Annotated[
        int, typer.Option("--limit", min=1, help="With --deleted: at most so many of each kind.")
    ] = 200,
    as_json: options.Json = False,
) -> None:
    """List the backups, newest first, with what each one brought; or what is gone."""
    session = options.begin(context, as_json=as_json)
    vault = session.vault
    if deleted:
        _history_of_deleted(session, handset, kinds_of(kind) or tuple(Kind), limit)
        return
    chosen = choose_known(session.desk, vault, handset).id if handset is not None else None
    entries = vault.history.timeline(chosen)
    infos = vault.history.handsets()
    session.screen.json(
        {
            "handsets": [shapes.handset(info, session.name_of(info)) for info in infos],
            "backups": [shapes.timeline_entry(entry) for entry in entries],
        }
    )
    shown = [e for e in entries if everything or Tag.READ_BACK not in e.snapshot.tags]
    session.screen.table(_backup_row(session, entry, infos) for entry in shown)
    if not entries:
        session.screen.say(histories.no_backups())
    elif len(shown) < len(entries):
        session.screen.say(histories.hidden(len(entries) - len(shown)), "dim")


def _history_of_deleted(
    session: Session, handset: str | None, kinds: Sequence[Kind], limit: int
) -> None:
    vault = session.vault
    infos = vault.history.handsets()
    meant = [choose_known(session.desk, vault, handset)] if handset is not None else infos
    # One more than is told, to know whether there is more.
    found = {
        (info.id, kind): vault.history.deleted(info.id, kind, limit + 1)
        for info in meant
        for kind in kinds
    }
    gone = [version for some in found.values() for version in some[:limit]]
    more = any(len(some) > limit for some in found.values())
    session.screen.json({"deleted": [shapes.version(entry) for entry in gone], "more": more})
    names = {info.id: session.name_of(info) for info in infos}
    session.screen.table(
        (
            *((names[entry.item.handset],) if len(meant) > 1 else ()),
            item_name(entry.item),
            entry.item.title or histories.unnamed_item(),
            histories.span(entry),
            histories.lived(entry, session.now),
        )
        for entry in gone
    )
    if not gone:
        session.screen.say(histories.nothing_deleted())
    if more:
        session.screen.say(histories.more_deleted(limit), "dim")


def _backup_row(
    session: Session, entry: TimelineEntry, infos: Sequence[HandsetInfo]
) -> tuple[str, ...]:
    found = entry.snapshot
    name = (session.name_of(found.handset),) if len(infos) > 1 else ()
    no_backup = Tag.REHEARSAL in found.tags
    digest = "" if no_backup else digests.digest(entry.digest, first=entry.first)
    gaps = coverage.shortfall(found.coverage)
    said = " ".join(part for part in (digest, histories.marks(found), gaps) if part)
    return found.short, times.moment(found.time, session.now), *name, said


def show(
    context: typer.Context,
    snapshot: options.Snapshot,
    what: Annotated[
        str | None,
        typer.Argument(metavar="[KIND|ITEM]", help="A kind to list, or one item to show."),
    ] = None,
    *,
    as_json: options.Json = False,
) -> None:
    """Show a backup, everything it holds of a kind, or one item."""
    session = options.begin(context, as_json=as_json)
    found = session.vault.history.snapshot(snapshot)
    if what is None:
        _show_backup(session, found)
    elif what in {str(kind) for kind in Kind}:
        _show_kind(session, found, Kind(what))
    else:
        _show_item(session, find_item(session.vault, found, what))


def _show_backup(session: Session, found: SnapshotInfo) -> None:
    screen = session.screen
    counts = session.vault.history.counts(found.id)
    shape = shapes.snapshot(found) | {"counts": shapes.counts(counts)}
    shape["not_in_backup"] = list(android.not_in_backup(found.handset))
    screen.json(shape | {"handset": shapes.handset(found.handset, session.name_of(found.handset))})
    screen.say(histories.backup_of(session.name_of(found.handset), found))
    if histories.marks(found):
        screen.say(histories.marks(found))
    for entry in found.coverage:
        screen.say(f"  {coverage.line(entry)}")
    _say_limits(session, found.handset)


def _say_limits(session: Session, handset: HandsetInfo) -> None:
    """What no backup of this phone can hold."""
    limits = android.not_in_backup(handset)
    if limits:
        session.screen.say(f"{android.not_in_backup_title()}:", "dim")
    for limit in limits:
        session.screen.say(f"  {limit}", "dim")


def _show_kind(session: Session, found: SnapshotInfo, kind: Kind) -> None:
    items = session.vault.history.items(found.id, kind)
    session.screen.json(
        {
            "snapshot": found.id,
            "kind": str(kind),
            "items": [shapes.item(entry) for entry in items],
        }
    )
    session.screen.table(_item_row(entry) for entry in items)
    if not items:
        session.screen.say(histories.nothing_of(kind))


def _item_row(item: StoredItem) -> tuple[str, ...]:
    note = item.subtitle if item.readable else histories.not_readable()
    if item.kind.is_media:
        note = sizes.size(item.size)
    return item_name(item), item.title or histories.unnamed_item(), note


def _show_item(session: Session, item: StoredItem) -> None:
    suffix = item.parts[0].suffix
    data = b"" if item.kind.is_media else b"".join(session.vault.history.read(item, suffix))
    seen = view(item.kind, suffix, data, item.title)
    rows = [(fields.label(field), fields.value(field)) for field in seen.fields]
    shape = shapes.item(item) | {
        "fields": [{"label": label, "value": value} for label, value in rows],
        "body": seen.body,
        "unread": list(seen.unread),
    }
    session.screen.json(shape)
    session.screen.say(item.title or histories.unnamed_item(), "bold")
    if not item.readable:
        session.screen.say(histories.not_readable())
    session.screen.table(rows, indent=2)
    for line in seen.body.splitlines():
        session.screen.say(f"  {line}")


def changes(
    context: typer.Context,
    snapshot: options.Snapshot,
    other: Annotated[
        str | None,
        typer.Argument(metavar="[OTHER]", help="An older backup; else the one before."),
    ] = None,
    *,
    now: Annotated[
        bool, typer.Option("--now", help="What changed on the connected phone since then.")
    ] = False,
    as_json: options.Json = False,
) -> None:
    """Show what changed with a backup, since another one, or on the phone since then."""
    session = options.begin(context, as_json=as_json)
    vault = session.vault
    found = vault.history.snapshot(snapshot)
    shape: shapes.Shape = {"snapshot": found.id, "since": None, "now": now}
    if now and other is not None:
        raise Refused(histories.other_with_now())
    if now:
        with session.connected(found.handset.id) as phone, session.screen.working() as task:
            listed = changes_now(vault, phone, found, task)
    else:
        older = vault.history.snapshot(other).id if other is not None else None
        shape["since"] = older
        listed = vault.history.changes(found.id, older)
    # What the phone holds now is in no backup yet, so its fields are not at hand.
    told = [(entry, {} if now else _differing(session, entry)) for entry in listed]
    session.screen.json(
        shape | {"changes": [shapes.changes(entry, differing) for entry, differing in told]}
    )
    _tell_changes(session, told)


_Differing = Mapping[str, Sequence[FieldChange]]


def _differing(session: Session, entry: KindChanges) -> _Differing:
    """The fields that differ, by the key of the changed item."""
    pairs = entry.changed
    return {after.key: differences(session.vault, before, after) for before, after in pairs}


def _tell_changes(session: Session, told: Sequence[tuple[KindChanges, _Differing]]) -> None:
    if not any(entry for entry, _ in told):
        session.screen.say(histories.nothing_changed_between())
    for entry, differing in told:
        if entry:
            session.screen.say(histories.changes_heading(entry), "bold")
            session.screen.table(_change_rows(entry, differing), indent=2)


def _change_rows(entry: KindChanges, differing: _Differing) -> Iterator[tuple[str, ...]]:
    for mark, items in ((_ADDED, entry.added), (_REMOVED, entry.removed)):
        for item in items:
            yield mark, item_name(item), item.title or histories.unnamed_item(), item.subtitle
    for _before, item in entry.changed:
        title = item.title or histories.unnamed_item()
        yield _CHANGED, item_name(item), title, _told(differing.get(item.key, ())) or item.subtitle


def _told(differing: Sequence[FieldChange]) -> str:
    said = [field_changes.change(entry) for entry in differing[:_TOLD_CHANGES]]
    left = len(differing) - len(said)
    return "; ".join([*said, *([window.more_changes(left)] if left else [])])


def versions(
    context: typer.Context,
    item: Annotated[
        str, typer.Argument(metavar="ITEM", help="KIND/KEY as listed, or a title only one has.")
    ],
    *,
    handset: options.Handset = None,
    as_json: options.Json = False,
) -> None:
    """Show every version one item ever had, newest first, on all phones it was on."""
    session = options.begin(context, as_json=as_json)
    vault = session.vault
    infos = vault.history.handsets()
    meant = [choose_known(session.desk, vault, handset)] if handset is not None else infos
    found = find_ever(vault, meant, item)
    listed = vault.history.lineage(found.handset, found.kind, found.key, found.digest)
    older = [entry.item for entry in listed[1:]]
    changed = [
        differences(vault, before, entry.item) for entry, before in zip(listed, older, strict=False)
    ]
    fields_of = [*changed, *([()] if listed else [])]
    # As it is called now: what was named may be a key from before a reset.
    found = listed[0].item if listed else found
    shape = {"item": item_name(found), "handset": found.handset}
    session.screen.json(
        shape
        | {
            "versions": [
                shapes.version(entry)
                | {"fields": [shapes.field_change(change) for change in differing]}
                for entry, differing in zip(listed, fields_of, strict=True)
            ]
        }
    )
    session.screen.say(f"{item_name(found)}  {found.title}", "bold")
    held = _holders(session, listed, infos)
    session.screen.table(
        (
            (
                entry.last.short,
                *held[entry.item.handset, entry.item.key],
                histories.span(entry),
                histories.lived(entry, session.now),
                _told(differing) or entry.item.subtitle,
            )
            for entry, differing in zip(listed, fields_of, strict=True)
        ),
        indent=2,
    )


def _holders(
    session: Session, listed: Sequence[Version], infos: Sequence[HandsetInfo]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """What tells versions apart by where they were: the phone where several, the key likewise."""
    held = {(entry.item.handset, entry.item.key): item_name(entry.item) for entry in listed}
    names = {info.id: session.name_of(info) for info in infos}
    phones = {handset for handset, _key in held}
    if len({names.get(handset) for handset in phones}) < len(phones):
        names = {handset: handset for handset in phones}
    return {
        (handset, key): (
            *((names.get(handset, handset),) if len(phones) > 1 else ()),
            *((name,) if len(held) > 1 else ()),
        )
        for (handset, key), name in held.items()
    }


def search(
    context: typer.Context,
    text: Annotated[list[str], typer.Argument(metavar="TEXT", help="Beginnings of words.")],
    *,
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many.")] = 200,
    as_json: options.Json = False,
) -> None:
    """Search everything there ever was, deleted things included."""
    session = options.begin(context, as_json=as_json)
    words = " ".join(text)
    hits = session.vault.history.search(words, limit)
    session.screen.json({"text": words, "hits": [shapes.hit(hit) for hit in hits]})
    if not hits:
        session.screen.say(histories.nothing_found(words))
    session.screen.table(
        (
            item_name(hit.version.item),
            hit.version.item.title or histories.unnamed_item(),
            histories.lived(hit.version, session.now),
        )
        for hit in hits
    )
