"""Search over all time, in a real window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from holdfast.records.model.kinds import Kind
from holdfast.ui.tables.hits import HitRow
from holdfast.ui.tables.rows import SectionRow
from holdfast.ui.widgets.search_filters import FilterButton


def hits(room) -> list[HitRow]:
    rows = room.window.home.results.browser.list.rows.rows
    return [row for row in rows if isinstance(row, HitRow)]


def type_words(room, text: str) -> None:
    room.window.find_items()
    room.qtbot.keyClicks(room.window.home.search, text)
    room.wait(lambda: room.window.home.results.answered == text)
    room.settle()


def choose(room, button: FilterButton, words: str) -> None:
    button.fill()
    {action.text(): action for action in button.menu().actions()}[words].trigger()
    room.settle()


def texts(widget) -> str:
    return " ".join(found.text() for found in widget.findChildren(QLabel) if found.isVisible())


def letters(items) -> set[str]:
    return {word[0].casefold() for item in items for word in item.title.split()}


def lost_and_kept(room) -> str:
    """A phone that lost a contact; a letter that its name, other contacts and notes begin with."""
    room.vault()
    room.make_phone()
    room.plug()
    room.back_up()
    (snapshot,) = [entry.snapshot.id for entry in room.state.entries]
    history = room.session.vault.history
    contacts, notes = (history.items(snapshot, kind) for kind in (Kind.CONTACTS, Kind.NOTES))
    letter = next(letter for letter in sorted(letters(notes)) if letter in letters(contacts))
    gone = next(item for item in contacts if letter in letters([item]))
    next((room.phones["phone"] / "contacts").glob(f"{gone.key}.*")).unlink()
    room.back_up()
    return letter


def test_results_stand_under_their_kinds_and_say_where_they_lived(room) -> None:
    letter = lost_and_kept(room)

    type_words(room, letter)

    rows = room.window.home.results.browser.list.rows.rows
    assert next(row.title for row in rows if isinstance(row, SectionRow)) == "Contacts"
    assert any(row.where.startswith("Gone since today, in 1 backup") for row in hits(room))
    assert any(row.where.startswith("In the newest backup") for row in hits(room))
    assert any(row.title_marks or row.subtitle_marks for row in hits(room))


def test_filters_leave_out_and_are_taken_off_with_one_click(room) -> None:
    letter = lost_and_kept(room)
    pane = room.window.home.results
    type_words(room, letter)
    everything = len(hits(room))

    choose(room, pane.filters.kind, "Notes")
    assert {row.item.kind for row in hits(room)} == {Kind.NOTES}
    choose(room, pane.filters.time, "No longer there")
    assert hits(room) == []
    assert "The filters above leave things out" in texts(pane)

    room.qtbot.mouseClick(pane.filters.clear_button, Qt.MouseButton.LeftButton)
    room.settle()
    assert len(hits(room)) == everything
    assert not pane.filters.clear_button.isVisible()
    assert not pane.filters.phone.isVisible()


def test_a_search_without_results_says_what_to_try(room) -> None:
    lost_and_kept(room)

    type_words(room, "zzzz")

    assert "Try fewer letters" in texts(room.window.home.results)


def test_down_goes_to_the_results_and_enter_opens_one_in_its_newest_backup(room) -> None:
    letter = lost_and_kept(room)
    type_words(room, letter)
    results = room.window.home.results.browser.list

    room.qtbot.keyClick(room.window.home.search, Qt.Key.Key_Down)
    room.wait(results.hasFocus)
    results.choose(lambda row: isinstance(row, HitRow) and row.faded)
    gone = results.current
    room.qtbot.keyClick(results, Qt.Key.Key_Return)
    room.settle()

    home = room.window.home
    assert home.content.isVisible()
    assert home.content.snapshot.id == room.state.entries[-1].snapshot.id
    assert room.window.sidebar.timeline.current.ident == room.state.entries[-1].snapshot.id
    room.wait(lambda: home.content.browser.panel.item is not None)
    assert home.content.browser.list.current.item.key == gone.item.key
    assert home.search.text() == ""


def test_a_search_is_held_to_one_of_several_phones(room) -> None:
    lost_and_kept(room)
    room.pull()
    room.make_phone("other", family="mtp")
    room.plug("other")
    room.back_up()
    type_words(room, "img")
    assert len({row.item.handset for row in hits(room)}) == 2
    pane = room.window.home.results
    phones = {phone.title: phone.id for phone in room.state.phones}
    name = next(title for title in phones if phones[title] == room.state.current)

    choose(room, pane.filters.phone, name)

    assert {row.item.handset for row in hits(room)} == {phones[name]}
    assert all(row.where.startswith(name) for row in hits(room))
