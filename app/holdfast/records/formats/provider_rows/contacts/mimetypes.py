"""Android's kinds of data rows, and their types as the words of vCard say them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from holdfast.records.formats.provider_rows.contacts.texts import bare_label, cell
from holdfast.records.formats.provider_rows.rows import Row, number

_ITEM = "vnd.android.cursor.item/"
NAME = f"{_ITEM}name"
PHONE = f"{_ITEM}phone_v2"
EMAIL = f"{_ITEM}email_v2"
POSTAL = f"{_ITEM}postal-address_v2"
ORGANIZATION = f"{_ITEM}organization"
IM = f"{_ITEM}im"
NICKNAME = f"{_ITEM}nickname"
NOTE = f"{_ITEM}note"
WEBSITE = f"{_ITEM}website"
EVENT = f"{_ITEM}contact_event"
RELATION = f"{_ITEM}relation"
SIP = f"{_ITEM}sip_address"
MEMBERSHIP = f"{_ITEM}group_membership"
PHOTO = f"{_ITEM}photo"
LINE = f"{_ITEM}vnd.holdfast.line"
"""Our own: data1 is one content line of vCard 3.0 that Android has no columns for."""

CUSTOM = 0
"""The type of which data3 is the owner's own label."""
ANNIVERSARY, OTHER_DAY, BIRTHDAY = 1, 2, 3

_SAY_NOTHING = frozenset(
    (
        *("voice", "pref", "internet", "other", ""),
        *("postal", "parcel", "dom", "intl"),
        *("msg", "text", "video"),
    )
)
"""Words of a card that say no type: what every address or number of these days can do."""
_ALIASES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "mobile": ("cell",),
        "iphone": ("cell",),
        "homefax": ("home", "fax"),
        "workfax": ("work", "fax"),
        "otherfax": ("fax",),
        "tlx": ("telex",),
        "tty-tdd": ("textphone",),
        "ttytdd": ("textphone",),
        "tty": ("textphone",),
    }
)


@dataclass(frozen=True, slots=True)
class Typed:
    """A type and a label for a row; `left` are words of a card that those do not say."""

    number: int
    label: str = ""
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Types:
    """The types of one kind of row: words by number, the more telling first.

    `other` is the number that says nothing.
    """

    words: Mapping[int, tuple[str, ...]]
    other: int
    known: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Gather all words that say a type."""
        known = frozenset(word for words in self.words.values() for word in words)
        object.__setattr__(self, "known", known)

    def said_by(self, row: Row) -> tuple[tuple[str, ...], str]:
        """The words of a row's type, or the label of its owner's own."""
        kind = number(row, "data2")
        if kind is None or kind == CUSTOM:
            return (), bare_label(cell(row, "data3"))[0]
        return self.words.get(kind, ()), ""

    def of(self, words: Iterable[str], label: str = "") -> Typed:
        """The type that says most of `words` and `label`, as a card has them."""
        bare, marked = bare_label(label)
        wanted = [one for word in words for one in _ALIASES.get(word, (word,))]
        if marked:
            own = _ALIASES.get(bare.lower(), (bare.lower(),))
            if all(word in self.known or word in _SAY_NOTHING for word in own):
                wanted, bare = [*own, *wanted], ""
        told = dict.fromkeys(word for word in wanted if word not in _SAY_NOTHING)
        return self._typed(tuple(told), bare)

    def _typed(self, told: tuple[str, ...], label: str) -> Typed:
        if label:
            same = (label.lower(), f"x-{label.lower()}")
            return Typed(CUSTOM, label, tuple(word for word in told if word not in same))
        fitting = [kind for kind, words in self.words.items() if set(words) <= set(told)]
        if fitting:
            best = max(fitting, key=lambda kind: len(self.words[kind]))
            return Typed(best, "", tuple(x for x in told if x not in self.words[best]))
        return Typed(CUSTOM, " ".join(told)) if told else Typed(self.other)


def _types(other: int, words: Mapping[int, str]) -> Types:
    split = {kind: tuple(each.split()) for kind, each in words.items()}
    return Types(MappingProxyType(split), other)


PHONES = _types(
    7,
    {
        17: "work cell",
        4: "work fax",
        5: "home fax",
        18: "work pager",
        2: "cell",
        13: "fax",
        6: "pager",
        9: "car",
        8: "callback",
        10: "company",
        11: "isdn",
        14: "radio",
        15: "telex",
        16: "textphone",
        19: "assistant",
        20: "mms",
        3: "work",
        1: "home",
        12: "main",
    },
)
EMAILS = _types(3, {4: "cell", 2: "work", 1: "home"})
ADDRESSES = _types(3, {2: "work", 1: "home"})
HANDLES = ADDRESSES
SITES = _types(7, {1: "homepage", 2: "blog", 3: "profile", 6: "ftp", 5: "work", 4: "home"})
RELATIONS = _types(
    CUSTOM,
    {
        1: "assistant",
        2: "brother",
        3: "child",
        4: "domestic-partner",
        5: "father",
        6: "friend",
        7: "manager",
        8: "mother",
        9: "parent",
        10: "partner",
        11: "referred-by",
        12: "relative",
        13: "sister",
        14: "spouse",
    },
)
ORGANISATIONS = _types(2, {1: "work"})
