"""The verbs of dev.py; each takes the words after it and returns an exit status."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from devtools import environment, laboratory, locking, machine, peers, promises
from devtools.tell import Lacking, tell

_WINDOW_OPTIONS = ("--vault", "--password-file", "--sample")
_PYTHON_FOLDERS = ("app/holdfast", "tests", "packaging")
_DEEP_SECONDS = 7_200


def main(arguments: list[str]) -> int:
    """Carry out one verb and say in one sentence what this machine lacks for it."""
    chosen = VERBS.get(arguments[0]) if arguments else None
    if chosen is None:
        return _usage(asked=arguments[:1] in (["-h"], ["--help"], ["help"]))
    try:
        return chosen(arguments[1:])
    except Lacking as lacking:
        tell(str(lacking))
        return 2
    except KeyboardInterrupt:
        return 130


def demo(arguments: list[str]) -> int:
    """Show the whole story on a sample phone, in the terminal, in under a minute."""
    if "--pictures" in arguments:
        machine.need_qt()
    environment.ensure()
    return environment.holdfast("demo", *arguments)


def run(arguments: list[str]) -> int:
    """Start Holdfast with the words that follow; without a verb that is the window."""
    if _opens_window(arguments):
        machine.need_window()
    environment.ensure()
    return environment.holdfast(*arguments)


def test(arguments: list[str]) -> int:
    """Run the tests; --deep adds the exhaustive ones, other words go to pytest."""
    machine.need_tests()
    environment.ensure()
    # What takes an hour on purpose must not be taken for a test that hangs.
    deep = ["-o", f"faulthandler_timeout={_DEEP_SECONDS}"]
    chosen = deep if "--deep" in arguments else ["-m", "not deep"]
    others = [argument for argument in arguments if argument != "--deep"]
    # One process for each core pays for the whole suite; for a few tests it only delays them.
    spread = [] if others else ["-n", "auto"]
    platform = os.environ.get("QT_QPA_PLATFORM", "offscreen")
    peer = os.environ.get("HOLDFAST_ICALJS") or peers.icaljs()
    variables = {"QT_QPA_PLATFORM": platform, "HOLDFAST_ICALJS": peer}
    return environment.run("pytest", *chosen, *spread, *others, **variables)


def check(arguments: list[str]) -> int:
    """Check formatting, lint, types, import rules, catalogues and what the README promises."""
    if arguments:
        tell("check takes no arguments")
        return 2
    environment.ensure()
    failed = [name for name, command in _CHECKS.items() if not _passes(name, command)]
    broken = promises.broken(VERBS)
    for promise in broken:
        tell(f"README.md: {promise}")
    tell("check: all good" if not failed and not broken else f"check: failed {' '.join(failed)}")
    return 1 if failed or broken else 0


def bench(arguments: list[str]) -> int:
    """Measure against the recorded bounds; exit 1 when one is over by 20 %."""
    environment.ensure()
    return environment.run("python", "packaging/bench.py", *arguments)


def corpus(arguments: list[str]) -> int:
    """Tell how the real files in a folder are read, beside an independent reading of them."""
    environment.ensure()
    return environment.run("python", "packaging/corpus.py", *arguments)


def translate(arguments: list[str]) -> int:
    """Bring the catalogues in resources/locale up to date with the code."""
    environment.ensure()
    return environment.run("python", "packaging/translate.py", *arguments)


def gallery(arguments: list[str]) -> int:
    """Take the README's pictures anew, off the screen, into packaging/pictures or a folder."""
    machine.need_qt()
    environment.ensure()
    drawn = {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*.warning=false"}
    return environment.run("python", "packaging/gallery.py", *arguments, **drawn)


def lab(arguments: list[str]) -> int:
    """Boot a virtual machine with real USB devices; HOLDFAST_LAB keeps its image."""
    return laboratory.run(arguments)


def lock(arguments: list[str]) -> int:
    """Write packaging/requirements.lock anew; --upgrade takes the newest versions."""
    return locking.write(upgrade="--upgrade" in arguments)


VERBS: dict[str, Callable[[list[str]], int]] = {
    verb.__name__: verb
    for verb in (demo, test, check, run, bench, corpus, translate, gallery, lab, lock)
}
_CHECKS: dict[str, tuple[str, ...]] = {
    "format": ("ruff", "format", "--check", "."),
    "lint": ("ruff", "check", "--quiet", "."),
    "types": ("mypy", "--no-error-summary", "--explicit-package-bases", *_PYTHON_FOLDERS),
    "imports": ("lint-imports",),
    "words": ("python", "packaging/translate.py", "--check"),
}


def _opens_window(arguments: list[str]) -> bool:
    """Whether nothing but options that go with the window is among the words."""
    words = iter(arguments)
    for word in words:
        option, given, _value = word.partition("=")
        if option not in _WINDOW_OPTIONS:
            return False
        if not given:
            next(words, None)
    return True


def _usage(*, asked: bool) -> int:
    tell("usage: python3 packaging/dev.py VERB …")
    for name, verb in VERBS.items():
        tell(f"  {name:10}{verb.__doc__}")
    return 0 if asked else 2


def _passes(name: str, command: tuple[str, ...]) -> bool:
    started = time.monotonic()
    passed = environment.run(*command, MYPYPATH="packaging") == 0
    tell(f"{name}: {'good' if passed else 'FAILED'} ({time.monotonic() - started:.1f} s)")
    return passed
