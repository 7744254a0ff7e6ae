"""What the contacts provider works out itself from a row of data before it keeps it."""

from __future__ import annotations

import re

from holdfast.phones.virtual.android.providers.contacts_tables import (
    EMAIL,
    NAME,
    NICKNAME,
    ORGANIZATION,
    PHONE,
    POSTAL,
)
from holdfast.phones.virtual.android.providers.provider import Value, Values

SOURCES = {EMAIL: 10, PHONE: 20, ORGANIZATION: 30, NICKNAME: 35, NAME: 40}
"""How much each kind of data says about what a contact is called."""
_NAME_PARTS = ("data4", "data2", "data5", "data3", "data6")
_POSTAL_PARTS = ("data4", "data5", "data6", "data7", "data8", "data9", "data10")
_US_DIGITS = 10
_SHORTEST = 7
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WESTERN, _CJK_STYLE = "1", "2"
_TWO = 2


def completed(mimetype: str, values: Values) -> dict[str, Value]:
    """The values as the provider keeps them: parts split or joined, numbers made regular."""
    whole = dict(values)
    if mimetype == NAME:
        _complete_name(whole)
    elif mimetype == PHONE:
        if "data4" not in whole and (regular := regular_number(_text(whole, "data1"))):
            whole["data4"] = regular
    elif mimetype == POSTAL:
        _complete_address(whole)
    return whole


def display_name(mimetype: str, values: Values) -> str:
    """What a row would have its contact called; empty where it says nothing of that."""
    if mimetype not in SOURCES:
        return ""
    return _text(values, "data1") or (_text(values, "data4") if mimetype == ORGANIZATION else "")


def alternative(values: Values) -> str:
    """A structured name with the family name first."""
    family, given = _text(values, "data3"), _text(values, "data2")
    return f"{family}, {given}" if family and given else _text(values, "data1")


def regular_number(number: str) -> str:
    """A number as E.164 where it can be told; the sample phones dial from the United States."""
    digits = "".join(each for each in number if each.isascii() and each.isdigit())
    if number.strip().startswith("+") and len(digits) >= _SHORTEST:
        return f"+{digits}"
    return f"+1{digits}" if len(digits) == _US_DIGITS else ""


def _complete_name(whole: dict[str, Value]) -> None:
    parts = [_text(whole, column) for column in _NAME_PARTS]
    if not any(parts):
        _split_name(whole, _text(whole, "data1").split())
    elif not _text(whole, "data1"):
        whole["data1"] = " ".join(filter(None, parts))
    if "data10" not in whole and _text(whole, "data1"):
        whole["data10"] = _CJK_STYLE if _CJK.search(_text(whole, "data1")) else _WESTERN
        whole.setdefault("data11", "0")


def _split_name(whole: dict[str, Value], words: list[str]) -> None:
    if words:
        whole["data2"] = words[0]
    if len(words) >= _TWO:
        whole["data3"] = words[-1]
    if len(words) > _TWO:
        whole["data5"] = " ".join(words[1:-1])


def _complete_address(whole: dict[str, Value]) -> None:
    parts = [_text(whole, column) for column in _POSTAL_PARTS]
    if not any(parts) and _text(whole, "data1"):
        whole["data4"] = whole["data1"]
    elif not _text(whole, "data1"):
        whole["data1"] = "\n".join(filter(None, parts))


def _text(values: Values, column: str) -> str:
    value = values.get(column)
    return "" if value is None or isinstance(value, bytes) else str(value)
