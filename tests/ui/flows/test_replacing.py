"""A new phone gets what the old one had, begun from the menu or from the strip."""

from __future__ import annotations

import pytest

from holdfast.phones.virtual.store import replace_sample, wipe_sample
from holdfast.ui.widgets.item_panel import BadgeLine
from tests.ui.flows.hands import beginning, click_row, pick, press, read, said, shown, switch_phone


@pytest.fixture
def old_one_away(backed_up):
    """The old phone is gone; an empty one of the same make lies in its box."""
    room = backed_up
    room.pull()
    wipe_sample(room.make_phone("new", family="mtp"))
    return room


def held(room, name: str) -> int:
    return sum(path.is_file() for path in room.phones[name].rglob("*.*"))


def test_somebody_with_a_new_phone_is_led_to_it_and_sees_a_receipt(old_one_away) -> None:
    room = old_one_away
    pick(room, "Menu", "I have a new phone…")
    assert "Plug in the new phone" in said(room)
    before = held(room, "new")

    room.plug("new")
    read(room, "This adds ")
    press(room, beginning(room, "Add "))

    assert "confirmed." in said(room)
    assert held(room, "new") > before
    press(room, "Done")
    assert "confirmed." not in said(room)


def test_a_phone_that_is_replaced_while_it_is_plugged_in_is_seen_as_another(backed_up) -> None:
    room = backed_up
    old = room.state.current

    replace_sample(room.phones["phone"])
    room.look(lambda: room.state.current != old)

    assert [phone.connected for phone in room.state.phones] == [True, False]
    assert "No backup yet" in said(room)
    assert "If this phone replaces “Holdfast Sample Phone" in said(room)
    assert beginning(room, "Put back from ")


def test_what_is_taken_off_the_new_phone_is_not_gone_from_the_old_one(backed_up) -> None:
    room = backed_up
    room.replace()
    press(room, beginning(room, "Put back from "))
    press(room, beginning(room, "Add "))
    press(room, "Undo this restore")
    press(room, "Done")
    assert len(list((room.phones["phone"] / "contacts").iterdir())) == 0

    switch_phone(room, "Holdfast Sample Phone  (")

    click_row(room, "Kinds", "Joy Calloway")
    assert "Joy Calloway" in said(room)
    assert not badges_with(room, "Gone since")


def badges_with(room, words: str) -> list[str]:
    names = [each.accessibleName() for each in shown(room, BadgeLine)]
    return [name for name in names if words in name]


def test_a_replaced_phone_is_offered_what_the_old_one_had(backed_up) -> None:
    room = backed_up
    room.replace()

    press(room, beginning(room, "Put back from "))
    press(room, beginning(room, "Add "))

    assert "confirmed." in said(room)
    assert len(list((room.phones["phone"] / "contacts").iterdir())) == 12
