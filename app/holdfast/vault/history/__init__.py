"""The questions one asks of a vault, and the one place that knows what a snapshot's tree is like.

A snapshot's *tree* holds a few *sidecars* in its root (`handset.json`, `coverage.json`,
`marks.json`, `README.txt`) and one folder per kind. An item is one file per *part*. Its
*version* is its content: bytes that differ in transport only are the same version, and have
the same *digest*. The *index* is a SQLite file that answers without reading the vault; it is
a cache, made anew from the vault whenever it is missing or broken.

Each handset's snapshots are numbered as they come to the index; an item version lives over
*spans* of those numbers, so a backup in which little changed adds little. Order in time is a
matter of the snapshots alone.

- `names` reversible escaping; `layout` where an item lies and which item a path is;
  `sidecars` and `marks` the files in the root
- `schema` the index file; `indexing` from tree to index; `catalogue` the snapshots
- `stints`, `succession`, `lineage` one item under all its keys and on all its phones, `handed`
  by receipts; `deleted` what is gone
- `changes`, `versions`, `search` the answers; `history` what the rooms above call
"""

from holdfast.late import late

__getattr__ = late(
    __name__,
    "deleted",
    "found",
    "indexing",
    "layout",
    "lineage",
    "marks",
    "search",
    "standing",
    "summaries",
    "versions",
)
