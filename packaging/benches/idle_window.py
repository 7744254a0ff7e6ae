"""The window that `idle` measures: `python -m benches.idle_window FOLDER OTHERS SETTLE SECONDS`.

It prints its own processor time, all threads together, and the time of the wall, as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer

from holdfast.actions.back_up import back_up
from holdfast.actions.desk import Desk
from holdfast.actions.settings import Settings
from holdfast.phones.links.descriptors import AltSetting
from holdfast.phones.virtual.device import Descriptors, VirtualDevice
from holdfast.phones.virtual.store import create_sample, open_sample
from holdfast.progress import Task
from holdfast.ui.main_window import MainWindow
from holdfast.ui.window import make_application, make_window
from holdfast.vault.keys import Keychain
from holdfast.vault.repository.keyfile import ScryptCost

_CHEAP = ScryptCost(n=2, r=8, p=1)
_KEYBOARD = (AltSetting(0, 0, 0x03, 0x01, 0x01), AltSetting(1, 0, 0x03, 0x00, 0x00))


def main(folder: Path, others: int, settle: float, seconds: float) -> int:
    """Stand there, measure, tell, and go; 1 when the window shows something else than meant."""
    app = make_application()
    desk = _desk(folder, others)
    vault, _password = desk.create_vault(folder / "vault", "bench")
    (found,) = desk.look().present
    if found.info is None:
        raise SystemExit(f"the sample phone was not recognised: {found.problem}")
    handset = desk.connect(found.info.id)
    result = back_up(handset, vault, task=Task(), clock=desk.clock)
    handset.close()
    if not result.whole:
        raise SystemExit(f"the backup was not whole: {result.problem}")
    shown = make_window(app, desk, samples=folder / "samples")
    shown.session.adopt(vault)
    shown.session.watch.start()
    shown.show()
    QTimer.singleShot(round(settle * 1000), lambda: _measure(shown, seconds))
    status = app.exec()
    desk.close()
    return status


def _desk(folder: Path, others: int) -> Desk:
    """A desk with the sample phone on the bus, after `others` that are no phones."""
    desk = Desk(
        settings=Settings(folder / "settings"),
        keychain=Keychain(),
        cache=folder / "cache",
        cost=_CHEAP,
        settle=0.0,
    )
    create_sample(folder / "phone", serial="BENCH0002")
    function = open_sample(folder / "phone", clock=desk.clock).function
    for number in range(others):
        said = Descriptors(0x046D, 0xC300 + number, "Example", "Keyboard", "", _KEYBOARD)
        desk.virtual.plug(VirtualDevice(said, function))
    desk.hang_sample(folder / "phone")
    return desk


def _measure(shown: MainWindow, seconds: float) -> None:
    if not any(phone.connected for phone in shown.session.state.phones):
        raise SystemExit("the window shows no phone")
    processor, wall = time.process_time(), time.monotonic()

    def end() -> None:
        spent = {"processor": time.process_time() - processor, "wall": time.monotonic() - wall}
        sys.stdout.write(json.dumps(spent))
        sys.stdout.flush()
        shown.close()

    QTimer.singleShot(round(seconds * 1000), end)


if __name__ == "__main__":
    folder, others, settle, seconds = sys.argv[1:]
    sys.exit(main(Path(folder), int(others), float(settle), float(seconds)))
