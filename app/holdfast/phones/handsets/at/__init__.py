"""The driver for phones that have AT commands only.

A *talk* carries commands over a link and picks itself up after a silence. *Phone books* and
*message memories* are read entry by entry; each entry becomes a standard file, and *rows* that
hold the phone's own lines.
"""

from holdfast.late import late

__getattr__ = late(__name__, "handset", "talk")
