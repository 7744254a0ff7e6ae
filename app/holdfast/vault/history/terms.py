"""What search finds texts by: folded words, single signs where words have no gaps, and numbers.

Case, accents and width do not count, nor whether kana are hiragana or katakana. Scripts
written without gaps are indexed sign by sign and asked for as a phrase, so that two signs
find a name (the manner of Lucene's CJK analysis with unigrams). A telephone number is found
by its beginning and its end in every spelling: with or without country code, trunk zero or
marks between the digits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from holdfast.records.matching.numbers import dialled

MAX_QUERY = 1_000
"""Characters of what was typed that are looked at."""
_MAX_WORDS = 12
_MAX_WORD = 64
_KANA_VOICE, _LAST_KEPT_MARK = 8, 9
_KATAKANA, _HIRAGANA = range(0x30A1, 0x30F7), 0x60
_LONGEST_COUNTRY = 3
_SHORTEST_NUMBER, _LONGEST_NUMBER = 3, 20
_SHORTEST_REST = 5
_MAX_NUMBERS = 400
"""Numbers of one text that are indexed; a list longer than this is not a person's."""

# Letters that no decomposition turns into the one people type.
_TYPED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
                        "\u0131": "i", "ħ": "h", "ŧ": "t"})  # fmt: skip
_GAPLESS = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\u1780-\u17ff"  # Burmese, Khmer
    "\u3040-\u30ff\u31f0-\u31ff"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u3005-\u3007"  # Han
    "\uac00-\ud7af"  # Hangul, whose words carry particles
)
_SIGN = re.compile(f"[{_GAPLESS}]")
_TOKEN = re.compile(f"[{_GAPLESS}]|[^\\W_{_GAPLESS}]+")
_CHUNK = re.compile(f"(?:[^\\W_]|[{_GAPLESS}])+")
_NUMBER = re.compile(r"\+?[(\[]?\d(?:[\s()\[\]./\u2010-\u2015-]{0,3}\d){2,19}")


def fold(text: str) -> str:
    """A text as search compares it."""
    if text.isascii():
        return text.lower()
    # Compatibility forms first: halfwidth kana, fullwidth and other digits, ligatures.
    loose = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    kept = "".join(letter for letter in loose if _counts(letter))
    composed = unicodedata.normalize("NFC", kept).translate(_TYPED)
    return "".join(map(_in_one_script, composed))


def _counts(letter: str) -> bool:
    mark = unicodedata.combining(letter)
    return mark <= _LAST_KEPT_MARK


def _in_one_script(letter: str) -> str:
    if ord(letter) in _KATAKANA:
        return chr(ord(letter) - _HIRAGANA)
    if not letter.isascii() and letter.isdecimal():
        return str(unicodedata.decimal(letter))
    return letter


def words(text: str) -> str:
    """The terms of a text, a space between two."""
    return " ".join(_terms(fold(text)))


def _terms(folded: str) -> Iterator[str]:
    for found in _TOKEN.finditer(folded):
        yield found.group()[:_MAX_WORD]


def numbers(*texts: str) -> str:
    """The terms of the numbers in texts: each as it begins, and backwards as it ends."""
    found: dict[str, None] = {}
    for text in texts:
        for number in _NUMBER.finditer(fold(text)):
            found.update(dict.fromkeys(_spellings(number.group())))
            if len(found) > _MAX_NUMBERS:
                return " ".join(found)
    return " ".join(found)


def _spellings(number: str) -> Iterator[str]:
    digits, world = _dialled(number)
    for begin in _begins(digits, world=world):
        yield f"n{begin}"
    yield f"r{digits[::-1]}"


def _begins(digits: str, *, world: bool) -> Iterator[str]:
    """The number, and where a country's code of unknown length leads it, each possible rest."""
    for cut in range(_LONGEST_COUNTRY + 1 if world else 1):
        if not cut or len(digits) - cut >= _SHORTEST_REST:
            yield digits[cut:]


def _dialled(number: str) -> tuple[str, bool]:
    found = dialled(number)
    if found is not None:
        return found.digits, found.world
    return "".join(filter(str.isdecimal, number))[:_LONGEST_NUMBER], number.startswith("+")


def query(text: str) -> str:
    """An FTS5 query for what a person typed: all of it must be there, words as begun.

    Returns an empty string when nothing in it can be searched for; whatever was typed, the
    query is one that FTS5 can read.
    """
    folded = fold(text[:MAX_QUERY].replace("\0", " "))
    parts: list[str] = []
    end = 0
    for number in _NUMBER.finditer(folded):
        parts += _word_queries(folded[end : number.start()])
        parts.append(_number_query(number.group()))
        end = number.end()
    parts += _word_queries(folded[end:])
    return " AND ".join(parts[:_MAX_WORDS])


def _word_queries(folded: str) -> list[str]:
    return [f"({_SAID} : {_phrase(chunk.group())})" for chunk in _CHUNK.finditer(folded)]


_SAID = "{title subtitle words}"


def _phrase(chunk: str) -> str:
    """A chunk as its terms in a row; the last may go on, unless it is a sign of its own."""
    terms = list(_terms(chunk))
    # Terms are letters and digits alone: nothing in them means anything to the index.
    ending = "" if _SIGN.fullmatch(terms[-1]) else " *"
    return f'"{" ".join(terms)}"{ending}'


def _number_query(number: str) -> str:
    said = " AND ".join(_word_queries(number))
    digits, world = _dialled(number)
    # Half a number may not show yet that its zeros are a prefix.
    typed = dict.fromkeys((*_begins(digits, world=world), digits.lstrip("0") or digits))
    begins = [f'"n{begin}" *' for begin in typed]
    ends = [f'"r{digits[::-1]}" *']
    if world:
        ends += [f'"r{rest[::-1]}"' for rest in _begins(digits, world=True)]
    ways = [f"({said})", f"({{numbers}} : ({' OR '.join((*begins, *ends))}))"]
    return f"({' OR '.join(ways)})"


def beginnings(text: str) -> list[str]:
    """The folded words of a query, to find them again in what was found."""
    return _CHUNK.findall(fold(text[:MAX_QUERY]))[:_MAX_WORDS]


def matches(text: str, begun: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Where in `text` the folded words stand at the beginning of a word: (start, end), in order.

    Places that overlap come as one.
    """
    folded, places = _folded(text)
    found: list[tuple[int, int]] = []
    for word in begun:
        start = folded.find(word) if word else -1
        while start >= 0:
            if _begins_word(folded, start):
                found.append((places[start], places[start + len(word) - 1] + 1))
            start = folded.find(word, start + 1)
    return _joined(sorted(found))


def _folded(text: str) -> tuple[str, list[int]]:
    """A text folded sign by sign, and where each sign of that came from."""
    signs = [(fold(sign), place) for place, sign in enumerate(text)]
    return (
        "".join(folded for folded, _ in signs),
        [place for folded, place in signs for _ in folded],
    )


def _begins_word(folded: str, start: int) -> bool:
    return not start or not folded[start - 1].isalnum() or bool(_SIGN.match(folded[start]))


def _joined(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def first_match(text: str, begun: Iterable[str]) -> int | None:
    """Where in `text` the first of the folded words begins, or None."""
    # Folding may change lengths; then the place is near enough for an excerpt.
    folded = fold(text)
    places = [place for word in begun if (place := folded.find(word)) >= 0]
    return min(places, default=None)
