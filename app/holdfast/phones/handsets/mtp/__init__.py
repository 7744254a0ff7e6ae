"""Phones in file-transfer mode: photos and files by the Media Transfer Protocol."""

from holdfast.late import late

__getattr__ = late(__name__, "handset", "pipes", "quirks", "talk")
