"""The user guide that comes with Holdfast: its topics, their texts, and the search in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from importlib.resources.abc import Traversable

LINK = "topic:"
"""How a link to another topic begins."""

_ENGLISH = "en"
_SUFFIX = ".md"


class Topic(StrEnum):
    """The topics; the value is the file's name without its number."""

    FIRST_BACKUP = "first-backup"
    WHAT_IS_KEPT = "what-is-kept"
    PUTTING_BACK = "putting-back"
    NEW_PHONE = "new-phone"
    LOSS_ALARM = "loss-alarm"
    RECOVERY_SHEET = "recovery-sheet"
    NEW_COMPUTER = "new-computer"
    WITH_RESTIC = "with-restic"
    REHEARSALS = "rehearsals"
    FORGETTING = "forgetting"
    ANDROID = "android"
    FEATURE_PHONES = "feature-phones"
    CARDS_AND_FOLDERS = "cards-and-folders"
    IPHONES = "iphones"
    TROUBLESHOOTING = "troubleshooting"
    PRIVACY = "privacy"
    KEYBOARD = "keyboard"


@dataclass(frozen=True, slots=True)
class Page:
    """One topic: its heading, and its text in Markdown, heading included."""

    topic: Topic
    title: str
    text: str

    def has(self, words: Sequence[str]) -> bool:
        """Whether all `words`, which are casefolded, stand in it."""
        text = self.text.casefold()
        return all(word in text for word in words)


def load(language: str) -> tuple[Page, ...]:
    """Read the guide in `language`; what is not there in it comes in English."""
    texts = _texts(_ENGLISH) | _texts(language)
    return tuple(_page(topic, texts[topic]) for topic in Topic)


def search(pages: Sequence[Page], text: str) -> tuple[Page, ...]:
    """The pages with every word of `text`, those with one in their heading first."""
    words = text.casefold().split()
    found = [page for page in pages if page.has(words)]
    return tuple(sorted(found, key=lambda page: not _is_headed(page, words)))


def topic_of(link: str) -> Topic | None:
    """The topic a link leads to, or None for one that leads out of the guide."""
    name = link.removeprefix(LINK)
    known = {str(topic): topic for topic in Topic}
    return known.get(name) if link.startswith(LINK) else None


def _is_headed(page: Page, words: Sequence[str]) -> bool:
    return any(word in page.title.casefold() for word in words)


def _page(topic: Topic, text: str) -> Page:
    title, _, _rest = text.partition("\n")
    return Page(topic, title.lstrip("# ").strip(), text)


def _texts(language: str) -> dict[str, str]:
    folder = files("holdfast.resources") / "guide" / language
    if not folder.is_dir():
        return {}
    return {_topic_of(file): file.read_text("utf-8") for file in folder.iterdir() if _is(file)}


def _is(file: Traversable) -> bool:
    return file.name.endswith(_SUFFIX)


def _topic_of(file: Traversable) -> str:
    _number, _, name = file.name.removesuffix(_SUFFIX).partition("-")
    return name
