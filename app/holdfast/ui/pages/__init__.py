"""What fills the window's main part, one module per page."""

from holdfast.late import late

__getattr__ = late(
    __name__, "coverage", "export", "help", "put_back", "safety", "settings", "sheet"
)
