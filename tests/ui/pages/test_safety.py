"""The page *Safety* through the real window, on phones of the virtual bus."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QListView, QWidget

from holdfast.actions.retention import PRESETS, Preset
from holdfast.actions.vault_memory import VaultMemory
from holdfast.records.model.snapshot import Tag
from holdfast.vault.keys import recovery_sheet
from holdfast.wording.safety_labels import Act, Topic, act


@pytest.fixture
def page(room):
    room.vault()
    room.make_phone()
    room.plug()
    room.back_up()
    room.window.show_safety()
    room.settle()
    return room.window.safety


def press(room, button: QAbstractButton) -> None:
    assert button.isEnabled(), button.text()
    room.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    room.settle()


def shown(card: QWidget) -> str:
    found = [w for w in card.findChildren(QLabel) if w.isVisibleTo(card)]
    return "\n".join(w.text() for w in found)


def flip(room) -> None:
    packs = [path for path in (room.session.vault.place / "data").rglob("*") if path.is_file()]
    path = max(packs, key=lambda pack: pack.stat().st_size)
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)


def test_a_check_tells_how_deep_it_went_and_is_remembered(room, page) -> None:
    assert "never checked" in shown(page.check)

    press(room, page.check.action)

    assert "The last check found everything whole." in shown(page.check)
    assert "The vault is whole" in shown(page.check.notice)
    memory = VaultMemory(room.desk.settings.folder, room.session.vault.id)
    assert memory.read().check is not None


def test_damage_is_named_by_item_and_healed_from_the_phone(room, page) -> None:
    flip(room)
    page.check.unfold()
    press(room, page.check.read_all)
    assert "IMG_" in shown(page.check.notice)
    assert page.check.action.text() == act(Act.REPAIR)
    assert room.state.damage

    press(room, page.check.action)
    press(room, page.check.repair)

    assert "1 damaged item is whole again." in shown(page.check.notice)
    assert "The last check found everything whole." in shown(page.check)
    assert not room.state.damage


def test_what_no_phone_holds_any_more_stays_named(room, page) -> None:
    flip(room)
    room.pull()
    page.check.unfold()
    press(room, page.check.read_all)

    assert "plug it in first" in shown(page.check)
    press(room, page.check.repair)

    assert "IMG_" in shown(page.check.notice)
    assert "damaged" in shown(page.check)


def test_a_rehearsal_runs_and_its_result_stands_on_the_card(room, page) -> None:
    press(room, page.rehearsal.action)

    assert "In the last rehearsal everything came back." in shown(page.rehearsal)
    assert "Contacts: all" in shown(page.rehearsal.notice)


def test_the_third_rehearsal_asks_for_the_sheet(room, page) -> None:
    for _ in range(2):
        press(room, page.rehearsal.action)
    press(room, page.rehearsal.action)
    assert page.rehearsal.sheet.isVisible()
    assert not page.rehearsal.with_sheet.isEnabled()

    vault = room.session.vault
    sheet = recovery_sheet(room.session.password, vault.id, str(vault.place), room.desk.clock())
    page.rehearsal.sheet.setPlainText(sheet)
    press(room, page.rehearsal.with_sheet)

    assert room.state.sheet_proven
    assert "everything came back" in shown(page.rehearsal)
    assert "typed back" in shown(page.sheet)


def test_a_sheet_with_a_slip_is_told_and_opens_nothing(room, page) -> None:
    page.rehearsal.unfold()
    page.rehearsal.sheet.setPlainText("AAAA BBBB CCCC DDDD")
    press(room, page.rehearsal.with_sheet)

    assert page.rehearsal.notice.isVisible()
    assert not room.state.sheet_proven


@pytest.fixture
def many(room, page):
    for _ in range(4):
        room.back_up()
    room.settle()
    room.window.show_safety(Topic.KEPT)
    room.settle()
    return page


def previewed(room, kept) -> None:
    room.wait(lambda: kept.plan is not None)
    room.settle()


def choose_tight(room, kept) -> None:
    tight = next(b for b in kept.rules.findChildren(QAbstractButton) if b.text() == "Tight")
    room.qtbot.mouseClick(tight, Qt.MouseButton.LeftButton)
    previewed(room, kept)


def test_nothing_goes_before_its_preview_was_seen_and_said_yes_to(room, many) -> None:
    kept = many.kept
    previewed(room, kept)
    assert "Every backup" in kept.headline.text()
    assert not kept.forget.isVisible()

    choose_tight(room, kept)
    assert kept.forget.text() == "Forget 2 backups"
    assert "Other backups hold all that these hold." in kept.lines.text()
    assert "would be free" in kept.lines.text()
    assert len(room.state.entries) == 5

    press(room, kept.forget)
    assert len(room.state.entries) == 3
    assert "2 backups were forgotten." in shown(kept.notice)


def test_rules_are_remembered_and_offered_after_a_backup_never_applied(room, many) -> None:
    choose_tight(room, many.kept)
    press(room, many.kept.remember)
    memory = VaultMemory(room.desk.settings.folder, room.session.vault.id)
    assert memory.read().rules == {room.state.current: PRESETS[Preset.TIGHT]}
    assert len(room.state.entries) == 5

    room.window.show_home()
    room.back_up()

    assert len(room.state.entries) == 6
    assert "3 backups may go" in shown(room.window.home.notice)


def test_a_pinned_backup_stays_under_any_rule(room, many) -> None:
    kept = many.kept
    oldest = kept.backups.item(kept.backups.count() - 1)
    oldest.setSelected(True)
    press(room, kept.pin)
    assert Tag.PINNED in room.state.entries[-1].snapshot.tags

    choose_tight(room, kept)
    assert kept.forget.text() == "Forget 1 backup"

    press(room, kept.pin)
    assert Tag.PINNED not in room.state.entries[-1].snapshot.tags


def test_one_backup_can_be_chosen_and_the_newest_cannot_go(room, many) -> None:
    kept = many.kept
    previewed(room, kept)
    kept.backups.item(kept.backups.count() - 1).setSelected(True)
    press(room, kept.chosen)
    previewed(room, kept)
    assert kept.forget.text() == "Forget 1 backup"

    kept.backups.clearSelection()
    kept.backups.item(0).setSelected(True)
    press(room, kept.chosen)

    room.wait(lambda: kept.plan is None)
    assert not kept.forget.isVisible()


def test_a_mirror_is_set_brought_up_to_date_and_ended(room, page, monkeypatch) -> None:
    folder = room.folder / "mirror"
    assert "There is one copy of your backups" in shown(page.copies)
    monkeypatch.setattr("holdfast.ui.pages.safety.ask_new_folder", lambda *_words: folder)

    press(room, page.copies.action)
    assert (folder / "README.txt").exists()
    assert str(folder) in shown(page.copies)
    assert page.copies.action.text() == act(Act.MIRROR_NOW)

    press(room, page.copies.action)
    assert "up to date" in shown(page.copies.notice)

    page.copies.unfold()
    press(room, page.copies.off)
    assert (folder / "README.txt").exists()
    assert page.copies.action.text() == act(Act.CHOOSE_MIRROR)


def test_a_folder_that_holds_other_things_is_no_mirror(room, page, monkeypatch) -> None:
    (room.folder / "full").mkdir()
    (room.folder / "full" / "mine.txt").write_text("mine")
    monkeypatch.setattr(
        "holdfast.ui.pages.safety.ask_new_folder", lambda *_words: room.folder / "full"
    )

    press(room, page.copies.action)

    assert page.copies.notice.isVisible()
    assert page.copies.action.text() == act(Act.CHOOSE_MIRROR)


def type_new(page, text: str, again: str | None = None) -> None:
    page.passwords.unfold()
    page.passwords.password.setText(text)
    page.passwords.again.setText(text if again is None else again)


def removers(page) -> list[QAbstractButton]:
    buttons = page.passwords.findChildren(QAbstractButton)
    return [button for button in buttons if button.text() == "Remove" and button.isVisible()]


def test_a_password_is_added_and_removed(room, page) -> None:
    type_new(page, "correct horse")
    press(room, page.passwords.add)
    assert "2 passwords open the vault." in shown(page.passwords)
    assert page.passwords.password.text() == ""

    room.wait(lambda: bool(removers(page)))
    press(room, removers(page)[0])

    assert "1 password opens the vault." in shown(page.passwords)


def test_passwords_that_differ_change_nothing(room, page) -> None:
    type_new(page, "one", "other")
    press(room, page.passwords.add)

    assert "not the same" in shown(page.passwords.notice)
    assert "1 password opens the vault." in shown(page.passwords)


def test_a_made_password_takes_the_place_of_the_old_and_shows_its_sheet(room, page) -> None:
    before = room.session.password
    page.passwords.unfold()
    page.passwords.made.setChecked(True)
    press(room, page.passwords.change)

    assert room.session.password != before
    assert room.window.sheet.isVisible()
    assert room.session.password.split("-")[0] in room.window.sheet.text.text()
    room.window.sheet.left.emit()
    assert page.isVisible()


def test_what_this_computer_knows_is_forgotten_and_the_password_asked_for(room, page) -> None:
    password = room.session.password
    page.passwords.unfold()
    assert not page.passwords.forget_here.isEnabled()
    page.passwords.sure.setChecked(True)
    room.qtbot.mouseClick(page.passwords.forget_here, Qt.MouseButton.LeftButton)
    room.wait(room.window.unlock.isVisible)
    room.settle()

    room.qtbot.keyClicks(room.window.unlock.field, password)
    room.qtbot.keyClick(room.window.unlock.field, Qt.Key.Key_Return)
    room.wait(room.window.home.isVisible)
    room.settle()
    assert len(room.state.entries) == 1


def test_the_vault_says_how_it_is_opened_elsewhere_and_makes_its_index_anew(room, page) -> None:
    page.vault.unfold()
    assert "restic -r" in page.vault.restic.text()

    press(room, page.vault.rebuild)

    assert "The index was made anew from 1 backup." in shown(page.vault.notice)


def test_the_page_is_reached_from_menu_and_strip_and_left_by_escape(room, page) -> None:
    room.window.show_home()
    press(room, room.window.home.strip.safety)
    assert page.isVisible()

    room.qtbot.keyClick(page.check.action, Qt.Key.Key_Escape)
    assert room.window.home.isVisible()

    room.window.home.menu.aboutToShow.emit()
    next(a for a in room.window.home.menu.actions() if "Safety" in a.text()).trigger()
    assert page.isVisible()


@pytest.mark.parametrize("size", [(1024, 640), (1280, 800)])
def test_no_card_cuts_its_words_off_and_everything_has_a_name(room, many, size) -> None:
    room.window.resize(*size)
    for card in many.cards.values():
        card.unfold()
    room.settle()
    room.qtbot.wait(50)

    buttons = [b for b in many.findChildren(QAbstractButton) if b.isVisible() and b.text()]
    words = [w for w in many.findChildren(QLabel) if w.isVisible() and w.wordWrap()]
    fields = [w for w in many.findChildren(QWidget) if w.isVisible() and w.focusPolicy()]
    assert [b.text() for b in buttons if b.width() < b.minimumSizeHint().width() - 2] == []
    assert [w.text() for w in words if w.height() < w.heightForWidth(w.width())] == []
    assert [type(w).__name__ for w in fields if _nameless(w)] == []


def _nameless(widget: QWidget) -> bool:
    inner = widget.objectName().startswith("qt_") or "ScrollBar" in type(widget).__name__
    own = isinstance(widget, (QAbstractButton, QListView)) or hasattr(widget, "setPlaceholderText")
    return own and not inner and not widget.accessibleName()
