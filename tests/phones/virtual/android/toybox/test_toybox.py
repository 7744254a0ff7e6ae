from __future__ import annotations

import os
import sys

import pytest

from tests.phones.virtual.android.rig import Rig


@pytest.fixture
def rig(tmp_path):
    rig = Rig(tmp_path)
    rig.run(
        "mkdir -p /sdcard/DCIM/Camera; cd /sdcard/DCIM; printf hello > Camera/a.jpg; touch .hidden"
    )
    rig.run("touch -d @1111111111 /sdcard/DCIM/Camera/a.jpg")
    return rig


@pytest.mark.parametrize(
    ("script", "printed"),
    [
        ("echo -n a b; echo; echo 'x\\ty'; echo -E 'x\\ty'", "a b\nx\ty\nx\\ty\n"),
        ("printf '%s=%d,%05.1s|%%\\n' a 5 xyz b 7 w", "a=5,    x|%\nb=7,    w|%\n"),
        ("printf '%s' 'a\\nb'", "a\\nb"),
        ("printf '%b' 'a\\nb'", "a\nb"),
        ("printf '1\\n2\\n3\\n' | head -n 2", "1\n2\n"),
        ("printf 'abcdef' | head -c 3", "abc"),
        ("printf '1\\n2\\n3\\n' | tail -n 1", "3\n"),
        ("printf 'abcdef' | tail -c 2; printf 'abcdef' | tail -c +3", "efcdef"),
        ("tail -c +4 /sdcard/DCIM/Camera/a.jpg; head -c 2 /sdcard/DCIM/Camera/a.jpg", "lohe"),
        ("printf 'a b\\nc\\n' | wc; printf 'a b\\nc\\n' | wc -l", "2 3 6\n2\n"),
        ("wc -c /sdcard/DCIM/Camera/a.jpg", "5 /sdcard/DCIM/Camera/a.jpg\n"),
        ("printf 'ab\\nac\\nd\\n' | grep a; printf 'ab\\nd\\n' | grep -vc a", "ab\nac\n1\n"),
        ("printf '10\\n9\\n9\\n' | sort -nu", "9\n10\n"),
        ("printf 'hello' | base64; printf 'aGVsbG8=' | base64 -d", "aGVsbG8=\nhello"),
        ("printf hello | md5sum", "5d41402abc4b2a76b9719d911017c592  -\n"),
        (
            "sha256sum -b /sdcard/DCIM/Camera/a.jpg",
            "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\n",
        ),
        ("ls /sdcard/DCIM; ls -A /sdcard/DCIM", "Camera\n.hidden\nCamera\n"),
        ("ls -a1 /sdcard/DCIM/Camera", ".\n..\na.jpg\n"),
        ("ls -d /sdcard/DCIM", "/sdcard/DCIM\n"),
        (
            "ls -l /sdcard/DCIM/Camera/a.jpg",
            "-rw-rw---- 1 root sdcard_rw      5 2005-03-18 01:58 /sdcard/DCIM/Camera/a.jpg\n",
        ),
        (
            "stat -c '%s %Y %n|%F|%a' /sdcard/DCIM/Camera/a.jpg",
            "5 1111111111 /sdcard/DCIM/Camera/a.jpg|regular file|660\n",
        ),
        ("stat -c '%F %A %U:%G' /sdcard/DCIM", "directory drwxrwx--x root:sdcard_rw\n"),
        ("find /sdcard/ -type f -name '*.jpg'", "/sdcard/DCIM/Camera/a.jpg\n"),
        ("find /sdcard/DCIM -type d", "/sdcard/DCIM\n/sdcard/DCIM/Camera\n"),
        ("find /sdcard/DCIM -name '*.jpg' -print0", "/sdcard/DCIM/Camera/a.jpg\0"),
        (
            "find /sdcard/DCIM -type f -name 'a*' -exec stat -c '%s %Y %n' {} +",
            "5 1111111111 /sdcard/DCIM/Camera/a.jpg\n",
        ),
        ("find /sdcard/DCIM -maxdepth 1 ! -name '.*' -mindepth 1", "/sdcard/DCIM/Camera\n"),
        (
            "find /sdcard/DCIM -name x -o -name '*.jpg' -exec echo got {} \\;",
            "got /sdcard/DCIM/Camera/a.jpg\n",
        ),
        ("find /sdcard/DCIM -size +4c -type f", "/sdcard/DCIM/Camera/a.jpg\n"),
        ("find /sdcard", "/sdcard\n"),
        (
            "find /sdcard/DCIM -type f -name 'a*' -print0 | xargs -0 wc -c",
            "5 /sdcard/DCIM/Camera/a.jpg\n",
        ),
        ("rm -r /sdcard/DCIM; ls /sdcard/", ""),
        ("mv /sdcard/DCIM/Camera/a.jpg /sdcard/b; cat /sdcard/b", "hello"),
        (
            "mv /sdcard/DCIM /data/local/tmp/; cat /data/local/tmp/DCIM/Camera/a.jpg; ls /sdcard/",
            "hello",
        ),
        ("cp -r /sdcard/DCIM /sdcard/Copy; cat /sdcard/Copy/Camera/a.jpg", "hello"),
        ("cp -p /sdcard/DCIM/Camera/a.jpg /sdcard/; stat -c %Y /sdcard/a.jpg", "1111111111\n"),
        ("touch -t 201203040506.07 /sdcard/t; stat -c %Y /sdcard/t", "1330837567\n"),
        (
            "TZ=Europe/Berlin touch -d '2012-07-04 05:06:07' /sdcard/t; stat -c %Y /sdcard/t",
            "1341371167\n",
        ),
        (
            "touch -m -d 2012-03-04T05:06:07.5Z /sdcard/t; stat -c %y /sdcard/t",
            "2012-03-04 05:06:07.500000000 +0000\n",
        ),
        ("touch -c /sdcard/none; ls /sdcard/", "DCIM\n"),
        ("dd if=/sdcard/DCIM/Camera/a.jpg bs=2 skip=1 count=1 2>/dev/null", "ll"),
        (
            "cd /sdcard/DCIM/Camera; printf XX | dd of=a.jpg bs=1 seek=1 conv=notrunc; cat a.jpg",
            "hXXlo",
        ),
        ("printf abcdef | dd bs=1 skip=2 2>/dev/null", "cdef"),
        ("id -u; uname -m; whoami", "2000\naarch64\nshell\n"),
        ("toybox echo a; toybox nosuch 2>/dev/null; echo $?", "a\n127\n"),
        ("date -u -d x 2>/dev/null; echo $?", "1\n"),
    ],
)
def test_a_program_prints_what_the_phones_does(rig, script, printed):
    assert rig.out(script) == printed


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("ls /none", "ls: /none: No such file or directory\n"),
        ("ls /data", "ls: /data: Permission denied\n"),
        ("cat /sdcard/none", "cat: /sdcard/none: No such file or directory\n"),
        ("cat /sdcard", "cat: /sdcard: Is a directory\n"),
        ("mkdir /x", "mkdir: '/x': Read-only file system\n"),
        ("rm /sdcard/DCIM", "rm: /sdcard/DCIM: is directory\n"),
        ("rmdir /sdcard/DCIM", "rmdir: /sdcard/DCIM: Directory not empty\n"),
        ("find /sdcard/ -printf x", "find: bad arg '-printf'\n"),
        ("cp /sdcard/DCIM /sdcard/x", "cp: /sdcard/DCIM: Is a directory\n"),
        ("touch -d nonsense /sdcard/x", "touch: bad date 'nonsense'\n"),
        ("touch -t 202613450000 /sdcard/x", "touch: bad argument\n"),
        ("find /sdcard/ -maxdepth x", "find: bad argument\n"),
        ("stat /none", "stat: /none: No such file or directory\n"),
    ],
)
def test_what_goes_wrong_is_said_with_the_programs_name(rig, script, said):
    assert rig.run(script) == (1, b"", said.encode())


def test_sleep_moves_the_clock_and_date_tells_it(rig):
    before = int(rig.out("date +%s"))
    rig.run("sleep 1000; sleep 0.5")
    assert 1000 <= int(rig.out("date +%s")) - before <= 1010


@pytest.mark.skipif(sys.platform != "linux", reason="names are texts here")
def test_a_name_that_is_no_text_goes_through_every_program(rig):
    name = b"/sdcard/\xff\xfe.txt"
    (rig.root / "storage/emulated/0").joinpath(os.fsdecode(b"\xff\xfe.txt")).write_bytes(b"x")
    assert rig.run("find /sdcard/ -name '*.txt' -print0")[1] == name + b"\0"
    assert rig.run("for f in /sdcard/*.txt; do stat -c '%s %n' $f; done")[1] == b"1 " + name + b"\n"


def test_removing_what_is_not_there_is_fine_when_forced(rig):
    assert rig.run("rm -rf /sdcard/none") == (0, b"", b"")


def test_a_card_tells_how_full_it_is(rig):
    heading, line = rig.out("df /sdcard/").splitlines()
    assert heading.startswith("Filesystem")
    assert line.endswith("/sdcard/")
