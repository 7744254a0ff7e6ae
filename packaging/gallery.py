"""Makes the README's pictures: the real window over the sample phone, through a loss and back."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image

from holdfast.actions.desk import Desk
from holdfast.actions.settings import Settings
from holdfast.phones.links.usb import UsbBus
from holdfast.phones.virtual.store import (
    create_sample,
    edit_sample,
    replace_sample,
    wipe_sample,
)
from holdfast.ui.look import Theme
from holdfast.ui.main_window import MainWindow
from holdfast.ui.pictures import PictureTaker
from holdfast.vault.keys import Keychain
from holdfast.wording.connecting import Kin

PICTURES = Path(__file__).resolve().parent / "pictures"
LARGEST = 150_000
"""Bytes that one picture may take."""

_COLOURS = 256
_NAME = "Nora's phone"
_BEGAN = datetime(2026, 11, 9, 18, 40, tzinfo=UTC)


class Gallery:
    """A window, a phone and the days that pass; saves what is seen under a name."""

    def __init__(self, place: Path, folder: Path) -> None:
        """Live in `place`; pictures go into `folder`."""
        self._now = _BEGAN
        self._folder = folder
        self._phone = place / "phone"
        self._desk = Desk(
            settings=Settings(place / "settings"),
            keychain=Keychain(None),
            cache=place / "cache",
            bus=UsbBus(()),
            clock=lambda: self._now,
        )
        self._taker = PictureTaker(folder, (Theme.LIGHT,))
        vault, _password = self._desk.create_vault(place / "Backups")
        self._desk.settings.prove_sheet(vault.id)
        self._window = self._taker.open(self._desk, vault)
        create_sample(self._phone)

    def play(self) -> None:
        """Live through two weeks, and take six pictures."""
        self._days_of_use()
        self._save("window", Theme.LIGHT)
        self._look_for("ogden")
        self._window.home.results.take_keyboard()
        self._save("search", Theme.DARK)
        self._window.home.search.clear()
        self._window.help.show_connecting(Kin.ANDROID)
        self._save("connect", Theme.LIGHT)
        self._window.help.back()
        self._plug(wipe_sample)
        self._now += timedelta(days=1, hours=1)
        self._back_up()
        self._window.sidebar.timeline.setFocus()
        self._save("loss", Theme.LIGHT)
        self._desk.unhang_sample(self._phone)
        self._look()
        self._window.help.show_new_phone()
        self._save("new-phone", Theme.DARK)
        self._plug(replace_sample)
        self._save("put-back", Theme.LIGHT)

    def close(self) -> None:
        """Let go of everything."""
        self._window.close()
        self._desk.close()

    def _days_of_use(self) -> None:
        self._plug()
        self._window.session.rename_phone(self._window.session.state.current, _NAME)
        self._back_up()
        self._now += timedelta(days=3)
        self._back_up()
        self._plug(lambda phone: edit_sample(phone, lambda: self._now))
        self._now += timedelta(days=5, minutes=17)
        self._back_up()

    def _plug(self, change: Callable[[Path], object] = lambda _phone: None) -> None:
        self._desk.unhang_sample(self._phone)
        self._look()
        change(self._phone)
        self._desk.hang_sample(self._phone)
        self._look()

    def _look(self) -> None:
        self._window.session.watch.look()
        self._settle()

    def _back_up(self) -> None:
        self._window.deeds.back_up()
        self._settle()

    def _look_for(self, text: str) -> None:
        self._window.home.search.setText(text)
        self._settle()

    def _settle(self) -> None:
        window: MainWindow = self._window
        self._taker.settle(window, lambda: window.session.state.running is None)

    def _save(self, name: str, theme: Theme) -> None:
        self._window.wear(theme)
        self._settle()
        file = self._folder / f"{name}.png"
        self._window.grab().save(str(file))
        # Few colours are enough for a window, and a page that loads fast is worth them.
        with Image.open(file) as picture:
            few = picture.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
        few.save(file, optimize=True)
        print(f"{file.name:16}{file.stat().st_size:>9,} bytes")


def main(folder: Path = PICTURES) -> int:
    """Make all pictures anew; 1 when one of them is too large."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="holdfast-") as place:
        gallery = Gallery(Path(place), folder)
        try:
            gallery.play()
        finally:
            gallery.close()
    return int(any(file.stat().st_size > LARGEST for file in folder.glob("*.png")))


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
