"""The loss guard over several backups and restores: who is trusted, and until when."""

import shutil
from functools import partial

from holdfast.actions.loss import accept_loss, open_alarms
from holdfast.phones.protocols.obex.packets import Code
from holdfast.phones.virtual.irmc.behaviours import Refusing
from holdfast.phones.virtual.store import wipe_sample
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Mode


def alarmed(world, phone):
    return {alarm.kind for alarm in open_alarms(world.vault, phone)}


def remove_files(folder, count):
    for path in sorted(folder.iterdir())[:count]:
        path.unlink()


def test_putting_one_item_back_does_not_silence_the_alarm(world):
    phone = world.phone()
    backup = world.back_up(phone).snapshot
    item = world.vault.history.items(backup.id, Kind.CONTACTS)[0]
    wipe_sample(world.phones["phone"])
    world.back_up(phone)

    world.restore(backup, phone, items=[item])

    assert Kind.CONTACTS in alarmed(world, phone)
    assert world.vault.history.newest_trusted(phone, Kind.CONTACTS).id == backup.id
    assert Kind.CONTACTS in {alarm.kind for alarm in world.back_up(phone).alarms}


def test_putting_everything_back_ends_the_alarm(world):
    phone = world.phone()
    backup = world.back_up(phone).snapshot
    wipe_sample(world.phones["phone"])
    world.back_up(phone)

    world.restore(backup, phone)

    assert alarmed(world, phone) == set()
    assert world.back_up(phone).alarms == ()


def test_undoing_the_restore_of_an_emptied_phone_brings_the_alarm_back(world):
    phone = world.phone()
    backup = world.back_up(phone).snapshot
    wipe_sample(world.phones["phone"])
    receipt = world.restore(backup, phone)

    world.undo(phone)

    assert Kind.CONTACTS in alarmed(world, phone)
    trusted = world.vault.history.newest_trusted(phone, Kind.CONTACTS)
    assert world.vault.history.counts(trusted.id)[Kind.CONTACTS] == sum(
        line.kind is Kind.CONTACTS for line in receipt.lines
    )


def test_what_its_owner_had_removed_by_a_restore_is_no_loss(world):
    phone = world.phone()
    folder = world.phones["phone"] / "contacts"
    kept = folder.with_name("kept")
    shutil.copytree(folder, kept)
    remove_files(folder, 9)
    few = world.back_up(phone).snapshot
    shutil.copytree(kept, folder, dirs_exist_ok=True)
    shutil.rmtree(kept)
    world.back_up(phone)

    world.restore(few, phone, kinds={Kind.CONTACTS}, mode=Mode.MATCH)

    assert alarmed(world, phone) == set()
    assert world.back_up(phone).alarms == ()


def test_a_phone_filled_with_other_people_under_the_same_numbers_raises_the_alarm(world):
    phone = world.phone()
    before = world.back_up(phone)
    count = before.snapshot.of(Kind.CONTACTS).count
    for path in (world.phones["phone"] / "contacts").iterdir():
        path.write_bytes(
            b"BEGIN:VCARD\r\nVERSION:2.1\r\nN:Stranger %s\r\nEND:VCARD\r\n" % path.stem.encode()
        )

    alarms = {alarm.kind: alarm for alarm in world.back_up(phone).alarms}

    assert (alarms[Kind.CONTACTS].before, alarms[Kind.CONTACTS].now) == (count, count)


def test_a_new_number_for_everybody_is_no_loss(world):
    phone = world.phone()
    world.back_up(phone)
    for path in (world.phones["phone"] / "contacts").iterdir():
        path.write_bytes(path.read_bytes().replace(b"END:VCARD", b"X-MOVED:1\r\nEND:VCARD"))

    assert world.back_up(phone).alarms == ()


def test_other_pictures_under_the_same_names_are_a_loss(world):
    phone = world.phone()
    world.back_up(phone)
    for path in (world.phones["phone"] / "photos").rglob("*.*"):
        path.write_bytes(b"another picture " + path.name.encode())

    assert Kind.PHOTOS in {alarm.kind for alarm in world.back_up(phone).alarms}


def test_renumbered_items_are_still_there(world):
    phone = world.phone()
    world.back_up(phone)
    for path in (world.phones["phone"] / "contacts").iterdir():
        path.rename(path.with_name(f"9{path.name}"))

    assert world.back_up(phone).alarms == ()


def test_an_alarm_outlives_a_backup_in_which_the_kind_is_refused(world):
    phone = world.phone()
    world.back_up(phone)
    wipe_sample(world.phones["phone"])
    world.back_up(phone)
    world.misbehave("phone", partial(Refusing, prefix="telecom/pb", code=Code.FORBIDDEN))
    world.back_up(phone)

    assert Kind.CONTACTS in alarmed(world, phone)


def test_a_loss_accepted_in_one_kind_stays_an_alarm_in_another(world):
    phone = world.phone()
    first = world.back_up(phone).snapshot
    wipe_sample(world.phones["phone"])
    world.back_up(phone)

    accept_loss(world.vault, phone, Kind.NOTES)
    again = world.back_up(phone)

    lost = {alarm.kind: alarm.snapshot for alarm in again.alarms}
    assert Kind.NOTES not in lost
    assert lost[Kind.CONTACTS] == first.id
