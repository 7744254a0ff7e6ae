from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Mode, Outcome
from holdfast.records.model.plan import Step as PlanStep
from holdfast.ui import searching
from holdfast.ui.dialogs import documents
from holdfast.ui.errands import Wanted
from holdfast.ui.pages.put_back import Step
from holdfast.ui.tables.hits import HitRow
from holdfast.ui.tables.rows import Dot, ItemRow, TimelineRow
from holdfast.ui.widgets.buttons import Button, Tick
from holdfast.ui.window import fit
from holdfast.vault.keys import Keychain
from holdfast.wording import controls
from holdfast.wording.controls import Label
from tests.ui.conftest import InMemory
from tests.ui.flows.hands import beginning, button, press, shown


def timeline(room) -> list[TimelineRow]:
    rows = room.window.sidebar.timeline.rows.rows
    return [row for row in rows if isinstance(row, TimelineRow)]


def put_back(room) -> None:
    page = room.window.put_back
    room.wait(lambda: page.step is Step.PLANNED)
    room.qtbot.mouseClick(page.plan_card.primary, Qt.MouseButton.LeftButton)
    room.wait(lambda: page.step in (Step.DONE, Step.FAILED))
    room.settle()


def test_a_new_person_tries_the_sample_phone_and_sees_its_contacts(room) -> None:
    assert room.window.outer.currentWidget() is room.window.welcome

    room.qtbot.mouseClick(room.window.welcome.sample, Qt.MouseButton.LeftButton)
    room.wait(lambda: room.session.vault is not None and room.state.connected)
    room.settle()
    room.back_up()

    rows = room.window.home.content.browser.list.rows.rows
    assert sum(isinstance(row, ItemRow) for row in rows) == 201
    assert room.state.sheet_proven


def test_the_main_job_from_the_first_backup_to_the_receipt(room) -> None:
    room.vault()
    room.make_phone()
    room.plug()
    assert timeline(room)[0].dot is Dot.NOW

    room.back_up()
    assert [row.dot for row in timeline(room)] == [Dot.NOW, Dot.BACKUP]
    panel = room.window.home.content.browser.panel
    room.wait(lambda: panel.item is not None)
    held = dict(room.state.entries[0].counts)
    assert held[Kind.CONTACTS] == 12

    room.wipe()
    room.back_up()
    loss = room.window.home.loss
    assert loss.isVisible()
    assert not room.window.home.strip.isVisible()
    assert timeline(room)[1].dot is Dot.ALARM
    assert len(room.state.entries) == 2

    room.replace()
    room.wait(lambda: room.state.other_phone is not None)
    room.window.home.strip.bring_wanted.emit()
    put_back(room)

    receipt = room.window.put_back.receipt_card.receipt
    assert receipt is not None
    assert receipt.whole
    assert len(receipt.lines) == sum(held.values())
    assert room.window.put_back.receipt_card.isVisible()


def test_a_phone_that_only_got_things_put_back_can_be_replaced_by_keyboard(room) -> None:
    room.vault()
    room.make_phone("first")
    room.plug("first")
    room.back_up()
    room.pull("first")
    for name in ("second", "third"):
        room.make_phone(name, fill_from=empty_folder(room))
        room.plug(name)
        room.wait(lambda: room.state.other_phone is not None)
        offer = button(room, beginning(room, "Put back from "))
        offer.setFocus()
        room.qtbot.keyClick(offer, Qt.Key.Key_Return)
        put_back(room)
        assert room.window.put_back.receipt_card.receipt.whole
        room.window.go_home()
        room.pull(name)


def test_an_empty_phone_is_offered_anothers_backup_also_after_its_own(room) -> None:
    room.vault()
    room.make_phone("first")
    room.plug("first")
    room.back_up()
    room.pull("first")
    room.make_phone("second", fill_from=empty_folder(room))
    room.plug("second")
    room.wait(lambda: room.state.other_phone is not None)
    room.back_up()

    assert room.state.other_phone is not None
    assert beginning(room, "Put back from ")


def test_a_phone_whose_backups_are_all_empty_is_not_offered_to_another(room) -> None:
    room.vault()
    for name in ("first", "second"):
        room.make_phone(name, fill_from=empty_folder(room))
        room.plug(name)
        room.back_up()
        room.pull(name)
    room.plug("second")

    assert len(room.state.phones) == 2
    assert "Put back from" not in "".join(each.text() for each in shown(room, Button))


def empty_folder(room) -> Path:
    made = room.folder / "empty"
    made.mkdir(exist_ok=True)
    return made


def test_the_loss_alarm_puts_everything_back_on_the_same_phone(room) -> None:
    room.vault()
    room.make_phone()
    room.plug()
    room.back_up()
    room.wipe()
    room.back_up()

    room.window.home.loss.put_back_wanted.emit()
    put_back(room)

    receipt = room.window.put_back.receipt_card.receipt
    assert receipt.counted(Outcome.CONFIRMED) == len(receipt.lines) > 30


def test_the_button_says_what_will_happen_and_the_receipt_says_the_same_count(room) -> None:
    room.vault()
    room.make_phone()
    room.plug()
    room.back_up()
    room.wipe()
    room.back_up()
    room.window.home.loss.put_back_wanted.emit()
    page = room.window.put_back
    room.wait(lambda: page.step is Step.PLANNED)

    for tick in shown(room, Tick):
        if tick.text() != "Contacts":
            press(room, tick.text())

    assert page.plan_card.primary.text() == "Add 12 contacts"
    put_back(room)
    assert len(page.receipt_card.receipt.lines) == 12


def test_each_way_of_putting_back_tells_its_count_and_a_loss_is_asked_for_apart(room) -> None:
    room.vault()
    phone = room.make_phone()
    for path in (phone / "contacts").iterdir():
        path.rename(phone / path.name)
    room.plug()
    room.back_up()
    for path in phone.glob("*.vcf"):
        path.rename(phone / "contacts" / path.name)
    room.back_up()
    first = room.session.vault.history.timeline()[-1].snapshot
    room.window.open_put_back(Wanted(first))
    page = room.window.put_back
    room.wait(lambda: page.step is Step.PLANNED)
    card = page.plan_card
    keys = [(each.property("key"), each) for each in card.findChildren(Button)]
    ways = {key: each for key, each in keys if key}
    assert list(ways) == [Mode.ADD, Mode.UPDATE, Mode.MATCH]
    assert not card.primary.isEnabled()
    assert "12" in ways[Mode.MATCH].text()

    room.qtbot.mouseClick(ways[Mode.MATCH], Qt.MouseButton.LeftButton)
    assert not card.primary.isEnabled()
    press(room, "Yes, take them off the phone")
    assert card.primary.isEnabled()
    put_back(room)

    assert not list((phone / "contacts").iterdir())
    assert all(line.step is PlanStep.REMOVE for line in page.receipt_card.receipt.lines)


def test_a_restore_is_undone_with_the_keyboard(room) -> None:
    room.vault()
    room.make_phone()
    room.plug()
    room.back_up()
    room.wipe()
    room.back_up()
    room.window.home.loss.put_back_wanted.emit()
    put_back(room)
    room.window.show_home()
    assert room.state.can_undo

    room.qtbot.keyClick(room.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    asked = room.window.home.notice
    room.wait(asked.action.hasFocus)
    assert room.state.running is None
    room.qtbot.keyClick(asked.action, Qt.Key.Key_Return)
    page = room.window.put_back
    assert asked.isHidden()
    room.wait(lambda: page.step is Step.DONE and bool(page.receipt_card.receipt.undoes))

    assert page.receipt_card.receipt.whole


def test_an_accepted_loss_ends_the_alarm_and_nothing_leaves_the_history(room) -> None:
    room.vault()
    room.make_phone()
    room.plug()
    room.back_up()
    room.wipe()
    room.back_up()

    room.window.home.loss.accepted.emit()
    room.wait(lambda: not room.state.loss)

    assert not room.window.home.loss.isVisible()
    assert room.window.home.strip.isVisible()
    assert len(room.state.entries) == 2


def test_ctrl_b_backs_up(room) -> None:
    room.vault()
    room.make_phone()
    room.plug()

    room.qtbot.keyClick(room.window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    room.wait(lambda: len(room.state.entries) == 1)


def test_search_finds_what_is_gone_and_says_since_when(room) -> None:
    room.vault()
    folder = room.make_phone()
    room.plug()
    room.back_up()
    rows = room.window.home.content.browser.list.rows.rows
    gone = next(row for row in rows if isinstance(row, ItemRow))
    next((folder / "contacts").glob(f"{gone.item.key}.*")).unlink()
    room.back_up()

    hit = search(room, gone.title)

    assert hit.title == gone.title
    assert hit.where == "Gone since today, in 1 backup"
    room.qtbot.keyClick(room.window.home.search, Qt.Key.Key_Escape)
    assert room.window.home.search.text() == ""


def search(room, text: str) -> HitRow:
    room.qtbot.keyClick(room.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert room.window.home.search.hasFocus()
    room.qtbot.keyClicks(room.window.home.search, text)
    results = room.window.home.results.browser.list.rows
    room.wait(lambda: any(isinstance(row, HitRow) for row in results.rows))
    room.settle()
    return next(row for row in results.rows if isinstance(row, HitRow))


def test_under_a_loss_alarm_a_hit_says_when_it_was_seen_last(room) -> None:
    room.vault()
    room.make_phone()
    room.plug()
    room.back_up()
    rows = room.window.home.content.browser.list.rows.rows
    title = next(row.title for row in rows if isinstance(row, ItemRow))
    room.wipe()
    room.back_up()

    assert "Last in the backup of today" in search(room, title).where


def test_a_backup_can_be_stopped_and_says_so(room) -> None:
    room.vault()
    room.make_phone()
    room.plug()

    room.window.deeds.back_up()
    room.session.stop()
    room.wait(lambda: room.state.running is None)
    room.settle()

    assert room.window.home.notice.isVisible() or room.state.entries


def test_a_cable_pulled_during_a_backup_is_told_in_a_sentence(room) -> None:
    room.vault()
    room.make_phone()
    room.plug()

    room.desk.virtual.unplug_at(12)
    room.window.deeds.back_up()
    room.wait(lambda: room.state.running is None)
    room.settle()

    notice = room.window.home.notice
    assert notice.isVisible()
    assert "no longer connected" in notice.accessibleName()
    assert "every older backup is whole" in notice.accessibleName()


def test_the_recovery_sheet_is_proven_by_typing_it_back(room) -> None:
    room.vault()
    assert not room.state.sheet_proven
    room.window.show_sheet()
    page = room.window.sheet
    room.wait(lambda: "HOLDFAST RECOVERY SHEET" in page.text.text())
    rows = [line for line in page.text.text().splitlines() if line.startswith("    1 ")]
    assert rows

    page.typed.setPlainText(room.session.password or "")
    press(room, "Check what I typed")
    room.wait(lambda: room.state.sheet_proven)

    assert "Recovery sheet…" not in [each.text() for each in shown(room, Button)]
    room.settle()
    leave = room.window.focusWidget()
    assert leave.accessibleName() == controls.label(Label.DONE)
    room.qtbot.mouseClick(leave, Qt.MouseButton.LeftButton)
    assert room.window.pages.currentWidget() is room.window.home


def test_the_window_is_never_larger_than_its_screen(room) -> None:
    fit(room.window)

    screen = room.window.screen().availableSize()
    least = room.window.minimumSize()
    assert room.window.width() <= max(screen.width(), least.width())
    assert room.window.height() <= max(screen.height(), least.height())


def test_a_locked_vault_is_opened_by_its_password_or_its_sheet(room) -> None:
    room.vault()
    password = room.session.password
    page = room.window.unlock

    room.session.forget_vault()
    room.wait(lambda: room.window.outer.currentWidget() is page)
    room.qtbot.keyClicks(page.field, "wrong")
    room.qtbot.keyClick(page.field, Qt.Key.Key_Return)
    room.wait(page.wrong.isVisible)
    room.qtbot.mouseClick(page.other, Qt.MouseButton.LeftButton)
    page.sheet.setPlainText(password)
    room.qtbot.mouseClick(page.open_button, Qt.MouseButton.LeftButton)
    room.wait(lambda: room.window.outer.currentWidget() is room.window.work)

    assert room.session.password == password


def test_a_typed_password_that_opened_the_vault_goes_to_the_keychain(room) -> None:
    room.vault()
    password, place = room.session.password, room.session.vault.place
    room.desk.keychain = Keychain(InMemory())

    room.session.open_vault(place)
    room.wait(lambda: room.window.outer.currentWidget() is room.window.unlock)
    room.session.open_vault(place, password)
    room.wait(lambda: room.window.outer.currentWidget() is room.window.work)

    assert room.desk.keychain.load(str(place.resolve())) == password


def test_a_folder_that_is_no_vault_is_told_on_the_first_page(room) -> None:
    room.session.open_vault(room.folder)
    room.wait(room.window.welcome.notice.isVisible)

    assert room.window.outer.currentWidget() is room.window.welcome


def test_the_theme_is_remembered(room) -> None:
    room.window.choose_theme("dark")
    room.wait(lambda: room.desk.settings.now.theme == "dark")


def test_an_item_shows_its_own_history(room) -> None:
    room.vault()
    folder = room.make_phone()
    room.plug()
    room.back_up()
    contact = next((folder / "contacts").iterdir())
    data = contact.read_bytes()
    contact.write_bytes(data.replace(b"END:VCARD", b"EMAIL:new@example.org\r\nEND:VCARD"))
    room.back_up()

    panel = room.window.home.content.browser.panel
    room.wait(lambda: "versions" in _texts(panel))
    assert "History: 2 versions" in _texts(panel)
    assert "Email added: new@example.org" in _texts(panel)


def _texts(widget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def test_a_vault_made_among_documents_gets_a_folder_of_its_own(room, monkeypatch) -> None:
    (room.folder / "Documents").mkdir()
    (room.folder / "Documents" / "letter.txt").touch()
    asked: list[str] = []

    def answer(dialog) -> int:
        asked.append(dialog.directory().absolutePath())
        dialog.setDirectory(str(room.folder / "Documents"))
        return int(QFileDialog.DialogCode.Accepted)

    monkeypatch.setattr(QFileDialog, "exec", answer)
    room.window.asking.new_vault()
    room.wait(lambda: room.session.vault is not None)
    room.settle()

    assert room.session.vault.place == room.folder / "Documents" / "Holdfast"
    assert asked == [str(documents())]


def test_more_results_than_are_shown_are_told_to_be_the_first(room, monkeypatch) -> None:
    monkeypatch.setattr(searching, "HITS", 3)
    room.vault()
    room.make_phone()
    room.plug()
    room.back_up()

    search(room, "a")

    pane = room.window.home.results
    rows = [row for row in pane.browser.list.rows.rows if isinstance(row, ItemRow)]
    assert "The first 3 results for “a”" in _texts(pane)
    assert len(rows) == 3


def test_without_a_keychain_the_footer_says_who_can_open_the_backups(room) -> None:
    room.vault()

    assert "does not keep the password" in _texts(room.window.sidebar)
    assert "Only this computer" not in _texts(room.window.sidebar)


def test_with_a_keychain_the_footer_says_that_only_this_computer_opens_them(room) -> None:
    room.desk.keychain = Keychain(InMemory())
    room.vault()

    assert "Only this computer can open your backups" in _texts(room.window.sidebar)
