"""The nouns of Holdfast as frozen dataclasses: kind, item, handset, coverage, snapshot, plan,
message and call.

Nothing here does I/O and nothing here knows a format or a protocol.
"""
