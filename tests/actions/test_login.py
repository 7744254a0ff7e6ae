from __future__ import annotations

import plistlib
import subprocess
from pathlib import Path

import pytest

from holdfast.actions.login import RunKey, login

COMMAND = ("/opt/holdfast/holdfast", "--background")


def value(content: str, key: str) -> str:
    return next(line for line in content.splitlines() if line.startswith(f"{key}=")).split("=", 1)[
        1
    ]


def test_nothing_starts_at_login_until_somebody_says_so(tmp_path: Path) -> None:
    for system in ("linux", "darwin"):
        assert not login(COMMAND, system=system, home=tmp_path).on

    assert list(tmp_path.iterdir()) == []


def test_on_linux_a_file_in_autostart_starts_it_in_the_background(tmp_path: Path) -> None:
    way = login(COMMAND, system="linux", home=tmp_path)
    way.turn(on=True)

    content = (tmp_path / ".config/autostart/holdfast.desktop").read_text("utf-8")
    assert content.startswith("[Desktop Entry]\nType=Application\n")
    assert value(content, "Exec") == "/opt/holdfast/holdfast --background"
    assert way.on


def test_what_was_turned_on_is_turned_off_without_a_trace(tmp_path: Path) -> None:
    way = login(COMMAND, system="linux", home=tmp_path)
    way.turn(on=True)
    way.turn(on=False)
    way.turn(on=False)

    assert not way.on
    assert list((tmp_path / ".config/autostart").iterdir()) == []


def test_the_folder_of_settings_is_where_the_environment_says(tmp_path: Path) -> None:
    environment = {"XDG_CONFIG_HOME": str(tmp_path / "elsewhere")}
    login(COMMAND, system="linux", home=tmp_path, environment=environment).turn(on=True)

    assert (tmp_path / "elsewhere/autostart/holdfast.desktop").is_file()


@pytest.mark.parametrize("place", ["/opt/my apps/hold", '/opt/a"b/hold', "/opt/$HOME/`x`/hold"])
def test_a_place_with_odd_letters_is_quoted_as_the_specification_says(place, tmp_path) -> None:
    login((place, "--background"), system="linux", home=tmp_path).turn(on=True)

    content = (tmp_path / ".config/autostart/holdfast.desktop").read_text("utf-8")
    # Read as the desktop does: first the string's own escapes, then the quotes, as a shell would.
    line = value(content, "Exec").replace("\\\\", "\\")
    said = subprocess.run(["sh", "-c", f"printf '%s|' {line}"], capture_output=True, check=True)
    assert said.stdout.decode() == f"{place}|--background|"


def test_a_percent_sign_is_doubled_for_it_would_stand_for_a_file(tmp_path) -> None:
    login(("/opt/100%/hold",), system="linux", home=tmp_path).turn(on=True)

    content = (tmp_path / ".config/autostart/holdfast.desktop").read_text("utf-8")
    assert value(content, "Exec") == "/opt/100%%/hold"


def test_on_macos_a_launch_agent_runs_it_at_login(tmp_path: Path) -> None:
    way = login(COMMAND, system="darwin", home=tmp_path)
    way.turn(on=True)

    (file,) = (tmp_path / "Library/LaunchAgents").iterdir()
    agent = plistlib.loads(file.read_bytes())
    assert agent["ProgramArguments"] == list(COMMAND)
    assert agent["RunAtLoad"] is True
    assert f"{agent['Label']}.plist" == file.name


def test_on_windows_the_run_key_of_the_person_is_used(tmp_path: Path) -> None:
    assert isinstance(login(COMMAND, system="win32", home=tmp_path), RunKey)
