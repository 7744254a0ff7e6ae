"""Google's own adb against the phone in software: Debian's, or what HOLDFAST_NEWER_ADB names."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from holdfast.phones.virtual.android.adbd import ANDROID_6, ANDROID_11, ANDROID_16
from holdfast.phones.virtual.android.tcp import AdbTcpDoor
from tests.phones.virtual.android.rig import Rig

NEWER = os.environ.get("HOLDFAST_NEWER_ADB", "")
ADBS = [path for path in (shutil.which("adb"), NEWER) if path]
_WAIT = 30.0

pytestmark = [
    pytest.mark.skipif(not ADBS, reason="adb is not installed"),
    pytest.mark.skipif(sys.platform == "win32", reason="the peer is looked for on Unix"),
]


class Peer:
    """One adb with a home and a server of its own."""

    def __init__(self, program: str, home: Path, door: AdbTcpDoor, **more: str):
        self.program = program
        self.door = door
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(home), **more}
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = str(free.getsockname()[1])
        self.server = subprocess.Popen(
            [program, "-P", self.port, "server", "nodaemon"],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._until(self._listens, "no adb server")

    def _listens(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", int(self.port))) == 0

    def _until(self, holds, otherwise):
        deadline = time.monotonic() + _WAIT
        while not holds():
            assert time.monotonic() < deadline, otherwise
            time.sleep(0.02)

    def raw(self, *words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [self.program, "-P", self.port, *words],
            input=stdin,
            capture_output=True,
            env=self.environment,
            timeout=60,
            check=False,
        )

    def __call__(self, *words: str, stdin: bytes = b"") -> bytes:
        done = self.raw("-s", self.door.address, *words, stdin=stdin)
        assert done.returncode == 0, done
        return done.stdout

    def state(self) -> str:
        lines = self.raw("devices").stdout.decode().splitlines()
        found = [line.split()[1] for line in lines if line.startswith(self.door.address)]
        return found[0] if found else ""

    def connect(self, state: str = "device"):
        self.raw("connect", self.door.address)
        self._until(lambda: self.state() == state, f"not {state} but {self.state()}")

    def disconnect(self):
        self.raw("disconnect", self.door.address)
        self._until(lambda: not self.state(), "still there")

    def stop(self):
        self.server.terminate()
        self.server.wait(timeout=_WAIT)


@contextmanager
def _peer(program, home, rig, manners, **more):
    home.mkdir(exist_ok=True)
    with AdbTcpDoor(lambda: rig.adbd(manners)) as door:
        peer = Peer(program, home, door, **more)
        try:
            yield peer
        finally:
            peer.stop()


@pytest.fixture
def rig(tmp_path):
    return Rig(tmp_path / "phone")


@pytest.fixture(params=ADBS)
def program(request):
    return request.param


@pytest.fixture(params=["6", "11", "16"])
def manners(request):
    return {"6": ANDROID_6, "11": ANDROID_11, "16": ANDROID_16}[request.param]


@pytest.fixture
def peer(tmp_path, rig, program):
    with _peer(program, tmp_path / "home", rig, ANDROID_16) as peer:
        peer.connect()
        yield peer


@pytest.fixture
def any_peer(tmp_path, rig, program, manners):
    with _peer(program, tmp_path / "home", rig, manners) as peer:
        peer.connect()
        yield peer


def test_a_computer_is_unauthorized_until_its_key_is_allowed_and_again_when_it_is_revoked(
    tmp_path, rig, program
):
    said: dict[str, bool | None] = {"answer": None}
    rig.dialog._answer = lambda _shown: said["answer"]
    with _peer(program, tmp_path / "home", rig, ANDROID_16) as peer:
        peer.connect("unauthorized")
        assert len(rig.dialog.shown) == 1
        said["answer"] = True
        peer.connect("device")
        peer.disconnect()
        peer.connect("device")
        assert len(rig.dialog.shown) == 1
        said["answer"] = None
        rig.dialog.revoke()
        peer.disconnect()
        peer.connect("unauthorized")


def test_a_computer_that_was_refused_stays_unauthorized(tmp_path, rig, program):
    rig.dialog._answer = lambda _shown: False
    with _peer(program, tmp_path / "home", rig, ANDROID_16) as peer:
        peer.connect("unauthorized")


def test_a_command_prints_apart_and_returns_its_status(peer):
    done = peer.raw("shell", "echo out; echo err >&2; exit 7")
    assert (done.stdout, done.stderr, done.returncode) == (b"out\n", b"err\n", 7)


def test_the_old_shell_mixes_both_streams_ends_lines_as_a_terminal_and_knows_no_status(
    tmp_path, rig, program
):
    with _peer(program, tmp_path / "home", rig, ANDROID_6) as peer:
        peer.connect()
        done = peer.raw("shell", "echo out; echo err >&2; exit 7")
        assert (done.stdout, done.stderr, done.returncode) == (b"out\r\nerr\r\n", b"", 0)


def test_what_is_typed_reaches_the_program(peer):
    data = bytes(range(256)) * 2000
    assert peer("shell", "cat", stdin=data) == data


def test_a_shell_without_a_command_runs_what_is_typed(peer):
    done = peer.raw("shell", stdin=b"cd /sdcard\nif true; then\npwd\nfi\nexit 5\n")
    assert (done.stdout, done.returncode) == (b"/sdcard\n", 5)


def test_exec_out_is_exact_to_the_byte(any_peer, rig):
    data = bytes(range(256)) * 999 + b"\r\n\n\x04"
    (rig.root / "storage/emulated/0/raw.bin").write_bytes(data)
    assert any_peer("exec-out", "cat", "/sdcard/raw.bin") == data


def test_a_tree_with_names_of_many_scripts_goes_there_and_back_with_its_dates(any_peer, tmp_path):
    tree = tmp_path / "tree"
    texts = {
        "Fotos/Grüße aus Köln.jpg": b"\xff\xd8" * 700,
        "照片/日本 語.png": b"",
        "مرحبا/\u200f🎉 a'b\"c$.txt": b"x" * 100_000,
        "a,b/c;d & e.txt": b"1",
    }
    for number, (name, data) in enumerate(texts.items()):
        path = tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        os.utime(path, (1_200_000_000 + number, 1_200_000_000 + number))
    any_peer("push", str(tree), "/sdcard/")
    any_peer("pull", "-a", "/sdcard/tree", str(tmp_path / "back"))
    back = tmp_path / "back"
    for number, (name, data) in enumerate(texts.items()):
        assert (back / name).read_bytes() == data
        assert int((back / name).stat().st_mtime) == 1_200_000_000 + number


def _sparse(path: Path, size: int) -> None:
    with path.open("wb") as stream:
        stream.truncate(size)
        for place in (0, size // 2, size - 5):
            stream.seek(place)
            stream.write(b"mark!")


def _same_marks(one: Path, other: Path) -> bool:
    if one.stat().st_size != other.stat().st_size:
        return False
    size = one.stat().st_size
    with one.open("rb") as first, other.open("rb") as second:
        for place in (0, size // 2, size - 4096, size // 3):
            first.seek(place)
            second.seek(place)
            if first.read(4096) != second.read(4096):
                return False
    return True


@pytest.mark.parametrize(
    "size", [32 << 20, pytest.param(5 << 30, marks=(pytest.mark.deep, pytest.mark.timeout(1200)))]
)
def test_a_sparse_file_is_pulled_and_pushed_whole(peer, rig, tmp_path, size):
    there = rig.root / "storage/emulated/0/sparse.bin"
    _sparse(there, size)
    here = tmp_path / "sparse.bin"
    run = [peer.program, "-P", peer.port, "-s", peer.door.address]
    for words in (("pull", "/sdcard/sparse.bin", here), ("push", here, "/sdcard/again.bin")):
        subprocess.run(
            [*run, *map(str, words)], env=peer.environment, check=True, capture_output=True
        )
    assert _same_marks(there, here)
    again = there.with_name("again.bin")
    assert _same_marks(there, again)
    for path in (there, here, again):
        path.unlink()  # a run keeps its folders, and these are large


def test_five_gibibytes_are_told_as_such(peer, rig):
    _sparse(rig.root / "storage/emulated/0/sparse.bin", 5 << 30)
    assert peer("shell", "stat -c %s /sdcard/sparse.bin") == f"{5 << 30}\n".encode()


def test_a_folder_is_listed_with_modes_and_dates(any_peer, rig):
    path = rig.root / "storage/emulated/0/a.txt"
    path.write_bytes(b"12345")
    os.utime(path, (1_234_567_890, 1_234_567_890))
    lines = any_peer("ls", "/sdcard/").decode().splitlines()
    assert "000081b0 00000005 499602d2 a.txt" in lines
    assert {line.split()[-1] for line in lines} == {".", "..", "a.txt"}


def test_what_is_not_there_or_must_not_be_written_is_refused_in_words(any_peer, tmp_path):
    file = tmp_path / "x"
    file.write_bytes(b"x")
    pulled = any_peer.raw("pull", "/sdcard/none", str(tmp_path / "y"))
    assert pulled.returncode
    assert b"No such file or directory" in pulled.stdout + pulled.stderr or b"does not exist" in (
        pulled.stdout + pulled.stderr
    )
    pushed = any_peer.raw("push", str(file), "/system/x")
    assert pushed.returncode
    assert b"Read-only file system" in pushed.stdout + pushed.stderr


def test_a_service_that_phones_do_not_have_is_refused(peer):
    assert peer.raw("-s", peer.door.address, "reverse", "tcp:1", "tcp:2").returncode


def test_a_reboot_is_heard(peer, rig):
    peer.raw("-s", peer.door.address, "reboot", "recovery")
    assert rig.rebooted == ["recovery"]


@pytest.mark.skipif(not NEWER, reason="HOLDFAST_NEWER_ADB names no newer adb")
class TestNewer:
    @pytest.fixture
    def bursting(self, tmp_path, rig):
        with _peer(NEWER, tmp_path / "home", rig, ANDROID_16, ADB_BURST_MODE="1") as peer:
            peer.connect()
            yield peer

    def test_late_acknowledgements_lose_nothing(self, bursting, rig, tmp_path):
        data = os.urandom(1 << 20) * 40
        (tmp_path / "big").write_bytes(data)
        bursting("push", str(tmp_path / "big"), "/sdcard/big")
        assert (rig.root / "storage/emulated/0/big").read_bytes() == data
        bursting("pull", "/sdcard/big", str(tmp_path / "back"))
        assert (tmp_path / "back").read_bytes() == data

    def test_zstandard_is_understood_both_ways(self, tmp_path, rig):
        data = b"".join(b"line %d of a text\n" % number for number in range(200_000))
        (tmp_path / "text").write_bytes(data)
        with _peer(NEWER, tmp_path / "home", rig, ANDROID_16) as peer:
            peer.connect()
            peer("push", "-z", "zstd", str(tmp_path / "text"), "/sdcard/text")
            assert (rig.root / "storage/emulated/0/text").read_bytes() == data
            peer("pull", "-z", "zstd", "/sdcard/text", str(tmp_path / "back"))
            assert (tmp_path / "back").read_bytes() == data

    def test_a_dry_run_writes_nothing(self, tmp_path, rig):
        (tmp_path / "text").write_bytes(b"x" * 1000)
        with _peer(NEWER, tmp_path / "home", rig, ANDROID_16) as peer:
            peer.connect()
            peer("push", "-n", str(tmp_path / "text"), "/sdcard/text")
            assert not (rig.root / "storage/emulated/0/text").exists()
