"""Phones reached through their modem: AT commands, and OBEX behind a command of their maker's.

The *line* is the modem's pipe, which speaks one tongue at a time. `switching` turns it to OBEX
or back. Where a phone knows OBEX its stores come from there, and *two tongues* fetches by AT
what the stores have not: short messages, and the calls.
"""

from holdfast.late import late

__getattr__ = late(__name__, "switching", "two_tongues")
