from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

import pytest

from holdfast import actions, late, wording
from holdfast.late import use

MOST = 230
"""Modules of ours with which the window is seen; each of 140 more took a millisecond."""


def _fresh(code: str) -> str:
    """What `code` prints in an interpreter of its own."""
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()


def _named() -> list[str]:
    code = "import holdfast.ui.main_window; from holdfast import late; print(*late._named)"
    return _fresh(code).split()


def test_a_late_module_is_imported_when_something_of_it_is_asked_for():
    told = _fresh(
        "import sys\n"
        "from holdfast.wording import checks\n"
        "print('holdfast.wording.checks' in sys.modules)\n"
        "print(callable(checks.headline), 'holdfast.wording.checks' in sys.modules)\n"
    )
    assert told.split() == ["False", "True", "True"]


def test_a_late_module_can_be_imported_for_what_that_does():
    use(wording.phone_problems)
    assert "holdfast.wording.phone_problems" in sys.modules


def test_a_stand_in_hands_out_what_the_module_itself_has():
    import holdfast.actions.forget_here as module  # noqa: PLC0415 - beside its stand-in

    assert late.late("holdfast.actions", "forget_here")("forget_here").forget_here is (
        module.forget_here
    )


def test_what_a_package_does_not_name_is_no_attribute_of_it():
    with pytest.raises(AttributeError, match="nowhere"):
        _ = actions.nowhere


def test_what_nobody_used_is_missing_until_somebody_does():
    told = _fresh(
        "import holdfast.wording\n"
        "from holdfast import late\n"
        "before = late.missing()\n"
        "late.use(holdfast.wording.checks)\n"
        "print(*set(before) - set(late.missing()))\n"
    )
    assert told == "holdfast.wording.checks"


def test_all_that_is_missing_can_be_imported_piece_by_piece():
    told = _fresh(
        "import holdfast.wording\n"
        "from holdfast import late\n"
        "wanted, pieces = len(late.missing()), []\n"
        "late.use_all(lambda: pieces.append(len(late.missing())))\n"
        "print(wanted > 0, pieces == sorted(pieces, reverse=True), late.missing())\n"
    )
    assert told == "True True ()"


def test_every_late_module_is_there():
    assert [name for name in _named() if find_spec(name) is None] == []


@pytest.fixture(scope="module")
def seen() -> frozenset[str]:
    """The modules that are there once the window is imported."""
    return frozenset(_fresh("import sys, holdfast.ui.window; print(*sys.modules)").split())


def test_no_late_module_is_imported_before_the_window_is_seen(seen: frozenset[str]):
    assert sorted(seen & set(_named())) == []


@pytest.mark.parametrize(
    "module",
    [
        "PIL",
        "cryptography.hazmat.primitives.asymmetric.rsa",
        "dateutil",
        "holdfast.actions.back_up",
        "holdfast.actions.restore",
        "holdfast.phones.handsets.android.talk",
        "holdfast.phones.handsets.mtp.talk",
        "holdfast.phones.protocols.mtp.codes",
        "holdfast.phones.virtual.android",
        "holdfast.phones.virtual.bus",
        "holdfast.records.formats.components",
        "holdfast.ui.widgets.calendar_pane",
        "holdfast.vault.history.layout",
        "holdfast.vault.repository.writer",
        "icalendar",
        "vobject",
    ],
)
def test_the_window_is_imported_without(module: str, seen: frozenset[str]):
    assert module not in seen


def test_the_window_is_imported_with_few_modules(seen: frozenset[str]):
    assert len([name for name in seen if name.startswith("holdfast.")]) <= MOST


def test_little_is_looked_through_for_garbage_while_the_window_is_imported():
    told = _fresh(
        "import gc\n"
        "before = sum(each['collections'] for each in gc.get_stats())\n"
        "import holdfast.ui.window\n"
        "print(sum(each['collections'] for each in gc.get_stats()) - before)\n"
    )
    assert int(told) <= 40
