"""Rows of Android's calendar as iCalendar, and events of either dialect as such rows.

- `reading` the rows of one event, with its exceptions, as a VCALENDAR
- `writing` one event as rows that the provider takes
- `shaping` both in turn: what an event becomes on an Android phone, and the dialect it wants;
  `losses` what of it that still does not hold
- `clocks` zones by their names in the zone database; `times` moments and lengths as the
  provider writes them; `series` rules and dates; `people` and `reminders` their rows
- `names` the provider's numbers and iCalendar's words for the same
"""
