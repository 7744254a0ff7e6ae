from __future__ import annotations

from datetime import UTC, datetime, timedelta

from holdfast.records.model.kinds import Kind
from holdfast.records.model.message import (
    Address,
    Box,
    Call,
    CallType,
    Direction,
    Message,
    MessagePart,
    Role,
)
from holdfast.records.model.snapshot import StoredItem
from holdfast.ui.call_rows import ICONS, call_rows
from holdfast.ui.folders import folder_tree, lines_of
from holdfast.ui.tables.bubbles import Bubble
from holdfast.ui.tables.rows import SectionRow
from holdfast.ui.talk_readings import PAGE, page_around
from holdfast.ui.talks import Names, Said, bubble_rows, is_group, talk_rows, talks_of

DAY = timedelta(days=1)
NOW = datetime(2009, 10, 14, 15, 0, tzinfo=UTC)
PAUL = Address(Role.FROM, "+15550102", "Paul")
MIA = Address(Role.FROM, "+15550103", "Mia")


def item(who: str, when: datetime, text: str = "", kind: Kind = Kind.MESSAGES) -> StoredItem:
    return StoredItem("x1", kind, f"{who}{when}", (), f"{who}{when}", who, text, when)


def said(text: str, when: datetime, who: Address = PAUL, **more) -> Said:
    direction = more.pop("direction", Direction.INCOMING)
    message = Message(direction, addresses=(who,), when=when, text=text, **more)
    return Said(item(who.name, when, text), message)


def bubbles(rows) -> list[Bubble]:
    return [row for row in rows if isinstance(row, Bubble)]


def test_messages_with_one_person_are_one_conversation_the_newest_first() -> None:
    early, late = NOW - timedelta(days=2), NOW - timedelta(hours=1)
    found = talks_of(
        [item("Paul", early), item("Mia", NOW - timedelta(days=1)), item("Paul", late)]
    )

    assert [(talk.who, len(talk.items)) for talk in found] == [("Paul", 2), ("Mia", 1)]
    assert found[0].last.when == late


def test_a_number_is_the_same_however_it_is_written() -> None:
    assert len(talks_of([item("+1 (555) 010-2233", NOW), item("+15550102233", NOW)])) == 1
    assert len(talks_of([item("+15550102233", NOW), item("+15550102234", NOW)])) == 2


def contact(name: str, number: str) -> StoredItem:
    return StoredItem("x1", Kind.CONTACTS, name, (), name, name, number)


def test_a_number_alone_is_told_by_the_name_that_the_contacts_have_for_it() -> None:
    names = Names([contact("Mia Lund", "(555) 010-2233"), contact("Paul", "paul@example.org")])

    found = talks_of([item("+15550102233", NOW), item("+15550109999", NOW - DAY)], names)

    assert [talk.who for talk in found] == ["Mia Lund", "+15550109999"]


def test_a_number_that_two_have_is_nobodys_alone() -> None:
    names = Names([contact("Mia", "555 0102233"), contact("Paul", "+1 555 0102233")])

    assert names.of("5550102233") == "5550102233"
    assert names.of("Anna") == "Anna"
    assert names.of("112") == "112"


def test_a_conversation_tells_who_what_when_and_how_many() -> None:
    found = talks_of([item("Paul", NOW, "Hi"), item("Paul", NOW + timedelta(minutes=1), "There?")])
    row = talk_rows(found, NOW)[0]

    assert (row.title, row.subtitle, row.aside) == ("Paul (2)", "There?", "today")
    assert row.spoken.startswith("Paul, today ")
    assert row.spoken.endswith(": There?. 2 messages")


def test_a_number_is_told_from_others_by_its_last_digits() -> None:
    rows = talk_rows(talks_of([item("+15550102233", NOW), item("Mia Lund", NOW)]), NOW)

    assert {row.lead for row in rows} == {"33", "ML"}


def test_twenty_thousand_messages_are_conversations_in_no_time() -> None:
    items = [item(f"Person {n % 50}", NOW - timedelta(minutes=n), "Hi") for n in range(20_000)]

    assert [len(talk.items) for talk in talks_of(items)] == [400] * 50


def test_a_day_is_said_once_and_a_bubble_is_read_out_whole() -> None:
    morning = datetime(2009, 10, 3, 14, 2).astimezone()
    rows = bubble_rows(
        [said("Hi", morning), said("There?", morning + timedelta(minutes=1))], NOW, group=False
    )

    assert [row.title for row in rows] == ["Saturday 3 October 2009", "Hi", "There?"]
    assert bubbles(rows)[0].spoken == "Paul, 3 October 2009 14:02: Hi"
    assert bubbles(rows)[0].foot == "14:02"
    assert bubbles(rows)[0].sender == ""


def test_in_a_group_each_sender_is_named_where_another_begins() -> None:
    talk = [said("Hi", NOW), said("You?", NOW), said("Me too", NOW, MIA)]

    assert is_group(talk)
    rows = bubbles(bubble_rows(talk, NOW, group=True))
    assert [row.sender for row in rows] == ["Paul", "", "Mia"]


def test_what_was_not_sent_says_so() -> None:
    mine = Address(Role.TO, "+15550102", "Paul")
    one = said("Late", NOW, mine, direction=Direction.OUTGOING, box=Box.FAILED)

    bubble = bubbles(bubble_rows([one], NOW, group=False))[0]

    assert bubble.mine
    assert bubble.unsent
    assert bubble.foot.endswith("Not sent")
    assert bubble.spoken.startswith("You, ")
    assert bubble.spoken.endswith("(Not sent)")


def test_attachments_that_are_no_shown_picture_are_named() -> None:
    parts = (
        MessagePart("image/jpeg", "fish.jpg", size=2000),
        MessagePart("text/x-vcard", "Mia.vcf", size=300),
    )
    one = said("", NOW, parts=parts)
    shown = Said(one.item, one.message, pictured=True)

    assert bubbles(bubble_rows([one], NOW, group=False))[0].attachments == (
        "fish.jpg (2.0 kB)",
        "Mia.vcf (300 bytes)",
    )
    bubble = bubbles(bubble_rows([shown], NOW, group=False))[0]
    assert bubble.attachments == ("Mia.vcf (300 bytes)",)
    assert bubble.text == ""


def test_the_newest_messages_are_read_first_and_those_around_a_match() -> None:
    assert page_around(20_000) == (20_000 - PAGE, 20_000)
    assert page_around(5) == (0, 5)
    start, end = page_around(20_000, 7_000)
    assert start < 7_000 < end
    assert end - start == PAGE
    assert page_around(20_000, 0) == (0, PAGE)


def test_calls_stand_under_their_days_with_direction_as_icon_and_word() -> None:
    first, second = item("Paul", NOW, kind=Kind.CALLS), item("", NOW, kind=Kind.CALLS)
    calls = {
        first.digest: Call(CallType.OUTGOING, "+15550102", "Paul", NOW, 62),
        second.digest: Call(CallType.MISSED, "", "", NOW),
    }

    rows = call_rows([first, second], calls, NOW)

    assert isinstance(rows[0], SectionRow)
    assert (rows[0].title[:5], rows[0].aside) == ("Today", "2 calls")
    assert (rows[1].title, rows[1].subtitle) == ("Paul", "Outgoing · 1:02 · +15550102")
    assert (rows[2].title, rows[2].subtitle) == ("Unknown number", "Missed")
    assert rows[1].icon is not rows[2].icon


def test_every_way_a_call_can_go_has_its_icon_and_word() -> None:
    for how in CallType:
        one = item("Paul", NOW, kind=Kind.CALLS)
        row = call_rows([one], {one.digest: Call(how)}, NOW)[1]
        assert row.icon is ICONS[how]
        assert row.subtitle


def test_folders_come_first_and_know_the_size_of_what_lies_below() -> None:
    def file(*path: str) -> StoredItem:
        return StoredItem("x1", Kind.FILES, "/".join(path), (), path[-1], path[-1], path=path)

    root = folder_tree([file("Card", "b.txt"), file("Card", "Music", "a.mp3"), file("Phone", "c")])

    assert [line.name for line in lines_of(root)] == ["Card", "Phone"]
    card = lines_of(root)[0].folder
    assert card is not None
    assert [line.name for line in lines_of(card)] == ["Music", "b.txt"]
    assert card.count == 2
    assert {item.title for item in card.all_items()} == {"a.mp3", "b.txt"}
