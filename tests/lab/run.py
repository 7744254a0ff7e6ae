"""Runs scenarios inside the lab's machine: `python3 -m tests.lab.run NAME…`."""

from __future__ import annotations

import importlib
import logging
import sys
import time
import traceback


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
        print(f"FAILED {name}", flush=True)
        return False
    print(f"good {name} ({time.monotonic() - started:.1f} s)", flush=True)
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
