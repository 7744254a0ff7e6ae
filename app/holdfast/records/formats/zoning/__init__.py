"""Zones of a document: `zones` finds what a TZID means, by its VTIMEZONE or its name.

`blocks` reads VTIMEZONEs and the TZ and DAYLIGHT of vCalendar 1.0, `names` knows what
programs call zones, `making` writes a zone down as a VTIMEZONE would.
"""
