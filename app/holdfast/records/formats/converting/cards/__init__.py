"""Contacts between dialects: `reading` into neutral contents, `writing` for a target.

`contents` reads one property, `groups` what belongs together (itemN), `names` the properties
that go by several names, `spelling` how each content may be spelt for a target.
"""
