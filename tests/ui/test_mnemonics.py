"""Names with "&" in them, as people give to what they share."""

from PySide6.QtWidgets import QMenu

from holdfast.ui.mnemonics import plain
from holdfast.ui.widgets.buttons import Button

NAME = "Tom & Jerry's"


def without_pairs(text):
    return text.replace("&&", "")


def test_a_button_shows_the_sign_and_is_spoken_of_without_doubling(qtbot):
    button = Button(NAME)
    qtbot.addWidget(button)
    assert button.text() == plain(NAME)
    assert button.accessibleName() == NAME
    button.say("R&D")
    assert "&" not in without_pairs(button.text())
    assert button.accessibleName() == "R&D"


def test_no_menu_takes_it_for_the_sign_of_a_key(room):
    room.make_phone()
    room.vault()
    room.plug()
    room.session.rename_phone(next(iter(room.session.watch.there)), NAME)
    room.settle()
    menus = room.window.findChildren(QMenu)
    texts = [action.text() for menu in menus for action in menu.actions()]

    assert any(plain(NAME) in text for text in texts)
    assert not any("&" in without_pairs(text) for text in texts)
