"""What a person can do: plan, then act.

Each action takes a connected handset and an open vault, reports through a `Task`, and returns
plain data. `desk` holds the objects that live as long as the program; `jobs` runs actions in
the background without Qt. Restore may call back_up; undo may call restore.
"""

from holdfast.late import late

__getattr__ = late(
    __name__,
    "awake",
    "back_up",
    "carrying",
    "compare",
    "export",
    "forget",
    "forget_here",
    "handing_out",
    "keepsake",
    "letting_go",
    "mirror",
    "passwords",
    "pin",
    "places",
    "proposing",
    "recover",
    "restore",
    "retention",
    "survey",
    "verify",
)
