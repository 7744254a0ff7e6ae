"""Keeps the window still for those whom motion troubles.

Nothing of ours moves by itself; what is left are the effects with which Qt opens menus, lists
and tooltips.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

EFFECTS = (
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
    Qt.UIEffect.UI_AnimateToolBox,
)
_CLIENT_AREA_ANIMATION = 0x1042


def keep_still(app: QApplication, *, calm: bool) -> None:
    """Switch Qt's effects off, where the person is `calm` or the system says so."""
    if calm or _system_is_still():
        for effect in EFFECTS:
            app.setEffectEnabled(effect, False)


def _system_is_still() -> bool:
    """Whether the system was told to do without motion; only Windows says it plainly."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - its windll is there on Windows alone

        moves = ctypes.c_int(1)
        user = ctypes.windll.user32
        user.SystemParametersInfoW(_CLIENT_AREA_ANIMATION, 0, ctypes.byref(moves), 0)
        return not moves.value
    return False
