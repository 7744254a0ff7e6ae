from __future__ import annotations

import pytest

from holdfast.records.formats.recurring.rules import read_rule


@pytest.mark.parametrize(
    ("until", "written"),
    [
        ("20091206T200813+0100", "20091206T190813Z"),
        ("20091206T200813Z", "20091206T200813Z"),
        ("20091206T200813", "20091206T200813"),
        ("20091206", "20091206"),
    ],
)
def test_an_end_with_an_offset_is_written_as_the_same_moment(until, written):
    rule = read_rule(f"FREQ=DAILY;UNTIL={until}")
    assert rule.text() == f"FREQ=DAILY;UNTIL={written}"
