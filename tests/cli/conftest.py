"""The command line as a person would use it: real vault, phones on the virtual bus."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from holdfast.actions.desk import Desk
from holdfast.actions.settings import Settings
from holdfast.cli.common import Common
from holdfast.cli.start import run
from holdfast.phones.links.occupants import System
from holdfast.phones.links.usb import UsbBus
from holdfast.phones.virtual.store import create_sample
from holdfast.vault.keys import Keychain
from holdfast.vault.repository.keyfile import ScryptCost
from holdfast.wording import languages

CHEAP = ScryptCost(n=2, r=8, p=1)


@dataclass
class Said:
    """What one run ended with and printed."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        """Standard output line by line."""
        return self.out.splitlines()


@dataclass
class Terminal:
    """Runs command lines one after the other, each with a desk of its own."""

    folder: Path
    capture: pytest.CaptureFixture[str]
    clock: Callable[[], datetime]
    windows: list[Common] = field(default_factory=list)
    pictures: Callable[[Path], Any] | None = None

    @property
    def vault(self) -> Path:
        return self.folder / "vault"

    @property
    def reports(self) -> Path:
        return self.folder / "reports"

    @property
    def password_file(self) -> Path:
        return self.folder / "password"

    @property
    def linux(self) -> System:
        """A Linux that knows nobody, and has no rules."""
        folder = self.folder / "linux"
        return System(
            folder / "devices",
            folder / "proc",
            folder / "lock",
            folder / "nodes",
            rules=(folder / "rules.d",),
        )

    def desk(self) -> Desk:
        return Desk(
            settings=Settings(self.folder / "settings"),
            keychain=Keychain(),
            cache=self.folder / "cache",
            bus=UsbBus(system=self.linux),
            clock=self.clock,
            cost=CHEAP,
            settle=0.0,
        )

    def phone(self, name: str = "phone", **options: Any) -> Path:
        """Make a small sample phone and return its folder."""
        create_sample(self.folder / name, small=True, **options)
        return self.folder / name

    def __call__(self, *words: object) -> Said:
        """Run one command line, vault and password named."""
        return self.bare("--vault", self.vault, "--password-file", self.password_file, *words)

    def bare(self, *words: object) -> Said:
        """Run one command line as it stands."""
        self.capture.readouterr()
        status = run(
            [str(word) for word in words],
            self.desk,
            self._open_window,
            pictures=self.pictures,
            reports=self.reports,
        )
        out, err = self.capture.readouterr()
        return Said(status, out, err)

    def _open_window(self, _desk: Desk, options: Common) -> int:
        self.windows.append(options)
        return 0


def ticking_clock() -> Callable[[], datetime]:
    """A clock that moves on by a second each time it is read."""
    start = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
    seconds: Iterator[int] = itertools.count()
    return lambda: start + timedelta(seconds=next(seconds))


@pytest.fixture
def terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Terminal]:
    """A terminal nobody sits at, with a password file, and no vault yet."""
    for name in ("HOLDFAST_VAULT", "HOLDFAST_PASSWORD_FILE"):
        monkeypatch.delenv(name, raising=False)
    languages.choose("en")
    made = Terminal(tmp_path, capsys, ticking_clock())
    made.password_file.write_text("correct horse\n")
    yield made
    languages.choose(None)


@pytest.fixture
def with_vault(terminal: Terminal) -> Terminal:
    """The same with an empty vault."""
    assert terminal("vault", "create").status == 0
    return terminal


def words_of(said: Said | Sequence[str]) -> str:
    """All that was printed, blanks made single."""
    return " ".join((said.out if isinstance(said, Said) else " ".join(said)).split())
