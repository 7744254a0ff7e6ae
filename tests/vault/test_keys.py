import string
from datetime import datetime
from pathlib import Path

import keyring
import pytest
from hypothesis import given
from hypothesis import strategies as st
from keyring.backend import KeyringBackend
from keyring.backends import SecretService, fail, null
from keyring.backends.chainer import ChainerBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

from holdfast.vault.keys import (
    ALPHABET,
    Keychain,
    PasswordFileUnreadable,
    SheetMistyped,
    generate_password,
    password_from_sheet,
    read_password_file,
    recovery_sheet,
)

PASSWORD = "0A1B2-C3D4E-5F6G7-H8J9K-MNPQR-STVWX"  # noqa: S105 - opens nothing
NOW = datetime(2009, 10, 12, 8, 30)  # noqa: DTZ001 - the local time stands on the sheet
VAULT = "c0ffee" * 10 + "0123"

passwords = st.lists(st.text(ALPHABET, min_size=5, max_size=5), min_size=6, max_size=6).map(
    "-".join
)


def sheet(password: str = PASSWORD) -> str:
    return recovery_sheet(password, VAULT, "/media/disk/vault", NOW)


def sheet_lines(password: str = PASSWORD) -> list[str]:
    """The three lines to type, as they are printed."""
    return [line.strip() for line in sheet(password).splitlines() if line.startswith("    ")][:3]


def without_numbers(lines: list[str]) -> list[str]:
    return [line[1:].strip() for line in lines]


# Passwords


def test_a_generated_password_is_six_groups_of_five_unmistakable_letters():
    groups = generate_password().split("-")
    assert [len(group) for group in groups] == [5] * 6
    assert set("".join(groups)) <= set(ALPHABET)
    assert not set(ALPHABET) & set("ILOU")


def test_no_two_passwords_are_alike():
    assert len({generate_password() for _ in range(100)}) == 100


# The recovery sheet


def test_the_sheet_names_the_vault_and_its_place_and_how_to_do_without_holdfast():
    text = sheet()
    for said in (PASSWORD, VAULT[:16], "/media/disk/vault", "2009-10-12 08:30", "restic"):
        assert said in text


@given(passwords)
def test_what_is_typed_from_the_sheet_is_the_password(password):
    assert password_from_sheet("\n".join(sheet_lines(password))) == password


@given(passwords)
def test_line_numbers_line_breaks_case_blanks_and_dashes_do_not_matter(password):
    lines = sheet_lines(password)
    bare = without_numbers(lines)
    for typed in (
        "\n".join(bare),
        "\n\n".join(lines) + "\n\n",
        "\r\n".join(f"{number}. {line}" for number, line in enumerate(bare, 1)),
        "\n".join(line.replace(" ", "") for line in bare),
        "\n".join(line.replace(" ", "") for line in lines),
        "\n".join(line.replace(" ", " - ").lower() for line in bare),
        " ".join(lines),
        " ".join(bare),
        "".join(bare).replace(" ", ""),
        "\n".join(" ".join(bare).split()),
        "\n".join(" ".join(lines).split()),
        password,
        password.lower().replace("-", ""),
        password.replace("-", "\n"),
        f"Password: {password}",
        f"  password:{password.lower()}  ",
        sheet(password),
        sheet(password).replace("\n", "\r\n"),
    ):
        assert password_from_sheet(typed) == password, typed


@given(passwords)
def test_letters_that_look_alike_may_be_typed_for_each_other(password):
    lines = "\n".join(without_numbers(sheet_lines(password)))
    for right, like in ("0O", "0o", "1I", "1l", "1L", "1i", "VU", "Vu"):
        assert password_from_sheet(lines.replace(right, like)) == password


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("place", [0, 4, 6, 10])
def test_a_slip_is_found_in_its_line(number, place):
    lines = without_numbers(sheet_lines())
    line = lines[number - 1]
    lines[number - 1] = line[:place] + ("Z" if line[place] != "Z" else "Y") + line[place + 1 :]
    for typed in ("\n".join(lines), " ".join(lines)):
        with pytest.raises(SheetMistyped) as caught:
            password_from_sheet(typed)
        assert caught.value.line == number


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("change", ["", "ZZ"])
def test_a_letter_too_few_or_too_many_is_found_in_its_line(number, change):
    lines = without_numbers(sheet_lines())
    lines[number - 1] = lines[number - 1].replace(lines[number - 1][2], change, 1)
    with pytest.raises(SheetMistyped) as caught:
        password_from_sheet("\n".join(lines))
    assert caught.value.line == number


def test_a_missing_line_is_named():
    lines = sheet_lines()
    for typed, line in ((lines[:2], 3), (lines[:1], 2), (lines[1:], 1), (lines[::2], 2)):
        with pytest.raises(SheetMistyped) as caught:
            password_from_sheet("\n".join(typed))
        assert caught.value.line == line


def test_lines_in_the_wrong_order_are_refused():
    first, second, third = without_numbers(sheet_lines())
    with pytest.raises(SheetMistyped) as caught:
        password_from_sheet(f"{second}\n{first}\n{third}")
    assert caught.value.line == 1


def test_a_line_too_many_is_refused():
    with pytest.raises(SheetMistyped) as caught:
        password_from_sheet("\n".join((*sheet_lines(), "AAAAA BBBBB CC")))
    assert caught.value.line == 3


@given(st.text())
def test_no_text_is_taken_for_a_sheet_by_chance(text):
    try:
        found = password_from_sheet(text)
    except SheetMistyped as problem:
        found = f"line {problem.line}"
    letters = [one for one in text if one.isalnum()]
    assert found in ("line 1", "line 2", "line 3") or len(letters) >= 8


@pytest.mark.parametrize("chosen", ["correct horse battery", "pässword: 1", "a-b-c-d-e-f"])
def test_a_password_its_owner_chose_stands_on_the_sheet_as_it_is(chosen):
    text = sheet(chosen)
    assert "two letters" not in text
    assert password_from_sheet(text) == chosen
    assert password_from_sheet(f"Password: {chosen}") == chosen


# The password file


@pytest.mark.parametrize(
    "content",
    [
        b"hunter2 & more",
        b"hunter2 & more\n",
        b"hunter2 & more\r\n",
        b" hunter2 & more \nsecond line\n",
        b"\xef\xbb\xbfhunter2 & more\r\n",
        "hunter2 & more\r\n".encode("utf-16"),
        b"\xfe\xff" + "hunter2 & more".encode("utf-16-be"),
        b"hunter2 & more\n" + b"x" * 1_000_000,
    ],
)
def test_the_first_line_of_a_password_file_is_the_password(tmp_path, content):
    file = tmp_path / "password"
    file.write_bytes(content)
    assert read_password_file(file) == "hunter2 & more"


def test_a_password_file_may_hold_any_letters(tmp_path):
    file = tmp_path / "password"
    file.write_text("grün 鍵\n", encoding="utf-8")
    assert read_password_file(file) == "grün 鍵"


@pytest.mark.parametrize(
    ("content", "reason"), [(b"", "empty"), (b"\nsecond", "empty"), (b"\xff\xfe\xfd", "not text")]
)
def test_a_password_file_without_a_password_is_refused(tmp_path, content, reason):
    file = tmp_path / "password"
    file.write_bytes(content)
    with pytest.raises(PasswordFileUnreadable) as caught:
        read_password_file(file)
    assert (caught.value.path, caught.value.reason) == (str(file), reason)


def test_a_password_file_that_is_missing_or_a_folder_is_refused(tmp_path):
    for path in (tmp_path / "missing", tmp_path):
        with pytest.raises(PasswordFileUnreadable) as caught:
            read_password_file(path)
        assert caught.value.reason


# The keychain


class MemoryKeyring(KeyringBackend):
    """A true keychain that forgets everything with the process."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError


class LockedKeyring(MemoryKeyring):
    """A keychain whose owner does not unlock it, and D-Bus errors besides."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked

    def set_password(self, service: str, username: str, password: str) -> None:
        raise ConnectionError(f"org.freedesktop.DBus.Error while keeping {password}")

    def delete_password(self, service: str, username: str) -> None:
        raise KeyringLocked


class ForgetfulKeyring(MemoryKeyring):
    """A keychain that takes a password and does not have it afterwards."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


class PlaintextKeyring(MemoryKeyring):
    """Stands for `keyrings.alt`, which writes passwords into a file."""


PlaintextKeyring.__module__ = "keyrings.alt.file"


def test_the_keychain_gives_back_what_it_was_given():
    keychain = Keychain(MemoryKeyring())
    assert keychain.available
    assert keychain.load("vault") is None
    assert keychain.save("vault", PASSWORD)
    assert keychain.load("vault") == PASSWORD
    assert keychain.load("other") is None
    keychain.forget("vault")
    assert keychain.load("vault") is None
    keychain.forget("vault")


def test_a_locked_keychain_is_no_failure_and_tells_the_log_no_password(caplog):
    keychain = Keychain(LockedKeyring())
    assert not keychain.save("vault", PASSWORD)
    assert keychain.load("vault") is None
    keychain.forget("vault")
    assert PASSWORD not in caplog.text


def test_a_keychain_that_does_not_keep_is_not_believed():
    assert not Keychain(ForgetfulKeyring()).save("vault", PASSWORD)


def test_without_a_keychain_nothing_is_kept():
    keychain = Keychain()
    assert not keychain.available
    assert not keychain.save("vault", PASSWORD)
    assert keychain.load("vault") is None
    keychain.forget("vault")


@pytest.fixture
def system(monkeypatch):
    """Sets the keyring of this computer for one test."""
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


@pytest.mark.parametrize("backend", [fail.Keyring(), null.Keyring(), PlaintextKeyring()])
def test_a_backend_that_hides_nothing_is_no_keychain(system, backend):
    system(backend)
    assert not Keychain.system().available


def test_a_real_backend_is_a_keychain(system):
    system(SecretService.Keyring())
    assert Keychain.system().available


class Chain(ChainerBackend):
    """keyring's own chain, with backends chosen here."""

    backends = (PlaintextKeyring(), SecretService.Keyring())


def test_of_a_chain_only_the_backend_that_keeps_secrets_is_used(system):
    system(Chain())
    keychain = Keychain.system()
    assert keychain.available
    keychain.save("vault", PASSWORD)
    assert Chain.backends[0].kept == {}


def test_a_broken_setting_of_the_keyring_is_no_failure(monkeypatch):
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "no.such.backend")
    monkeypatch.setattr("keyring.core._keyring_backend", None)
    assert not Keychain.system().available


def test_no_password_is_ever_written_to_a_file(tmp_path, monkeypatch, system):
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    system(PlaintextKeyring())
    Keychain.system().save("vault", PASSWORD)
    assert not [path for path in Path(tmp_path).rglob("*") if path.is_file()]


def test_the_letters_of_the_alphabet_are_those_of_crockford():
    assert sorted(set(string.digits + string.ascii_uppercase) - set("ILOU")) == sorted(ALPHABET)
