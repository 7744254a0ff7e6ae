"""Lists: rows as plain dataclasses, one list model, and the delegates that draw them."""

from holdfast.late import late

__getattr__ = late(__name__, "file_tree", "hit_delegate", "hits")
