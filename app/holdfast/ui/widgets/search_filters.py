"""What a search is held to: small menus for kind, phone and time, and one way to take all off."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from holdfast.records.model.kinds import Kind
from holdfast.ui.icons import KIND_ICONS, Icon, make_icon
from holdfast.ui.look import tokens
from holdfast.ui.mnemonics import plain
from holdfast.ui.searching import Filters
from holdfast.ui.widgets.boxes import column
from holdfast.ui.widgets.buttons import Button, Role
from holdfast.ui.widgets.flow import Flow
from holdfast.wording import searches
from holdfast.wording.searches import When

_Choice = tuple[str, Icon | None, Filters]


class SearchFilters(QWidget):
    """Shows what is let through; a phone can be chosen only where there are several.

    Signals:
        changed: the filters are others now.
    """

    changed = Signal()

    def __init__(self) -> None:
        """Everything is let through."""
        super().__init__()
        self.filters = Filters()
        self._phones: Mapping[str, str] = {}
        self._years: Sequence[int] = ()
        self.kind = FilterButton(searches.kind_filter(), self._kind_choices, self._choose)
        self.phone = FilterButton(searches.phone_filter(), self._phone_choices, self._choose)
        self.time = FilterButton(searches.time_filter(), self._time_choices, self._choose)
        self.clear_button = Button(searches.clear(), Role.LINK)
        self.clear_button.clicked.connect(self.clear)
        self.setLayout(column(Flow(self.kind, self.phone, self.time, self.clear_button)))
        self._show()

    def offer(self, phones: Mapping[str, str], years: Sequence[int]) -> None:
        """Let people choose among these phones (names by id) and years."""
        self._phones, self._years = phones, years
        self._show()

    def clear(self) -> None:
        """Let everything through."""
        self._choose(Filters())

    def _choose(self, filters: Filters) -> None:
        if filters != self.filters:
            self.filters = filters
            self._show()
            self.changed.emit()

    def _show(self) -> None:
        now = self.filters
        self.kind.show_choice(searches.kind(now.kind) if now.kind else searches.all_kinds())
        self.phone.show_choice(self._phones.get(now.phone, searches.all_phones()))
        year = now.year
        self.time.show_choice(searches.when(now.when) if year is None else searches.in_year(year))
        self.phone.setVisible(len(self._phones) > 1)
        self.clear_button.setVisible(bool(now))

    def _kind_choices(self) -> list[_Choice]:
        now = self.filters
        everything: _Choice = (searches.all_kinds(), None, replace(now, kind=None))
        kinds = [(searches.kind(k), KIND_ICONS[k], replace(now, kind=k)) for k in Kind]
        return [everything, *kinds]

    def _phone_choices(self) -> list[_Choice]:
        now = self.filters
        everything: _Choice = (searches.all_phones(), None, replace(now, phone=""))
        phones = [(name, Icon.PHONE, replace(now, phone=key)) for key, name in self._phones.items()]
        return [everything, *phones]

    def _time_choices(self) -> list[_Choice]:
        now = self.filters
        made: list[_Choice] = [
            (searches.when(when), None, replace(now, when=when, year=None)) for when in When
        ]
        years = [
            (searches.in_year(year), None, replace(now, when=When.ANY, year=year))
            for year in self._years
        ]
        return [*made, *years]


class FilterButton(Button):
    """A button with the choice that is in force; opens the others."""

    def __init__(
        self,
        name: str,
        choices: Callable[[], list[_Choice]],
        chosen: Callable[[Filters], None],
    ) -> None:
        super().__init__(" ", Role.SECONDARY, Icon.DOWN)
        self._name = name
        self._choices = choices
        self._chosen = chosen
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self.fill)
        self.setMenu(self._menu)

    def show_choice(self, words: str) -> None:
        """Show what is in force."""
        self._words = words
        self.setText(plain(words))
        self.setAccessibleName(searches.filter_name(self._name, words))

    def fill(self) -> None:
        """Offer the choices anew."""
        self._menu.clear()
        for words, icon, filters in self._choices():
            action = self._menu.addAction(plain(words))
            shown = Icon.CHECK if words == self._words else icon
            if shown is not None:
                action.setIcon(make_icon(shown, tokens().text, 18))
            action.triggered.connect(lambda _=False, wanted=filters: self._chosen(wanted))
