"""The put-back window tells what will not fit before anything is written."""

from __future__ import annotations

from holdfast.phones.virtual.mtp.behaviours import Full
from holdfast.phones.virtual.mtp.device import virtual_mtp
from holdfast.phones.virtual.store import wipe_sample
from holdfast.ui.errands import Wanted
from holdfast.ui.pages.put_back import Step
from holdfast.ui.widgets.buttons import Tick
from tests.ui.flows.hands import press, said, shown


def test_the_plan_card_says_what_is_needed_and_what_is_free_of_what_is_ticked(room):
    room.vault()
    room.make_phone(family="mtp")
    room.plug()
    room.back_up()
    snapshot = room.state.entries[0].snapshot
    room.pull()
    wipe_sample(room.phones["phone"])
    phone = virtual_mtp(room.phones["phone"], room.clock, lambda service: Full(service, 1000))
    room.desk.virtual.plug(phone)
    room.look(lambda: room.state.connected)
    page = room.window.put_back
    room.window.open_put_back(Wanted(snapshot))
    room.wait(lambda: page.step is Step.PLANNED)
    card = page.plan_card

    assert "This needs" in said(room)
    assert "has 1.0 kB free" in said(room)
    assert card.primary.isEnabled()

    for tick in shown(room, Tick):
        press(room, tick.text())
    assert "This needs" not in said(room)
    phone.close()
