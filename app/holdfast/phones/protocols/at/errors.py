"""What the numbers of +CME ERROR (27.007, 9.2) and +CMS ERROR (27.005, 3.2.5) mean."""

from __future__ import annotations

from types import MappingProxyType

_CME = MappingProxyType(
    {
        3: "operation not allowed",
        4: "operation not supported",
        5: "PH-SIM PIN required",
        10: "SIM not inserted",
        11: "SIM PIN required",
        12: "SIM PUK required",
        13: "SIM failure",
        14: "SIM busy",
        15: "SIM wrong",
        16: "incorrect password",
        17: "SIM PIN2 required",
        18: "SIM PUK2 required",
        20: "memory full",
        21: "invalid index",
        22: "not found",
        23: "memory failure",
        24: "text string too long",
        25: "invalid characters in text string",
        26: "dial string too long",
        27: "invalid characters in dial string",
        30: "no network service",
        50: "incorrect parameters",
        100: "unknown",
    }
)
_CMS = MappingProxyType(
    {
        300: "phone failure",
        301: "SMS service of phone reserved",
        302: "operation not allowed",
        303: "operation not supported",
        304: "invalid PDU",
        305: "invalid text",
        310: "SIM not inserted",
        311: "SIM PIN required",
        313: "SIM failure",
        314: "SIM busy",
        315: "SIM wrong",
        316: "SIM PUK required",
        320: "memory failure",
        321: "invalid memory index",
        322: "memory full",
        330: "SMSC address unknown",
        331: "no network service",
        500: "unknown error",
    }
)
_TABLES = MappingProxyType({"CME": _CME, "CMS": _CMS})
_FULL = frozenset(("CME ERROR: 20", "CMS ERROR: 322"))
_NOTHING_THERE = frozenset(("CME ERROR: 21", "CME ERROR: 22", "CMS ERROR: 321"))
_NO_SIM = frozenset(("CME ERROR: 10", "CMS ERROR: 310"))


def worded(code: str) -> str:
    """The phone's error with what its number means: "CMS ERROR: 322 (memory full)"."""
    kind, _, number = code.partition(" ERROR: ")
    table = _TABLES.get(kind)
    if table is not None and number.isascii() and number.isdigit() and len(number) < 6:  # noqa: PLR2004
        meaning = table.get(int(number))
        return f"{code} ({meaning})" if meaning else code
    return code


def is_full(code: str) -> bool:
    """Whether the memory has no room; phones told to use words say it in words."""
    return code in _FULL or code.lower().endswith("memory full")


def is_nothing(code: str) -> bool:
    """Whether the error says outright that there is nothing at an index."""
    return code in _NOTHING_THERE or code.lower().endswith(
        ("not found", "invalid index", "invalid memory index")
    )


def is_no_sim(code: str) -> bool:
    """Whether there is no SIM in the phone, and so nothing in its memories."""
    return code in _NO_SIM or code.lower().endswith("sim not inserted")
