from __future__ import annotations

from holdfast.records.matching.content import content
from holdfast.records.matching.sameness import pair
from holdfast.records.model.kinds import Kind

OLD = b"BEGIN:VCARD\r\nVERSION:2.1\r\nN:Doe;Jane\r\nTEL;CELL:1\r\nEND:VCARD\r\n"
NEW = OLD.replace(b"2.1", b"3.0").replace(b"TEL;CELL:", b"FN:Jane Doe\r\nTEL;TYPE=cell:")


def test_a_card_read_back_in_another_dialect_is_the_one_that_was_written(record):
    wanted, present = record("1", "was 2.1"), record("9", "is 3.0", handset="new")
    data = {wanted.digest: OLD, present.digest: NEW}

    def said(item):
        return content(Kind.CONTACTS, ".vcf", data[item.digest]).digest

    assert pair([wanted], [present]).same == (None,)
    assert pair([wanted], [present], said).same == (present,)


def test_bytes_are_read_only_of_what_nothing_surer_has_paired(record):
    asked = []

    def said(item):
        asked.append((item.handset, item.key))
        return ""

    wanted = [record("1", "Jane"), record("2", "Ann")]
    present = [record("7", "Jane", handset="new"), record("8", "Ben", handset="new")]
    found = pair(wanted, present, said)

    assert found.same == (present[0], None)
    assert sorted(asked) == [("new", "8"), ("old", "2")]
