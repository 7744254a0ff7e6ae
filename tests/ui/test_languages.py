from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, Qt
from PySide6.QtWidgets import QLabel, QWidget

from holdfast.ui.dialogs import folder_dialog
from holdfast.ui.languages import prefer, turn
from holdfast.wording import languages
from holdfast.wording.pseudo import RIGHT_TO_LEFT


@pytest.fixture
def turning(app):
    """Turn the application; it speaks English again afterwards."""
    usual = QLocale()

    def speak(language: str) -> None:
        languages.choose(language)
        turn(app)

    yield speak
    speak(languages.ENGLISH)
    languages.choose(None)
    QLocale.setDefault(usual)


def cancel() -> str:
    return QCoreApplication.translate("QPlatformTheme", "Cancel")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Abbrechen"),
        ("es", "Cancelar"),
        ("fr", "Annuler"),
        ("tr", "İptal"),
        ("zh_CN", "取消"),
        ("en", "Cancel"),
    ],
)
def test_qt_s_own_words_are_in_the_language(turning, language: str, said: str) -> None:
    turning("de" if language == "en" else "en")
    turning(language)

    assert cancel() == said


def test_a_language_without_qt_s_words_leaves_them_english(turning) -> None:
    turning(RIGHT_TO_LEFT)

    assert cancel() == "Cancel"


def test_the_direction_follows_the_language(app, turning) -> None:
    turning(RIGHT_TO_LEFT)
    assert app.layoutDirection() is Qt.LayoutDirection.RightToLeft

    turning("de")
    assert app.layoutDirection() is Qt.LayoutDirection.LeftToRight


def test_what_the_person_set_decides(monkeypatch) -> None:
    monkeypatch.delenv(languages.VARIABLE, raising=False)
    languages.choose(None)
    try:
        prefer("tr")
        assert languages.language() == "tr"
    finally:
        prefer(languages.SYSTEM)


@pytest.mark.parametrize("language", [each for each in languages.LANGUAGES if each != "en"])
def test_the_dialog_for_folders_mixes_no_english_in(qtbot, turning, language: str) -> None:
    turning(language)
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = folder_dialog(parent, "?")

    labels = {each.objectName(): each.text() for each in dialog.findChildren(QLabel)}
    assert {"lookInLabel", "fileTypeLabel"} <= labels.keys()
    assert not {"Look in:", "Files of type:"} & {said.replace("&", "") for said in labels.values()}
