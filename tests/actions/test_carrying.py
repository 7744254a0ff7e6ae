"""From one family of handsets to another: what goes over, and what is said of it beforehand."""

from __future__ import annotations

import pytest

from holdfast.actions.back_up import back_up
from holdfast.actions.proposing import propose
from holdfast.actions.receipts import receipts as all_receipts
from holdfast.actions.restore import restore
from holdfast.phones.handsets.folder.opening import open_folder
from holdfast.phones.virtual.store import create_sample
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from holdfast.records.model.plan import Mode, Outcome, Step, Uncarried, Why
from holdfast.wording import plans, receipts
from tests.phones.handsets.folder.rig import HEAD, TAIL, card, event, lay_out

RICH = card("Ada Lovelace", "+49 170 1").replace(
    "END:", "TEL;TYPE=work:+49 30 2\r\nEMAIL:ada@example.org\r\nEND:"
)


class Sitting:
    """A handset that is connected, and what may be put back on it."""

    def __init__(self, world, handset):
        self.world, self.handset = world, handset

    def propose(self, snapshot, **how):
        return propose(self.world.vault, self.handset, snapshot, task=Task(), **how)

    def restore(self, snapshot, mode=Mode.ADD, **how):
        made = self.propose(snapshot, **how).plan(mode)
        desk = self.world.desk
        return restore(made, self.world.vault, self.handset, task=Task(), clock=desk.clock)

    def back_up(self):
        desk = self.world.desk
        return back_up(self.handset, self.world.vault, task=Task(), clock=desk.clock).snapshot


@pytest.fixture
def sit(world):
    opened = []

    def sit(handset):
        opened.append(handset)
        return Sitting(world, handset)

    yield sit
    for handset in opened:
        handset.close()


@pytest.fixture
def folder(sit, tmp_path):
    files = {"ada.vcf": RICH, "cal.ics": HEAD + event("1") + TAIL}
    return sit(open_folder(lay_out(tmp_path / "card", files)))


@pytest.fixture
def feature_phone(world, sit):
    name = world.phone("empty")
    for place in ("contacts", "calendar", "to-dos", "notes", "photos"):
        for path in (world.phones["empty"] / place).rglob("*.*"):
            path.unlink()
    return sit(world.connect(name))


@pytest.fixture
def at_phone(world, sit):
    world.phones["at"] = world.folder / "at"
    create_sample(world.phones["at"], family="at", small=True)
    return sit(world.connect(world.plug("at")))


def test_a_card_of_today_is_written_as_an_old_phone_has_it_and_confirmed(folder, feature_phone):
    backup = folder.back_up()

    receipt = feature_phone.restore(backup, kinds={Kind.CONTACTS, Kind.CALENDAR})

    assert receipt.whole
    assert len(receipt.lines) == 2
    written = b"".join(p.read_bytes() for p in feature_phone.world.phones["empty"].rglob("*.vcf"))
    assert b"VERSION:2.1" in written
    assert b"ada@example.org" in written


def test_it_is_not_written_a_second_time(folder, feature_phone):
    backup = folder.back_up()
    feature_phone.restore(backup, kinds={Kind.CONTACTS, Kind.CALENDAR})

    again = feature_phone.propose(backup, kinds={Kind.CONTACTS, Kind.CALENDAR})

    for mode in (Mode.ADD, Mode.UPDATE):
        assert again.plan(mode).writes == 0


def test_what_the_target_cannot_hold_is_said_before_anything_is_written(folder, at_phone):
    backup = folder.back_up()
    before = sorted(p.read_bytes() for p in at_phone.world.phones["at"].rglob("*") if p.is_file())

    proposal = at_phone.propose(backup, kinds={Kind.CONTACTS, Kind.CALENDAR})
    plan = proposal.plan(Mode.ADD)
    [report] = proposal.fidelity(plan)

    assert {(each.label, each.values) for each in report.shortfalls} >= {("phone", 1), ("email", 1)}
    assert [step.why for step in plan.of(Step.CANNOT)] == [Why.KIND_NOT_HELD]
    after = sorted(p.read_bytes() for p in at_phone.world.phones["at"].rglob("*") if p.is_file())
    assert after == before


def test_the_receipt_tells_as_the_plan_did_what_the_target_was_not_given(folder, at_phone):
    backup = folder.back_up()
    plan = at_phone.propose(backup, kinds={Kind.CONTACTS, Kind.CALENDAR}).plan(Mode.ADD)

    receipt = at_phone.restore(backup, kinds={Kind.CONTACTS, Kind.CALENDAR})

    assert receipt.uncarried == (Uncarried(Kind.CALENDAR, Why.KIND_NOT_HELD, 1),)
    assert plans.cannot(receipt.uncarried) == plans.lines(plan)[-1:]
    assert receipts.lines(receipt)[-1:] == plans.lines(plan)[-1:]
    assert next(all_receipts(at_phone.world.vault, receipt.target)).uncarried == receipt.uncarried


def test_what_a_phone_book_holds_of_a_card_is_confirmed_and_not_written_again(folder, at_phone):
    backup = folder.back_up()

    receipt = at_phone.restore(backup, kinds={Kind.CONTACTS})

    assert [line.outcome for line in receipt.lines] == [Outcome.CONFIRMED]
    again = at_phone.propose(backup, kinds={Kind.CONTACTS})
    assert again.plan(Mode.ADD).writes == again.plan(Mode.UPDATE).writes == 0


def test_a_card_whose_number_cannot_be_dialled_has_no_form_in_a_phone_book(
    world, sit, at_phone, tmp_path
):
    odd = card("Ada", "ask at the desk")
    backup = sit(open_folder(lay_out(tmp_path / "odd", {"a.vcf": odd}))).back_up()

    plan = at_phone.propose(backup).plan(Mode.ADD)

    [step] = plan.steps
    assert (step.step, step.why) == (Step.CANNOT, Why.NO_FORM)
    assert step.detail


def test_from_a_phone_book_to_a_folder_and_back_nothing_is_lost(world, sit, at_phone, tmp_path):
    backup = at_phone.back_up()
    shelf = sit(open_folder(lay_out(tmp_path / "shelf", {})))
    shelf.restore(backup, kinds={Kind.CONTACTS})
    there = shelf.back_up()

    back = at_phone.propose(there, kinds={Kind.CONTACTS})

    assert back.plan(Mode.UPDATE).writes == 0
    assert len(back.plan(Mode.ADD).of(Step.SKIP)) == len(back.wanted) > 0


def test_from_a_feature_phone_to_a_folder_and_to_another_phone_the_bytes_stay(
    world, sit, feature_phone, tmp_path
):
    full = world.phone("full", serial="FULL0001")
    backup = sit(world.connect(full)).back_up()
    shelf = sit(open_folder(lay_out(tmp_path / "shelf", {})))
    assert shelf.restore(backup).whole
    there = shelf.back_up()

    receipt = feature_phone.restore(there)

    assert receipt.whole

    def held(name):
        return sorted(
            path.read_bytes()
            for path in world.phones[name].rglob("*")
            if path.is_file() and path.suffix in (".vcf", ".vcs", ".vnt", ".JPG")
        )

    assert held("empty") == held("full")


def test_something_like_it_that_is_there_is_shown_and_not_merged(world, sit, tmp_path):
    one = lay_out(tmp_path / "one", {"a.vcf": card("Grace Hopper", "+49 170 1234567")})
    two = lay_out(tmp_path / "two", {"b.vcf": card("G. Hopper", "0170 1234567")})
    backup = sit(open_folder(one)).back_up()
    target = sit(open_folder(two))

    proposal = target.propose(backup)
    [alike] = proposal.likenesses(proposal.plan(Mode.ADD))

    assert alike.present.title == "G. Hopper"
    assert alike.reasons
    assert target.restore(backup).whole
    assert len(list(two.rglob("*.vcf"))) == 2


def test_items_can_be_left_out(folder, feature_phone):
    backup = folder.back_up()
    plan = feature_phone.propose(backup).plan(Mode.ADD)
    [contact] = [step.item for step in plan.of(Step.ADD) if step.item.kind is Kind.CONTACTS]

    rest = plan.without({(contact.kind, contact.key)})

    assert rest.writes == plan.writes - 1
    assert [s.why for s in rest.of(Step.SKIP) if s.item == contact] == [Why.LEFT_OUT]


def test_a_plan_that_takes_most_away_is_told_as_a_loss(world, sit, tmp_path):
    few = {"a.vcf": card("Ada")}
    many = {f"{n}.vcf": card(f"Friend {n}") for n in range(30)}
    backup = sit(open_folder(lay_out(tmp_path / "few", few))).back_up()
    target = sit(open_folder(lay_out(tmp_path / "many", many)))

    proposal = target.propose(backup, match=True)

    assert proposal.losing(proposal.plan(Mode.MATCH)) == (Kind.CONTACTS,)
    assert proposal.losing(proposal.plan(Mode.ADD)) == ()
    assert proposal.counts()[Mode.MATCH][Step.REMOVE] == 30


def test_how_long_it_takes_is_told_from_the_last_time(folder, feature_phone):
    backup = folder.back_up()
    first = feature_phone.propose(backup)
    assert first.seconds(first.plan(Mode.ADD)) is None
    feature_phone.restore(backup, kinds={Kind.CONTACTS})

    later = feature_phone.propose(backup, kinds={Kind.CALENDAR})

    assert later.seconds(later.plan(Mode.ADD)) > 2 * later.look


def text_messages(*entries):
    said = "".join(
        f'<sms address="{who}" date="{1256194105000 + number * 60_000}" type="{box}" read="1" '
        f'body="{text}" date_sent="0" />'
        for number, (who, box, text) in enumerate(entries)
    )
    return f'<smses count="{len(entries)}">{said}</smses>'


HELLO = text_messages(("+491701", 1, "Hello &#128512;"), ("+491702", 2, "See you"))


@pytest.mark.parametrize("phone", ["at_phone", "feature_phone"])
def test_messages_of_today_are_put_on_an_old_phone_and_not_a_second_time(
    sit, tmp_path, phone, request
):
    backup = sit(open_folder(lay_out(tmp_path / "sms", {"sms.xml": HELLO}))).back_up()
    target = request.getfixturevalue(phone)

    receipt = target.restore(backup, kinds={Kind.MESSAGES})

    assert [line.outcome for line in receipt.lines] == [Outcome.CONFIRMED] * 2
    again = target.propose(backup, kinds={Kind.MESSAGES})
    assert again.plan(Mode.ADD).writes == again.plan(Mode.UPDATE).writes == 0


def test_a_picture_message_has_no_form_on_a_phone_of_short_messages(sit, at_phone, tmp_path):
    picture = (
        '<smses count="1"><mms date="1256194105000" msg_box="2" address="+491701"><parts>'
        '<part ct="image/gif" cl="a.gif" data="R0lGODlh" /></parts></mms></smses>'
    )
    backup = sit(open_folder(lay_out(tmp_path / "mms", {"mms.xml": picture}))).back_up()

    [step] = at_phone.propose(backup, kinds={Kind.MESSAGES}).plan(Mode.ADD).steps

    assert (step.step, step.why) == (Step.CANNOT, Why.NO_FORM)
