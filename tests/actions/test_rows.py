"""Items that come with rows: phones with AT commands alone are backed up and put back whole."""

from holdfast.phones.virtual.store import wipe_sample
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Outcome


def test_a_second_backup_of_an_at_phone_finds_nothing_changed(world):
    phone = world.phone(family="at")
    first = world.back_up(phone)
    assert first.whole
    assert world.back_up(phone).digest == ()


def test_what_a_wiped_at_phone_gets_back_is_confirmed(world):
    phone = world.phone(family="at")
    backup = world.back_up(phone)
    wipe_sample(world.phones["phone"])

    receipt = world.restore(backup.snapshot, phone)

    counts = {entry.kind: entry.count for entry in backup.coverage}
    confirmed = receipt.counted(Outcome.CONFIRMED)
    assert confirmed == counts[Kind.CONTACTS] + counts[Kind.MESSAGES]
    assert confirmed == len(receipt.lines)


def test_restoring_an_at_phone_twice_writes_nothing(world):
    phone = world.phone(family="at")
    backup = world.back_up(phone)
    assert world.restore(backup.snapshot, phone).lines == ()
