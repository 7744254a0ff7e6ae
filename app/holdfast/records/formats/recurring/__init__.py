"""Recurrence rules of both dialects: what they say, and the dates they make.

`recurrence` is a rule that can be worded, `rules` one of RFC 5545 with all its parts,
`rules_old` leads from vCalendar 1.0 to those and back, `expanding` works dates out.
"""
