"""A restic repository, format 2, written and read by our own code.

A *blob* is a piece of a file (data) or a tree, known by the SHA-256 of its plain bytes. A
*pack* is a file of sealed blobs with a sealed header at its end. An *index* tells in which
pack a blob lies. A *tree* lists a folder; a *snapshot* names a root tree, a time and a host.
Every file but `config` is named by the SHA-256 of its own bytes and never changes. Packs are
durable before the index that names them, the index before the snapshot that needs it.

This room knows named byte streams only: neither phones nor contacts.
"""

from holdfast.late import late

__getattr__ = late(
    __name__, "check", "lock", "prune", "repairing", "snapshot", "tree", "usage", "writer"
)
