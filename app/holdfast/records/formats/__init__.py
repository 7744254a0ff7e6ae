"""Text to records: what phones write, read without ever losing the bytes it came from.

A **content line** is one property of a component as it was meant: folds, quoted-printable
soft breaks and base64 blocks joined. Before its first colon stands the **head** (group, name,
parameters), after it the value. A **component** is one BEGIN..END block (VCARD, VEVENT,
VTODO, VNOTE); components nest and know where in the bytes they lie.

Reading never raises. A line that cannot be read costs only itself: it is kept as *unread*.
An item none of which can be read is *kept, not readable*.

- `decoding` transfer encodings, character sets, escapes; `composing` letters and their marks
- `lines` content lines; `heads` names and parameters; `reading` makes `components` of them
- `dates` and `alarms` what calendars write into values; `zoning` what zones they mean;
  `recurring` their rules; `occurrences` when an item takes place
- `vcard`, `icalendar` (vCalendar 1.0 too), `vnote` what the properties mean
- `vmessage` (its text read by `bodies`), `call_card` and `sms_xml` (its tags read by `xml`)
  messages and calls, their dates by `message_dates`; `messages` what all have in common
- `summary` one item for lists and search; `view` one item for its panel; `digest` sameness
- `converting` one item from one dialect to another
"""

from holdfast.late import late

__getattr__ = late(__name__, "agenda", "summary", "view")
