import pytest

from holdfast.phones.protocols.irmc.stores import CALENDAR, NOTES, PHONE_BOOK, is_todo


def test_objects_are_named_as_irmc_names_them():
    assert PHONE_BOOK.whole == "telecom/pb.vcf"
    assert PHONE_BOOK.info_log == "telecom/pb/info.log"
    assert PHONE_BOOK.by_luid("00A1") == "telecom/pb/luid/00A1.vcf"
    assert CALENDAR.by_luid("") == "telecom/cal/luid/.vcs"
    assert NOTES.luids == "telecom/nt/luid/"


@pytest.mark.parametrize(
    ("data", "todo"),
    [
        (b"BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nEND:VTODO\r\n", True),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\n", False),
        (b"begin:vtodo\n", True),
        (b"BEGIN:VTODO\r\nEND:VTODO\r\nBEGIN:VEVENT\r\n", False),
        (b"SUMMARY:BEGIN:VTODO\r\n", False),
        (b"", False),
    ],
)
def test_an_item_is_a_todo_when_it_holds_one_and_no_event(data, todo):
    assert is_todo(data) is todo
