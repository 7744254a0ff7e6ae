"""Events and to-dos between dialects: `reading` into iCalendar, `writing` for a target.

`values`, `people`, `alarms`, `names` are its parts; `clock` and `zones` say times as the
target takes them; `old` shapes all of it for vCalendar 1.0; `telling` is for comparing.
"""
