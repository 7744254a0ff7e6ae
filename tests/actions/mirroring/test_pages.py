import csv
import io
from datetime import UTC, datetime
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from holdfast.actions.mirroring import pages
from holdfast.records.model.message import Address, Call, CallType, Direction, Message, Role
from holdfast.wording import mirrors

WORDS = mirrors.words("Old Phone")
PNG = b"\x89PNG\r\n\x1a\n"


class Reader(HTMLParser):
    """The elements and the text of a page."""

    def __init__(self):
        super().__init__()
        self.tags = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.text += data


def read(page):
    reader = Reader()
    reader.feed(page.decode())
    reader.close()
    return reader


@given(st.text(), st.text())
def test_no_text_makes_an_element(text, name):
    row = pages.message_row(
        Message(Direction.INCOMING, addresses=(Address(Role.FROM, "1", name),), text=text),
        None,
        WORDS,
    )

    assert set(read(row).tags) <= {"article", "header", "b", "p"}


def test_a_message_says_who_when_and_what():
    message = Message(
        Direction.OUTGOING,
        addresses=(Address(Role.TO, "555"),),
        when=datetime(2009, 10, 1, 12, 30),  # noqa: DTZ001 - wall time, as phones tell it
        text="a < b\nsecond line",
    )

    text = read(pages.message_row(message, None, WORDS)).text

    assert "You" in text
    assert "2009-10-01 12:30" in text
    assert "a < b\nsecond line" in text


def test_only_a_picture_is_shown_as_one():
    message = Message(Direction.INCOMING)

    assert b'src="data:image/png;base64,' in pages.message_row(message, PNG, WORDS)
    assert b"<img" not in pages.message_row(message, b"<svg onload=x>", WORDS)


def test_a_text_that_a_spreadsheet_would_calculate_is_marked():
    call = Call(CallType.MISSED, "+49 30 123", "=HYPERLINK(1)", duration=5)

    (cells,) = csv.reader(io.StringIO(pages.call_line(call, WORDS).decode()))

    assert cells == ["", "'=HYPERLINK(1)", "+49 30 123", "missed", "5"]


@given(st.text(), st.text())
def test_a_call_is_one_line_of_csv_with_all_its_columns(name, number):
    line = pages.call_line(Call(CallType.MISSED, number, name), WORDS).decode()

    rows = list(csv.reader(io.StringIO(line, newline="")))
    assert [len(cells) for cells in rows] == [5]


def test_rows_with_and_without_zones_are_in_one_order():
    times = [datetime(2009, 10, 1, tzinfo=UTC), None, datetime(2009, 10, 3), datetime.max]  # noqa: DTZ001, DTZ901

    assert max(map(pages.wall_time, times)) == datetime.max  # noqa: DTZ901
