"""Exporting in the window: what, as what, where to, and the folder it is in."""

from __future__ import annotations

import re
import threading

import pytest
from PySide6.QtCore import Qt

from holdfast.actions.export import Form, Whole
from holdfast.records.model.kinds import Kind
from holdfast.ui.pages.export import ExportPage
from holdfast.ui.paper import talk_pdf
from holdfast.ui.widgets.buttons import Button

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def page(room):
    room.vault()
    room.make_phone()
    room.plug()
    room.back_up()
    made = ExportPage(room.session)
    made.setParent(room.window)
    made.resize(900, 600)
    made.show()
    yield made
    made.setParent(None)
    made.deleteLater()


def open_page(page, room, **what):
    page.open(room.state.entries[0].snapshot, **what)


def items(room):
    return room.session.vault.history.items(room.state.entries[0].snapshot.id, Kind.CONTACTS)


def test_the_narrowest_scope_stands_chosen(page, room):
    open_page(page, room, kind=Kind.CONTACTS, items=items(room)[:2])

    assert [button.text() for button in page.what.buttons()] == [
        "The 2 selected items", "Only Contacts of this backup", "The whole backup",
    ]  # fmt: skip
    assert page.what.checkedId() == 0


def test_a_single_item_is_called_by_its_name(page, room):
    (item, *_) = items(room)
    open_page(page, room, items=[item])

    assert page.what.button(0).text() == f"Only “{item.title}”"


def test_of_a_whole_backup_what_is_shown_is_offered_but_not_chosen(page, room):
    open_page(page, room, kind=Kind.CONTACTS, items=items(room)[:1], narrow=False)

    assert len(page.what.buttons()) == 3
    assert page.what.checkedButton().text() == "The whole backup"


def test_only_forms_that_fit_are_offered(page, room):
    open_page(page, room, kind=Kind.CONTACTS)
    offered = {page.form.itemText(at) for at in range(page.form.count())}
    assert "One file of contacts (vCard)" in offered
    assert "One calendar file (iCalendar)" not in offered

    page.what.button(1).click()
    assert page.form.count() == 9


@pytest.mark.parametrize("form", [Whole.VIEWER, Whole.CSV, Whole.VCF, Form.STANDARD])
def test_a_whole_backup_is_written_and_its_folder_can_be_opened(page, room, tmp_path, form):
    open_page(page, room)
    page.choose_form(form)

    page.export_to(tmp_path / "out")
    assert page.work.isVisible()
    room.settle()

    assert any((tmp_path / "out").iterdir())
    assert "written to" in page.notice.accessibleName()
    texts = [button.text() for button in page.notice.findChildren(Button) if button.isVisible()]
    assert "Open folder" in texts
    assert not page.work.isVisible()


def test_a_folder_that_cannot_be_written_is_told(page, room, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    open_page(page, room)

    page.export_to(tmp_path / "file")
    room.settle()

    assert page.notice.isVisible()
    assert page.go.isVisible()


def test_every_control_has_a_name_and_the_keyboard_chooses(page, room):
    open_page(page, room, kind=Kind.NOTES)
    for control in (*page.what.buttons(), page.form, page.go, *page.first_controls()):
        assert control.accessibleName()
    room.qtbot.keyClick(page.what.button(1), Qt.Key.Key_Space)
    assert page.what.checkedId() == 1


def test_a_conversation_becomes_a_pdf_in_any_thread(qapp):
    html = (
        "<html><head><style>p{}</style></head><body><h1>Ada</h1>"
        + '<article class="out"><header><b>You</b></header><p>Hello</p></article>' * 200
        + f'<p><img src="data:image/png;base64,{PIXEL}"></p><img src="/etc/hostname"></body></html>'
    )
    made = []
    thread = threading.Thread(target=lambda: made.append(talk_pdf(html, "Ada")))
    thread.start()
    thread.join(30)

    assert made[0].startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", made[0])) > 1
