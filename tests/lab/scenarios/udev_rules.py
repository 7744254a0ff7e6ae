"""The rule under a real udev: who may open which device, and whom ModemManager leaves alone."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.lab.gadget import Modem, check, plugged

_RULE = Path(__file__).parents[3] / "resources" / "linux" / "70-holdfast.rules"
_RULES = Path("/run/udev/rules.d")
_PHONE = Modem(0x0FCE, 0xD018, "LAB0003")
_BOARD = Modem(0x2341, 0x0043, "LAB0004")


def run() -> None:
    """Plug in a phone and a board, both of them modems by their interfaces."""
    _RULES.mkdir(parents=True, exist_ok=True)
    (_RULES / _RULE.name).write_text(_RULE.read_text())
    subprocess.run(["udevadm", "control", "--reload"], check=True)
    with plugged(_PHONE):
        told = _told(_PHONE)
        interfaces = told["ID_USB_INTERFACES"]
        check(f"udev tells the phone's interfaces: {interfaces}", holds=":020201:" in interfaces)
        check("whoever sits there may open it", holds="uaccess" in told["TAGS"].split(":"))
        check("ModemManager is told to ignore it", holds=told.get("ID_MM_DEVICE_IGNORE") == "1")
    with plugged(_BOARD):
        told = _told(_BOARD)
        interfaces = told["ID_USB_INTERFACES"]
        check(f"udev tells the same of a board: {interfaces}", holds=":020201:" in interfaces)
        check("nobody gets rights to it", holds="uaccess" not in told.get("TAGS", ""))
        check("nor is it hidden from ModemManager", holds="ID_MM_DEVICE_IGNORE" not in told)
    (_RULES / _RULE.name).unlink()
    subprocess.run(["udevadm", "control", "--reload"], check=True)


def _told(modem: Modem) -> dict[str, str]:
    """The properties that udev gives the device."""
    subprocess.run(["udevadm", "settle", "--timeout=20"], check=True)
    for device in Path("/sys/bus/usb/devices").iterdir():
        serial = device / "serial"
        if serial.exists() and serial.read_text().strip() == modem.serial:
            words = ["udevadm", "info", "--query=property", f"--path={device.resolve()}"]
            said = subprocess.run(words, check=True, capture_output=True, text=True).stdout
            return dict(row.split("=", 1) for row in said.splitlines() if "=" in row)
    raise AssertionError(f"{modem.serial} is not plugged in")
