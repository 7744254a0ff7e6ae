"""Two contacts that may be one person: numbers, mail addresses and names in any spelling."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from holdfast.records.matching.entries import Entry
from holdfast.records.matching.numbers import Number, dialled, rings_same
from holdfast.records.matching.reasons import Finding, Reason, Trace
from holdfast.records.matching.words import Kinship, kinship, words

_MAX_REACH = 20
_MAX_ENTRIES = 60
_FEW = 4
# Scores of those who have a number or mail address in common, by how their names go together.
_REACHED = MappingProxyType(
    {
        Kinship.EQUAL: 0.9,
        Kinship.INITIALS: 0.8,
        Kinship.PART: 0.8,
        Kinship.TYPO: 0.8,
        Kinship.NONE: 0.75,
    }
)
_NAME_REASONS = MappingProxyType(
    {
        Kinship.EQUAL: (Reason.SAME_NAME,),
        Kinship.INITIALS: (Reason.SHORT_NAME,),
        Kinship.PART: (Reason.SHORT_NAME,),
        Kinship.TYPO: (Reason.ALIKE_NAME,),
    }
)
_OTHER_BIRTHDAY = 0.4
_OWN = frozenset(("cell", "mobile"))


@dataclass(frozen=True, slots=True)
class ContactTrace(Trace):
    """A contact: its name's words, whom it reaches, and all it says, types aside."""

    name: tuple[str, ...]
    numbers: tuple[Number, ...]
    tails: frozenset[str]
    own: frozenset[str]
    mails: frozenset[str]
    birthday: str
    says: frozenset[tuple[str, str]]


def contact_trace(digest: str, uid: str, title: str, entries: Sequence[Entry]) -> ContactTrace:
    """Trace one contact; `entries` is what of it counts, `title` the name it is shown by."""
    phones = [entry for entry in entries if entry.label == "phone"][:_MAX_REACH]
    found = [(number, entry) for entry in phones if (number := dialled(entry.value))]
    mails = [entry.value for entry in entries if entry.label == "email"][:_MAX_REACH]
    named = any(entry.label in ("name", "shown-name") for entry in entries)
    name = words(title) if named else ()
    numbers = tuple(dict.fromkeys(number for number, _ in found))
    keys = _keys(name, numbers, mails)
    return ContactTrace(
        digest,
        uid,
        tuple(keys),
        (" ".join(name), *sorted(mails)[:1], *sorted(number.tail for number in numbers)[:1]),
        name,
        numbers,
        frozenset(number.tail for number in numbers),
        frozenset(number.tail for number, entry in found if _OWN.intersection(entry.types)),
        frozenset(mails),
        next((entry.value for entry in entries if entry.label == "birthday"), ""),
        frozenset(_said(entries[:_MAX_ENTRIES])),
    )


def _keys(
    name: tuple[str, ...], numbers: Iterable[Number], mails: Iterable[str]
) -> Iterator[Hashable]:
    yield from (("number", number.tail) for number in numbers)
    yield from (("mail", mail) for mail in dict.fromkeys(mails))
    if name:
        yield ("name", name)


def _said(entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    for entry in entries:
        if entry.label in ("name", "shown-name"):
            continue
        if entry.label == "phone":
            number = dialled(entry.value)
            yield ("phone", number.tail if number else entry.value)
        else:
            yield (entry.label, entry.value)


def compare_contacts(one: ContactTrace, other: ContactTrace, sharing: int) -> Finding | None:
    """What speaks for two contacts being one person; None where too little does.

    A family shares its landline and a firm its switchboard: a number or mail address that is
    common to people of other names counts only while few share it and it is a mobile's. Two
    who are both called Mum, each with a number of her own, are two.
    """
    kin = kinship(one.name, other.name)
    reasons = [*_reach_reasons(one, other), *_NAME_REASONS.get(kin, ())]
    if one.uid and one.uid == other.uid:
        reasons.insert(0, Reason.SAME_UID)
    if _contained(one, other) and kin is not Kinship.OTHER:
        reasons.append(Reason.SUBSET)
    score = _score(one, other, kin, reasons, sharing)
    if one.birthday and other.birthday and one.birthday != other.birthday:
        score -= _OTHER_BIRTHDAY
    return Finding(round(max(score, 0.0), 2), tuple(reasons)) if score > 0 else None


def _reach_reasons(one: ContactTrace, other: ContactTrace) -> Iterator[Reason]:
    if _common_numbers(one, other):
        yield Reason.SAME_NUMBER
    if not one.mails.isdisjoint(other.mails):
        yield Reason.SAME_MAIL


def _common_numbers(one: ContactTrace, other: ContactTrace) -> list[tuple[Number, Number]]:
    if one.tails.isdisjoint(other.tails):
        return []
    pairs = ((left, right) for left in one.numbers for right in other.numbers)
    return [pair for pair in pairs if rings_same(*pair)]


def _contained(one: ContactTrace, other: ContactTrace) -> bool:
    """Whether one of them says nothing that the other does not say too."""
    small, large = sorted((one.says, other.says), key=len)
    return bool(small) and small <= large


def _score(
    one: ContactTrace, other: ContactTrace, kin: Kinship, reasons: list[Reason], sharing: int
) -> float:
    if Reason.SAME_UID in reasons and kin is not Kinship.OTHER:
        return 0.95
    if Reason.SAME_NUMBER not in reasons and Reason.SAME_MAIL not in reasons:
        return _namesakes_score(one, other, sharing) if kin is Kinship.EQUAL else 0.0
    if kin is Kinship.OTHER:
        return _others_score(one, other, reasons, sharing)
    return _REACHED[kin] + (0.05 if Reason.SUBSET in reasons else 0.0)


def _others_score(
    one: ContactTrace, other: ContactTrace, reasons: list[Reason], sharing: int
) -> float:
    """Other names, one number or address: "Mum" and "Anna Doe" perhaps, a family rather not."""
    kept_apart = bool(set(one.name) & set(other.name)) or sharing > _FEW
    mobile = any(
        left.tail in one.own and right.tail in other.own
        for left, right in _common_numbers(one, other)
    )
    if kept_apart or not (mobile or Reason.SAME_MAIL in reasons):
        return 0.0
    return 0.6 if mobile and Reason.SAME_MAIL in reasons else 0.5


def _namesakes_score(one: ContactTrace, other: ContactTrace, sharing: int) -> float:
    """One name and no number or address in common."""
    if not one.numbers and not one.mails:
        return 0.7
    if not other.numbers and not other.mails:
        return 0.7
    rivals = bool(one.numbers and other.numbers) or bool(one.mails and other.mails)
    if rivals and (len(one.name) == 1 or sharing > _FEW):
        return 0.0
    return 0.55 if rivals or len(one.name) == 1 else 0.65
