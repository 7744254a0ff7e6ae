"""A video of 300 MB goes through in pieces: never all of it in memory."""

import tracemalloc

import pytest

from holdfast.phones.virtual.store import replace_sample
from holdfast.progress import Task
from holdfast.records.model.kinds import Kind
from holdfast.vault.repository.writer import CHUNK
from tests.actions.phone_files import held

SIZE = 300 * 1024 * 1024
ROOM = 16 * CHUNK
"""A pack being filled, its copy being sealed, and the pieces on their way in: far below SIZE."""


def make_video(path):
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        for number in range(SIZE // CHUNK):
            file.write(number.to_bytes(4, "big") * (CHUNK // 4))


def peak_of(work):
    tracemalloc.start()
    try:
        result = work()
        return tracemalloc.get_traced_memory()[1], result
    finally:
        tracemalloc.stop()


@pytest.mark.deep
@pytest.mark.timeout(900)
def test_a_large_video_is_backed_up_and_put_back_in_pieces(world):
    phone = world.phone()
    make_video(world.phones["phone"] / "photos" / "Card" / "VIDEO.MP4")

    reading, result = peak_of(lambda: world.back_up(phone, kinds={Kind.PHOTOS}, task=Task()))
    world.pull("phone")
    replace_sample(world.phones["phone"])
    new = world.plug("phone")
    writing, receipt = peak_of(lambda: world.restore(result.snapshot, new))

    assert result.whole
    assert receipt.whole
    assert max(map(len, held(world.phones["phone"]).values())) == SIZE
    assert reading < ROOM
    assert writing < ROOM
