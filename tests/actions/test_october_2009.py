"""October 2009: a maker empties its phones, and gives back names without their numbers."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from holdfast.actions.loss import open_alarms
from holdfast.actions.offering import newest_good
from holdfast.actions.proposing import propose
from holdfast.actions.restore import restore
from holdfast.actions.undo import redoable, undo, undoable
from holdfast.phones.virtual.folder import PhoneFolder
from holdfast.phones.virtual.store import replace_sample, wipe_sample
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Mode, Step
from tests.actions.phone_files import contents

ALL = 300
BACK = 64
GIVEN = ("Ada", "Ben", "Cleo", "Dan", "Eve", "Finn", "Gil", "Hope", "Ivo", "Jana")
FAMILY = ("Abel", "Birch", "Cole", "Dorn", "Ellis", "Frost", "Gray", "Hale", "Irwin", "Joyce")
PEOPLE = [(given, f"{name}{n}") for n in range(3) for name in FAMILY for given in GIVEN]
SMITHS = (("John", "Smith"), ("John", "Smith"))


def whole(given: str, family: str, n: int) -> bytes:
    return (
        f"BEGIN:VCARD\r\nVERSION:2.1\r\nN:{family};{given};;;\r\nFN:{given} {family}\r\n"
        f"TEL;CELL;VOICE:+1555{n:07}\r\nTEL;HOME;VOICE:+1444{n:07}\r\n"
        f"EMAIL;INTERNET:{given}.{family}@example.org\r\nNOTE:Met in {1900 + n}\r\nEND:VCARD\r\n"
    ).encode()


def bare(given: str, family: str) -> bytes:
    return (
        f"BEGIN:VCARD\r\nVERSION:2.1\r\nN:{family};{given};;;\r\nFN:{given} {family}\r\n"
        "END:VCARD\r\n"
    ).encode()


class October:
    """A phone of 300 contacts, backed up, and what its maker did to it."""

    def __init__(self, world, people):
        self.world = world
        self.id = world.phone()
        self.folder = world.phones["phone"]
        wipe_sample(self.folder)
        self.cards = [whole(given, family, n) for n, (given, family) in enumerate(people)]
        self.write(self.cards)
        self.good = world.back_up(self.id).snapshot

    def write(self, cards):
        phone = PhoneFolder(self.folder)
        for data in cards:
            phone.add(Kind.CONTACTS, ".vcf", data)

    def give_back(self, cards, *, anew=False):
        """The maker's rescue: under LUIDs that go on, or that begin anew."""
        if anew:
            replace_sample(self.folder, PhoneFolder(self.folder).info.serial)
        self.write(cards)

    def held(self):
        return Counter(data for _, data in contents(self.folder).elements())

    def propose_offered(self, handset):
        offer = newest_good(self.world.vault, self.id, {Kind.CONTACTS})
        return propose(
            self.world.vault,
            handset,
            offer.source,
            items=offer.items,
            kinds={Kind.CONTACTS},
            task=Task(),
        )

    def complete(self):
        """Put the offered backup back by *add and update*."""
        handset = self.world.connect(self.id)
        try:
            made = self.propose_offered(handset).plan(Mode.UPDATE)
            desk = self.world.desk
            return restore(made, self.world.vault, handset, task=Task(), clock=desk.clock)
        finally:
            handset.close()

    def undo(self, of=None):
        handset = self.world.connect(self.id)
        try:
            return undo(self.world.vault, handset, task=Task(), clock=self.world.desk.clock, of=of)
        finally:
            handset.close()


def shuffled(people):
    return random.Random(2009).sample(people, BACK)  # noqa: S311 - an order, no secret


@pytest.fixture
def october(world):
    story = October(world, PEOPLE)
    wipe_sample(story.folder)
    return story


def alarmed(story):
    return {alarm.kind: alarm for alarm in open_alarms(story.world.vault, story.id)}


def test_the_guard_speaks_of_the_emptied_phone_and_of_what_its_maker_gave_back(october):
    [emptied] = october.world.back_up(october.id).alarms
    assert (emptied.kind, emptied.before, emptied.now) == (Kind.CONTACTS, ALL, 0)
    october.give_back([bare(*person) for person in shuffled(PEOPLE)])

    [rescued] = october.world.back_up(october.id).alarms

    assert (rescued.kind, rescued.before, rescued.now) == (Kind.CONTACTS, ALL, BACK)
    assert rescued.snapshot == october.good.id
    assert newest_good(october.world.vault, october.id).source.id == october.good.id


@pytest.mark.parametrize("anew", [False, True], ids=["luids-go-on", "luids-begin-anew"])
def test_the_names_are_completed_from_history_and_the_rest_added_and_all_taken_back(october, anew):
    october.world.back_up(october.id)
    october.give_back([bare(*person) for person in shuffled(PEOPLE)], anew=anew)
    october.world.back_up(october.id)
    names = october.held()

    receipt = october.complete()

    assert receipt.whole
    steps = Counter(line.step for line in receipt.lines)
    assert steps == {Step.UPDATE: BACK, Step.ADD: ALL - BACK}
    assert october.held() == Counter(october.cards)
    assert alarmed(october) == {}
    assert october.complete().lines == ()

    assert october.undo().whole
    assert october.held() == names
    assert alarmed(october)[Kind.CONTACTS].before == ALL

    assert october.undo(redoable(october.world.vault, october.id)).whole
    assert october.held() == Counter(october.cards)
    assert undoable(october.world.vault, october.id) is not None


def namesakes(world):
    story = October(world, [*PEOPLE[: ALL - 2], *SMITHS])
    wipe_sample(story.folder)
    story.world.back_up(story.id)
    return story


def test_two_of_one_name_are_both_completed_and_neither_takes_the_others_place(world):
    story = namesakes(world)
    story.give_back([bare(*person) for person in (*shuffled(PEOPLE[: ALL - 2]), *SMITHS)])

    receipt = story.complete()

    assert receipt.whole
    assert story.held() == Counter(story.cards)
    story.undo()
    assert story.held()[bare(*SMITHS[0])] == 2


def test_one_bare_name_that_two_people_have_is_left_alone_and_both_are_added(world):
    story = namesakes(world)
    story.give_back([bare(*SMITHS[0])])

    receipt = story.complete()

    assert receipt.whole
    assert story.held() == Counter(story.cards) + Counter([bare(*SMITHS[0])])


def test_a_bare_name_is_shown_beside_the_people_it_may_be(world):
    story = namesakes(world)
    story.give_back([bare(*SMITHS[0])])
    handset = world.connect(story.id)

    proposal = story.propose_offered(handset)
    alike = proposal.likenesses(proposal.plan(Mode.UPDATE))
    handset.close()

    assert {one.present.title for one in alike} == {"John Smith"}


def test_a_namesake_with_a_number_of_his_own_is_never_overwritten(world):
    story = namesakes(world)
    stranger = whole("John", "Smith", 7_654_321)
    story.give_back([stranger, bare(*SMITHS[0])])

    receipt = story.complete()

    assert receipt.whole
    assert story.held() == Counter(story.cards) + Counter([stranger, bare(*SMITHS[0])])
    assert Counter(line.step for line in receipt.lines) == {Step.ADD: ALL}


def test_of_two_people_of_one_name_the_one_who_is_there_whole_is_not_touched(world):
    story = namesakes(world)
    story.give_back([story.cards[-1], bare(*SMITHS[0])])

    receipt = story.complete()

    assert receipt.whole
    assert story.held() == Counter(story.cards)
