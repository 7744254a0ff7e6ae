import pytest

from holdfast.actions.loss import is_sudden_loss


@pytest.mark.parametrize(
    ("before", "still_there", "now", "alarm"),
    [
        (412, 0, 0, True),
        (1, 0, 0, True),
        (0, 0, 0, False),
        (0, 0, 30, False),
        (200, 190, 195, False),
        (200, 99, 99, True),
        (200, 100, 100, False),
        (4, 1, 1, False),
        (200, 3, 200, True),
    ],
)
def test_sudden_loss_is_told_from_ordinary_tidying(before, still_there, now, alarm):
    assert is_sudden_loss(before, still_there, now) is alarm
