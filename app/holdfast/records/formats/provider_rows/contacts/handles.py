"""Messengers and SIP addresses between rows and neutral contents."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from holdfast.records.formats.converting import values
from holdfast.records.formats.converting.contents import Content, Exact, Text, said
from holdfast.records.formats.provider_rows.contacts.mimetypes import IM, SIP
from holdfast.records.formats.provider_rows.contacts.texts import bare_label, cell, plain
from holdfast.records.formats.provider_rows.rows import Row, Value, number, text

_OWN = -1
"""The protocol whose name stands in data6."""
_BY_NUMBER = ("aim", "msnim", "ymsgr", "skype", "qq", "gtalk", "icq", "xmpp")
_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "aim": "AIM",
        "msnim": "MSN",
        "ymsgr": "Yahoo",
        "skype": "Skype",
        "qq": "QQ",
        "gtalk": "Google Talk",
        "icq": "ICQ",
        "xmpp": "Jabber",
        "gg": "Gadu-Gadu",
        "groupwise": "GroupWise",
        "irc": "IRC",
        "twitter": "Twitter",
        "sip": "SIP",
    }
)
_SCHEMES = MappingProxyType(
    {
        **{re.sub(r"\W", "", name.lower()): scheme for scheme, name in _NAMES.items()},
        **{scheme: scheme for scheme in _NAMES},
    }
)
_NET_MEETING = 8
_APPLE = "x-apple"
_PREFIX = re.compile(rf"(?:(?:{_APPLE}|{'|'.join(_NAMES)}):\s*)+", re.IGNORECASE)
_FIRST = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):", re.ASCII)
# KAddressBook puts it between several names of one messenger, and the reader cuts there.
_SEPARATOR = "\ue000"


@dataclass(frozen=True, slots=True)
class Handle:
    """A name at a messenger: the content that says it, and the label it wants beside it."""

    content: Content
    label: str = ""


def handle_of(row: Row, label: str) -> Handle | None:
    """The content of an IM or SIP row whose own label is `label`; None where it is empty."""
    handle = bare_handle(cell(row, "data1"))
    if not handle:
        return None
    named = "SIP" if text(row, "mimetype") == SIP else _service(row)
    service = named or label or _unknown_scheme(handle)
    scheme = _scheme_of(service)
    uri = values.handle_uri(scheme, handle) if scheme else ""
    if uri and values.handle_of(uri) == (scheme, handle) and _SEPARATOR not in handle:
        return Handle(Content("IMPP", Exact(uri)), label)
    content = Content("IMPP", _value(handle))
    if not service:
        return Handle(content)
    name = _NAMES.get(scheme, service)
    return Handle(content.with_params(**{"X-SERVICE-TYPE": (name,)}), label or name)


def handle_row(content: Content, label: str) -> tuple[dict[str, Value], str]:
    """Columns for an IMPP content, its mimetype among them, and what is left of its label."""
    whole = plain(said(content.value))
    first = _FIRST.match(whole)
    scheme = first[1].lower() if first else ""
    service = bare_label("".join(content.params.get("X-SERVICE-TYPE", ())))[0]
    bare = bare_label(label)[0]
    if service:
        label = "" if bare in (service, _NAMES.get(_scheme_of(service))) else label
    elif scheme in _NAMES or _unknown_scheme(whole):
        service = _NAMES.get(scheme, scheme)
    else:
        service, label = bare, ""
    return {
        key: own for key, own in _columns(bare_handle(whole), service).items() if own != ""
    }, label


def _columns(handle: str, service: str) -> dict[str, Value]:
    scheme = _scheme_of(service)
    if scheme == "sip":
        return {"mimetype": SIP, "data1": handle}
    known = scheme in _BY_NUMBER
    return {
        "mimetype": IM,
        "data1": handle,
        "data5": _BY_NUMBER.index(scheme) if known else _OWN,
        "data6": "" if known else _NAMES.get(scheme, service),
    }


def _service(row: Row) -> str:
    protocol = number(row, "data5")
    if protocol is None or protocol == _OWN:
        return bare_label(cell(row, "data6"))[0]
    if 0 <= protocol < len(_BY_NUMBER):
        return _NAMES[_BY_NUMBER[protocol]]
    return "NetMeeting" if protocol == _NET_MEETING else ""


def _unknown_scheme(handle: str) -> str:
    """The scheme of a URI that is no messenger's here: the one name there is for it."""
    scheme = handle.partition(":")[0].lower()
    return scheme if values.is_uri(handle) and scheme != _APPLE else ""


def _scheme_of(service: str) -> str:
    """The scheme of a messenger's name; empty for one that has none here."""
    return _SCHEMES.get(re.sub(r"\W", "", service.lower()), "")


def bare_handle(handle: str) -> str:
    """The name alone, without the scheme of a messenger before it."""
    while match := _PREFIX.match(handle):
        rest = handle[match.end() :]
        _, decoded = values.handle_of(f"{_APPLE}:{rest}")
        handle = plain(decoded or rest)
    return handle


def _value(handle: str) -> Exact | Text:
    return Exact(handle) if values.is_uri(handle) and "\\" not in handle else Text(handle)
