"""Runs scenarios inside the lab's machine: `python3 -m tests.lab.run NAME…`."""

from __future__ import annotations

import importlib
import logging
import subprocess
import sys
import time
import traceback
from pathlib import Path

_LOGS = ("/tmp/umtprd.log",)
_ROWS = 25


def main(names: list[str]) -> int:
    """Run each scenario; 1 when one of them failed."""
    logging.basicConfig(level=logging.INFO, format="    %(message)s", stream=sys.stdout)
    failed = [name for name in names if not _went_well(name)]
    print(f"lab: {len(names) - len(failed)} of {len(names)} scenarios good", flush=True)
    return 1 if failed else 0


def _went_well(name: str) -> bool:
    started = time.monotonic()
    print(f"--- {name}", flush=True)
    try:
        importlib.import_module(f"tests.lab.scenarios.{name}").run()
    except Exception:  # noqa: BLE001 - whatever it is, the others still run
        traceback.print_exc(file=sys.stdout)
        _show_logs()
        print(f"FAILED {name}", flush=True)
        return False
    print(f"good {name} ({time.monotonic() - started:.1f} s)", flush=True)
    return True


def _show_logs() -> None:
    """What the kernel and the responders told last: the cause is often theirs."""
    kernel = subprocess.run(["dmesg"], check=False, capture_output=True, text=True).stdout
    told = [path.read_text(errors="replace") for path in map(Path, _LOGS) if path.exists()]
    for text in (kernel, *told):
        print("\n".join(f"    | {row}" for row in text.splitlines()[-_ROWS:]), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
