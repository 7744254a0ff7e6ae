"""The doors to sample phones, whose code is loaded by the first who opens one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.phones.virtual.device import VirtualDevice
    from holdfast.phones.virtual.folder import SampleInfo


def create_sample(folder: Path, *, family: str = "irmc", small: bool = False) -> SampleInfo:
    """As `store.create_sample`; raises `FolderNotEmpty`."""
    from holdfast.phones.virtual import store  # noqa: PLC0415 - a hundred modules few need

    return store.create_sample(folder, family=family, small=small)


def open_sample(folder: Path, clock: Callable[[], datetime] | None = None) -> VirtualDevice:
    """As `store.open_sample`; raises `NotASample`."""
    from holdfast.phones.virtual import store  # noqa: PLC0415 - a hundred modules few need

    return store.open_sample(folder, clock)


def sample_serial(folder: Path) -> str:
    """The serial number of the phone in `folder`, as its card tells it; raises `NotASample`."""
    from holdfast.phones.virtual import card  # noqa: PLC0415 - a hundred modules few need

    return card.read_card(folder).serial


def wipe_sample(folder: Path) -> None:
    """As `store.wipe_sample`; raises `NotASample`."""
    from holdfast.phones.virtual import store  # noqa: PLC0415 - a hundred modules few need

    store.wipe_sample(folder)
