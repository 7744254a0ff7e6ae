"""Byte pipes with timeouts: what they promise is in `link`, the pipes are beside it."""
