"""What a conversation and a list of calls say: senders, states, attachments, what is read out."""

from __future__ import annotations

from holdfast.records.model.message import Box, CallType
from holdfast.wording.i18n import _, counted, number


def nobody() -> str:
    """A conversation or call whose other side the phone did not name."""
    return _("Unknown number")


def you() -> str:
    """The owner of the phone, as a sender."""
    return _("You")


def conversation_of(who: str) -> str:
    """Name of the list of messages for screen readers."""
    return _("Messages with {who}").format(who=who)


def named(who: str, count: int) -> str:
    """A conversation in the list: "Paul (12)"; of a single message no number is told."""
    return _("{who} ({n})").format(who=who, n=number(count)) if count > 1 else who


def size(count: int) -> str:
    """How long a conversation is."""
    return counted("{n} message", "{n} messages", count)


def spoken(who: str, when: str, text: str, state: str = "") -> str:
    """One message, read out: "Paul, 3 October 2009 14:02: Are you there?"."""
    if not when:
        said = _("{who}: {text}").format(who=who, text=text)
    else:
        said = _("{who}, {when}: {text}").format(who=who, when=when, text=text)
    return _("{said} ({state})").format(said=said, state=state) if state else said


def state(box: Box) -> str:
    """What became of a message that its box says was not simply sent or received."""
    words = {
        Box.DRAFTS: _("Draft, not sent"),
        Box.FAILED: _("Not sent"),
        Box.OUTBOX: _("Waiting to be sent"),
        Box.QUEUED: _("Waiting to be sent"),
    }
    return words.get(box, "")


def picture() -> str:
    """A message that is nothing but a picture."""
    return _("Picture")


def attachment(name: str, size_of: str) -> str:
    """An attachment that is not shown as a picture."""
    return _("{name} ({size})").format(name=name, size=size_of) if size_of else name


def empty() -> str:
    """A message without any text."""
    return _("No text")


def find() -> str:
    """What stands in the empty field that looks through a conversation."""
    return _("Find in this conversation")


def find_older() -> str:
    """Goes on to the next match further back."""
    return _("Next older match")


def not_found(text: str) -> str:
    """No message of the conversation has these words."""
    return _("No message here says “{text}”").format(text=text)


def no_older(text: str) -> str:
    """The oldest match was reached; the next look begins at the newest again."""
    return _("No older message says “{text}”").format(text=text)


def position(place: int, count: int) -> str:
    """Which message of how many was found."""
    return _("Message {n} of {all}").format(n=number(place), all=number(count))


def call(of: CallType) -> str:
    """Which way a call went, in a word."""
    return {
        CallType.INCOMING: _("Incoming"),
        CallType.OUTGOING: _("Outgoing"),
        CallType.MISSED: _("Missed"),
        CallType.VOICEMAIL: _("Voicemail"),
        CallType.REJECTED: _("Rejected"),
        CallType.BLOCKED: _("Blocked"),
        CallType.ELSEWHERE: _("Answered on another device"),
        CallType.UNKNOWN: _("Call"),
    }[of]


def length(seconds: int) -> str:
    """How long a call was: "0:42", "12:05", "1:02:03"."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    if hours:
        return _("{hours}:{minutes}:{seconds}").format(
            hours=hours, minutes=f"{minutes:02}", seconds=f"{left:02}"
        )
    return _("{minutes}:{seconds}").format(minutes=minutes, seconds=f"{left:02}")
