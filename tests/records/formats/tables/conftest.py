from __future__ import annotations

import json

import pytest

from holdfast.records.formats.summary import summarise
from holdfast.records.formats.tables import read_table
from holdfast.records.formats.view import view


class Told:
    """One item as a test asks about it."""

    def __init__(self, item):
        self.item = item
        self.kind = item.kind
        self.rows = json.loads(item.rows)
        self.unheld = self.rows["unheld"]
        self.lines = item.data.decode().replace("\r\n ", "").split("\r\n")
        self.summary = summarise(item.kind, item.suffix, item.data)
        self.title = self.summary.title

    def all(self, name):
        return [line for line in self.lines if line.partition(":")[0].partition(";")[0] == name]

    def field(self, label):
        fields = view(self.kind, self.item.suffix, self.item.data).fields
        return [field.value for field in fields if field.label == label]


@pytest.fixture
def read():
    def read(*lines: str, codec: str = "utf-8", end: str = "\r\n") -> list[Told]:
        items = read_table("".join(line + end for line in lines).encode(codec))
        return [Told(item) for item in items]

    return read
