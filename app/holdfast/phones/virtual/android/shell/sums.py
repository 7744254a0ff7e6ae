"""Calculates what stands between `$((` and `))`: whole numbers of 64 bits."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable

_TOKEN = re.compile(
    r"\s*(?:(0[xX][0-9a-fA-F]+|[0-9]+)|([A-Za-z_]\w*)|(==|!=|<=|>=|&&|\|\||[-+*/%()<>!]))"
)


class SumError(Exception):
    """The expression is none; the text says why."""


def _quotient(left: int, right: int) -> int:
    if right == 0:
        raise SumError("zero divisor")
    whole = abs(left) // abs(right)
    return whole if (left < 0) == (right < 0) else -whole


_LEVELS: tuple[dict[str, Callable[[int, int], int]], ...] = (
    {"||": lambda left, right: int(bool(left or right))},
    {"&&": lambda left, right: int(bool(left and right))},
    {"==": operator.eq, "!=": operator.ne},
    {"<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge},
    {"+": operator.add, "-": operator.sub},
    {
        "*": operator.mul,
        "/": _quotient,
        "%": lambda a, b: a - b * _quotient(a, b),
    },
)
_DEEPEST = 50


def calculate(expression: str, value: Callable[[str], str | None]) -> int:
    """Return what `expression` comes to; `value` knows the variables. Raises `SumError`."""
    tokens: list[str] = []
    at = 0
    while expression[at:].strip():
        found = _TOKEN.match(expression, at)
        if found is None:
            raise SumError(f"{expression}: unexpected '{expression[at:].strip()}'")
        tokens.append(found[1] or found[3] or str(_number(value(found[2]) or "0")))
        at = found.end()
    result = _level(tokens, 0, 0) if tokens else 0
    if tokens:
        raise SumError(f"{expression}: unexpected '{tokens[0]}'")
    return result


def _level(tokens: list[str], level: int, depth: int) -> int:
    if level == len(_LEVELS):
        return _unary(tokens, depth)
    left = _level(tokens, level + 1, depth)
    while tokens and tokens[0] in _LEVELS[level]:
        sign = tokens.pop(0)
        left = _wrapped(_LEVELS[level][sign](left, _level(tokens, level + 1, depth)))
    return left


def _unary(tokens: list[str], depth: int) -> int:
    if not tokens or depth > _DEEPEST:
        raise SumError("unexpected end of expression")
    sign = tokens.pop(0)
    if sign == "(":
        inside = _level(tokens, 0, depth + 1)
        if not tokens or tokens.pop(0) != ")":
            raise SumError("missing )")
        return inside
    if sign in ("-", "+", "!"):
        number = _unary(tokens, depth + 1)
        return {"-": -number, "+": number, "!": int(not number)}[sign]
    return _number(sign)


def _number(text: str) -> int:
    try:
        return _wrapped(int(text, 0) if text.lower().startswith("0x") else int(text))
    except ValueError:
        raise SumError(f"{text}: bad number") from None


def _wrapped(number: int) -> int:
    return (int(number) + (1 << 63)) % (1 << 64) - (1 << 63)
