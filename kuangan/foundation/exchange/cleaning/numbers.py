"""Numbers as people type them: 85m, 1.2万, ８５, 1,234, 约85."""

import math
import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from kuangan.foundation.exchange.cleaning.remarks import Remark, Unreadable
from kuangan.foundation.exchange.cleaning.text import NONE_WORDS, folded, plain
from kuangan.foundation.exchange.columns import Column

_NUMBER = re.compile(
    r"(约|大约|近|将近|≈|~|>|<|≥|≤)?([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+)(万|亿|千|百)?(.*)"
)
_VAGUE = re.compile(r"左右|上下|多|余|以上|以下|约")
_BARE = re.compile(r"[+-]?\d+(,\d{3})*(\.\d+)?[万亿千百]?")
_SCALE = {"万": Decimal(10_000), "亿": Decimal(100_000_000), "千": Decimal(1000), "百": Decimal(100)}


def clean_decimal(raw: object, column: Column, remarks: list[Remark], unit: str = "") -> Decimal | None:
    """Read a decimal in the column's unit; other known units are converted, unknown ones refused.

    A bare figure is counted in the `unit` of the heading. About 80 is no figure: its text is kept instead.
    """
    if isinstance(raw, bool | date | datetime):
        raise Unreadable("number.unreadable")
    if isinstance(raw, int | float):
        if not math.isfinite(raw):
            raise Unreadable("number.unreadable")
        value = Decimal(repr(round(raw, 10)) if isinstance(raw, float) else raw) * _of_heading(unit, column, remarks)
    else:
        found = _parse(plain(raw), column, remarks, unit)
        if found is None:
            return None
        value = found
    _check_range(value, column)
    step = Decimal(1).scaleb(-column.places)
    rounded = value.quantize(step, ROUND_HALF_UP)
    if abs(rounded - value) > Decimal("1e-9"):
        remarks.append(Remark("number.rounded", {"places": column.places}))
    return rounded.to_integral_value() if rounded == rounded.to_integral_value() else rounded.normalize()


def clean_integer(raw: object, column: Column, remarks: list[Remark], unit: str = "") -> int | None:
    """Read a whole number; 12.0 is whole, 12.5 is not."""
    value = clean_decimal(raw, column, remarks, unit)
    if value is None:
        return None
    if value != value.to_integral_value():
        raise Unreadable("number.whole")
    return int(value)


def _parse(text: str, column: Column, remarks: list[Remark], unit: str) -> Decimal | None:
    number = folded(text).replace("，", ",").replace("−", "-").replace("—", "-")
    if number in NONE_WORDS or text in NONE_WORDS:
        return None
    match = _NUMBER.fullmatch(number)
    if match is None or len(number) > 60:
        raise Unreadable("number.unreadable")
    about, digits, scale, own = match.groups()
    if about or _VAGUE.search(own):
        raise Unreadable("number.about")
    value = Decimal(digits.replace(",", ""))
    if not scale and not own:
        return value * _of_heading(unit, column, remarks)
    return value * _factor(scale or "", own, column)


def _of_heading(unit: str, column: Column, remarks: list[Remark]) -> Decimal:
    """What a bare figure is multiplied with when the heading counts in another unit than we do."""
    if not unit:
        return Decimal(1)
    scale = unit[0] if unit[0] in _SCALE else ""
    try:
        factor = _factor(scale, unit[len(scale) :], column)
    except Unreadable:
        raise Unreadable("number.heading", unit=unit, expected=column.unit or "1") from None
    if factor != 1:
        remarks.append(Remark("number.converted", {"unit": unit, "expected": column.unit}))
    return factor


def can_mean(column: Column, unit: str) -> bool:
    """Whether figures of a column may be counted in a unit."""
    try:
        _of_heading(unit, column, [])
    except Unreadable:
        return False
    return True


def with_unit(text: str | None, unit: str, remarks: list[Remark]) -> str | None:
    """A figure in words with the unit of its heading; what has words of its own stays as it is."""
    if text is None or not _BARE.fullmatch(text):
        return text
    remarks.append(Remark("number.unit_added", {"unit": unit}))
    return f"{text}{unit}"


def _factor(scale: str, unit: str, column: Column) -> Decimal:
    own = folded(column.unit)
    whole = scale + unit
    if whole in ("", own) or (scale and not unit and own.startswith(scale)):
        return Decimal(1)
    for spelling, factor in column.units.items():
        if folded(spelling).lower() == whole.lower():
            return Decimal(str(factor))
    for spelling, factor in ((own, 1.0), *column.units.items()):
        if unit and folded(spelling).lower() == unit.lower():
            return _SCALE.get(scale, Decimal(1)) * Decimal(str(factor))
    if not unit:
        return _SCALE[scale]
    if re.match(r"[-~至到/.,]?\d", unit):
        raise Unreadable("number.unreadable")
    raise Unreadable("number.unit", unit=whole, expected=column.unit or "1")


def _check_range(value: Decimal, column: Column) -> None:
    too_low = column.low is not None and value < Decimal(str(column.low))
    too_high = column.high is not None and value > Decimal(str(column.high))
    if too_low or too_high:
        low = "−∞" if column.low is None else f"{column.low:g}"
        high = "∞" if column.high is None else f"{column.high:g}"
        raise Unreadable("number.range", low=low, high=high)
    if abs(value) >= Decimal("1e15"):
        raise Unreadable("number.unreadable")
