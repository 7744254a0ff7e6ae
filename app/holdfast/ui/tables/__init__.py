"""Lists: rows as plain dataclasses, one list model, and the delegates that draw them."""
