"""The making of a mirror folder: its manifest, its files, and the pages among them."""

from holdfast.late import late

__getattr__ = late(__name__, "result")
