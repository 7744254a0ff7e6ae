"""Modules that are imported when first used, so that the window is seen before they are.

A package names its late modules in its `__init__`:

    __getattr__ = late(__name__, "export", "restore")

`from holdfast.actions import restore` then binds a stand-in, which imports the module when
something of it is first asked for: `restore.restore(...)` in a function, never while a module is
being imported. Linters and packagers see an ordinary import. `from holdfast.actions.restore
import restore` imports at once, as ever.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from types import ModuleType

_named: list[str] = []


class _Late(ModuleType):
    """Stands in for a module; the import system alone decides who imports it, and when."""

    def __getattr__(self, name: str) -> object:
        return getattr(import_module(self.__name__), name)


def late(package: str, *modules: str) -> Callable[[str], ModuleType]:
    """Make the `__getattr__` of `package` that hands out stand-ins for its `modules`."""
    _named.extend(f"{package}.{module}" for module in modules)

    def stand_in(name: str) -> ModuleType:
        if name in modules:
            return _Late(f"{package}.{name}")
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    return stand_in


def use(module: ModuleType) -> None:
    """Import what `module` stands in for, for what that does; nothing where it is imported."""
    import_module(module.__name__)


def missing() -> tuple[str, ...]:
    """The late modules that nobody has used so far."""
    return tuple(name for name in _named if name not in sys.modules)


def use_all(between: Callable[[], None]) -> None:
    """Import every late module that is missing, with a call of `between` after each.

    Whoever asks for one later need not wait for it. What `between` raises ends it.
    """
    while names := missing():
        import_module(names[0])
        between()
