"""Phones one can ask: each driver joins one protocol to one link and speaks in items."""
