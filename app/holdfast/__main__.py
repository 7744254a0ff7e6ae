"""The composition root: builds the objects once and hands them down."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import PlatformDirs

from holdfast.actions.desk import ADB_KEYS, Desk
from holdfast.actions.settings import Settings
from holdfast.cli.common import Common
from holdfast.cli.start import run
from holdfast.phones.handsets.android.keys import HostKeys
from holdfast.phones.handsets.android.server import AdbServer
from holdfast.records.pictures.process import PICTURE_WORKER
from holdfast.vault.keys import Keychain
from holdfast.wording import languages

if TYPE_CHECKING:
    from holdfast.cli.session import Pictures

_PLACES = PlatformDirs("holdfast", appauthor=False)


def main() -> int:
    """Run the command line this program was started with; return its exit status."""
    if sys.argv[1:] == [PICTURE_WORKER]:
        return _picture_worker()
    return run(
        sys.argv[1:],
        _desk,
        _open_window,
        pictures=_pictures,
        reports=_PLACES.user_log_path,
    )


def _desk() -> Desk:
    settings = Settings(_PLACES.user_config_path)
    languages.prefer(settings.now.language)
    vendors = os.environ.get("ADB_VENDOR_KEYS", "").split(os.pathsep)
    return Desk(
        settings=settings,
        keychain=Keychain.system(),
        cache=_PLACES.user_cache_path,
        adb_keys=HostKeys(
            settings.folder / ADB_KEYS,
            users=Path.home() / ".android",
            vendors=[Path(place) for place in vendors if place],
        ),
        adb_server=AdbServer(),
    )


def _picture_worker() -> int:
    # A frozen app has no other program to start its worker with than itself.
    from holdfast.records.pictures.worker import main as serve_pictures  # noqa: PLC0415

    serve_pictures()
    return 0


# Qt takes a moment to load, and the terminal's verbs work where it cannot be loaded at all.


def _open_window(desk: Desk, options: Common) -> int:
    from holdfast.ui.window import open_window  # noqa: PLC0415

    return open_window(desk, options, reports=_PLACES.user_log_path)


def _pictures(folder: Path) -> Pictures:
    # Pictures are drawn off the screen, whether there is one or not.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from holdfast.ui.pictures import PictureTaker  # noqa: PLC0415

    return PictureTaker(folder)


if __name__ == "__main__":
    sys.exit(main())
