"""Rows of Android's providers, and the standard records made from them and turned into them.

`rows` is the file kept beside each record (".rows.json"); the other modules turn the rows of
one item into a vCard, an iCalendar file or a message file, and such a file into rows.
"""
