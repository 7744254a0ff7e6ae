from __future__ import annotations

import pytest
from hypothesis import given

from holdfast.records.formats.provider_rows.messages import can_write, file_of, rows_of, shape
from holdfast.records.formats.provider_rows.messages.restoring import why_not
from holdfast.records.formats.sms_xml import read_messages
from tests.records.formats.provider_rows.messages.strategies import of, simple
from tests.records.formats.provider_rows.messages.test_files import MMS, SMS


@given(simple)
def test_what_was_shaped_once_is_shaped(rows):
    if not can_write(rows_of(file_of(rows))):
        with pytest.raises(ValueError, match=r"\w"):
            shape(file_of(rows))
        return
    once = shape(file_of(rows))
    assert shape(once) == once


def test_a_received_message_stays_unread_and_a_sent_one_cannot_be():
    read = [
        next(read_messages(shape(file_of(of("sms", {**SMS, "type": kind}))))).read
        for kind in (1, 2)
    ]
    assert read == [False, True]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (MMS, "multimedia"),
        *((of("sms", {**SMS, "type": kind}), "drafts") for kind in (3, 4, 5, 6)),
        (of("sms", {"type": 1, "body": "Hi"}), "address"),
        (of("sms", {**SMS, "body": "a\x00b"}), "characters"),
        (of("sms", {**SMS, "body": "a\ud83d"}), "characters"),
        (of("calls", {"number": "1", "type": 4}), "voicemail"),
        (of("calls", {"number": "1"}), "made or received"),
    ],
)
def test_what_a_phone_does_not_take_or_show_is_refused_with_why(rows, why):
    assert not can_write(rows)
    assert why in why_not(rows)
    with pytest.raises(ValueError, match=why):
        shape(file_of(rows))


def test_what_a_phone_gives_back_is_what_was_shaped():
    shaped = shape(file_of(of("sms", {**SMS, "type": 2})))
    inserted = rows_of(shaped).first("sms")
    # The provider fills in the rest by itself.
    stored = {"_id": 1, "thread_id": 1, "person": 2, "error_code": -1, "locked": 0, "status": -1,
              "creator": "com.android.shell", **inserted}  # fmt: skip

    assert file_of(of("sms", stored)) == shaped
