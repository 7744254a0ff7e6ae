"""Keeps Qt from taking the "&" in a phone's or a person's name for the sign of a key."""

from __future__ import annotations


def plain(text: str) -> str:
    """What a menu or a button has to be told, to show `text` as it is."""
    return text.replace("&", "&&")
