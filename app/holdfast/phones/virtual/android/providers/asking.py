"""Queries as the phone's own query builder makes them: a column map, a where, an order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from holdfast.phones.virtual.android.providers.errors import illegal
from holdfast.phones.virtual.android.providers.provider import Rows
from holdfast.phones.virtual.android.providers.store import Store, check_order


@dataclass(frozen=True, slots=True)
class Source:
    """A table or view that is asked.

    `columns` maps what may be asked for to the SQL behind it; None lets everything through.
    `base` is what holds of every row that is shown, `order` the order where none is asked for.
    """

    table: str
    columns: Mapping[str, str] | None
    base: str = "1"
    order: str = ""


def strict(*names: str, **computed: str) -> dict[str, str]:
    """A column map: names that are columns themselves, and computed ones."""
    return {**{name: name for name in names}, **computed}


def ask(
    store: Store,
    source: Source,
    projection: Sequence[str] | None,
    where: str | None,
    sort: str | None,
    *,
    grammar: bool,
) -> Rows:
    """The rows of `source`; raises `ProviderError`. `grammar` refuses LIMIT and its like."""
    check_order(sort, strict=grammar)
    if where and source.columns is not None:
        store.check(source.table, where)
    sql = f"SELECT {_selected(source.columns, projection)} FROM {source.table}"  # noqa: S608 - ours
    sql += f" WHERE ({source.base})" + (f" AND ({where})" if where else "")
    order = sort or source.order
    return store.ask(f"{sql} ORDER BY {order}" if order else sql)


def _selected(columns: Mapping[str, str] | None, projection: Sequence[str] | None) -> str:
    if columns is None:
        return ", ".join(projection) if projection else "*"
    return ", ".join(_mapped(columns, name) for name in projection or columns)


def _mapped(columns: Mapping[str, str], name: str) -> str:
    if name == "_count":
        return "COUNT(*) AS _count"
    if name not in columns:
        raise illegal(f"Invalid column {name}")
    known = columns[name]
    return name if known == name else f"{known} AS {name}"
