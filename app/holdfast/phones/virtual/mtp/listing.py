"""What a host may list: storages, handles, and what objects tell of themselves."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from holdfast.phones.protocols.mtp.codes import (
    ALL,
    GENERIC_FOLDER,
    ROOT,
    AccessCapability,
    FilesystemType,
    Response,
    StorageType,
)
from holdfast.phones.protocols.mtp.datasets import ObjectInfo, StorageInfo
from holdfast.phones.protocols.mtp.prop_lists import Element, encode_count, encode_element
from holdfast.phones.protocols.mtp.values import DataType, encode_array, encode_value
from holdfast.phones.virtual.mtp.dates import told_date
from holdfast.phones.virtual.mtp.objects import Node, Objects
from holdfast.phones.virtual.mtp.properties import (
    PROPERTIES,
    description,
    format_of,
    told_name,
    value_of,
)
from holdfast.phones.virtual.mtp.service import Reply, Request, told

_MOST_OBJECTS = 1 << 30


class Listing:
    """Answers what is asked about `objects` without their bytes."""

    def __init__(self, objects: Objects) -> None:
        """Tell of `objects`."""
        self._objects = objects

    def storages(self) -> Reply:
        """Answer GetStorageIDs."""
        return told(encode_array(DataType.UINT32, tuple(self._objects.roots)))

    def storage(self, storage: int) -> Reply:
        """Answer GetStorageInfo."""
        root = self._objects.roots.get(storage)
        if root is None:
            return Reply(Response.InvalidStorageID)
        capacity, free = root.volume.space()
        kind = StorageType.RemovableRAM if root.volume.card else StorageType.FixedRAM
        info = StorageInfo(
            kind,
            FilesystemType.GenericHierarchical,
            AccessCapability.ReadWrite,
            capacity,
            free,
            _MOST_OBJECTS,
            root.volume.description,
        )
        return told(info.encode())

    def handles(self, request: Request) -> Reply:
        """Answer GetObjectHandles: storage, format, parent (0 for all, ALL for the root)."""
        found = self._found(*request.asked(3).params)
        if isinstance(found, Reply):
            return found
        return told(encode_array(DataType.UINT32, [node.handle for node in found]))

    def count(self, request: Request) -> Reply:
        """Answer GetNumObjects, asked as `handles`."""
        found = self._found(*request.asked(3).params)
        if isinstance(found, Reply):
            return found
        return Reply(params=(sum(1 for _ in found),))

    def info(self, node: Node) -> Reply:
        """Answer GetObjectInfo, with no more than 32 bits of a size."""
        try:
            size, modified = node.state()
        except OSError:
            return Reply(Response.GeneralError)
        date = told_date(modified)
        info = ObjectInfo(
            storage=node.volume.storage_id,
            format=format_of(node),
            size=min(size, ALL),
            parent=node.parent_handle,
            association_type=GENERIC_FOLDER if node.folder else 0,
            name=told_name(node),
            created=date,
            modified=date,
        )
        return told(info.encode())

    def supported(self) -> Reply:
        """Answer GetObjectPropsSupported; every format has the same."""
        return told(encode_array(DataType.UINT16, tuple(PROPERTIES)))

    def describe(self, code: int) -> Reply:
        """Answer GetObjectPropDesc."""
        if code not in PROPERTIES:
            return Reply(Response.ObjectPropNotSupported)
        return told(description(code))

    def value(self, node: Node, code: int) -> Reply:
        """Answer GetObjectPropValue."""
        if code not in PROPERTIES:
            return Reply(Response.ObjectPropNotSupported)
        return told(encode_value(PROPERTIES[code][0], value_of(node, code)))

    def prop_list(self, request: Request) -> Reply:
        """Answer GetObjectPropList: handle, format, property, group, depth.

        A folder at depth 1 is its content and then the folder itself, as on Android.
        """
        handle, form, code, group, depth = request.asked(5).params
        if not code:
            refused = Response.SpecificationByGroupUnsupported if group else None
            return Reply(refused or Response.ParameterNotSupported)
        if depth == ALL and handle in (ROOT, ALL):
            handle, depth = ALL, 0
        if depth not in (0, 1):
            return Reply(Response.SpecificationByDepthUnsupported)
        if code != ALL and code not in PROPERTIES:
            return Reply(Response.ObjectPropNotSupported)
        nodes = self._listed(handle, form, depth)
        if nodes is None:
            return Reply(Response.InvalidObjectHandle)
        return _told_list(nodes, tuple(PROPERTIES) if code == ALL else (code,))

    def _listed(self, handle: int, form: int, depth: int) -> list[Node] | None:
        if handle == ALL:
            nodes: Iterable[Node] = self._everything(ALL)
        elif handle == ROOT:
            nodes = self._tops(ALL)
        else:
            node = self._objects.node(handle)
            if node is None or (depth and not node.folder):
                return None
            nodes = [*self._objects.children(node), node] if depth else [node]
        return [node for node in nodes if not form or format_of(node) == form]

    def _found(self, storage: int, form: int, parent: int) -> Iterable[Node] | Reply:
        if storage not in (ROOT, ALL) and storage not in self._objects.roots:
            return Reply(Response.InvalidStorageID)
        if parent == ROOT:
            nodes = self._everything(storage)
        elif parent == ALL:
            nodes = self._tops(storage)
        else:
            folder = self._objects.node(parent)
            if folder is None or not folder.folder:
                return Reply(Response.InvalidObjectHandle)
            nodes = self._objects.children(folder)
        return (node for node in nodes if not form or format_of(node) == form)

    def _roots(self, storage: int) -> list[Node]:
        roots = self._objects.roots
        return [roots[storage]] if storage in roots else list(roots.values())

    def _tops(self, storage: int) -> Iterable[Node]:
        children = (self._objects.children(root) for root in self._roots(storage))
        return itertools.chain.from_iterable(children)

    def _everything(self, storage: int) -> Iterable[Node]:
        below = (self._objects.below(root) for root in self._roots(storage))
        return itertools.chain.from_iterable(below)


def _told_list(nodes: list[Node], codes: tuple[int, ...]) -> Reply:
    pieces = [encode_count(len(nodes) * len(codes))]
    for node in nodes:
        for code in codes:
            kind = PROPERTIES[code][0]
            pieces.append(encode_element(Element(node.handle, code, kind, value_of(node, code))))
    return told(b"".join(pieces))
