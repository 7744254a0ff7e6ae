"""Help in the window: connecting, the check-up, the guide, and the way to a new phone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QMenu, QPushButton

from holdfast.phones.handsets.android.asleep import Maker
from holdfast.phones.virtual.store import wipe_sample
from holdfast.records.model.kinds import Kind
from holdfast.ui.guide import Topic
from holdfast.ui.menus import fill_menu
from holdfast.ui.pages.doctor import CheckCard
from holdfast.ui.pages.put_back import Step
from holdfast.ui.widgets.how_to_connect import StepCard, StepPicture
from holdfast.wording import controls
from holdfast.wording.connecting import Kin
from holdfast.wording.controls import Label
from tests.ui.test_fit import cut_buttons, cut_labels


def click(room, button):
    assert button.isVisible()
    room.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    room.settle()


def pick(room, name):
    """Choose what is called so in the window's menu."""
    menu = QMenu()
    fill_menu(menu, room.window)
    inner = [each for each in menu.findChildren(QMenu) if each.title()]
    actions = [each for part in (menu, *inner) for each in part.actions()]
    next(a for a in actions if a.text().partition("\t")[0] == controls.label(name)).trigger()
    room.settle()


def said(page):
    return " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def cards(page, kind):
    return [card for card in page.findChildren(kind) if card.isVisible()]


@pytest.fixture
def two_phones(room):
    """A vault with one phone's backup; that phone is away, another one lies beside."""
    room.vault()
    room.make_phone("old")
    room.plug("old")
    room.back_up()
    room.pull("old")
    room.make_phone("new")
    return room


class TestConnecting:
    def test_the_first_page_leads_to_it_and_back(self, room):
        click(room, room.window.welcome.connect_phone)
        help_room = room.window.help
        assert help_room.connecting.isVisible()

        room.qtbot.keyClick(room.window, Qt.Key.Key_Escape)
        assert room.window.welcome.isVisible()

    def test_each_kind_of_phone_has_steps_with_pictures_that_say_what_they_show(self, room):
        room.window.help.show_connecting()
        how = room.window.help.connecting.how
        for kin in Kin:
            how.show_kin(kin)
            room.wait(lambda: len(cards(how, StepCard)) > 1)
            pictures = cards(how, StepPicture)
            assert len(pictures) == len(cards(how, StepCard))
            assert all(picture.accessibleName() for picture in pictures)

    def test_the_steps_are_those_of_the_phones_maker(self, room):
        room.window.help.show_connecting(Kin.ANDROID)
        how = room.window.help.connecting.how
        how.show_maker(Maker.XIAOMI)

        room.wait(lambda: "USB debugging (Security settings)" in said(how))

    def test_it_says_plainly_that_iphones_are_not_backed_up(self, room):
        room.window.help.show_connecting(Kin.IPHONE)

        assert "does not back up iPhones yet" in said(room.window.help.connecting)

    def test_it_tells_once_the_phone_answers(self, room):
        room.window.help.show_connecting()
        room.make_phone()
        room.plug()

        assert "is connected" in room.window.help.connecting.notice.accessibleName()

    def test_an_empty_vault_leads_to_it(self, room):
        room.vault()
        (link,) = room.window.home.blank.findChildren(QPushButton)
        room.wait(link.isVisible)
        click(room, link)

        assert room.window.help.connecting.isVisible()

    def test_a_folder_is_backed_up_from_it_and_shown(self, room):
        room.vault()
        place = room.folder / "card"
        place.mkdir()
        (place / "jane.vcf").write_bytes(
            b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Doe;Jane\r\nFN:Jane Doe\r\nEND:VCARD\r\n"
        )
        room.window.help.show_connecting(Kin.FOLDER)
        assert room.window.help.connecting.folder.isEnabled()
        room.window.help.connecting.back_up_folder(place)
        room.wait(lambda: bool(room.state.entries))
        room.settle()

        assert room.window.home.isVisible()
        assert room.state.entries[0].counts[Kind.CONTACTS] == 1

    def test_an_empty_folder_is_refused_in_a_sentence(self, room):
        room.vault()
        place = room.folder / "empty"
        place.mkdir()
        room.window.help.show_connecting(Kin.FOLDER)
        room.window.help.connecting.back_up_folder(place)
        room.settle()

        assert room.window.help.connecting.isVisible()
        assert "nothing" in room.window.help.connecting.notice.accessibleName().lower()


class TestCheckUp:
    def test_a_phone_that_does_not_show_up_leads_through_what_is_checked(self, room):
        room.window.help.show_connecting()
        click(room, room.window.help.connecting.not_shown)
        doctor = room.window.help.doctor

        assert doctor.summary.accessibleName().startswith("No phone shows up yet")
        names = [card.accessibleName() for card in cards(doctor, CheckCard)]
        assert names[0].startswith("USB. Worth knowing")
        assert names[1].startswith("Phone. Worth knowing")
        assert any("Create a vault, or open yours" in name for name in names)

    def test_it_looks_again(self, room):
        pick(room, Label.CHECK_UP)
        room.make_phone()
        room.plug()
        doctor = room.window.help.doctor
        with room.qtbot.waitSignal(doctor.settled):
            click(room, doctor.again)

        assert any(
            card.accessibleName().startswith("Phone. Good") for card in cards(doctor, CheckCard)
        )

    def test_its_report_holds_nothing_personal(self, two_phones):
        two_phones.plug("new")
        handset = two_phones.session.watch.there
        serial = next(iter(handset)).rpartition(":")[2]
        two_phones.session.rename_phone(next(iter(handset)), "Grandmother's phone")
        two_phones.settle()
        pick(two_phones, Label.CHECK_UP)
        doctor = two_phones.window.help.doctor
        click(two_phones, doctor.copy)
        report = QGuiApplication.clipboard().text()

        assert "phone" in report
        assert "1 backups" in report
        for personal in (str(two_phones.folder), serial, "Grandmother", "Sample"):
            assert personal not in report

    def test_back_leads_to_where_one_came_from(self, room):
        room.window.help.show_connecting()
        room.window.help.show_doctor()
        room.settle()
        click(room, room.window.help.doctor.how)
        assert room.window.help.connecting.isVisible()
        room.window.help.back()

        assert room.window.welcome.isVisible()


class TestGuide:
    def test_it_opens_on_the_page_that_fits(self, two_phones):
        window = two_phones.window
        for go, topic in (
            (window.show_home, Topic.FIRST_BACKUP),
            (window.show_sheet, Topic.RECOVERY_SHEET),
            (window.show_safety, Topic.REHEARSALS),
            (window.help.show_doctor, Topic.TROUBLESHOOTING),
            (window.help.show_new_phone, Topic.NEW_PHONE),
            (lambda: window.help.show_connecting(Kin.FEATURE), Topic.FEATURE_PHONES),
        ):
            go()
            two_phones.settle()
            two_phones.qtbot.keyClick(window, Qt.Key.Key_F1)
            two_phones.settle()
            assert window.help.guide.isVisible()
            assert window.help.guide.topic is topic
            while window.help.isVisible():
                window.help.back()

    def test_a_search_finds_the_pages_with_all_words(self, room):
        pick(room, Label.GUIDE)
        guide = room.window.help.guide
        room.qtbot.keyClicks(guide.search, "keepsake pinned")
        room.settle()

        assert guide.contents.topLevelItemCount() == 1
        assert guide.topic is Topic.FORGETTING
        guide.search.setText("no such word")
        assert "No page has" in said(guide)

    def test_links_lead_to_other_pages_and_leave_the_guide_only_when_asked(self, room, monkeypatch):
        opened = []
        monkeypatch.setattr("holdfast.ui.pages.guide.QDesktopServices.openUrl", opened.append)
        pick(room, Label.GUIDE)
        guide = room.window.help.guide
        guide.follow(QUrl("topic:iphones"))
        room.settle()
        assert guide.topic is Topic.IPHONES

        guide.follow(QUrl("https://restic.net"))
        room.settle()
        assert opened == []
        assert "https://restic.net" in guide.notice.accessibleName()

        click(room, guide.notice.action)
        assert [url.toString() for url in opened] == ["https://restic.net"]


class TestNewPhone:
    def test_it_begins_with_the_vault_where_none_is_open(self, room):
        click(room, room.window.welcome.new_phone)
        page = room.window.help.new_phone

        assert page.open_vault.isVisible()
        assert not page.how.isVisible()

    def test_it_goes_on_after_the_vault_was_opened(self, two_phones):
        room = two_phones
        password, place = room.session.password, room.session.vault.place
        room.session.forget_vault()
        room.settle()
        room.window.unlock.left.emit()
        click(room, room.window.welcome.new_phone)
        room.session.open_vault(place)
        room.settle()
        assert room.window.unlock.isVisible()

        room.session.open_vault(place, password)
        room.settle()

        assert room.window.help.new_phone.isVisible()
        assert room.window.help.new_phone.how.isVisible()

    def test_a_new_phone_that_is_plugged_in_leads_to_the_plan_and_the_receipt(self, two_phones):
        room = two_phones
        pick(room, Label.NEW_PHONE)
        page = room.window.help.new_phone
        assert "Plug in the new phone" in said(page)
        assert page.how.isVisible()
        wipe_sample(room.phones["new"])
        room.plug("new")
        put_back = room.window.put_back
        room.wait(lambda: put_back.step is Step.PLANNED)

        assert put_back.plan_card.isVisible()
        click(room, put_back.plan_card.primary)
        room.wait(lambda: put_back.step is Step.DONE)
        assert put_back.receipt_card.receipt.whole

    def test_one_that_is_there_already_goes_straight_on(self, two_phones):
        room = two_phones
        room.plug("new")
        pick(room, Label.NEW_PHONE)
        room.wait(lambda: room.window.put_back.step is Step.PLANNED)

        assert room.window.put_back.isVisible()

    def test_the_old_phone_itself_gets_its_backup_only_when_asked(self, two_phones):
        room = two_phones
        room.plug("old")
        pick(room, Label.NEW_PHONE)
        page = room.window.help.new_phone
        assert "is the old phone" in said(page)

        click(room, page.same)
        room.wait(lambda: room.window.put_back.step is Step.PLANNED)

    def test_of_several_old_phones_one_is_chosen(self, two_phones):
        room = two_phones
        room.plug("new")
        room.back_up()
        room.pull("new")
        pick(room, Label.NEW_PHONE)
        page = room.window.help.new_phone
        first, _second = page.olds.values()
        assert not page.how.isVisible()

        click(room, first)
        assert page.how.isVisible()
        click(room, page.other)
        assert not page.how.isVisible()

    def test_an_empty_vault_says_what_to_do(self, room):
        room.vault()
        pick(room, Label.NEW_PHONE)

        assert "No backups in this vault" in said(room.window.help.new_phone)


@pytest.mark.parametrize("size", [(1024, 640), (1280, 800)])
def test_nothing_of_it_is_cut_off(two_phones, size):
    room = two_phones
    window, inside = room.window, room.window.help
    window.resize(*size)
    for go in (
        *(lambda kin=kin: inside.show_connecting(kin) for kin in Kin),
        inside.show_doctor,
        inside.show_guide,
        inside.show_new_phone,
    ):
        go()
        room.settle()
        room.qtbot.wait(30)
        assert (window.width(), window.height()) == size
        assert cut_buttons(window) == []
        assert cut_labels(window) == []
