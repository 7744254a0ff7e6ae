"""What each property of a card says, in neutral contents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from holdfast.records.formats.components import Property
from holdfast.records.formats.converting import values
from holdfast.records.formats.converting.cards.names import (
    ANNIVERSARIES,
    DATES,
    FIELD_COUNTS,
    GENDER_LETTERS,
    GENDERS,
    LINKS,
    LISTS,
    MEDIA,
    MESSENGERS,
    PHONETIC,
    RELATIONS,
    TEXTS,
)
from holdfast.records.formats.converting.contents import (
    HOW_WRITTEN,
    NO_PARAMS,
    Binary,
    Content,
    Exact,
    Fields,
    Text,
    Value,
)
from holdfast.records.formats.converting.writing import MEDIA_FAMILIES, MEDIA_WORDS
from holdfast.records.formats.heads import Transfer

# Types that say where, not of which media; some writers put them on pictures.
_PLACES = frozenset(
    ("home", "work", "other", "voice", "cell", "fax", "pager", "car", "dom", "intl", "text")
)
_MEDIA_BY_WORD = MappingProxyType({word: media for media, word in MEDIA_WORDS.items()})
_PICTURE_WORDS = frozenset(("jpeg", "jpg", "png", "gif", "bmp", "tiff", "webp", "wbmp"))
_NEUTRAL_NAMES = MappingProxyType(
    {
        **dict.fromkeys(ANNIVERSARIES, "ANNIVERSARY"),
        **dict.fromkeys((*RELATIONS, "AGENT", "X-ABRELATEDNAMES"), "RELATED"),
        "X-ADDRESSBOOKSERVER-KIND": "KIND",
        "X-ADDRESSBOOKSERVER-MEMBER": "MEMBER",
        "X-GENDER": "GENDER",
        # Outlook's for numbers that 2.1 has no type for (CALLBACK, ASSISTANT, COMPANY).
        "X-MS-TEL": "TEL",
    }
)
_LINE_END = re.compile(r"\\n", re.IGNORECASE)
_KONTACT_SEPARATOR = "\ue000"


def contents_of(entry: Property, *, old: bool) -> Iterator[Content]:
    """The contents that one property stands for; none where its bytes cannot be decoded.

    `old` tells that its card says it is of vCard 2.1, whose addresses know no lists.
    """
    name = entry.head.name
    if entry.head.transfer is Transfer.BASE64 and name not in TEXTS and entry.blob() is None:
        return
    if name in MESSENGERS:
        yield from _messengers(entry)
    elif name == "SOUND" and "x-irmc-n" in entry.head.types:
        yield from _phonetic(entry)
    elif name == "ADR" and old:
        yield _flat(entry)
    else:
        yield _BY_NAME.get(name, _opaque)(entry)


def _named(entry: Property) -> str:
    return _NEUTRAL_NAMES.get(entry.head.name, entry.head.name)


def _with(
    entry: Property, value: Value, params: Mapping[str, tuple[str, ...]] | None = None
) -> Content:
    """A content with the neutral name and the group of `entry`, and its parameters."""
    own = _params(entry) if params is None else params
    return Content(_named(entry), value, own, entry.head.group)


def _text(entry: Property) -> Content:
    name, text = _named(entry), values.line_ends(entry.text())
    if name == "TEL" and text[:4].lower() == "tel:":
        text = text[4:]
    elif name == "EMAIL" and text[:7].lower() == "mailto:":
        text = text[7:]
    return _with(entry, Text(text))


def _list(entry: Property) -> Content:
    """A list; vCard 2.1 has none, so its writers part entries at semicolons as well."""
    entries = (part.strip() for field in values.parted(entry) for part in field)
    return _with(entry, Fields((tuple(filter(None, entries)),)))


def _flat(entry: Property) -> Content:
    """Fields that are no lists: ORG's, and in 2.1 an address's."""
    fields: list[tuple[str, ...]] = [(",".join(field),) for field in values.parted(entry)]
    return _padded(entry, fields)


def _structured(entry: Property) -> Content:
    return _padded(entry, [_entries(field) for field in values.parted(entry)])


def _padded(entry: Property, fields: list[tuple[str, ...]]) -> Content:
    """Fields as many as the property has; empty ones past that say nothing."""
    while len(fields) > 1 and fields[-1] == ("",):
        fields.pop()
    missing = FIELD_COUNTS[entry.head.name] - len(fields)
    return _with(entry, Fields((*fields, *((("",),) * missing))))


def _entries(field: tuple[str, ...]) -> tuple[str, ...]:
    """A field's list; what opens with a blank is no entry but text behind a comma."""
    found: list[str] = []
    for entry in field:
        if found and (entry[:1].isspace() or not entry):
            found[-1] += f",{entry}"
        else:
            found.append(entry)
    return tuple(found)


def _date(entry: Property) -> Content:
    params = _params(entry)
    omitted = entry.head.first("X-APPLE-OMIT-YEAR")
    text = _clean(entry)
    basic = values.basic_date(text, omitted)
    if omitted and basic.startswith("--"):
        params = {key: own for key, own in params.items() if key != "X-APPLE-OMIT-YEAR"}
    return _with(entry, Exact(basic) if basic else Text(text), params)


def _linked(entry: Property) -> Content:
    return _with(entry, _link(entry))


def _link(entry: Property) -> Value:
    text = _clean(entry)
    return Exact(text) if values.is_uri(text) and "\\" not in text else Text(text)


def _related(entry: Property) -> Content:
    kind = RELATIONS[entry.head.name]
    params = _params(entry)
    types = tuple(dict.fromkeys((kind, *params.get("TYPE", ()))))
    return _with(entry, Text(_clean(entry)), {**params, "TYPE": types})


def _related_name(entry: Property) -> Content:
    return _with(entry, Text(_clean(entry)))


def _agent(entry: Property) -> Content:
    params = _params(entry)
    types = ("agent", *params.get("TYPE", ()))
    return _with(entry, _link(entry), {**params, "TYPE": types})


def _gender(entry: Property) -> Content:
    words = [",".join(field) for field in values.parted(entry)]
    sex = words[0].strip()
    letter = GENDERS.get(sex.lower(), sex.upper())
    if letter and letter not in GENDER_LETTERS:
        return _with(entry, Fields((("",), (";".join(words).strip(),))))
    return _with(entry, Fields(((letter,), *((word,) for word in words[1:] if word))))


def _position(entry: Property) -> Content:
    found = values.place(entry.decoded())
    where = Exact(f"geo:{found[0]},{found[1]}") if found else _link(entry)
    return _with(entry, where)


def _zone(entry: Property) -> Content:
    offset = values.offset(entry.decoded())
    return _with(entry, Exact(offset) if offset else Text(_clean(entry)))


def _kind(entry: Property) -> Content:
    return _with(entry, Text(_clean(entry).lower()))


def _shown_as(entry: Property) -> Content:
    """Apple's mark of a company; anything else it may say is kept as it is."""
    is_company = _clean(entry).upper() == "COMPANY" and not entry.head.group
    return Content("KIND", Text("org")) if is_company else _opaque(entry)


def _messengers(entry: Property) -> Iterator[Content]:
    scheme = MESSENGERS[entry.head.name]
    for handle in entry.text().split(_KONTACT_SEPARATOR):
        if handle.strip():
            uri = Exact(values.handle_uri(scheme, handle))
            yield Content("IMPP", uri, _params(entry), entry.head.group)


def _opaque(entry: Property) -> Content:
    """A property nobody knows: what separates and what is text stays as it was."""
    name = entry.head.name.replace("/", "-")
    params = _params(entry)
    blob = entry.blob()
    if blob:
        media, types = _media_type(entry, name, blob)
        return Content(name, Binary(blob, media), _typed(params, types), entry.head.group)
    kind = tuple(word for word in entry.head.params.get("VALUE", ()) if word.upper() != "INLINE")
    kept = {**params, "VALUE": kind} if kind else params
    return Content(name, Fields(values.parted(entry)), kept, entry.head.group)


def _params(entry: Property) -> Mapping[str, tuple[str, ...]]:
    """Parameters that belong to the content: TYPE in lower case, PREF as 4.0 has it."""
    head = entry.head
    if not head.params:
        return NO_PARAMS
    found = {name: own for name, own in head.params.items() if name not in HOW_WRITTEN and name}
    types = head.types
    found.pop("TYPE", None)
    if "pref" in types:
        found.setdefault("PREF", ("1",))
    default = "internet" if head.name == "EMAIL" else ""
    kept = tuple(word for word in types if word not in ("pref", default))
    if kept:
        found["TYPE"] = kept
    if "LABEL" in found:
        # RFC 6350 writes line ends in LABEL as "\n", RFC 6868 as "^n".
        found["LABEL"] = (_LINE_END.sub("\n", ",".join(found["LABEL"])).replace("\r\n", "\n"),)
    return found


def _typed(
    params: Mapping[str, tuple[str, ...]], types: tuple[str, ...]
) -> Mapping[str, tuple[str, ...]]:
    rest = {name: own for name, own in params.items() if name != "TYPE"}
    return {**rest, "TYPE": types} if types else rest


def _clean(entry: Property) -> str:
    return values.line_ends(entry.text()).strip()


def _phonetic(entry: Property) -> Iterator[Content]:
    """SOUND;X-IRMC-N of Japan's phones: how the fields of N are spoken."""
    words = [",".join(field) for field in values.parted(entry)]
    params = _typed(_params(entry), tuple(x for x in entry.head.types if x != "x-irmc-n"))
    if any(words[len(PHONETIC) :]):
        types = tuple(entry.head.types)
        yield Content(
            "SOUND", Fields(values.parted(entry)), _typed(params, types), entry.head.group
        )
        return
    for name, word in zip(PHONETIC, words, strict=False):
        yield Content(name, Text(word), params, entry.head.group)


def _media(entry: Property) -> Content:
    name, params, group = entry.head.name, _params(entry), entry.head.group
    blob = entry.blob()
    if blob is not None:
        media, types = _media_type(entry, name, blob)
        kept = {key: own for key, own in params.items() if key != "MEDIATYPE"}
        return Content(name, Binary(blob, media), _typed(kept, types), group)
    media, types = _media_type(entry, name, b"")
    typed = _typed(params, types)
    named = {**typed, "MEDIATYPE": (media,)} if media else typed
    text = _clean(entry)
    link = values.is_uri(text) or entry.head.first("VALUE").upper() in ("URI", "URL")
    return Content(name, Exact(text) if link else Text(text), named, group)


def _media_type(entry: Property, name: str, blob: bytes) -> tuple[str, tuple[str, ...]]:
    """The media type of bytes or of a link, and the types that are not about it."""
    media = entry.head.first("MEDIATYPE").lower()
    scheme = entry.raw[:200].split(b",", 1)[0]
    if scheme[:5].lower() == b"data:":
        media = scheme[5:].split(b";", 1)[0].decode("ascii", "replace").strip().lower()
        media = "" if media == "application/octet-stream" else media
    kept = []
    for word in entry.head.types:
        found = _media_of_word(name, word)
        if word == "pref":
            continue
        if found and not media:
            media = found
        elif not found or found != media:
            kept.append(word)
    return media or values.media_type_of(blob), tuple(kept)


def _media_of_word(name: str, word: str) -> str:
    if word in _PLACES or word == "pref" or word.startswith("x-"):
        return ""
    if "/" in word:
        return word
    if word.upper() in _MEDIA_BY_WORD:
        return _MEDIA_BY_WORD[word.upper()]
    if name in MEDIA or word in _PICTURE_WORDS:
        return f"{MEDIA_FAMILIES.get(name, 'image')}/{word}"
    return ""


_BY_NAME: Mapping[str, Callable[[Property], Content]] = MappingProxyType(
    {
        **dict.fromkeys((*TEXTS, "X-MS-TEL"), _text),
        **dict.fromkeys(FIELD_COUNTS, _structured),
        **dict.fromkeys(LISTS, _list),
        **dict.fromkeys((*DATES, *ANNIVERSARIES), _date),
        **dict.fromkeys(MEDIA, _media),
        **dict.fromkeys(RELATIONS, _related),
        **dict.fromkeys(LINKS, _linked),
        "AGENT": _agent,
        "GENDER": _gender,
        "GEO": _position,
        "KIND": _kind,
        "ORG": _flat,
        "TZ": _zone,
        "X-ABRELATEDNAMES": _related_name,
        "X-ABSHOWAS": _shown_as,
        "X-ADDRESSBOOKSERVER-KIND": _kind,
        "X-ADDRESSBOOKSERVER-MEMBER": _linked,
        "X-GENDER": _gender,
    }
)
