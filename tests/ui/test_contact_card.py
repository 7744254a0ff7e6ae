from __future__ import annotations

from holdfast.ui.contact_card import card_groups, headline
from holdfast.ui.icons import Icon
from holdfast.ui.item_panel_state import FieldLine


def test_lines_of_one_sort_stand_together_in_the_order_of_an_address_book() -> None:
    lines = [FieldLine(key, key, key) for key in ("note", "email", "phone", "x-odd", "birthday")]
    lines.append(FieldLine("phone", "second", "phone"))

    groups = card_groups(lines)

    icons = [group.icon for group in groups]
    assert icons == [Icon.CALLS, Icon.MAIL, Icon.CAKE, Icon.NOTES, Icon.TAG]
    assert [line.value for line in groups[0].lines] == ["phone", "second"]
    assert sum(len(group.lines) for group in groups) == len(lines)


def test_under_the_name_stands_what_a_person_does_and_where() -> None:
    lines = (
        FieldLine("Organisation", "Engines", "organisation"),
        FieldLine("Job title", "Countess", "job-title"),
        FieldLine("Phone", "1", "phone"),
    )

    assert headline(lines) == ("Countess", "Engines")
    assert headline(lines[2:]) == ()
