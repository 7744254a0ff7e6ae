"""Writes the sample phone's bookmarks as vBookmark 1.0, and the card of its owner."""

from __future__ import annotations

from sample_phone import lines

_BOOKMARKS = (
    ("Tides at Port Ellis", "http://www.example.com/tides/port-ellis"),
    ("Fairhaven Public Library", "http://www.example.com/library"),
    ("The Paper Lanterns – concerts", "http://www.example.com/lanterns/live?year=2009"),
    ("Fahrplan Grünau", "http://example.org/gruenau/fahrplan.html"),
    ("Receta de paella", "http://example.org/recetas/paella"),
    ("緑町の天気", "http://example.org/tenki/midorimachi"),
)


def bookmarks() -> list[bytes]:
    """Return the bookmarks, one vBookmark each."""
    return [_bookmark(title, address) for title, address in _BOOKMARKS]


def owner() -> bytes:
    """Return the card that the phone gives away as its owner's."""
    rows = ["VERSION:2.1", lines.structured("N", "Ashgrove", "Robin", "", "", "")]
    rows += ["FN:Robin Ashgrove", "TEL;CELL;VOICE:+17075550199"]
    rows += ["EMAIL;INTERNET:robin.ashgrove@example.org", "REV:20071101T093000Z"]
    return lines.component("VCARD", rows).encode()


def _bookmark(title: str, address: str) -> bytes:
    shortcut = ["X-IRMC-URL;QUOTED-PRINTABLE:=", "[InternetShortcut] =", f"URL={address}"]
    inner = lines.component("ENV", shortcut).removesuffix("\r\n")
    rows = ["VERSION:1.0", lines.plain("TITLE", title), f"URL:{address}", inner]
    return lines.component("VBKM", rows).encode()
