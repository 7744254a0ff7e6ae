"""The project as others get it: the lock, the wheel, the one door for developers."""

import gc
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
from devtools import environment, laboratory, machine, promises, verbs
from devtools.lab_image import Image as LabImage
from devtools.tell import Lacking
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from PySide6.QtGui import QImage, QPainter

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCK = (ROOT / "packaging" / "requirements.lock").read_text("utf-8")
DEV = [sys.executable, "packaging/dev.py"]


def test_every_package_is_in_the_wheel_s_list():
    app = ROOT / "app"
    found = {
        ".".join(path.parent.relative_to(app).parts) for path in app.glob("holdfast/**/__init__.py")
    }

    assert sorted({*found, "holdfast.resources"}) == PROJECT["tool"]["setuptools"]["packages"]


def test_the_lock_holds_versions_and_hashes_and_no_places():
    rows = [row.strip() for row in LOCK.splitlines() if not row.startswith("#")]
    pinned = re.compile(r"[a-z0-9-]+==[\w.]+( ; [\w.' <>=!]+)? \\")
    hashed = re.compile(r"--hash=sha256:[0-9a-f]{64}( \\)?")

    assert [row for row in rows if not pinned.fullmatch(row) and not hashed.fullmatch(row)] == []
    assert sum("==" in row.split(";")[0] for row in rows) > 40


def test_the_lock_answers_every_requirement():
    locked = dict(re.findall(r"^([a-z0-9-]+)==([\w.]+)", LOCK, re.MULTILINE))
    groups = PROJECT["dependency-groups"]
    wanted = [*PROJECT["project"]["dependencies"], *groups["tests"], *groups["checks"]]

    for requirement in map(Requirement, [*wanted, *PROJECT["build-system"]["requires"]]):
        version = locked[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), requirement


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Build the wheel from a copy of the tree and install it into a folder of its own."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    for name in ("app", "resources"):
        shutil.copytree(
            ROOT / name, source / name, ignore=shutil.ignore_patterns("*.egg-info", "__pycache__")
        )
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    options = ("-qq", "--no-deps", "--no-build-isolation", "--no-cache-dir")
    command = [sys.executable, "-m", "pip", "install", *options, "--target", folder / "site"]
    subprocess.run([*command, source], check=True)
    return folder / "site"


def test_the_wheel_brings_the_resources_with_it(installed):
    program = (
        "from importlib.resources import files\n"
        "import holdfast.resources\n"
        "print(holdfast.resources.__file__)\n"
        "print((files('holdfast.resources') / 'icons' / 'phone.svg').read_text('utf-8'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(installed)},
        cwd=installed,
        check=True,
        text=True,
        capture_output=True,
    )
    place, icon = done.stdout.split("\n", 1)

    assert Path(place).is_relative_to(installed)
    assert icon.startswith("<svg")


def test_the_wheel_holds_every_file_of_the_tree(installed):
    def listed(folder):
        files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
        return {path for path in files if path.suffix != ".pyc"}

    assert listed(ROOT / "resources") == listed(installed / "holdfast" / "resources")
    ours = {path for path in listed(ROOT / "app") if path.parts[0] == "holdfast"}
    theirs = {Path("holdfast", path) for path in listed(installed / "holdfast")}
    assert ours <= theirs


def test_a_qt_that_loses_references_to_none_is_kept_out():
    (pin,) = (
        requirement
        for requirement in map(Requirement, PROJECT["project"]["dependencies"])
        if requirement.name == "PySide6-Essentials"
    )

    assert not pin.specifier.contains("6.12.0")


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_painting_keeps_its_references_to_none(qapp):
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    gc.collect()
    before = sys.getrefcount(None)
    for _ in range(1000):
        painter.save()
        painter.restore()
    drift = sys.getrefcount(None) - before
    painter.end()

    assert drift >= -50


def test_an_unknown_verb_is_answered_with_the_verbs_there_are():
    done = subprocess.run([*DEV, "fly"], cwd=ROOT, check=False, text=True, capture_output=True)

    assert done.returncode == 2
    assert all(f"\n  {name} " in done.stderr for name in verbs.VERBS)


def test_the_lab_names_its_scenarios_when_asked_for_another():
    done = subprocess.run(
        [*DEV, "lab", "fly"], cwd=ROOT, check=False, text=True, capture_output=True
    )

    assert done.returncode == 2
    assert all(name in done.stderr for name in ("kernel_driver", "obexftpd", "udev_rules"))
    assert "Traceback" not in done.stderr


def test_the_labs_machine_may_read_the_project_and_write_beside_it_only(tmp_path):
    image = LabImage(*(tmp_path / name for name in ("kernel", "initrd", "disk")))
    words = " ".join(laboratory.command(image, tmp_path, ["kernel_driver"], kvm=False))

    assert f"id=project,path={ROOT},security_model=none,readonly=on " in words
    assert f"id=out,path={tmp_path},security_model=none " in words
    assert f"id=bytecode,path={image.bytecode},security_model=none " in words
    assert f"file={image.disk},format=raw,if=virtio,snapshot=on" in words
    assert "-nic" not in words
    assert "-netdev" not in words


def test_the_labs_machine_has_a_phone_and_is_told_how_much_it_holds(tmp_path, monkeypatch):
    image = LabImage(*(tmp_path / name for name in ("kernel", "initrd", "disk")))
    words = " ".join(laboratory.command(image, tmp_path, ["mtp_qemu"], kvm=False))
    assert f"usb-mtp,rootdir={tmp_path / 'phone'}," in words
    assert "lab.run=mtp_qemu lab.files=300 " in words
    monkeypatch.setenv("HOLDFAST_LAB_FILES", "3000")
    assert "lab.files=3000 " in " ".join(laboratory.command(image, tmp_path, [], kvm=False))
    monkeypatch.setenv("HOLDFAST_LAB_FILES", "many")
    with pytest.raises(Lacking, match="many"):
        laboratory.command(image, tmp_path, [], kvm=False)


def test_a_lab_that_ends_before_its_scenarios_is_no_success(tmp_path):
    with pytest.raises(Lacking, match="before"):
        laboratory._status(tmp_path / "status")
    (tmp_path / "status").write_text("1\n")
    assert laboratory._status(tmp_path / "status") == 1


@pytest.fixture
def door(monkeypatch):
    """The verbs over the environment these tests run in, which is never set up anew."""
    monkeypatch.setattr(environment, "ensure", lambda: None)
    monkeypatch.setattr(environment, "_PROGRAMS", Path(sys.executable).parent)
    return verbs


def test_run_hands_its_words_on_and_stays_where_it_was_called(door, monkeypatch, tmp_path, capfd):
    (tmp_path / "holdfast").mkdir()
    (tmp_path / "card.vcf").write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Vera Lind\nEND:VCARD\n")
    monkeypatch.chdir(tmp_path)

    assert door.run(["read", "card.vcf"]) == 0
    assert "Vera Lind" in capfd.readouterr().out
    assert door.run(["read", "no.vcf"]) == 2


def test_holdfast_is_told_the_words_that_start_it_through_this_door(door, monkeypatch, capfd):
    telling = [sys.executable, "-c", "import os; print(os.environ['HOLDFAST_COMMAND'])"]
    monkeypatch.setattr(environment, "_located", lambda _command: telling)
    monkeypatch.setattr(sys, "argv", ["packaging/dev.py", "demo"])

    assert door.demo([]) == 0
    python, *words = capfd.readouterr().out.split()
    assert words == ["packaging/dev.py", "run"]
    assert Path(shutil.which(python)).samefile(sys.executable)


@pytest.mark.parametrize(
    ("words", "opens"),
    [
        ([], True),
        (["--vault", "history", "--sample=phone"], True),
        (["--vault", "v", "history"], False),
        (["history", "--vault", "v"], False),
        (["--help"], False),
    ],
)
def test_what_a_window_needs_is_asked_for_when_one_opens(door, monkeypatch, words, opens):
    asked = []
    monkeypatch.setattr(machine, "need_window", lambda: asked.append("window"))
    monkeypatch.setattr(environment, "holdfast", lambda *_words: 0)

    assert door.run(words) == 0
    assert asked == ["window"] * opens


def test_without_root_the_one_line_to_run_is_said(monkeypatch):
    monkeypatch.setattr(machine, "_is_debian", lambda: True)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    with pytest.raises(Lacking) as lacking:
        machine.install(["adb", "restic"], "test")

    line = "sudo apt-get install -y --no-install-recommends adb restic"
    assert str(lacking.value).splitlines()[-1].strip() == line


def test_tests_go_on_without_their_peers_but_not_without_qt(monkeypatch, capsys):
    def refuse(packages, _purpose):
        raise Lacking(" ".join(packages))

    monkeypatch.setattr(machine, "install", refuse)
    monkeypatch.setattr(machine, "_PEERS", {"no-such-program": "peer"})
    monkeypatch.setattr(machine, "_SCREEN", {})
    monkeypatch.setattr(machine, "_QT", {})
    machine.need_tests()

    assert capsys.readouterr().err.startswith("peer\nTests that need it are skipped")

    monkeypatch.setattr(machine, "_QT", {"libno-such.so.1": "qt"})
    with pytest.raises(Lacking, match=r"^peer qt$"):
        machine.need_tests()


def test_the_environment_is_remade_when_the_lock_changes(monkeypatch, tmp_path):
    before = environment._contents()
    changed = tmp_path / "requirements.lock"
    changed.write_text(LOCK + "# changed\n", "utf-8")
    monkeypatch.setattr(environment, "LOCK", changed)

    assert environment._contents() != before


def test_a_promise_of_the_readme_that_does_not_hold_is_found(monkeypatch, tmp_path):
    (tmp_path / "README.md").write_text(
        "[gone](no/such/file)\n\n```sh\npython3 packaging/dev.py fly\n```\n", "utf-8"
    )
    (tmp_path / "CHANGELOG.md").write_text("## [0.0.1]\n", "utf-8")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    monkeypatch.setattr(promises, "ROOT", tmp_path)

    assert promises.broken(verbs.VERBS) == [
        "no/such/file is not there",
        "dev.py has no verb fly",
        f"CHANGELOG.md says nothing on {PROJECT['project']['version']}",
    ]


@pytest.mark.deep
def test_a_fresh_copy_sets_itself_up_once(tmp_path):
    ours = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, text=True, capture_output=True
    )
    for name in filter(None, ours.stdout.split("\0")):
        target = tmp_path / "fresh" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
    command = [*DEV, "run", "--help"]
    home = {**os.environ, "HOME": str(tmp_path / "home")}
    subprocess.run(command, cwd=tmp_path / "fresh", env=home, check=True, capture_output=True)
    started = time.monotonic()
    second = subprocess.run(
        command, cwd=tmp_path / "fresh", env=home, check=True, text=True, capture_output=True
    )

    assert time.monotonic() - started < 4
    assert "Setting up" not in second.stderr
