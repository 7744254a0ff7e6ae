"""The window: all of Qt, and nothing else.

*Look* is the table of colours and sizes that palette, style sheet and delegates are made from.
A *reading* is a plain function that asks a vault, run in a job; a *row* is the plain dataclass
that a list shows. The *bridge* is the one place where threads meet Qt. The *session* holds
which vault and which handset the window shows, and what is going on; pages only show it and
ask it. Words come from `holdfast.wording`.
"""

import gc

from holdfast.late import late

# None of what comes with the window's modules is garbage; to look through it as often as usual
# would be a tenth of the start. The `collector` of an open window sets the usual measure again.
gc.set_threshold(100_000, 10, 10)

__getattr__ = late(
    __name__,
    "agenda_rows",
    "calendar_days",
    "call_rows",
    "clip_text",
    "comparing",
    "contact_card",
    "dialogs",
    "item_diff",
    "item_panel_state",
    "safety_errands",
    "safety_readings",
    "talk_readings",
    "talks",
)
