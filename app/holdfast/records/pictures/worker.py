"""The far side of the pipe: ``python -m holdfast.records.pictures.worker``."""

from __future__ import annotations

import os
import sys
from typing import BinaryIO

from holdfast.records.pictures import messages
from holdfast.records.pictures.scaling import Unfit, prepare, shrink

MEMORY_LIMIT = 1536 * 1024 * 1024
"""Address space of the worker in bytes, where the system can limit it."""


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer until `questions` end."""
    while True:
        try:
            edge, size = messages.QUESTION.unpack(
                messages.read_exactly(questions, messages.QUESTION.size)
            )
            data = messages.read_exactly(questions, size)
        except EOFError:
            return
        answers.write(_answer(data, edge))
        answers.flush()


def _answer(data: bytes, edge: int) -> bytes:
    try:
        small = shrink(data, edge)
    except Unfit as unfit:
        return messages.ANSWER.pack(unfit.status, 0, 0, 0, 0)
    date = small.date.encode("ascii")
    head = messages.ANSWER.pack(
        messages.MADE, small.width, small.height, len(date), len(small.image)
    )
    return head + date + small.image


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Keep the real pipes to ourselves, so that no library's print can garble them."""
    questions = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    prepare()
    _limit_memory()
    serve(questions, answers)


if __name__ == "__main__":
    main()
    sys.exit(0)
