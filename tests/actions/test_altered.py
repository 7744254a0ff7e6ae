"""A phone that keeps less than it was given is told field by field, and is not given it again."""

from __future__ import annotations

import io
import re

import pytest

from holdfast.actions.altered import altered
from holdfast.actions.proposing import propose
from holdfast.actions.receipts import receipts
from holdfast.phones.virtual.irmc.behaviours import Wrapped
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Mode, Outcome
from holdfast.wording import receipts as words


class Forgetful(Wrapped):
    """Takes every card, and keeps no mail address and only the first number of it."""

    def put(self, name, data):
        text = re.sub(rb"EMAIL[^\n]*\n", b"", data.read())
        head, *numbers = re.split(rb"(?=^TEL)", text, flags=re.MULTILINE)
        rest = numbers[-1].partition(b"\n")[2] if numbers else b""
        kept = b"".join([head, *(n for n in numbers[:1] if len(numbers) > 1), rest])
        return super().put(name, io.BytesIO(kept if len(numbers) > 1 else text))


@pytest.fixture
def restored(world):
    phone = world.phone()
    world.good = world.back_up(phone).snapshot
    for path in (world.phones["phone"] / "contacts").iterdir():
        path.unlink()
    world.misbehave("phone", Forgetful)
    world.receipt = world.restore(world.good, phone, kinds={Kind.CONTACTS})
    world.id = phone
    return world


def test_each_altered_item_is_told_with_the_fields_that_are_lost(restored):
    lines = [line for line in restored.receipt.lines if line.outcome is Outcome.ALTERED]
    [receipt] = receipts(restored.vault, restored.id)

    told = tuple(altered(restored.vault, receipt))

    assert [other.line.source_key for other in told] == [line.source_key for line in lines]
    assert len(told) > 0
    labels = {change.label for other in told for change in other.fields}
    assert labels <= {"email", "phone"}
    assert "email" in labels
    assert all(other.line.title in words.altered(other) for other in told)


def test_what_the_phone_made_of_it_is_not_written_a_second_time(restored):
    handset = restored.connect(restored.id)
    proposal = propose(restored.vault, handset, restored.good, kinds={Kind.CONTACTS}, task=Task())
    plans = {mode: proposal.plan(mode) for mode in (Mode.ADD, Mode.UPDATE)}
    handset.close()

    assert {mode: plan.writes for mode, plan in plans.items()} == {Mode.ADD: 0, Mode.UPDATE: 0}
