"""A backup whose trees were made to have no end is told as unreadable, and hides no other."""

from __future__ import annotations

import pytest

from holdfast.records.model.kinds import Kind
from holdfast.vault.repository import tree as tree_module
from holdfast.vault.repository.tree import Node, encode_tree
from tests.actions.conftest import PASSWORD, World, make_desk
from tests.vault.repository.vaults import MODIFIED


@pytest.fixture
def world(tmp_path):
    desk = make_desk(tmp_path)
    vault, _ = desk.create_vault(tmp_path / "vault", PASSWORD)
    yield World(tmp_path, desk, vault)
    vault.close()
    desk.close()


@pytest.mark.parametrize(("names", "levels"), [("ab", 60), ("a", 3_000)])
def test_trees_without_end_hide_no_other_backup(world, monkeypatch, names, levels):
    monkeypatch.setattr(tree_module, "MAX_FOLDERS", 5_000)
    good = world.back_up(world.phone()).snapshot
    repository = world.vault.repository
    snapshot = repository.snapshot(good.id)
    root = repository.tree(snapshot.tree).nodes
    with repository.writer() as writer:

        def put(nodes):
            return writer._save_tree_blob(encode_tree(nodes))

        tree = put([])
        for _ in range(levels):
            tree = put([Node(name, "dir", MODIFIED, subtree=tree) for name in names])
        nodes = [node for node in root if node.name != "Photos"]
        photos = Node("Photos", "dir", MODIFIED, subtree=tree)
        evil = writer.save_snapshot(
            tree=put([*nodes, photos]),
            time=MODIFIED,
            hostname=snapshot.hostname,
            paths=snapshot.paths,
        )

    world.vault.history.refresh()

    assert [broken.id for broken in world.vault.history.unreadable] == [evil.id]
    assert len(world.vault.history.items(good.id, Kind.CONTACTS)) == 12
