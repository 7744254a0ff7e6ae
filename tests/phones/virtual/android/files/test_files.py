from __future__ import annotations

import errno
import stat
import sys

import pytest

from holdfast.phones.virtual.android.files.files import AndroidFiles, normal

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")


@pytest.fixture
def files(tmp_path):
    (tmp_path / "storage/1A2B-3C4D").mkdir(parents=True)
    return AndroidFiles(tmp_path, ["content", "ls"])


def _fails(number, act, *words, **more):
    with pytest.raises(OSError) as caught:  # noqa: PT011 - its number is what is looked at
        act(*words, **more)
    assert caught.value.errno == number
    return caught.value.strerror


@pytest.mark.parametrize("way", [b"/sdcard", b"/storage/self/primary", b"/storage/emulated/0"])
def test_the_primary_volume_is_reached_by_each_of_its_names(files, tmp_path, way):
    with files.write(way + b"/a.txt") as stream:
        stream.write(b"hi")
    assert (tmp_path / "storage/emulated/0/a.txt").read_bytes() == b"hi"
    assert files.host(way + b"/a.txt") == tmp_path / "storage/emulated/0/a.txt"
    assert files.names(way) == [b"a.txt"]


def test_a_card_and_the_temporary_folder_are_volumes_of_their_own(files, tmp_path):
    files.write(b"/storage/1A2B-3C4D/x").close()
    files.write(b"/data/local/tmp/y").close()
    assert (tmp_path / "storage/1A2B-3C4D/x").exists()
    assert (tmp_path / "tmp/y").exists()
    assert files.volumes() == [b"/storage/emulated/0", b"/storage/1A2B-3C4D"]
    assert b"1A2B-3C4D" in files.names(b"/storage")
    files.write(b"/sdcard/a").close()
    assert _fails(errno.EXDEV, files.rename, b"/sdcard/a", b"/storage/1A2B-3C4D/a")
    _fails(errno.ENOENT, files.stat, b"/storage/9999-9999")


def test_the_folders_around_are_those_of_a_phone(files):
    assert {b"sdcard", b"storage", b"system", b"data"} <= set(files.names(b"/"))
    assert set(files.names(b"/system/bin")) == {b"sh", b"content", b"ls"}
    assert files.stat(b"/sdcard", follow=False).link
    assert files.stat(b"/sdcard").folder
    assert files.stat(b"/sdcard/", follow=False).folder
    for secret in (b"/data", b"/storage/emulated", b"/data/local"):
        assert _fails(errno.EACCES, files.names, secret) == "Permission denied"


@pytest.mark.parametrize(
    ("path", "number"),
    [
        (b"/x", errno.EROFS),
        (b"/system/bin/x", errno.EROFS),
        (b"/data/x", errno.EACCES),
        (b"/storage/x", errno.EACCES),
        (b"/storage/emulated/x", errno.EACCES),
        (b"/none/x", errno.ENOENT),
        (b"/sdcard/none/x", errno.ENOENT),
        (b"/sdcard", errno.EISDIR),
        (b"/system/bin/ls/x", errno.ENOTDIR),
        (b"/sdcard/" + b"n" * 300, errno.ENAMETOOLONG),
        (b"/sdcard/a\0b", errno.EINVAL),
        (b"/storage/1A2B-3C4D/a:b", errno.EINVAL),
    ],
)
def test_what_a_phone_refuses_to_write_is_refused(files, path, number):
    _fails(number, files.write, path)


@pytest.mark.parametrize(
    "path",
    [
        b"/sdcard/..",
        b"/sdcard/../../../../etc/passwd",
        b"/storage/emulated/0/../../x",
        b"/data/local/tmp/..",
    ],
)
def test_no_path_climbs_out_of_the_folder(files, path):
    place = files.host(path)
    assert place is None
    inside = files.resolve(b"/", path)
    assert b".." not in inside


@needs_links
def test_no_link_leads_out_of_the_folder(files, tmp_path):
    secret = tmp_path.parent / f"{tmp_path.name}-secret"
    secret.mkdir()
    (secret / "key").write_bytes(b"secret")
    (tmp_path / "storage/emulated/0/out").symlink_to(secret)
    (tmp_path / "storage/emulated/0/file").symlink_to(secret / "key")
    for path in (b"/sdcard/out/key", b"/sdcard/file"):
        _fails(errno.EACCES, files.read, path)
        _fails(errno.EACCES, files.write, path)
    _fails(errno.EACCES, files.names, b"/sdcard/out")
    files.remove(b"/sdcard/out")
    assert (secret / "key").read_bytes() == b"secret"


@needs_links
def test_a_link_that_stays_inside_is_followed(files, tmp_path):
    files.make_folder(b"/sdcard/D")
    files.write(b"/sdcard/D/x").close()
    (tmp_path / "storage/emulated/0/L").symlink_to(tmp_path / "storage/emulated/0/D")
    assert files.names(b"/sdcard/L") == [b"x"]
    assert files.exists(b"/sdcard/L/x")
    assert files.stat(b"/sdcard/L", follow=False).link


def test_names_are_bytes_and_come_back_as_they_were(files):
    names = ["Grüße".encode(), "日本🎉".encode(), b"a b'c\"d$e"]
    if sys.platform == "linux":
        names.append(b"\xff\xfe not text")
    for name in names:
        files.write(b"/sdcard/" + name).close()
    assert sorted(files.names(b"/sdcard")) == sorted(names)


def test_dates_are_kept_and_rights_are_those_of_the_volume(files, tmp_path):
    files.write(b"/sdcard/a").close()
    files.set_times(b"/sdcard/a", 1_111_111_111_000_000_000)
    entry = files.stat(b"/sdcard/a")
    assert entry.modified == 1_111_111_111_000_000_000
    assert int((tmp_path / "storage/emulated/0/a").stat().st_mtime) == 1_111_111_111
    assert stat.S_IMODE(entry.mode) == 0o660
    assert entry.size == 0
    ((name, listed),) = files.scan(b"/sdcard")
    assert (name, listed.modified) == (b"a", entry.modified)


def test_the_tops_of_volumes_and_fixed_folders_stay(files):
    for path in (b"/sdcard/", b"/storage/emulated/0", b"/data/local/tmp"):
        _fails(errno.EBUSY, files.remove_folder, path)
    _fails(errno.EROFS, files.remove, b"/system/bin/ls")
    _fails(errno.EROFS, files.rename, b"/system", b"/sdcard/x")


def test_device_files_are_there(files):
    with files.write(b"/dev/null") as stream:
        stream.write(b"gone")
    with files.read(b"/dev/zero") as stream:
        assert stream.read(3) == bytes(3)
    assert files.names(b"/dev")


def test_paths_are_joined_as_a_phone_does():
    assert normal(b"/sdcard/D", b"../x//./y") == b"/sdcard/x/y"
    assert normal(b"/", b"../../..") == b"/"
    assert normal(b"/a", b"/b/") == b"/b/"
