from __future__ import annotations

from datetime import UTC, date, datetime

from holdfast.records.model.kinds import Kind
from holdfast.records.model.snapshot import StoredItem
from holdfast.ui.months import Months
from holdfast.ui.tables.rows import SectionRow


def photo(key: str, modified: datetime | None) -> StoredItem:
    return StoredItem("phone", Kind.PHOTOS, key, (), key, key, modified=modified)


def day_of(when: datetime | None) -> date | None:
    return when.date() if when is not None else None


def test_the_newest_month_comes_first_and_what_has_no_date_last() -> None:
    items = [
        photo("old", datetime(2009, 5, 1, tzinfo=UTC)),
        photo("undated", None),
        photo("b", datetime(2009, 6, 2, tzinfo=UTC)),
        photo("a", datetime(2009, 6, 2, tzinfo=UTC)),
        photo("new", datetime(2009, 6, 30, tzinfo=UTC)),
    ]

    months = Months(items, day_of)

    assert months.headings == [0, 4, 6]
    assert list(months.keys()) == [None, "new", "a", "b", None, "old", None, "undated"]
    shown = [part.aside if isinstance(part, SectionRow) else part.key for part in months]
    assert shown == ["3", "new", "a", "b", "1", "old", "1", "undated"]
    assert months[1:3] == [items[4], items[3]]
