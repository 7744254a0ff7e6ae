"""What the rows of an item say was never read."""

from __future__ import annotations

from types import MappingProxyType

from holdfast.records.formats.converting.contents import Loss
from holdfast.records.formats.provider_rows.rows import Lost, ProviderRows, Why
from holdfast.records.formats.provider_rows.unread import unread

PHOTO = {"_id": 4, "mimetype": "vnd.android.cursor.item/photo"}


def rows(provider, lost, **tables):
    return ProviderRows(provider, MappingProxyType(tables), lost)


def test_a_picture_of_a_person_is_named():
    [told] = unread(rows("contacts", (Lost("data", 4, "data15", Why.BLOB),), data=(PHOTO,)))

    assert (told.name, told.why) == ("PHOTO", Loss.UNREAD)


def test_a_time_that_was_cut_off_is_named_by_its_property():
    lost = (Lost("events", 1, "dtstart", Why.TRUNCATED), Lost("reminders", 2, "x", Why.UNREAD))

    assert [told.name for told in unread(rows("calendar", lost))] == ["DTSTART", ""]


def test_a_text_that_was_read_but_for_a_character_is_no_loss():
    assert unread(rows("contacts", (Lost("data", 4, "data1", Why.INEXACT),), data=(PHOTO,))) == ()


def test_bytes_of_a_row_that_is_gone_have_no_name():
    [told] = unread(rows("contacts", (Lost("data", 9, "data15", Why.BLOB),), data=(PHOTO,)))

    assert told.name == ""
