"""The small parts that pages are put together from."""

from holdfast.late import late

__getattr__ = late(
    __name__,
    "calendar_pane",
    "comparison",
    "copying",
    "diff_block",
    "photo_viewer",
    "safety_passwords",
    "talk_pane",
)
