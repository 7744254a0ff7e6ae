import pytest

from holdfast.actions.loss import is_sudden_loss
from holdfast.records.model.kinds import Kind


@pytest.mark.parametrize(
    ("kind", "before", "still_there", "now", "alarm"),
    [
        (Kind.NOTES, 412, 0, 0, True),
        (Kind.NOTES, 1, 0, 0, True),
        (Kind.NOTES, 0, 0, 0, False),
        (Kind.NOTES, 0, 0, 30, False),
        (Kind.NOTES, 200, 190, 195, False),
        (Kind.NOTES, 200, 99, 99, True),
        (Kind.NOTES, 200, 100, 100, False),
        (Kind.NOTES, 4, 1, 1, False),
        (Kind.NOTES, 200, 3, 200, True),
        (Kind.CONTACTS, 200, 130, 130, True),
        (Kind.CONTACTS, 200, 140, 140, False),
        (Kind.CALLS, 30, 0, 30, False),
        (Kind.CALLS, 30, 0, 0, True),
        (Kind.MESSAGES, 18, 2, 2, False),
        (Kind.MESSAGES, 300, 101, 101, True),
        (Kind.PHOTOS, 300, 103, 110, False),
    ],
)
def test_sudden_loss_is_told_from_ordinary_tidying(kind, before, still_there, now, alarm):
    assert is_sudden_loss(kind, before, still_there, now) is alarm
