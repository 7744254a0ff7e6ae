"""Sameness of items, what differs between versions, and plans of restores: pure.

Two items are the **same** when their digests are equal whatever their keys, or when they
carry the same UID; media when their bytes are, or path behind the storage and size. Items
pair off one to one: what the source held twice is wanted twice, and one that is there
answers for one that is wanted. A **counterpart** is the item an update would replace.

- `content` what of an item counts, in no dialect; `entries`, `content_card`,
  `content_calendar` of which it is made
- `sameness` pairs what is wanted with what is there; `plan`, `targets` what a restore would do
- `diff` what changed between two versions; `shown` what of them is compared, `trimming` where
  they differ at all, `identity` when two fields are one, `pairing` which became which
- `near` what may be there twice; `tracing` makes the traces that `near_contacts`,
  `near_times` and `near_texts` compare, each with its `reasons`
- `numbers`, `words` telephone numbers, names and texts in any spelling
"""

from holdfast.late import late

__getattr__ = late(__name__, "content", "diff", "fidelity")
