"""Turns the whole application to the language that is spoken: Qt's own words, and the direction."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from holdfast.wording import languages
from holdfast.wording.pseudo import PSEUDO_LANGUAGES

_NAME = "holdfast-qt"


def prefer(setting: str) -> None:
    """Speak what the person set; "system" goes by what the desktop asks for, by preference."""
    languages.prefer(setting, QLocale.system().uiLanguages())


def turn(app: QApplication) -> None:
    """Have Qt speak the language of this moment, and lay out windows in its direction."""
    language = languages.language()
    right_to_left = languages.is_right_to_left(language)
    direction = Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight
    QLocale.setDefault(_locale(language))
    _translate_qt(app, QLocale())
    app.setLayoutDirection(direction)


def _locale(language: str) -> QLocale:
    """The system's own where it speaks the language: it knows the country, too."""
    system = QLocale.system()
    wanted = QLocale(languages.ENGLISH if language in PSEUDO_LANGUAGES else language)
    return system if system.language() == wanted.language() else wanted


def _translate_qt(app: QApplication, locale: QLocale) -> None:
    # Qt's own words (file dialogs, "Cancel") come with Qt; without them it speaks English.
    for before in app.findChildren(QTranslator, _NAME):
        app.removeTranslator(before)
        before.deleteLater()
    translator = QTranslator(app)
    translator.setObjectName(_NAME)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(locale, "qtbase", "_", folder):
        app.installTranslator(translator)
