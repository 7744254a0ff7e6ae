"""One message of a conversation as it is drawn, all decided and worded."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.records.model.snapshot import StoredItem


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message.

    `mine` tells that the phone's owner wrote it; `sender` is shown above the text where several
    people talk. `foot` is the time, with what became of a message that was not sent; `unsent`
    marks those. `pictured` tells that a picture is attached, `attachments` name the rest.
    """

    item: StoredItem
    mine: bool
    text: str
    foot: str
    sender: str = ""
    unsent: bool = False
    pictured: bool = False
    attachments: tuple[str, ...] = ()
    spoken: str = ""

    @property
    def title(self) -> str:
        """What stands for it where one line has to do."""
        return self.text
