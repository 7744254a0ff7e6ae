from __future__ import annotations

import os
import select
from collections.abc import Iterator
from queue import Queue

import pytest

from holdfast.actions.awake import awake, keep_awake
from holdfast.progress import Task
from tests.private_bus import PrivateBus, private_bus

LOGIND = "org.freedesktop.login1"


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[PrivateBus]:
    with private_bus() as bus:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.address)
        yield bus


class Logind:
    """Gives out locks as logind does: files that end when the last holder closes them."""

    def __init__(self, bus: PrivateBus) -> None:
        self.asked: Queue = Queue()
        self.locks: list[int] = []
        bus.serve(LOGIND, {"Inhibit": self.inhibit})

    def inhibit(self, *words: str) -> tuple[str, tuple[int]]:
        mine, lock = os.pipe()
        self.locks.append(mine)
        self.asked.put(words)
        # The bus sends a copy; ours would keep the lock held.
        return "h", (lock,)

    def released(self, seconds: float = 0.0) -> bool:
        """Whether the last holder has let go; the bus itself may hold its copy for a moment."""
        ended, _, _ = select.select([self.locks[-1]], [], [], seconds)
        return bool(ended) and os.read(self.locks[-1], 1) == b""


def test_sleep_is_held_off_while_work_goes_on_and_not_a_moment_longer(bus) -> None:
    logind = Logind(bus)
    with keep_awake("Backing up a phone", "linux"):
        assert logind.asked.get(timeout=5) == (
            "sleep:idle",
            "Holdfast",
            "Backing up a phone",
            "block",
        )
        assert not logind.released()

    assert logind.released(5)


def test_work_that_breaks_lets_the_computer_sleep_again(bus) -> None:
    logind = Logind(bus)

    def broken(_task: Task) -> None:
        assert not logind.released()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        awake(broken, "Backing up a phone", "linux")(Task())

    assert logind.released(5)


def test_work_goes_on_where_nobody_can_hold_off_sleep(bus) -> None:
    assert awake(lambda _task: "done", "Backing up a phone", "linux")(Task()) == "done"


def test_work_goes_on_without_any_bus(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/nobody")

    assert awake(lambda _task: "done", "Backing up a phone", "linux")(Task()) == "done"


def test_a_refusal_of_logind_keeps_nothing_from_going_on(bus) -> None:
    bus.serve(LOGIND, {})

    assert awake(lambda _task: "done", "Backing up a phone", "linux")(Task()) == "done"


def test_a_system_without_a_way_of_its_own_is_left_alone() -> None:
    with keep_awake("Backing up a phone", "freebsd"):
        pass
