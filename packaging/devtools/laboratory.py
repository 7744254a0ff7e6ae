"""Boots the USB lab: a virtual machine in which a real kernel sees real USB devices.

The lab is a folder of its own beside the project, named by HOLDFAST_LAB. It holds
`build-image.sh IMAGE`, `run-lab.sh IMAGE SHARED SCRIPT` and its guest scripts in `lab/`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from devtools import machine
from devtools.environment import ROOT
from devtools.tell import Lacking, tell

_NEEDED = ("build-image.sh", "run-lab.sh", "lab")


def run(arguments: list[str]) -> int:
    """Run one guest script (`smoke` unless named) with the app's source beside it as /lab/app."""
    lab = _folder()
    machine.need_lab()
    image = _image(lab)
    script, *options = arguments or ["smoke"]
    with tempfile.TemporaryDirectory() as shared:
        shutil.copytree(lab / "lab", shared, dirs_exist_ok=True)
        shutil.copytree(ROOT / "app", Path(shared, "app"))
        command = ["bash", str(lab / "run-lab.sh"), str(image), shared, script, *options]
        return subprocess.run(command, check=False).returncode


def _folder() -> Path:
    named = os.environ.get("HOLDFAST_LAB")
    if not named:
        raise Lacking(
            "HOLDFAST_LAB is not set, so nothing was booted. It names the folder of the USB lab,"
            f" which holds {', '.join(_NEEDED)}. HOLDFAST_LAB_IMAGE may name its image."
        )
    lab = Path(named).resolve()
    missing = [name for name in _NEEDED if not (lab / name).exists()]
    if missing:
        raise Lacking(f"{lab} is not a USB lab: it has no {', '.join(missing)}.")
    return lab


def _image(lab: Path) -> Path:
    default = Path.home() / ".cache" / "holdfast-lab"
    image = Path(os.environ.get("HOLDFAST_LAB_IMAGE", default)).resolve()
    if not (image / "rootfs.ext4").exists():
        tell(f"Building the lab's image in {image} (once; some minutes) …")
        image.parent.mkdir(parents=True, exist_ok=True)
        if subprocess.run(
            ["bash", str(lab / "build-image.sh"), str(image)], check=False
        ).returncode:
            raise Lacking(f"{lab / 'build-image.sh'} failed; its own words are above.")
    return image
