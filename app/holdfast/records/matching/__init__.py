"""Sameness of items, what differs between versions, and plans of restores: pure.

Two items are the **same** when their digests are equal whatever their keys, or when they
carry the same UID; media when their bytes are, or path behind the storage and size. Items
pair off one to one: what the source held twice is wanted twice, and one that is there
answers for one that is wanted. A **counterpart** is the item an update would replace.
"""
