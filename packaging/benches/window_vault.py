"""The vault and the phones that `window` measures: made once, read by processes of their own."""

from __future__ import annotations

import io
import os
import random
from pathlib import Path

from PIL import Image

from benches.long_history import Phone, Size
from benches.window_desk import desk_in
from holdfast.phones.virtual.store import create_sample
from holdfast.vault.repository.keyfile import ScryptCost
from holdfast.vault.repository.stores.folder import FolderStore

SIZE = Size(contacts=50_000, photos=50_000, snapshots=1_000)
LARGE_FILES, LARGE = 200, 4_000_000
SMALL_FILES, SMALL = 4_000, 8_000
_MOTIFS = 24
_THUMB = (320, 240)


def fill(folder: Path, size: Size = SIZE) -> None:
    """Make the vault, its index, and the phone that is backed up at full rate."""
    store = FolderStore(folder / "vault")
    Phone(size, store, _motifs(), ScryptCost()).fill()
    desk = desk_in(folder)
    try:
        desk.open_vault(folder / "vault").history.finish()
    finally:
        desk.close()


def fill_phone(folder: Path) -> None:
    """Make a phone of some hundred megabytes in `folder`/phone."""
    source, chance = folder / "camera", random.Random(9)  # noqa: S311 - the same phone each time
    (source / "DCIM").mkdir(parents=True)
    files = [LARGE] * LARGE_FILES + [SMALL] * SMALL_FILES
    chance.shuffle(files)
    for number, length in enumerate(files):
        (source / "DCIM" / f"IMG_{number:05}.JPG").write_bytes(os.urandom(length))
    create_sample(folder / "phone", family="mtp", serial="BENCH0009", fill_from=source)


def _motifs() -> list[bytes]:
    """Small pictures; each has enough detail to be worth its decoding."""
    chance = random.Random(24)  # noqa: S311 - the same pictures each time
    return [_motif(chance) for _ in range(_MOTIFS)]


def _motif(chance: random.Random) -> bytes:
    coarse = Image.frombytes("RGB", (8, 6), chance.randbytes(8 * 6 * 3))
    file = io.BytesIO()
    coarse.resize(_THUMB, Image.Resampling.BICUBIC).save(file, "JPEG", quality=80)
    return file.getvalue()
