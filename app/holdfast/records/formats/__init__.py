"""Text to records: what phones write, read without ever losing the bytes it came from.

A **content line** is one property of a component as it was meant: folds, quoted-printable
soft breaks and base64 blocks joined. Before its first colon stands the **head** (group, name,
parameters), after it the value. A **component** is one BEGIN..END block (VCARD, VEVENT,
VTODO, VNOTE); components nest and know where in the bytes they lie.

Reading never raises. A line that cannot be read costs only itself: it is kept as *unread*.
An item none of which can be read is *kept, not readable*.

- `decoding` transfer encodings, character sets, escapes; `lines` content lines; `heads` names
  and parameters; `components` the tree
- `dates`, `recurrence`, `alarms` what calendars write into values
- `zones` what TZIDs mean in one document: by name (`zone_names`), by the document's own word
  (`zone_blocks`); `zone_making` the same for writing
- `rules` rules with all their parts, `rules_old` those of vCalendar 1.0, `expanding` their dates
  in counted steps; `occurrences` when an item takes place
- `vcard`, `icalendar` (vCalendar 1.0 too), `vnote` what the properties mean
- `vmessage` (its text read by `bodies`) and `sms_xml` (tags read by `xml_elements`,
  `xml_values`) messages and calls; `messages` what both have in common
- `summary` one item for lists and search; `view` one item for its panel; `digest` sameness
"""
