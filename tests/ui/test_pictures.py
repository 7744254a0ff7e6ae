from __future__ import annotations

from PIL import Image

from holdfast.ui.look import Theme
from holdfast.ui.pictures import PictureTaker


def test_pictures_of_the_window_are_numbered_named_and_themed(room, tmp_path) -> None:
    room.vault()
    room.make_phone()
    room.plug()
    room.back_up()
    taker = PictureTaker(tmp_path / "pictures", themes=(Theme.LIGHT, Theme.DARK))
    vault = room.session.vault

    taker.take("first-backup", room.desk, vault)
    taker.take("second", room.desk, vault)

    names = sorted(file.name for file in (tmp_path / "pictures").iterdir())
    assert names == [
        "01-first-backup-dark.png",
        "01-first-backup.png",
        "02-second-dark.png",
        "02-second.png",
    ]
    light = Image.open(tmp_path / "pictures" / "01-first-backup.png").convert("L")
    dark = Image.open(tmp_path / "pictures" / "01-first-backup-dark.png").convert("L")
    assert light.size == (1280, 800)
    assert light.tobytes()[700 * 1280 + 700] > 200
    assert dark.tobytes()[700 * 1280 + 700] < 80
    assert vault.history.timeline()
