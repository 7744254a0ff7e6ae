"""All programs that Android itself brings, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType

from holdfast.phones.virtual.android.phone import AndroidPhone
from holdfast.phones.virtual.android.tool import Tool
from holdfast.phones.virtual.android.tools import managers, system
from holdfast.phones.virtual.android.tools.content import content
from holdfast.phones.virtual.android.tools.system import Answer, answering

_Words = Callable[[AndroidPhone, Sequence[str]], Answer]
_PROGRAMS: Mapping[str, _Words] = {
    "am": managers.am,
    "appops": system.appops,
    "dumpsys": managers.dumpsys,
    "getprop": system.getprop,
    "pm": managers.pm,
    "settings": system.settings,
    "svc": system.svc,
    "wm": system.wm,
}
_SERVICES = {
    "activity": managers.am,
    "appops": system.appops,
    "package": managers.pm,
    "settings": system.settings,
    "window": system.wm,
}


def tools(phone: AndroidPhone) -> Mapping[str, Tool]:
    """The programs on `phone`, each ready to be started."""
    made = {
        name: answering(phone, name, partial(program, phone)) for name, program in _PROGRAMS.items()
    }
    made["cmd"] = answering(phone, "cmd", partial(_cmd, phone))
    made["content"] = content(phone)
    return MappingProxyType(made)


def _cmd(phone: AndroidPhone, words: Sequence[str]) -> Answer:
    """Speak to a service by its name, as newer phones' own programs do."""
    service = words[0] if words else ""
    if service not in _SERVICES:
        return 20, f"cmd: Can't find service: {service}"
    return _SERVICES[service](phone, words[1:])
