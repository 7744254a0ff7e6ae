"""`holdfast forget`: the preview, the question, and what is there afterwards."""

from __future__ import annotations

import pytest

from .conftest import words_of


@pytest.fixture
def backed_up(with_vault):
    """A terminal whose vault holds four backups of one phone, each with another contact."""
    phone = with_vault.phone()
    for number in range(4):
        lines = ["BEGIN:VCARD", "VERSION:2.1", f"N:Vance;Owen {number}", "END:VCARD", ""]
        (phone / "contacts/0001.vcf").write_bytes("\r\n".join(lines).encode())
        assert with_vault("--sample", phone, "backup").status == 0
    return with_vault


def ids(terminal) -> list[str]:
    return [entry["snapshot"] for entry in terminal("history", "--json").json["backups"]]


def test_a_dry_run_tells_what_would_go_and_why_the_rest_stays_and_changes_nothing(backed_up):
    before = ids(backed_up)
    said = backed_up("forget", "--keep-last", 2, "--dry-run")
    assert said.status == 0
    assert "2 backups of" in said.out
    assert "go, 2 stay" in words_of(said)
    assert "the newest" in said.out
    assert "2 versions that no other backup holds move into the keepsake." in said.out
    told = backed_up("forget", "--keep-last", 2, "--dry-run", "--json").json
    assert told["forget"] == before[2:]
    assert [entry["id"] for entry in told["keep"]] == before[:2]
    assert told["keepsake"]["contacts"]["versions"] == 2
    assert not told["forgotten"]
    assert ids(backed_up) == before


def test_nothing_goes_unless_somebody_says_yes(backed_up):
    before = ids(backed_up)
    assert backed_up("forget", "--keep-last", 1).status == 2
    assert ids(backed_up) == before
    said = backed_up("forget", "--keep-last", 1, "--yes")
    assert said.status == 0
    assert "3 backups were forgotten." in said.out
    assert ids(backed_up) == before[:1]
    assert backed_up("verify", "--read-all").status == 0
    # The emptied past is still found, and its versions are listed.
    assert len(backed_up("versions", "contacts/0001", "--json").json["versions"]) == 4


def test_one_backup_is_forgotten_by_name_but_not_the_newest(backed_up):
    before = ids(backed_up)
    said = backed_up("forget", before[0][:8], "--yes")
    assert said.status == 2
    assert "stays: the newest" in said.err
    assert backed_up("forget", before[2][:8], "--yes").status == 0
    assert ids(backed_up) == [before[0], before[1], before[3]]


def test_everything_is_kept_by_the_preset_of_that_name(backed_up):
    said = backed_up("forget", "--preset", "everything", "--yes")
    assert said.status == 0
    assert "Every backup of" in said.out
    assert len(ids(backed_up)) == 4


@pytest.mark.parametrize("words", [(), ("--keep-last", 1, "--preset", "tight")])
def test_what_to_forget_is_said_in_one_way(backed_up, words):
    assert backed_up("forget", *words).status == 2
    assert len(ids(backed_up)) == 4


def test_the_keepsake_is_released_by_name_only(backed_up):
    assert backed_up("forget", "--release", "--yes").status == 2
    backed_up("forget", "--keep-last", 1, "--yes")
    assert backed_up("forget", "--release", "--kind", "notes", "--yes").status == 2
    assert backed_up("forget", "--release").status == 2
    said = backed_up("forget", "--release", "--kind", "contacts", "--yes")
    assert said.status == 0
    assert "Released for good: 3 contacts." in said.out
    assert len(backed_up("versions", "contacts/0001", "--json").json["versions"]) == 1
