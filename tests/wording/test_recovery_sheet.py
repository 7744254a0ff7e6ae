"""The recovery sheet as a page, read as a browser shows it."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from holdfast.vault.keys import generate_password, password_from_sheet, sheet_lines
from holdfast.wording import languages
from holdfast.wording.recovery_sheet import page

PASSWORD = "0A1B2-C3D4E-5F6G7-H8J9K-MNPQR-STVWX"  # noqa: S105 - opens nothing
NOW = datetime(2009, 10, 12, 8, 30, tzinfo=UTC)
VAULT = "c0ffee" * 10 + "0123"
BLOCKS = ("p", "tr", "h1", "h2", "li", "pre")


class Shown(HTMLParser):
    """What a page shows, as it is copied: a line a block, a blank between cells."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[str] = []
        self._hidden = False

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append(tag)
        self._hidden = tag in ("style", "title")
        self.text += "\n" if tag in BLOCKS else "\t" if tag == "td" else ""
        assert not {name for name, _ in attrs} & {"src", "href", "onload"}

    def handle_endtag(self, tag) -> None:
        self._hidden = False

    def handle_data(self, data) -> None:
        self.text += "" if self._hidden else data


def shown(password=PASSWORD, place="/media/disk/vault") -> str:
    reader = Shown()
    reader.feed(page(password, VAULT, place, NOW))
    return reader.text


@pytest.fixture(autouse=True)
def english():
    languages.choose("en")
    yield
    languages.choose(None)


def test_the_page_names_the_vault_its_place_and_both_ways_to_open_it():
    text = shown()
    for said in (PASSWORD, VAULT[:16], "/media/disk/vault", "12 October 2009", "restic.net"):
        assert said in text
    assert 'restic -r "/media/disk/vault" snapshots' in text
    assert 'restic -r "/media/disk/vault" restore latest --target out' in text
    assert "Type the recovery sheet" in text


def test_the_whole_page_may_be_pasted():
    for _ in range(50):
        password = generate_password()
        assert password_from_sheet(shown(password)) == password


def test_its_lines_may_be_typed():
    for _ in range(50):
        password = generate_password()
        lines = [line for line in shown(password).splitlines() if re.match(r"\s*[123]\t", line)]
        assert len(lines) == 3
        assert password_from_sheet("\n".join(lines)) == password
        assert [tuple(line.split()[1:]) for line in lines] == sheet_lines(password)


@pytest.mark.parametrize("chosen", ["correct horse", "<b>&amp;</b>", "pässword: 1", "a\"b'c"])
def test_a_password_its_owner_chose_stands_there_as_it_is(chosen):
    text = shown(chosen)
    assert "check" not in text.partition("Vault")[0]
    assert password_from_sheet(text) == chosen


def test_a_folders_name_is_no_tag():
    place = "/media/<script>alert(1)</script>&lt;"
    reader = Shown()
    reader.feed(page(PASSWORD, VAULT, place, NOW))
    assert "script" not in reader.tags
    assert place in reader.text


def test_the_page_needs_nothing_from_elsewhere():
    text = page(PASSWORD, VAULT, "/v", NOW)
    assert not re.search(r"(src|href|url\(|@import)", text)
    assert "charset" in text
