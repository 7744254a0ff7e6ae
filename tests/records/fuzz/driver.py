"""Fuzzes one reader and tells how it went: ``python -m tests.records.fuzz.driver TARGET``.

Run it from the top of the checkout; names of targets are those of `targets.TARGETS` (without
one, they are listed). HOLDFAST_FUZZ_RUNS says how many inputs (a million), HOLDFAST_CORPUS
names real files to begin with. Where atheris is not to be had, the same number of inputs
comes from the grammar through hypothesis, and the figures say so. Exit status 1 when an input
breaks what must hold; it is printed in hex.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.records.fuzz.seeds import seeds
from tests.records.fuzz.targets import TARGETS, Target

ROOT = Path(__file__).parents[3]
RUNS = 1_000_000
SECONDS_AN_INPUT = 5
MEGABYTES = 1024
LARGEST_INPUT = 768
_GUIDED = "atheris"

_WORDS = (
    *("BEGIN:", "END:", "VCARD", "VCALENDAR", "VEVENT", "VTODO", "VNOTE", "VMSG", "VENV", "VBODY"),
    *("VALARM", "VTIMEZONE", "STANDARD", "DAYLIGHT", ";ENCODING=QUOTED-PRINTABLE:", ";BASE64:"),
    *(
        ";CHARSET=UTF-7:",
        ";CHARSET=SHIFT_JIS:",
        ";TZID=Europe/Berlin:",
        ";VALUE=DATE:",
        "=\\x0d\\x0a",
    ),
    *(
        "\\x0d\\x0a ",
        "\\x0a\\x0a ",
        "RRULE:FREQ=",
        "SECONDLY",
        "BYDAY=-1SU",
        "COUNT=",
        "UNTIL=",
        "MP1 ",
    ),
    *(
        "20091022T064825Z",
        "99991231",
        "00010101",
        "PT1H",
        "AGENT:",
        "data:;base64,",
        "\\xef\\xbb\\xbf",
    ),
    *(
        "\\xff\\xfe",
        "+2AA-",
        "<sms ",
        "<mms>",
        "&#55357;",
        "<![CDATA[",
        "<!DOCTYPE",
        "moov",
        "LIST",
    ),
)
_DONE = re.compile(r"(?:DONE|REDUCE|NEW|pulse|INITED)\s+cov: (\d+) ft: (\d+)")


@dataclass(frozen=True)
class Figures:
    """How one target fared; `edges` is 0 without coverage, `crash` empty when nothing broke."""

    target: str
    engine: str
    runs: int
    seconds: float
    edges: int = 0
    peak_megabytes: int = 0
    slowest_seconds: float = 0.0
    slowest: bytes = b""
    crash: str = ""

    def __str__(self) -> str:
        """One line for the note, and what broke under it."""
        pace = self.runs / self.seconds if self.seconds else 0
        line = (
            f"{self.target:12} {self.engine:10} {self.runs:9,} inputs {pace:7,.0f}/s "
            f"{self.edges:6,} edges {self.peak_megabytes:5} MB "
            f"slowest {self.slowest_seconds * 1000:7.1f} ms "
            f"({len(self.slowest)} bytes, {hashlib.sha256(self.slowest).hexdigest()[:8]})"
        )
        unguided = "" if self.engine == _GUIDED else "\natheris is not here: nothing led the search"
        return "".join((line, unguided, f"\n{self.crash}" if self.crash else ""))


def has_atheris() -> bool:
    """Whether this machine can be guided by coverage."""
    return importlib.util.find_spec("atheris") is not None


def runs_asked_for() -> int:
    """HOLDFAST_FUZZ_RUNS, or a million."""
    return int(os.environ.get("HOLDFAST_FUZZ_RUNS", RUNS))


def fuzz(target: Target, runs: int, folder: Path) -> Figures:
    """Feed `target` with `runs` inputs; `folder` takes what the engine leaves behind."""
    return _by_atheris(target, runs, folder) if has_atheris() else _by_hypothesis(target, runs)


def _by_atheris(target: Target, runs: int, folder: Path) -> Figures:
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(target)):
        (corpus / f"seed-{number}").write_bytes(seed)
    dictionary = folder / "dictionary"
    dictionary.write_text("".join(f'"{word}"\n' for word in _WORDS), "utf-8")
    flags = (
        *(f"-runs={runs}", f"-timeout={SECONDS_AN_INPUT}", f"-rss_limit_mb={MEGABYTES}"),
        *(f"-max_len={LARGEST_INPUT}", f"-dict={dictionary}", f"-artifact_prefix={folder}/"),
        # Short inputs first, longer ones only where shorter ones find nothing new; quick ones more
        # often than slow ones.
        *("-len_control=100", "-entropic_scale_per_exec_time=1", "-reload=0"),
        *("-print_final_stats=1", "-seed=2009", str(corpus)),
    )
    started = time.monotonic()
    child = subprocess.run(
        (
            *(sys.executable, "-m", "tests.records.fuzz.atheris_child"),
            *(target.name, ",".join(target.guides), folder, *flags),
        ),
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": "0"},
        capture_output=True,
        check=False,
    )
    seconds = time.monotonic() - started
    said = child.stderr.decode("utf-8", "replace") + child.stdout.decode("utf-8", "replace")
    covered = _DONE.findall(said)
    return Figures(
        target.name,
        _GUIDED,
        _stat(said, "number_of_executed_units"),
        seconds,
        edges=max((int(edges) for edges, _ in covered), default=0),
        peak_megabytes=_stat(said, "peak_rss_mb"),
        slowest_seconds=float(_kept(folder / "seconds") or 0),
        slowest=_kept(folder / "slowest"),
        crash=_crash(folder, said) if child.returncode else "",
    )


def _stat(said: str, name: str) -> int:
    match = re.search(rf"stat::{name}:\s+(\d+)", said)
    return int(match[1]) if match else 0


def _kept(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _crash(folder: Path, said: str) -> str:
    found = [path for path in folder.iterdir() if path.name.startswith(("crash", "timeout", "oom"))]
    inputs = (f"{path.name.partition('-')[0]} on {path.read_bytes().hex()}" for path in found)
    told = said.partition("Uncaught Python exception")[2] or said
    return "\n".join((*inputs, told[-3000:].strip(" =\n")))


def _by_hypothesis(target: Target, runs: int) -> Figures:
    slowest = (0.0, b"")
    count = 0

    @settings(
        max_examples=runs,
        deadline=SECONDS_AN_INPUT * 1000,
        database=None,
        derandomize=True,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.one_of(st.randoms(use_true_random=False).map(target.make), st.binary(max_size=2000)))
    def check(data: bytes) -> None:
        nonlocal count, slowest
        count += 1
        before = time.perf_counter()
        try:
            target.check(data)
        except Exception as error:
            error.add_note(f"input: {data.hex()}")
            raise
        slowest = max(slowest, (time.perf_counter() - before, data))

    started, crash = time.monotonic(), ""
    try:
        check()
    except Exception as error:  # noqa: BLE001 - whatever broke is what we are here to tell
        crash = "\n".join((repr(error), *getattr(error, "__notes__", ())))
    took, data = slowest
    seconds = time.monotonic() - started
    return Figures(
        target.name, "hypothesis", count, seconds, slowest_seconds=took, slowest=data, crash=crash
    )


def main(names: list[str]) -> int:
    """Fuzz the targets called `names` one after another; list them when there are none."""
    if not names:
        print("\n".join(TARGETS))  # noqa: T201 - for the developer
    broken = 0
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            figures = fuzz(TARGETS[name], runs_asked_for(), Path(folder))
        print(figures, flush=True)  # noqa: T201 - for the developer
        broken += bool(figures.crash)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
