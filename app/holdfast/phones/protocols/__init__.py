"""Bytes to events and back, one folder a protocol; no I/O, no clocks, no threads."""
