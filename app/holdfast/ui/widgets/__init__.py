"""The small parts that pages are put together from."""

from holdfast.late import late

__getattr__ = late(__name__, "photo_viewer", "safety_passwords")
