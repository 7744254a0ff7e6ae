"""A folder as a handset: a memory card, an export, whatever a phone left behind.

`files` and `zipped` do the I/O, `walking` knows what lies where, `records` and `media` make
items of it, `handset` joins them, `volumes` tells which card it is, `opening` opens a path.
"""

from holdfast.late import late

__getattr__ = late(__name__, "handset")
