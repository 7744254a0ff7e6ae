"""One item from the dialect it was written in to the one its target reads.

Reading turns a component of any dialect into a **block** of neutral **contents** (names and
types as vCard 4.0 and iCalendar have them, values as text, fields or bytes); writing turns
those into a target's **dialect**: its version, charset, line rules, limits and property list.
What a dialect cannot hold is never dropped in silence: it is an **unheld** entry beside the
bytes. An item that can go back as it was does not come here at all.

- `contents` blocks, contents and their values; `dialects` what targets can hold; `writing`
  content lines out; `values` dates, positions and separators; `limits` lengths and counts
- `cards` vCard 2.1, 3.0, 4.0; `events` vCalendar 1.0 and iCalendar, `calendars` both ends of
  these joined
- `notes` vNote, VJOURNAL and plain text
- `messages` vMessages and call cards, and both in XML
- `comparing` what was meant against what the reader finds in what was written
- `convert` the door: bytes of one item to the bytes a target takes, and what was unheld;
  `fitting` whether they can go back as they were
"""

from holdfast.late import late

__getattr__ = late(__name__, "contents", "convert", "dialects")
