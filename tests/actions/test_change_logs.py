"""A phone that tells what changed is asked for no more than that."""

import pytest

from holdfast.records.model.kinds import Kind
from tests.actions.test_continue import Listening
from tests.phones.handsets.irmc.rig import fill

CARD = "BEGIN:VCARD\r\nVERSION:2.1\r\nN:{0};Ada\r\nTEL:+1503555{0:04}\r\nEND:VCARD\r\n"
EVENT = (
    "BEGIN:VCALENDAR\r\nVERSION:1.0\r\nBEGIN:VEVENT\r\nSUMMARY:Meeting {0}\r\n"
    "DTSTART:200910{1:02}T090000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture
def phone(world, tmp_path):
    """A phone of 2,000 contacts and 3,000 events."""
    cards = {f"c{n:04}.vcf": CARD.format(n).encode() for n in range(2000)}
    events = {f"e{n:04}.vcs": EVENT.format(n, n % 28 + 1).encode() for n in range(3000)}
    return world.phone(small=False, fill_from=fill(tmp_path / "source", cards | events))


def test_a_backup_without_changes_costs_one_request_a_store(world, phone):
    first = world.back_up(phone)
    asked: list[str] = []
    world.misbehave("phone", lambda inner: Listening(inner, asked))

    second = world.back_up(phone)

    assert second.digest == ()
    assert [entry.count for entry in second.coverage] == [e.count for e in first.coverage]
    assert sum(entry.count for entry in second.coverage) == 5000
    logs = [name for name in asked if "/luid/" in name]
    assert len(logs) == len(set(logs)) == 6  # phone book, calendar, notes, and three of messages
    assert not [name for name in asked if name in ("telecom/pb.vcf", "telecom/cal.vcs")]
    how = {entry.kind: entry.how for entry in second.coverage}
    assert how[Kind.CONTACTS] == how[Kind.CALENDAR] == how[Kind.TODOS] == "change log"


def test_a_change_on_the_phone_is_all_that_is_read(world, phone):
    world.back_up(phone)
    card = next((world.phones["phone"] / "contacts").glob("*.vcf"))
    card.write_bytes(card.read_bytes().replace(b"Ada", b"Grace"))
    asked: list[str] = []
    world.misbehave("phone", lambda inner: Listening(inner, asked))

    [digest] = world.back_up(phone).digest

    assert (digest.kind, digest.added, digest.removed, digest.changed) == (Kind.CONTACTS, 0, 0, 1)
    assert f"telecom/pb/luid/{card.name}" in asked
    assert len([name for name in asked if name.startswith("telecom/pb/luid/")]) == 2
