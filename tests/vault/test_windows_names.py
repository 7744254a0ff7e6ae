"""Nothing in a vault has a name that Windows refuses, whatever a phone calls its items."""

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from holdfast.records.model.kinds import Kind
from holdfast.vault.history.layout import Kept, KeptPart
from holdfast.vault.repository.stores.folder import FolderStore
from tests.vault.history.test_layout import media, placed, records
from tests.vault.repository.vaults import MODIFIED, Clock, create, save

# Microsoft, "Naming Files, Paths, and Namespaces".
FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
DEVICES = {"CON", "PRN", "AUX", "NUL"} | {
    f"{port}{number}" for port in ("COM", "LPT") for number in "123456789¹²³"
}


def refused_by_windows(name: str) -> bool:
    return bool(
        not name
        or FORBIDDEN.search(name)
        or name[-1] in ". "
        or name.partition(".")[0].rstrip().upper() in DEVICES
        or any(0xD800 <= ord(letter) <= 0xDFFF for letter in name)
    )


def record(key: str, name: str, suffix: str = ".vcf") -> Kept:
    return Kept(Kind.CONTACTS, key, (KeptPart(suffix, ("a" * 64,), 1),), name)


def photo(*path: str) -> Kept:
    part = KeptPart("", ("b" * 64,), 1)
    return Kept(Kind.PHOTOS, "/".join(path), (part,), "", None, path)


def test_the_judge_knows_what_windows_refuses():
    for name in ("CON", "con.txt", "Lpt1", "nul .x", "a:b", "a?", "end.", "end ", "", "\ud800"):
        assert refused_by_windows(name), name
    for name in ("CONTACTS", "a%3Ab", "COM", "com10", "a.b", ".hidden", "鍵"):
        assert not refused_by_windows(name), name


@given(st.lists(records() | media(), max_size=8))
@example([record("CON", "aux"), record("a:b", 'x"y'), record("x", "end.", ""), record("", "", "")])
@example([record("k", "NUL.0"), record("l", "nul..0"), record("m", "con . .x")])
@example([photo("NUL", "CON.jpg"), photo("a<b>c", "what?"), photo("Card ", "x. "), photo("\ud83d")])
@example([photo("com1" * 99, "prn" * 99 + "."), photo("x" * 199 + ". ", "y" * 250 + " .")])
@settings(deadline=None)
def test_no_name_in_a_tree_is_one_that_windows_refuses(entries):
    files, _ = placed(entries)
    names = {part for file in files for part in file.path}
    assert [name for name in names if refused_by_windows(name)] == []


def test_no_name_in_a_vaults_folder_comes_from_a_phone(tmp_path):
    clock = Clock(MODIFIED)
    save(create(FolderStore(tmp_path / "vault"), clock), {"CON": b"x", "a:b/c?": b"y"})
    names = {path.name for path in (tmp_path / "vault").rglob("*")}
    plain = {"config", "data", "index", "keys", "locks", "snapshots", "tmp"}
    assert all(re.fullmatch(r"[0-9a-f]{2}|[0-9a-f]{64}", name) for name in names - plain)
