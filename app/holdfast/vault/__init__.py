"""What was backed up, kept: `library` joins `history` to `repository`; `keys` guards the door.

A *repository* is a restic repository, format 2: named byte streams in sealed packs. *History*
is the questions one asks of it. A *vault* is both, at one place.
"""
