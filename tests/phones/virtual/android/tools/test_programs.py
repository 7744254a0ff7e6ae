"""The small programs: getprop, settings, appops, am, pm, dumpsys, cmd."""

import pytest

from holdfast.phones.virtual.android.profiles import PROFILES
from tests.phones.virtual.android.peer import phone_in


@pytest.fixture(params=PROFILES)
def peer(request, tmp_path):
    with phone_in(tmp_path / "phone", request.param, work_profile=True) as peer:
        yield peer


def test_properties_are_told_one_by_one_and_together(peer):
    assert peer.run("getprop", "ro.serialno") == "HF0000000001\n"
    assert peer.run("getprop", "no.such.thing") == "\n"
    assert "[ro.serialno]: [HF0000000001]\n" in peer.run("getprop")


def test_settings_are_kept(peer):
    assert peer.run("settings", "get", "secure", "android_id") == "null\n"
    assert peer.run("settings", "put", "secure", "android_id", "a b") == ""
    assert peer.run("settings", "get", "--user", "0", "secure", "android_id") == "a b\n"
    assert peer.run("settings", "list", "secure") == "android_id=a b\n"
    assert peer.run("settings", "delete", "secure", "android_id") == "Deleted 1 rows\n"
    peer.run("settings", "get", "elsewhere", "x")
    assert (peer.status, peer.out) == (255, b"")


def test_an_app_op_is_set_told_and_put_back(peer):
    get = ("appops", "get", "com.android.shell", "WRITE_SMS")
    assert "No operations." in peer.run(*get)
    peer.run("cmd", "appops", "set", "com.android.shell", "WRITE_SMS", "allow")
    assert peer.run(*get) == "WRITE_SMS: allow\n"
    peer.run("appops", "set", "com.android.shell", "WRITE_SMS", "ignore")
    assert peer.run(*get) == "WRITE_SMS: ignore\n"
    peer.run("appops", "set", "com.android.shell", "WRITE_SMS", "default")
    assert "No operations." in peer.run(*get)


@pytest.mark.parametrize(
    "words",
    [
        ("set", "com.android.shell", "DANCE", "allow"),
        ("set", "com.android.shell", "WRITE_SMS", "perhaps"),
        ("set", "org.example", "WRITE_SMS", "allow"),
        ("frob",),
    ],
)
def test_app_ops_that_make_no_sense_are_refused(peer, words):
    assert peer.run("appops", *words) == ""
    assert peer.status == 255
    assert peer.err.startswith(b"Error: ")


def test_users_are_listed(peer):
    assert peer.run("pm", "list", "users") == (
        "Users:\n\tUserInfo{0:Owner:c13} running\n\tUserInfo{10:Work profile:1030} running\n"
    )
    assert peer.run("am", "get-current-user") == "0\n"
    assert "UserInfo{10}" in peer.run("dumpsys", "user")


def test_packages_are_listed(peer):
    assert "package:com.android.shell\n" in peer.run("pm", "list", "packages")
    assert peer.run("cmd", "package", "list", "packages", "shell") == "package:com.android.shell\n"


def test_what_starts_says_so(peer):
    words = ("-a", "android.intent.action.VIEW", "-d", "content://x", "-t", "text/x-vcard")
    assert peer.run("am", "start", *words) == (
        "Starting: Intent { act=android.intent.action.VIEW dat=content://x typ=text/x-vcard }\n"
    )


def test_switching_radios_is_refused(peer):
    peer.run("svc", "usb", "setFunctions", "mtp")
    assert peer.status == 255
    assert b"not permitted" in peer.err


def test_a_service_that_is_not_there_is_told(peer):
    peer.run("cmd", "dance")
    assert (peer.status, peer.err) == (20, b"cmd: Can't find service: dance\n")
