"""The window that `window` measures: `python -m benches.window_look FOLDER`, told as JSON.

One process from its start to the first picture; `window_rest` measures what follows in it.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import holdfast.__main__  # noqa: F401 - as people start it
from benches.window_desk import desk_in
from benches.window_room import Painted, peak_megabytes, pump, settle
from holdfast.ui.main_window import MainWindow
from holdfast.ui.window import make_application, make_window


def main(folder: Path) -> int:
    """Open, measure, tell."""
    app = make_application()
    desk = desk_in(folder)
    shown = make_window(app, desk, samples=folder / "samples")
    shown.session.start()
    shown.show()
    told = {"first": _first(shown)}
    settle(shown)
    told |= {"unlocked_ms": time.process_time() * 1000, "opened_mb": peak_megabytes()}
    # What measures the rest is no part of what the first picture costs.
    from benches.window_rest import measure  # noqa: PLC0415

    told |= measure(shown)
    told["peak_mb"] = peak_megabytes()
    sys.stdout.write(json.dumps(told))
    sys.stdout.flush()
    shown.close()
    desk.close()
    return 0


def _first(shown: MainWindow) -> float:
    """Processor time of the whole process until the status and the timeline are seen."""
    timeline = shown.sidebar.timeline
    painted = Painted(timeline.viewport(), lambda: timeline.rows.rowCount() > 1)
    strip = Painted(shown.home.strip, lambda: bool(shown.session.state.entries))
    pump(lambda: painted.seen and strip.seen)
    return time.process_time()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
