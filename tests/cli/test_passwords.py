"""Passwords of a vault at the terminal."""

import io
import re

import pytest

from tests.cli.conftest import Terminal


@pytest.fixture
def second(with_vault: Terminal):
    """A file with another password."""
    file = with_vault.folder / "second"
    file.write_text("battery staple\n")
    return file


def passwords(terminal, file) -> list[dict]:
    listed = terminal.bare(
        "--vault", terminal.vault, "--password-file", file, "vault", "password", "list", "--json"
    )
    assert listed.status == 0, listed.err
    return listed.json["passwords"]


def test_a_password_is_added_listed_and_opens_the_vault(with_vault, second):
    added = with_vault("vault", "password", "add", "--new-password-file", second, "--json")
    assert added.status == 0
    listed = passwords(with_vault, second)
    assert [key["key"] for key in listed if key["current"]] == [added.json["key"]]
    assert len(listed) == 2
    said = with_vault("vault", "password", "list")
    assert [line.endswith("in use now") for line in said.lines].count(True) == 1
    assert "battery" not in said.out


def test_a_changed_password_takes_the_place_of_the_old_one(with_vault, second):
    said = with_vault("vault", "password", "change", "--new-password-file", second)
    assert said.status == 0
    assert "recovery-sheet" in said.out
    assert with_vault("history").status == 2
    assert len(passwords(with_vault, second)) == 1


def test_a_removed_password_opens_no_more_and_the_last_one_stays(with_vault, second):
    key = with_vault("vault", "password", "add", "--new-password-file", second, "--json").json
    assert with_vault("vault", "password", "remove", key["key"][:8]).status == 0
    (last,) = passwords(with_vault, with_vault.password_file)
    refused = with_vault("vault", "password", "remove", last["key"][:8])
    assert refused.status == 2
    assert "only password" in refused.err
    wrong = with_vault.bare("--vault", with_vault.vault, "--password-file", second, "history")
    assert wrong.status == 2


def test_a_generated_password_is_shown_on_its_sheet_and_opens_the_vault(with_vault):
    said = with_vault("vault", "password", "change", "--generate")
    (printed,) = (line for line in said.lines if line.startswith("Password: "))
    with_vault.password_file.write_text(printed.removeprefix("Password: "))
    assert with_vault("history").status == 0


@pytest.mark.parametrize("verb", ["add", "change"])
def test_without_anybody_to_type_it_a_new_password_has_to_be_named(with_vault, verb):
    said = with_vault("vault", "password", verb)
    assert said.status == 2
    assert "--new-password-file" in said.err
    assert len(passwords(with_vault, with_vault.password_file)) == 1


def test_the_sheet_is_saved_as_a_page_for_its_owners_eyes_and_its_lines_open_the_vault(
    with_vault, monkeypatch
):
    said = with_vault("vault", "password", "change", "--generate")
    (printed,) = (line for line in said.lines if line.startswith("Password: "))
    with_vault.password_file.write_text(printed.removeprefix("Password: "))
    file = with_vault.folder / "sheet.html"
    assert with_vault("vault", "recovery-sheet", "--html", file).status == 0
    assert file.stat().st_mode & 0o077 == 0
    assert with_vault("vault", "recovery-sheet", "--html", file).status == 2

    table = (
        file.read_text("utf-8").partition("<table")[2].partition(">")[2].partition("</table>")[0]
    )
    lines = re.sub(r"<[^>]*>", " ", table.replace("</tr>", "\n"))
    monkeypatch.setattr("sys.stdin", io.StringIO(lines + "\n"))
    typed = with_vault.bare("vault", "recovery-sheet", with_vault.vault, "--type")
    assert typed.lines == ["The recovery sheet opens this vault."]
