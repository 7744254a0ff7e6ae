"""After a break the next run goes on: what arrived is not read from the phone again."""

from holdfast.phones.virtual.irmc.behaviours import Wrapped
from holdfast.progress import Task
from holdfast.records.model.coverage import Reason, State
from holdfast.records.model.kinds import Kind


class Listening(Wrapped):
    """Notes the name of every object that is asked for."""

    def __init__(self, inner, asked: list[str]) -> None:
        super().__init__(inner)
        self._asked = asked

    def get(self, name, kind):
        self._asked.append(name)
        return super().get(name, kind)


def photos(world, snapshot):
    return {item.path[-1] for item in world.vault.history.items(snapshot.id, Kind.PHOTOS)}


def pull_after(world, count):
    """A task whose listener has the cable pulled once `count` photos have arrived."""

    def listen(now):
        if now.subject == Kind.PHOTOS and now.done == count:
            world.desk.virtual.unplug_at(1)

    return Task(listen)


def broken_off(world, count):
    phone = world.phone()
    result = world.back_up(phone, task=pull_after(world, count))
    return phone, result


def test_photos_that_arrived_before_the_cable_was_pulled_are_not_read_again(world):
    phone, first = broken_off(world, 3)
    arrived = photos(world, first.snapshot)
    assert len(arrived) == 3
    asked: list[str] = []
    world.misbehave("phone", lambda inner: Listening(inner, asked))

    second = world.back_up(phone)

    assert second.whole
    assert not arrived & set(asked)
    assert photos(world, second.snapshot) - arrived <= set(asked)


def test_photos_that_arrived_before_a_stop_are_not_read_again(world):
    phone = world.phone()
    task = Task(lambda now: task.cancel() if (now.subject, now.done) == ("photos", 2) else None)
    arrived = photos(world, world.back_up(phone, task=task).snapshot)
    assert arrived
    asked: list[str] = []
    world.misbehave("phone", lambda inner: Listening(inner, asked))

    assert world.back_up(phone).whole
    assert not arrived & set(asked)


def test_a_pulled_cable_keeps_the_whole_kinds_whole(world):
    _, result = broken_off(world, 1)

    states = {entry.kind: (entry.state, entry.reason) for entry in result.coverage}
    assert states[Kind.CONTACTS] == (State.COMPLETE, Reason.NONE)
    assert states[Kind.PHOTOS] == (State.PARTIAL, Reason.UNPLUGGED)
    assert states[Kind.FILES] == (State.REFUSED, Reason.UNPLUGGED)


def test_an_unchanged_phone_is_asked_for_no_photo(world):
    phone = world.phone()
    first = world.back_up(phone)
    asked: list[str] = []
    world.misbehave("phone", lambda inner: Listening(inner, asked))

    world.back_up(phone)

    assert not photos(world, first.snapshot) & set(asked)
