"""What `read` tells of a photo or video: when it was taken, its size, its length."""

from __future__ import annotations

from holdfast.cli.read_views import Shape
from holdfast.records.model.kinds import Kind
from holdfast.records.pictures.messages import Facts


def picture_shape(name: str, facts: Facts | None, problem: str) -> Shape:
    """One file that is one item; `problem` says why there are no facts, or is empty."""
    known = facts or Facts()
    view = {
        "kind": str(Kind.PHOTOS),
        "title": name,
        "taken": known.taken.isoformat() if known.taken is not None else None,
        "width": known.width or None,
        "height": known.height or None,
        "seconds": known.seconds,
    }
    item = {"kind": str(Kind.PHOTOS), "properties": [], "view": view, "unread": []}
    return {"items": [item], "problems": [problem] if problem else []}
