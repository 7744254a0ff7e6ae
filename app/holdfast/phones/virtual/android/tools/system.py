"""Small programs that tell of the phone and switch things on it: getprop, settings, appops, svc."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from holdfast.phones.virtual.android.phone import APP_OPS, WRITE_SMS, AndroidPhone
from holdfast.phones.virtual.android.settings import NAMESPACES
from holdfast.phones.virtual.android.tool import Call, Tool

START_SECONDS = 0.05
_SHELL = "com.android.shell"
_MODES = ("allow", "deny", "ignore", "default", "foreground")
_OLD_OPS = 23
Answer = tuple[int, str | None]
"""An exit status, and what is said: on the standard output for 0, else as an error."""


def answering(phone: AndroidPhone, name: str, answer: Callable[[Sequence[str]], Answer]) -> Tool:
    """A program that says one thing for its words."""

    def run(call: Call) -> int:
        phone.spend(START_SECONDS)
        phone.processes[name] += 1
        status, said = answer(call.argv[1:])
        if said is not None:
            sink = call.err if status else call.out
            sink.write(f"{said}\n".encode("utf-8", "surrogateescape"))
        return status

    return run


def getprop(phone: AndroidPhone, words: Sequence[str]) -> Answer:
    """One property, or all of them."""
    known = phone.properties()
    if words:
        return 0, known.get(words[0], words[1] if len(words) > 1 else "")
    return 0, "\n".join(f"[{name}]: [{value}]" for name, value in known.items())


def settings(phone: AndroidPhone, words: Sequence[str]) -> Answer:
    """`get`, `put`, `delete` and `list` of the system's settings."""
    words = _without_user(words)
    match words:
        case ["get", namespace, name] if namespace in NAMESPACES:
            return 0, phone.settings.get(namespace, name) or "null"
        case ["put", namespace, name, value] if namespace in NAMESPACES:
            phone.settings.put(namespace, name, value)
            return 0, None
        case ["delete", namespace, name] if namespace in NAMESPACES:
            there = phone.settings.get(namespace, name) is not None
            phone.settings.put(namespace, name, None)
            return 0, f"Deleted {int(there)} rows"
        case ["list", namespace] if namespace in NAMESPACES:
            known = phone.settings.all(namespace)
            return 0, "\n".join(f"{name}={value}" for name, value in known.items())
        case _:
            return 255, "Invalid command"


def appops(phone: AndroidPhone, words: Sequence[str]) -> Answer:
    """`get` and `set` of what apps may do; of the shell alone, and of messages alone."""
    words = _without_user(words)
    match words:
        case ["get", package, *op] if package == _SHELL and op in ([], [WRITE_SMS]):
            return 0, _told(phone)
        case ["set", package, op, mode] if package == _SHELL and mode in _MODES:
            if op != WRITE_SMS:
                return 255, f"Error: Unknown operation string: {op}"
            phone.settings.put(APP_OPS, op, None if mode == "default" else mode)
            return 0, None
        case ["get" | "set", package, *_] if package != _SHELL:
            return 255, f"Error: No UID for {package} in user 0"
        case ["set", _, _, mode]:
            return 255, f"Error: Mode {mode} is not valid"
        case _:
            return 255, "Error: Unknown command"


def _told(phone: AndroidPhone) -> str:
    mode = phone.settings.get(APP_OPS, WRITE_SMS)
    if mode is None:
        said = "No operations."
        return said if phone.profile.sdk <= _OLD_OPS else f"{said}\nDefault mode: ignore"
    return f"{WRITE_SMS}: {mode}"


def svc(phone: AndroidPhone, words: Sequence[str]) -> Answer:
    """Switching radios and USB modes, which a phone in software does not let the shell do."""
    del phone
    service = words[0] if words else ""
    return 255, f"svc {service}: Operation not permitted"


def wm(phone: AndroidPhone, words: Sequence[str]) -> Answer:
    """The size and the density of the screen."""
    del phone
    match list(words):
        case ["size"]:
            return 0, "Physical size: 1080x2400"
        case ["density"]:
            return 0, "Physical density: 420"
        case _:
            return 255, "Error: unknown command"


def _without_user(words: Sequence[str]) -> list[str]:
    """The words without `--user` and what follows it."""
    kept = list(words)
    if "--user" in kept:
        at = kept.index("--user")
        del kept[at : at + 2]
    return kept
