"""Tables of an address book, a calendar or a to-do list, as programs export them in CSV.

A table has a header row, and each row below it is one item. Which program wrote it is told by
the names in its header alone: Google Contacts (both forms), Outlook in English, German, French
and Spanish, Yahoo, Thunderbird, Google Calendar, and whoever uses the same plain words.

- `cells` bytes to rows of cells, and where each row lies in the file
- `names` what a column is called, `words` and `dated_words` what that means, `numbered` where it
  counts; `headers` what the table is
- `dates` days and hours as people write them, and which of two numbers is the month
- `filled` one row, and what of it found its place; `cards` and `events` what becomes of it
- `reading` the door: bytes to items
"""

from __future__ import annotations

from holdfast.records.formats.tables.reading import ROWS_SUFFIX, TableItem, read_table

__all__ = ["ROWS_SUFFIX", "TableItem", "read_table"]
