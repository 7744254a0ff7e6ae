from __future__ import annotations

import io
from datetime import datetime, timedelta, timezone

import pytest
from PIL import Image

from holdfast.records.pictures.exif import parse_taken, taken


@pytest.mark.parametrize(
    ("date", "offset", "expected"),
    [
        ("2009:10:02 18:04:05", "", datetime(2009, 10, 2, 18, 4, 5)),  # noqa: DTZ001
        ("2009-10-02T18:04:05\0", "", datetime(2009, 10, 2, 18, 4, 5)),  # noqa: DTZ001
        (
            "2016:09:28 18:18:05",
            "-04:00",
            datetime(2016, 9, 28, 18, 18, 5, tzinfo=timezone(-timedelta(hours=4))),
        ),
        ("0000:00:00 00:00:00", "", None),
        ("    :  :     :  :  ", "", None),
        ("2009:13:02 18:04:05", "", None),
        ("2009:10:02 18:04:05", "+99:99", None),
        ("", "", None),
    ],
)
def test_dates_of_cameras_are_read(date, offset, expected):
    assert parse_taken(date, offset) == expected


def test_the_moment_of_exposure_comes_before_the_moment_of_saving():
    exif = Image.Exif()
    exif[0x0132] = "2020:01:01 00:00:00"
    exif.get_ifd(0x8769)[0x9003] = "2009:10:02 18:04:05"
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG", exif=exif)
    with Image.open(io.BytesIO(out.getvalue())) as image:
        assert taken(image) == datetime(2009, 10, 2, 18, 4, 5)  # noqa: DTZ001


def test_a_picture_without_exif_has_no_date():
    assert taken(Image.new("RGB", (8, 8))) is None
