"""Holdfast keeps a phone's contents in a history that its owner holds.

The rooms, from the top: `ui` (all of Qt) and `cli` show and ask; `wording` has every sentence
a person reads; `actions` is what a person can do; `phones` talks to handsets and `vault` keeps
their history, and neither knows the other; `records` knows what contacts, events, notes and
pictures are; `progress` and `errors` are known to all. Imports point down only. `__main__`
builds the objects once and hands them down.
"""

from importlib.metadata import version

__version__ = version("holdfast")
