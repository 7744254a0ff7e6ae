import codecs
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.records.formats.cutting.pieces import contents, may_be, may_hold_records, suffix_of
from holdfast.records.formats.summary import summarise
from holdfast.records.model.kinds import Kind
from tests.phones.handsets.folder.rig import HEAD, SMS, TAIL, TODO, ZONE, card, event

BOOK = card("Ada") + "\r\n" + card("Grace") + card("Grace", "456")


def cut(name: str, data: str | bytes):
    return contents((name,), data.encode() if isinstance(data, str) else data)


def test_a_card_alone_is_a_contact_and_no_collection():
    assert cut("a.vcf", card("Ada")).kind is Kind.CONTACTS
    assert not cut("a.vcf", card("Ada")).pieces


def test_an_address_book_is_cut_into_its_cards_byte_for_byte():
    pieces = cut("pb.vcf", BOOK).pieces

    assert [p.data.decode().strip() for p in pieces] == [
        each.strip() for each in (card("Ada"), card("Grace"), card("Grace", "456"))
    ]
    assert len({p.ident for p in pieces}) == 3


def test_a_piece_keeps_its_name_while_others_come_and_go():
    before = {p.data: p.ident for p in cut("pb.vcf", BOOK).pieces}
    after = {p.data: p.ident for p in cut("pb.vcf", card("Zoe") + BOOK).pieces}

    assert before.items() <= after.items()


def test_a_piece_that_changed_keeps_its_name():
    [ada, *_] = cut("pb.vcf", BOOK).pieces
    [changed, *_] = cut("pb.vcf", BOOK.replace("123", "999", 1)).pieces

    assert changed.ident == ada.ident
    assert changed.data != ada.data


def test_spans_cut_out_leave_the_others():
    data = BOOK.encode()
    [_, grace, *_] = cut("pb.vcf", data).pieces
    [(start, end)] = grace.spans

    left = cut("pb.vcf", data[:start] + data[end:]).pieces

    assert [p.data for p in left] == [p.data for p in cut("pb.vcf", data).pieces if p != grace]


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_an_address_book_in_utf_16_is_cut_into_cards_that_can_be_read(codec):
    bom = codecs.BOM_UTF16_LE if codec.endswith("le") else codecs.BOM_UTF16_BE

    pieces = cut("pb.vcf", bom + (card("Ада") + card("Ёж")).encode(codec)).pieces

    titles = [summarise(p.kind, p.suffix, p.data).title for p in pieces]
    assert titles == ["Ада", "Ёж"]


def test_a_calendar_is_cut_into_entries_with_the_zones_they_name():
    there = event("2", 2).replace("DTSTART:", "DTSTART;TZID=There:").replace("Z\r\n", "\r\n")
    zones = ZONE.format(zone="Here") + ZONE.format(zone="There")
    todo = TODO.format(uid="3", title="Milk")

    pieces = cut("cal.ics", HEAD + zones + event("1", 1) + there + todo + TAIL).pieces

    assert [(p.kind, p.data.decode()) for p in pieces] == [
        (Kind.CALENDAR, HEAD + event("1", 1) + TAIL),
        (Kind.CALENDAR, HEAD + ZONE.format(zone="There") + there + TAIL),
        (Kind.TODOS, HEAD + todo + TAIL),
    ]


def test_an_exception_stays_with_its_series():
    exception = event("1", 3).replace("UID:1", "UID:1\r\nRECURRENCE-ID:20091012T090000Z")

    pieces = cut("cal.ics", HEAD + event("1", 1) + event("2", 2) + exception + TAIL).pieces

    assert [p.data.decode() for p in pieces] == [
        HEAD + event("1", 1) + exception + TAIL,
        HEAD + event("2", 2) + TAIL,
    ]
    assert [len(p.spans) for p in pieces] == [2, 1]


def test_two_events_that_share_a_uid_for_no_reason_are_two_items():
    pieces = cut("cal.ics", HEAD + event("1", 1) + event("1", 2) + TAIL).pieces

    assert len(pieces) == len({p.ident for p in pieces}) == 2


def test_a_backup_of_messages_is_cut_into_messages_that_can_be_read():
    body = "\n".join(
        ("<?xml version='1.0'?>\n<smses>", SMS.format(n=1), SMS.format(n=2), "</smses>")
    )

    pieces = cut("sms.xml", body).pieces

    assert [p.kind for p in pieces] == [Kind.MESSAGES] * 2
    told = [summarise(p.kind, p.suffix, p.data) for p in pieces]
    assert [each.subtitle for each in told] == ["Text 1", "Text 2"]
    assert all(each.count == 1 for each in told)
    assert [body.encode()[slice(*p.spans[0])].decode() for p in pieces] == [
        SMS.format(n=1),
        SMS.format(n=2),
    ]


@pytest.mark.parametrize("body", ["<html><body/></html>", "<svg/>", "", "not xml"])
def test_another_xml_is_a_plain_file(body):
    found = cut("page.xml", body)

    assert found.kind is None
    assert not found.pieces


def test_a_table_of_people_is_contacts_and_one_of_money_is_a_plain_file():
    assert [p.kind for p in cut("a.csv", "Name,Phone\nAda,123\n").pieces] == [Kind.CONTACTS]
    assert not cut("b.csv", "Date,Amount\n2009-10-11,12\n").pieces
    assert cut("b.csv", "Date,Amount\n2009-10-11,12\n").kind is None


@pytest.mark.parametrize(
    ("path", "records"),
    [
        (("a.vcf",), True),
        (("A.VCF",), True),
        (("Notes", "list.txt"), True),
        (("Books", "story.txt"), False),
        (("letter.odt",), False),
    ],
)
def test_only_files_that_may_hold_records_are_looked_into(path, records):
    assert may_hold_records(path) is records


def test_every_record_file_has_an_ending_that_the_formats_know():
    assert suffix_of(("a.VCARD",)) == ".vcf"
    assert suffix_of(("a.vcal",)) == ".vcs"
    assert may_be(Kind.CALLS, ("a.vcf",))
    assert not may_be(Kind.NOTES, ("a.vcf",))


TOKENS = st.sampled_from(
    [
        *("BEGIN:VCARD", "END:VCARD", "BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT"),
        *("END:VEVENT", "UID:1", "RECURRENCE-ID:1", "FN:Ada", "BEGIN:VNOTE", "END:VNOTE"),
        *("<smses>", '<sms address="1" body="x" />', "</smses>", "Name,Phone", "Ada,1", " fold"),
    ]
)
NAMES = st.sampled_from(["a.vcf", "a.ics", "a.vcs", "a.vnt", "a.vmg", "a.xml", "a.csv"])


@settings(max_examples=400, deadline=None)
@given(NAMES, st.lists(TOKENS, max_size=20), st.sampled_from(["\n", "\r\n", "\r"]))
def test_whatever_comes_is_cut_into_pieces_of_their_own(name, lines, end):
    data = end.join(lines).encode()

    pieces = cut(name, data).pieces

    assert len({(p.kind, p.ident) for p in pieces}) == len(pieces)
    spans = sorted(span for p in pieces for span in p.spans)
    assert all(start < stop <= len(data) for start, stop in spans)
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(spans))


@settings(max_examples=200, deadline=None)
@given(NAMES, st.binary(max_size=400))
def test_no_bytes_break_it(name, data):
    contents((name,), data)
