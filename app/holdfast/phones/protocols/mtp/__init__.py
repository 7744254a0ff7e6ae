"""The Media Transfer Protocol without I/O: containers, datasets, values; both sides."""

from holdfast.late import late

__getattr__ = late(__name__, "codes", "containers", "datasets")
