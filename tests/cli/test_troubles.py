"""Bad input: one clear sentence each, the right status, nothing lost, nothing written."""

from __future__ import annotations

import errno
import os

import pytest

from holdfast.cli.start import can_show_windows
from holdfast.phones.virtual.store import edit_sample, replace_sample
from holdfast.wording import languages
from holdfast.wording.pseudo import LONG


@pytest.fixture
def backed_up(with_vault):
    assert with_vault("backup", "--sample", with_vault.phone()).status == 0
    return with_vault


def refused(said, sentence):
    assert said.status == 2
    assert said.out == ""
    assert said.err == sentence + "\n"


def test_without_a_display_the_window_says_so(terminal, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")

    refused(
        terminal.bare(),
        "There is no display to open the window on; “holdfast --help” lists what works "
        "without one.",
    )
    assert terminal.windows == []


@pytest.mark.parametrize(
    ("platform", "environment", "can"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, True),
        ("linux", {"QT_QPA_PLATFORM": "offscreen:size=1x1"}, True),
        ("linux", {"QT_QPA_PLATFORM": "xcb"}, False),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_windows_need_a_display_on_linux_alone(platform, environment, can):
    assert can_show_windows(platform, environment) is can


def test_without_a_verb_the_window_opens(terminal, monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    phone = terminal.phone()

    assert terminal("--sample", phone).status == 0
    (options,) = terminal.windows
    assert options.vault == terminal.vault
    assert options.password_file == terminal.password_file
    assert options.samples == (phone,)


def test_no_vault_was_chosen(terminal):
    refused(
        terminal.bare("history"),
        "No vault was chosen. Name one with --vault, or make one with “holdfast vault create "
        "FOLDER”.",
    )


def test_a_missing_vault_is_not_made(terminal):
    refused(
        terminal("history"),
        f"There is no vault at {terminal.vault}. Plug in its disk, choose another place, or make "
        "one with “holdfast vault create”.",
    )
    assert not terminal.vault.exists()


def test_any_other_folder_is_not_a_vault(terminal):
    terminal.vault.mkdir()
    (terminal.vault / "letter.txt").write_text("Dear")

    refused(
        terminal("history"),
        f"{terminal.vault} is not a vault. Nothing was changed. Choose the folder that holds the "
        "vault's “config” and “data”.",
    )
    refused(
        terminal("vault", "create"),
        f"There is a vault, or something else, at {terminal.vault} already. Nothing was changed. "
        "Open it, or choose an empty folder.",
    )


def test_a_wrong_password_is_said(with_vault):
    with_vault.password_file.write_text("wrong\n")

    refused(
        with_vault("history"),
        f"This is not the password of {with_vault.vault}. Nothing was changed. Try again, or "
        "type the recovery sheet.",
    )


def test_nobody_is_asked_where_nobody_is(with_vault):
    refused(
        with_vault.bare("history", "--vault", with_vault.vault),
        f"The vault {with_vault.vault} needs its password. Give it with --password-file, or type "
        "it in the window.",
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "No such file or directory"), (b"", "empty"), (b"\x80\x81\x82", "not text")],
)
def test_a_password_file_that_is_none(with_vault, content, reason):
    with_vault.password_file.unlink()
    if content is not None:
        with_vault.password_file.write_bytes(content)

    refused(
        with_vault("history"),
        f"The password file {with_vault.password_file} cannot be used: {reason}. Nothing was "
        "changed. Its first line must be the password.",
    )


def failing(number):
    """Stands in for a system call on a disk that answers with this error."""

    def call(*_arguments, **_options):
        raise OSError(number, os.strerror(number))

    return call


def test_a_read_only_disk_takes_no_vault(terminal, monkeypatch):
    monkeypatch.setattr("pathlib.Path.mkdir", failing(errno.EROFS))

    refused(
        terminal("vault", "create"),
        f"{terminal.vault} cannot be written. Nothing was changed. Make the disk writable, or "
        "choose another place.",
    )


def test_a_full_disk_keeps_every_older_backup(backed_up, monkeypatch):
    edit_sample(backed_up.folder / "phone", backed_up.clock)
    with monkeypatch.context() as full:
        full.setattr("os.fsync", failing(errno.ENOSPC))
        refused(
            backed_up("backup", "--sample", backed_up.folder / "phone"),
            f"The disk of {backed_up.vault} is full. Every older backup is whole, and what had "
            "arrived is kept. Make room and repeat; it goes on from there.",
        )

    assert len(backed_up("history").lines) == 1
    assert backed_up("verify", "--read-all").status == 0
    assert backed_up("backup", "--sample", backed_up.folder / "phone").status == 0


def test_no_phone_is_connected(with_vault):
    refused(
        with_vault("backup"),
        "No phone is connected. Plug one in and unlock it, or try a sample phone with --sample "
        "FOLDER.",
    )
    assert with_vault("handsets").lines == ["No phone is connected."]


def test_a_folder_without_a_phone(with_vault):
    refused(
        with_vault("backup", "--sample", with_vault.folder),
        f"There is no sample phone in {with_vault.folder}. Nothing was changed. Make one with "
        "“holdfast sample create FOLDER”.",
    )


def test_two_phones_are_not_guessed_between(with_vault):
    one, two = (
        with_vault.phone("one", serial="AB12CD34"),
        with_vault.phone("two", serial="EF56AB78"),
    )
    said = with_vault("backup", "--sample", one, "--sample", two)

    assert said.status == 2
    assert said.err.startswith("More than one phone could be meant: ")
    assert (
        with_vault("backup", "--sample", one, "--sample", two, "--handset", "ab12cd34").status == 0
    )
    assert with_vault("backup", "--sample", one, "--handset", "xyz").err == (
        "There is no phone xyz here. These are here: ab12cd34.\n"
    )


def test_a_backup_nobody_made(backed_up):
    refused(
        backed_up("show", "ffff"),
        "There is no backup ffff in this vault. “holdfast history” lists them all.",
    )


def test_things_nobody_has(backed_up):
    for words in (["show", "latest", "nobody"], ["versions", "nobody"], ["versions", "notes/zz"]):
        refused(
            backed_up(*words),
            f"Nothing is called “{words[-1]}”. “holdfast search” finds the name of everything "
            "there ever was.",
        )


def test_writing_needs_a_yes(backed_up):
    phone = backed_up.folder / "phone"
    replace_sample(phone)
    said = backed_up("restore", "latest", "--sample", phone)

    assert said.status == 2
    assert said.err == (
        "Nothing was written, because nobody is here to be asked; --yes answers beforehand.\n"
    )
    assert not list((phone / "contacts").glob("*"))


def test_items_and_backups_are_not_mixed(backed_up):
    refused(
        backed_up("restore", "latest", "x@latest"),
        "Name either one backup, or items as ITEM@SNAPSHOT.",
    )


def test_changes_are_asked_one_way(backed_up):
    refused(
        backed_up("changes", "latest", "latest", "--now"),
        "Name either another backup or --now.",
    )


def test_nothing_to_undo(backed_up):
    phone = backed_up.folder / "phone"
    handset = backed_up("handsets", "--sample", phone, "--json").json["handsets"][0]["id"]

    refused(
        backed_up("undo", "--sample", phone),
        f"There is no restore on {handset} left to undo. Nothing was changed.",
    )


def test_an_export_onto_a_file(backed_up):
    target = backed_up.folder / "taken"
    target.write_text("mine")

    refused(
        backed_up("export", "latest", target),
        f"The folder {target} cannot be written: Not a directory. The vault is untouched. "
        "Choose another folder.",
    )
    assert target.read_text() == "mine"


def test_a_sample_phone_needs_an_empty_folder(terminal):
    refused(
        terminal.bare("sample", "create", terminal.folder),
        f"{terminal.folder} is not empty. Nothing was changed. Choose a new or empty folder for "
        "the sample phone.",
    )


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["bogus"], "No such command 'bogus'"),
        (["history", "--bogus"], "No such option: --bogus"),
        (["show"], "SNAPSHOT"),
        (["backup", "--kind", "foo"], "'foo' is not one of"),
    ],
)
def test_words_that_mean_nothing(terminal, words, part):
    said = terminal.bare(*words)

    assert said.status == 2
    assert part in said.err
    assert said.err.endswith("“holdfast --help” tells how it goes.\n")
    assert len(said.err.splitlines()) == 1


def test_a_bug_leaves_a_report_and_no_trace_on_the_screen(terminal, monkeypatch):
    def broken(_self):
        raise ValueError("inside")

    monkeypatch.setattr("holdfast.actions.desk.Desk.look", broken)
    said = terminal.bare("handsets")
    (report,) = terminal.reports.iterdir()

    assert said.status == 3
    assert said.err == (
        "Something went wrong inside Holdfast (ValueError). Your backups are untouched; the "
        f"full report is in {report}.\n"
    )
    assert "holdfast/cli/main.py" in report.read_text()
    assert "ValueError: inside" in report.read_text()
    assert "main.py" not in said.out + said.err


def test_a_phone_cannot_speak_to_the_terminal(with_vault):
    phone = with_vault.phone()
    (phone / "notes" / "9999.vnt").write_bytes(
        b"BEGIN:VNOTE\r\nVERSION:1.1\r\nBODY:\x1b[31mred\x07 \x9b2J\r\nEND:VNOTE\r\n"
    )
    with_vault("backup", "--sample", phone)
    said = with_vault("show", "latest", "notes")

    assert "red" in said.out
    assert not {"\x1b", "\x07", "\x9b"} & set(said.out)


def test_everything_is_said_in_the_chosen_language(terminal):
    languages.choose(LONG)

    assert terminal.bare("history").err.startswith("[Ñ")


def test_a_cable_pulled_half_way_is_done_in_part(backed_up):
    phone = backed_up.phone("another")
    plain = backed_up.desk

    def desk():
        made = plain()
        made.virtual.unplug_at(60)
        return made

    backed_up.desk = desk
    said = backed_up("backup", "--sample", phone, "--json")
    backed_up.desk = plain

    assert said.status == 1
    assert said.json["problem"] == "Unplugged"
    assert not said.json["whole"]
    assert "The phone is no longer connected." in said.err
    assert backed_up("backup", "--sample", phone).status == 0
