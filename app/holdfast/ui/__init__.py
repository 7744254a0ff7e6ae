"""The window: all of Qt, and nothing else.

*Look* is the table of colours and sizes that palette, style sheet and delegates are made from.
A *reading* is a plain function that asks a vault, run in a job; a *row* is the plain dataclass
that a list shows. The *bridge* is the one place where threads meet Qt. The *session* holds
which vault and which handset the window shows, and what is going on; pages only show it and
ask it. Words come from `holdfast.wording`.
"""

from holdfast.late import late

__getattr__ = late(__name__, "dialogs", "safety_errands", "safety_readings")
