"""The far side of the pipe: ``python -m holdfast.records.pictures.worker``.

It gets one file at a time over the pipe and opens none itself; it is started with few
environment variables and no open file but its pipes.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import BinaryIO

from holdfast.records.pictures import limits, messages
from holdfast.records.pictures.messages import Answer
from holdfast.records.pictures.refusing import Unfit


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer until `questions` end."""
    from holdfast.records.pictures import scaling  # noqa: PLC0415 - see `main`

    scaling.prepare()
    limits.confine()
    gc.freeze()  # what is there now stays, and need not be looked through after each picture
    answers.write(messages.READY)
    answers.flush()
    while (head := _head(questions)) is not None:
        edge, size = head
        answers.write(_answer(edge, messages.read_exactly(questions, size)).packed())
        answers.flush()
        # A damaged file leaves decoders, with their threads and memory, in rings of references.
        gc.collect()


def _answer(edge: int, data: bytes) -> Answer:
    from holdfast.records.pictures import scaling  # noqa: PLC0415 - see `main`

    limits.allow_cpu()
    try:
        return scaling.shrink(data, edge) if edge else Answer(messages.MADE, scaling.facts(data))
    except Unfit as unfit:
        return Answer(unfit.status)


def _head(questions: BinaryIO) -> tuple[int, int] | None:
    try:
        head = messages.read_exactly(questions, messages.QUESTION.size)
    except EOFError:
        return None
    edge, size = messages.QUESTION.unpack(head)
    return edge, size


def main() -> None:
    """Keep the real pipes to ourselves, so that no library's print can garble them."""
    questions = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    limits.leave_network()  # before libraries start threads
    with suppress(EOFError, OSError):  # the app has gone
        serve(questions, answers)


if __name__ == "__main__":
    main()
    sys.exit(0)
