import os
import stat
import subprocess
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from holdfast.phones.handsets.android.key_files import make_key, read_key
from holdfast.phones.handsets.android.keys import HostKeys
from holdfast.phones.protocols.adb import keys


def encoded(line):
    return line.split()[0]


@pytest.fixture(scope="module")
def adbs(tmp_path_factory):
    """A key that Google's own adb made, in a folder as `~/.android` is."""
    folder = tmp_path_factory.mktemp("android")
    subprocess.run(
        ["adb", "keygen", folder / "adbkey"],
        check=True,
        capture_output=True,
        env=os.environ | {"HOME": str(folder)},
    )
    return folder


def test_googles_adb_writes_the_same_public_key(adbs):
    key = read_key(adbs / "adbkey")
    assert encoded(key.line) == encoded((adbs / "adbkey.pub").read_bytes())


def test_googles_adb_reads_our_key(tmp_path):
    key = make_key(tmp_path / "ours")
    told = subprocess.run(
        ["adb", "pubkey", tmp_path / "ours"],
        check=True,
        capture_output=True,
        env=os.environ | {"HOME": str(tmp_path)},
    )
    assert encoded(told.stdout) == encoded(key.line)
    assert encoded((tmp_path / "ours.pub").read_bytes()) == encoded(key.line)


def test_the_owners_own_key_is_taken_and_none_is_made(adbs, tmp_path):
    (key,) = HostKeys(tmp_path / "own", adbs).all()
    assert encoded(key.line) == encoded((adbs / "adbkey.pub").read_bytes())
    assert not (tmp_path / "own").exists()


def test_without_one_ours_is_made_once_for_its_owner_alone(tmp_path):
    places = HostKeys(tmp_path / "own", tmp_path / "nowhere")
    (first,), (again,) = places.all(), places.all()
    assert first.line == again.line
    private = tmp_path / "own" / "adbkey"
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert private.read_bytes().startswith(b"-----BEGIN PRIVATE KEY-----")
    assert sorted(each.name for each in (tmp_path / "own").iterdir()) == ["adbkey", "adbkey.pub"]


def test_vendors_keys_are_tried_behind_from_files_and_from_folders(adbs, tmp_path):
    single, folder = tmp_path / "single", tmp_path / "folder"
    one, two = make_key(single), make_key(folder / "maker.adb_key")
    (folder / "readme.txt").write_text("no key")
    vendors = [tmp_path / "nowhere", single, folder, adbs / "adbkey"]

    found = HostKeys(tmp_path / "own", adbs, vendors).all()

    assert [encoded(key.line) for key in found] == [
        encoded((adbs / "adbkey.pub").read_bytes()),
        encoded(one.line),
        encoded(two.line),
    ]


@pytest.mark.parametrize("kind", ["nothing", "nonsense", "curve", "locked", "short"])
def test_a_file_that_is_no_usable_key_is_passed_over(tmp_path, kind):
    secret = {"locked": BestAvailableEncryption(b"secret")}.get(kind, NoEncryption())
    made: dict[str, Callable[[], PrivateKeyTypes]] = {
        "curve": lambda: ec.generate_private_key(ec.SECP256R1()),
        "locked": lambda: rsa.generate_private_key(65537, 2048),
        "short": lambda: rsa.generate_private_key(65537, 3072),
    }
    place = tmp_path / "adbkey"
    if kind == "nonsense":
        place.write_bytes(b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
    elif kind in made:
        place.write_bytes(made[kind]().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, secret))
    assert read_key(place) is None


def test_a_key_signs_what_a_phone_can_check(tmp_path):
    key = make_key(tmp_path / "adbkey")
    public, comment = keys.read_line(key.line)
    assert keys.verify(b"T" * 20, key.sign(b"T" * 20), public)
    assert "@" in comment
    assert key.fingerprint == keys.fingerprint(key.line)
