"""Brings in the bundled typeface; a missing file costs the typeface, not the window."""

from __future__ import annotations

from importlib.resources import files

from PySide6.QtGui import QFont, QFontDatabase

FAMILIES = (
    "Inter",
    "Segoe UI",
    "Helvetica Neue",
    "Noto Sans",
    "DejaVu Sans",
    "Noto Sans CJK SC",
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Color Emoji",
    "Segoe UI Emoji",
    "Apple Color Emoji",
)
"""Inter first, then what stands in for it, then what draws the scripts it does not."""

WEIGHTS = ("Regular", "Medium", "SemiBold")
BODY = 13


def load_typeface() -> QFont:
    """Register the bundled weights and return the body font."""
    folder = files("holdfast.resources") / "fonts"
    for weight in WEIGHTS:
        file = folder / f"Inter-{weight}.ttf"
        if file.is_file():
            QFontDatabase.addApplicationFontFromData(file.read_bytes())
    body = QFont()
    body.setFamilies(list(FAMILIES))
    body.setPixelSize(BODY)
    return body
