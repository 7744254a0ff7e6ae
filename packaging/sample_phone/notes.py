"""Writes the sample phone's notes as vNote 1.1."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from sample_phone import lines

_SEED = 11
_FIRST = datetime(2007, 11, 3, 10, 12)

_NOTES = (
    "Shopping\nmilk\neggs\nlemons\ncoffee\nstring (for the parcel)",
    "Wi-Fi at Grandma's\nname: GrandmaNet\npassword: on the fridge, under the magnet",
    "Lemon cake\n200 g butter\n200 g sugar\n4 eggs\n250 g flour\n2 lemons\n180 °C, 50 minutes",
    "Books to read\n- The Lighthouse Keeper\n- A History of Salt Roads\n- Nine Small Rivers",
    "Song idea: verse in D, then drop to B minor.\n'The paper lanterns know the way'",
    "Packing list\ntent\nsleeping bag\nstove\nmatches\nraincoat!\ncharger",
    "Window: 118 x 94 cm\nShelf: 80 x 24 cm\nDoor: 201 x 86 cm",
    "Locker at the station: 0219. Bring it back before Friday.",
    "Gift ideas\nNúria: fountain pen\nOwen: bike lights\nMum: tickets for the Orpheum",
    "«Wer nicht wagt, der nicht gewinnt.»\nUlrike beim Abschied in Grünau",
    "Directions\nExit 14, second left after the water tower, blue gate. Dog is friendly.",
    "Things Milo said\n'The moon is following us because it is lonely.'",
    "Piñata: harina, agua, globo, periódico, paciencia",
    "Train times\n06:42 08:12 09:42 – back 17:25 18:55 20:25",
    "Serial of the bass: HL-62-00417. Bought 1998, pawn shop on Fifth.",
    "Mileage\n12 Jan 41,207\n3 Mar 42,950\n20 Jun 45,118",
    "Good names for a boat: Second Thought, Salt & Pepper, Biscuit II",
    "旅行メモ\n成田 → 緑町\nホテルの電話は 555-0142",
    "Garden\nTulips: late October, 15 cm deep. Tomatoes: not before 15 May.",
    "Meeting, leaking roof\nquote 1: 2,400\nquote 2: 1,980\nask for a third",
    "Phở của Dũng: xương bò, gừng, hành, quế, hồi – nấu 6 giờ",
    "Movies\n[x] The Quiet Harbour\n[ ] Nine Small Rivers\n[x] Paper Lanterns live",
    "If found, please call 707-555-0107. There is a reward and cake.",
    "Running\n5 km 27:40\n10 km 58:02\ngoal: under 55 by spring",
    "Remember: copies that live in one place are one copy.",
)


def notes() -> list[bytes]:
    """Return the notes, one vNote each, in the order they were written."""
    rng = random.Random(_SEED)
    written, made = _FIRST, []
    for body in _NOTES:
        made.append(_note(body, written, written + timedelta(hours=rng.randrange(200))))
        written += timedelta(days=rng.randint(12, 40), minutes=rng.randrange(600))
    return made


def _note(body: str, created: datetime, changed: datetime) -> bytes:
    rows = ["VERSION:1.1", lines.text("BODY", body)]
    rows += [f"DCREATED:{created:%Y%m%dT%H%M%S}", f"LAST-MODIFIED:{changed:%Y%m%dT%H%M%S}"]
    return lines.component("VNOTE", rows).encode()
