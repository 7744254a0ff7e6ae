"""Amounts of data as a person reads them."""

from __future__ import annotations

from holdfast.wording.figures import decimal
from holdfast.wording.i18n import _, counted

_STEP = 1000.0
_FEW = 10


def size(count: int) -> str:
    """An amount of bytes: "512 bytes", "4.2 MB", "118 MB"."""
    if count < _STEP:
        return counted("{n} byte", "{n} bytes", count)
    amount, units = count / _STEP, [_("kB"), _("MB"), _("GB"), _("TB")]
    unit = units.pop(0)
    while amount >= _STEP - 0.5 and units:
        amount, unit = amount / _STEP, units.pop(0)
    figures = decimal(amount, 1 if amount < _FEW else 0)
    return _("{amount} {unit}").format(amount=figures, unit=unit)


def share(of: float) -> str:
    """A share of 0 to 1 in whole per cent: "45%"."""
    return _("{n}%").format(n=decimal(of * 100, 0))
