"""From the first start to the first backup, with a cable that slips and a sheet typed back."""

from __future__ import annotations

from tests.ui.flows.hands import button, pick, press, read, rows, said, type_into


def test_a_new_person_tries_the_sample_phone(room) -> None:
    press(room, "Try with a sample phone", wait=False)
    room.wait(lambda: room.session.vault is not None and room.state.connected)
    room.settle()
    assert said(room).count("only on this phone") == 1
    assert said(room).count("o backup yet") == 1

    press(room, "Back up now")

    assert len(rows(room, "Kinds")) > 200
    (now,) = [entry for entry in rows(room, "History") if entry.startswith("Now")]
    assert "Nothing on the phone has changed" in now


def test_a_person_with_a_phone_makes_a_vault_proves_its_sheet_and_backs_up(
    room, answer_folder
) -> None:
    room.make_phone()
    room.plug()
    assert "is connected" in said(room)
    place = answer_folder(room.folder / "my backups")

    press(room, "Create a vault…", wait=False)
    read(room, "HOLDFAST RECOVERY SHEET")
    assert room.session.vault.place == place
    type_into(room, "Type it back once", "AAAA BBBB CCCC")
    press(room, "Check what I typed")
    assert "is right" not in said(room)
    type_into(room, "Type it back once", (room.session.password or "").lower())
    press(room, "Check what I typed")
    assert "What you typed is right" in said(room)

    press(room, "Back")
    press(room, "Back up now")
    assert len(room.state.entries) == 1
    assert "Only this computer" not in said(room)


def test_a_cable_that_slips_during_a_backup_costs_nothing(room) -> None:
    room.vault()
    room.make_phone()
    room.plug()
    room.desk.virtual.unplug_at(12)

    press(room, "Back up now")
    assert "no longer connected" in said(room)
    assert "every older backup is whole" in said(room)
    press(room, "Close")

    room.pull()
    room.plug()
    press(room, "Back up now")
    assert "no longer connected" not in said(room)
    assert any("12" in entry for entry in rows(room, "History")[1:])


def test_a_backup_is_stopped_by_the_button_that_began_it(room) -> None:
    room.vault()
    room.make_phone()
    room.plug()

    press(room, "Back up now", wait=False)
    press(room, "Stop")

    assert "Stopped" in said(room)
    assert button(room, "Back up now").isEnabled()


def test_a_vault_is_opened_on_a_computer_that_does_not_know_it(room, answer_folder) -> None:
    room.vault()
    password, place = room.session.password, room.session.vault.place
    answer_folder(place)

    pick(room, "Menu", "Open an existing vault…")
    read(room, "This vault is locked")
    type_into(room, "Password", "wrong")
    press(room, "Open", wait=False)
    read(room, "This does not open the vault")
    type_into(room, "Password", password)
    press(room, "Open", wait=False)

    room.wait(lambda: "This vault is locked" not in said(room))
    assert room.session.vault.place == place
