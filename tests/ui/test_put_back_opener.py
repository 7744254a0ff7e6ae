"""What is offered to a new phone goes onto that phone."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from holdfast.ui.pages.put_back import Step


def test_a_new_phone_gets_it_also_while_the_old_one_is_still_connected(room) -> None:
    room.vault()
    room.make_phone("old")
    room.plug("old")
    room.back_up()
    old = room.state.current
    empty = room.folder / "empty"
    empty.mkdir()
    room.make_phone("new", fill_from=empty)
    room.plug("new")
    new = next(phone for phone in room.state.phones if phone.id != old)
    room.session.choose_phone(new.id)
    room.wait(lambda: room.state.other_phone is not None)

    room.window.opener.open_other()
    room.wait(lambda: room.window.put_back.step is Step.PLANNED)

    assert [row for row in room.state.phones if row.connected and row.id == old]
    assert new.title in room.window.put_back.plan_card.accessibleName() + " ".join(
        label.text() for label in room.window.put_back.plan_card.findChildren(QLabel)
    )
