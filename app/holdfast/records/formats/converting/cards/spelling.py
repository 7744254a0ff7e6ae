"""How each content of a card is written in a version: names, values, parameters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from types import MappingProxyType

from holdfast.records.formats.converting import values
from holdfast.records.formats.converting.cards.names import (
    ANNIVERSARIES,
    APPLE_RELATIONS,
    DATES,
    GENDER_LETTERS,
    GENDERS,
    MEDIA,
    MESSENGERS,
    RELATIONS,
    SERVICES,
)
from holdfast.records.formats.converting.contents import (
    Content,
    Exact,
    Fields,
    Loss,
    Text,
    Unheld,
    said,
)
from holdfast.records.formats.converting.dialects import Dialect
from holdfast.records.formats.converting.writing import media_word

NEW_GROUP = "*"
"""Stands for a group that is to be named yet, so that two lines belong together."""

_TEL_URI = re.compile(r"\+?[0-9().-]+(?:;[a-z-]+=[^;,\\\s]+)+", re.ASCII)
_GENDER_WORDS = MappingProxyType({letter: word.capitalize() for word, letter in GENDERS.items()})
_ANDROID = "vnd.android.cursor.item/"
_ANDROID_RELATIONS = MappingProxyType(
    {
        "1": "assistant",
        "2": "brother",
        "3": "child",
        "5": "father",
        "6": "friend",
        "7": "manager",
        "8": "mother",
        "9": "parent",
        "10": "partner",
        "13": "sister",
        "14": "spouse",
    }
)


@dataclass(frozen=True, slots=True)
class Spelled:
    """Lines as a dialect has them, the contents they are read back as, and what they lack."""

    lines: tuple[Content, ...]
    meant: tuple[Content, ...]
    unheld: tuple[Unheld, ...] = ()


def spell(content: Content, dialect: Dialect, *, apart: bool = False) -> Spelled | None:
    """The first way to write `content` of which the target keeps every property, or None.

    `apart` tells that a label without an address must not be taken for another address's.
    """
    for found in _spellings(content, dialect, apart=apart):
        if all(dialect.keeps(line.name) for line in found.lines):
            lines = tuple(_shaped(line, dialect) for line in found.lines)
            return Spelled(lines, found.meant, found.unheld)
    return None


def has_form(content: Content, dialect: Dialect) -> bool:
    """Whether the value can be told at all.

    Some phones know no day without its year, and what begins like a ``data:`` URI and is none
    could not be read again.
    """
    if content.name in MEDIA and isinstance(content.value, (Text, Exact)):
        return content.value.text[:5].lower() != "data:"
    if content.name not in ("BDAY", "ANNIVERSARY") or dialect.yearless:
        return True
    return (
        isinstance(content.value, Exact)
        and values.extended_date(content.value.text) != content.value.text
    )


def _spellings(content: Content, dialect: Dialect, *, apart: bool) -> Iterator[Spelled]:
    if content.name == "ADR":
        yield from _address(content, dialect, apart=apart)
        return
    by_name = _BY_NAME.get(content.name)
    for lines in by_name(content, dialect) if by_name else ((content,),):
        yield Spelled(lines, (content,))
    if content.name == "N" and len(content.params.get("SORT-AS", ())) == 1:
        bare = content.with_params(**{"SORT-AS": ()})
        sort = content.params["SORT-AS"][0]
        yield Spelled((bare,), (bare,), (Unheld("SORT-STRING", sort, Loss.NO_PROPERTY),))
    elif content.name == "X-ANDROID-CUSTOM":
        yield from _android(content, dialect)


def _shaped(line: Content, dialect: Dialect) -> Content:
    """Group and parameters as the version has them, parameters always in one order."""
    if not line.params and not line.group and line.name != "EMAIL":
        return line
    group = line.group if dialect.keeps("X-ABLABEL") else ""
    types = line.types
    rest = {name: own for name, own in sorted(line.params.items()) if name != "TYPE"}
    if dialect.version != "4.0":
        if rest.get("PREF") == ("1",):
            types = (*types, "pref")
            del rest["PREF"]
        if line.name == "EMAIL" and "x400" not in types:
            types = ("internet", *types)
    params = {"TYPE": types, **rest} if types else rest
    return Content(line.name, line.value, params, group)


Lines = tuple[Content, ...]


def _address(content: Content, dialect: Dialect, *, apart: bool) -> Iterator[Spelled]:
    label = "".join(content.params.get("LABEL", ()))
    if not label or dialect.version == "4.0":
        yield Spelled((content,), (content,))
        return
    bare = content.with_params(LABEL=())
    own = {name: values for name, values in bare.params.items() if name in ("TYPE", "PREF")}
    line = Content("LABEL", Text(label), own, content.group)
    empty = not said(content.value)
    yield Spelled((line,) if empty and not apart else (bare, line), (content,))
    if not empty:
        yield Spelled((bare,), (bare,), (Unheld("LABEL", label, Loss.NO_PROPERTY),))


def _name(content: Content, dialect: Dialect) -> Iterator[Lines]:
    sort = content.params.get("SORT-AS", ())
    if dialect.version == "4.0" or len(sort) != 1:
        yield (content,)
    else:
        yield (content.with_params(**{"SORT-AS": ()}), Content("SORT-STRING", Text(sort[0])))


def _date(content: Content, dialect: Dialect) -> Iterator[Lines]:
    line = content
    if isinstance(content.value, Text):
        line = content.with_params(VALUE=("text",))
    elif dialect.version == "3.0":
        line = _extended(content)
    if content.name != "ANNIVERSARY":
        yield (line,)
        return
    older: list[Lines] = [(replace(line, name=name),) for name in ANNIVERSARIES]
    if isinstance(content.value, Exact) and not content.group:
        label = Content("X-ABLABEL", Text("_$!<Anniversary>!$_"), group=NEW_GROUP)
        older.append((replace(line, name="X-ABDATE", group=NEW_GROUP), label))
    yield from _newest_first(line, older, dialect)


def _extended(content: Content) -> Content:
    """A date as 3.0 has it; one without year as Apple writes it, which everybody reads."""
    basic = said(content.value)
    date, omitted = values.with_omitted_year(basic)
    if omitted:
        shown = replace(content, value=Exact(date))
        return shown.with_params(**{"X-APPLE-OMIT-YEAR": (omitted,)})
    shown = replace(content, value=Exact(values.extended_date(basic)))
    timed = "T" in basic and content.name != "REV"
    return shown.with_params(VALUE=("date-time",)) if timed else shown


def _newest_first(newest: Content, older: list[Lines], dialect: Dialect) -> Iterator[Lines]:
    """What the version calls it, then what others call it, for a target that keeps only that."""
    yield from [(newest,), *older] if dialect.version == "4.0" else [*older, (newest,)]


def _relation(content: Content, dialect: Dialect) -> Iterator[Lines]:
    is_text = isinstance(content.value, Text)
    newest = content.with_params(VALUE=("text",) if is_text else ("uri",))
    older: list[Lines] = []
    if "agent" in content.types:
        kind = () if is_text else ("URL" if dialect.version == "2.1" else "uri",)
        rest = tuple(word for word in content.types if word != "agent")
        older.append((replace(content, name="AGENT").with_params(TYPE=rest, VALUE=kind),))
    elif is_text:
        older.extend(_named_relations(content))
    if dialect.version == "4.0":
        newest = newest if is_text else content
    yield from _newest_first(newest, older, dialect)


def _named_relations(content: Content) -> Iterator[Lines]:
    """X-ABRELATEDNAMES with Apple's label, then the names of single relations."""
    constants = [word for word in content.types if word in APPLE_RELATIONS]
    if constants and not content.group:
        rest = tuple(word for word in content.types if word != constants[0])
        label = f"_$!<{constants[0].capitalize()}>!$_"
        named = replace(content, name="X-ABRELATEDNAMES", group=NEW_GROUP)
        yield (
            named.with_params(TYPE=rest),
            Content("X-ABLABEL", Text(label), group=NEW_GROUP),
        )
    for name, kind in RELATIONS.items():
        if kind in content.types:
            rest = tuple(word for word in content.types if word != kind)
            yield (replace(content, name=name).with_params(TYPE=rest),)
    yield (replace(content, name="X-ABRELATEDNAMES"),)


def _gender(content: Content, dialect: Dialect) -> Iterator[Lines]:
    fields = content.value.fields if isinstance(content.value, Fields) else ()
    words = [",".join(field) for field in fields]
    older = replace(content, name="X-GENDER")
    if len(words) == 1 and words[0] in _GENDER_WORDS:
        older = replace(older, value=Text(_GENDER_WORDS[words[0]]))
    elif len(words) == 2 and not words[0] and _is_free(words[1]):  # noqa: PLR2004 - sex; identity
        older = replace(older, value=Fields(((words[1],),)))
    yield from _newest_first(content, [(older,)], dialect)


def _is_free(identity: str) -> bool:
    return identity.lower() not in GENDERS and identity.upper() not in GENDER_LETTERS


def _messenger(content: Content, dialect: Dialect) -> Iterator[Lines]:
    older: list[Lines] = []
    scheme, handle = values.handle_of(said(content.value))
    service = content.params.get("X-SERVICE-TYPE", ("",))[0].lower()
    told_apart = service and SERVICES.get(service, service) != scheme
    if isinstance(content.value, Exact) and handle and not told_apart:
        older.extend(
            (replace(content, name=name, value=Text(handle)),)
            for name, own in MESSENGERS.items()
            if own == scheme and "/" not in name
        )
    yield from _newest_first(content, older, dialect)


def _kind(content: Content, dialect: Dialect) -> Iterator[Lines]:
    older: list[Lines] = []
    if said(content.value) == "group":
        older.append((replace(content, name="X-ADDRESSBOOKSERVER-KIND"),))
    elif said(content.value) == "org" and not content.params and not content.group:
        older.append((Content("X-ABSHOWAS", Text("COMPANY")),))
    yield from _newest_first(content, older, dialect)


def _member(content: Content, dialect: Dialect) -> Iterator[Lines]:
    older = replace(content, name="X-ADDRESSBOOKSERVER-MEMBER")
    yield from _newest_first(content, [(older,)], dialect)


def _position(content: Content, dialect: Dialect) -> Iterator[Lines]:
    found = values.place(said(content.value))
    if dialect.version == "4.0" or found is None:
        yield (content,)
        return
    separator = "," if dialect.version == "2.1" else ";"
    yield (replace(content, value=Exact(separator.join(found))),)


def _zone(content: Content, dialect: Dialect) -> Iterator[Lines]:
    if dialect.version == "4.0" and isinstance(content.value, Exact):
        bare = replace(content, value=Exact(content.value.text.replace(":", "")))
        yield (bare.with_params(VALUE=("utc-offset",)),)
    else:
        yield (content,)


def _number(content: Content, dialect: Dialect) -> Iterator[Lines]:
    number = said(content.value)
    if dialect.version == "4.0" and _TEL_URI.fullmatch(number):
        yield (replace(content, value=Exact(f"tel:{number}")).with_params(VALUE=("uri",)),)
    else:
        yield (content,)


def _media(content: Content, dialect: Dialect) -> Iterator[Lines]:
    """Bytes as they are; a link with its VALUE; both it and a text with their media type."""
    if not isinstance(content.value, (Text, Exact)):
        yield (content,)
        return
    is_link = isinstance(content.value, Exact)
    if dialect.version == "4.0":
        yield (content.with_params(VALUE=("uri" if is_link else "text",)),)
        return
    media = "".join(content.params.get("MEDIATYPE", ()))
    words = (media_word(content.name, media).lower(),) if media else ()
    shaped = content.with_params(MEDIATYPE=(), TYPE=(*content.types, *words))
    kind = "URL" if dialect.version == "2.1" else "uri"
    yield (shaped.with_params(VALUE=(kind,)) if is_link else shaped,)


def _android(content: Content, dialect: Dialect) -> Iterator[Spelled]:
    """What Android's own property says, for a target that does not keep it."""
    fields = content.value.fields if isinstance(content.value, Fields) else ()
    words = [",".join(field) for field in fields][:4] + [""] * 4
    mime, value, kind, label = words[:4]
    found: Content | None = None
    if mime == f"{_ANDROID}nickname":
        found = Content("NICKNAME", Fields(((value,),)))
    elif mime == f"{_ANDROID}relation" and not label and kind in _ANDROID_RELATIONS:
        found = Content("RELATED", Text(value), {"TYPE": (_ANDROID_RELATIONS[kind],)})
    elif mime == f"{_ANDROID}contact_event" and kind in ("1", "3") and not label:
        date = values.basic_date(value)
        name = "ANNIVERSARY" if kind == "1" else "BDAY"
        found = Content(name, Exact(date)) if date else None
    if found is not None and said(found.value) and has_form(found, dialect):
        yield from _spellings(found, dialect, apart=False)


_BY_NAME: MappingProxyType[str, Callable[[Content, Dialect], Iterator[Lines]]] = MappingProxyType(
    {
        **dict.fromkeys(DATES, _date),
        **dict.fromkeys(MEDIA, _media),
        "GENDER": _gender,
        "GEO": _position,
        "IMPP": _messenger,
        "KIND": _kind,
        "MEMBER": _member,
        "N": _name,
        "RELATED": _relation,
        "TEL": _number,
        "TZ": _zone,
    }
)
