"""Coordinates: 112.5822, 112°34′56″E, 东经112度34分56秒, 112-34-56."""
# ruff: noqa: RUF001 - the dirt of real files is meant

import re
from decimal import ROUND_HALF_UP, Decimal

from kuangan.foundation.exchange.cleaning.remarks import Remark, Unreadable
from kuangan.foundation.exchange.cleaning.text import NONE_WORDS, folded, plain
from kuangan.foundation.exchange.columns import Column, ColumnKind

_PREFIX = re.compile(r"^(东经|西经|北纬|南纬|经度|纬度|[EWNS])?[::]?", re.IGNORECASE)
_DMS = re.compile(
    r"(\d{1,3})(?:°|度|º|˚|o|-|:)(\d{1,2}(?:\.\d+)?)(?:(?:′|'|分|`|‘|’|-|:)(?:(\d{1,2}(?:\.\d+)?)(?:″|\"|''|′′|秒|”|“)?)?)?"
)
_DECIMAL = re.compile(r"(\d{1,3}(?:\.\d+)?)(?:°|度|º)?")
_QUOTES = str.maketrans(dict.fromkeys("´＇ʹˊˈ‵❜", "'") | dict.fromkeys("ʺ〃˝〞＂‶❞", '"') | dict.fromkeys("∘⁰ᵒ", "°"))
_MASKED = re.compile(r"\d\.?\d*[*#●•■×xX]")
_SPAN = re.compile(r"[^\d]*\d{1,3}\.\d+°?(?:至|到|~|～|-|—)[^\d]*\d{1,3}\.\d+°?[^\d]*")
BOUNDS = {ColumnKind.LONGITUDE: (73.0, 136.0), ColumnKind.LATITUDE: (3.0, 54.0)}  # China with its waters
_SIX = Decimal("0.000001")


def clean_degrees(raw: object, column: Column, remarks: list[Remark]) -> Decimal | None:
    """Read longitude or latitude as decimal degrees, six places (about 0.1 m)."""
    value = read_degrees(raw)
    if value is None:
        return None
    if value > 180:
        raise Unreadable("degrees.projected" if value > 1000 else "degrees.unreadable")
    low, high = bounds(column)
    if not low <= value <= high:
        raise Unreadable("degrees.range", low=f"{low:g}", high=f"{high:g}")
    return value


def bounds(column: Column) -> tuple[float, float]:
    """Return the permitted degrees of a column: its own, else those of China."""
    low, high = BOUNDS[column.kind]
    return (low if column.low is None else column.low, high if column.high is None else column.high)


def read_degrees(raw: object) -> Decimal | None:
    """Return decimal degrees of any of the usual spellings; None for an empty cell or zero."""
    if isinstance(raw, bool):
        raise Unreadable("degrees.unreadable")
    if isinstance(raw, int | float):
        if not 0 <= raw < 1e12:
            raise Unreadable("degrees.unreadable")
        return Decimal(repr(raw)).quantize(_SIX, ROUND_HALF_UP).normalize() if raw else None
    text = plain(raw)
    number = folded(text).translate(_QUOTES).strip("()[]【】")
    if number in NONE_WORDS or text in NONE_WORDS:
        return None
    if _MASKED.search(number):
        raise Unreadable("degrees.masked")
    if _SPAN.fullmatch(number):
        raise Unreadable("degrees.span")
    number = re.sub(r"[EWNS]$", "", _PREFIX.sub("", number), flags=re.IGNORECASE).replace("′′", "″").replace("''", "″")
    if match := _DECIMAL.fullmatch(number):
        return Decimal(match[1]).quantize(_SIX, ROUND_HALF_UP).normalize()
    if match := _DMS.fullmatch(number):
        return _from_dms(match[1], match[2], match[3] or "0")
    if re.fullmatch(r"\d{6,8}(\.\d+)?", number):
        raise Unreadable("degrees.projected")
    raise Unreadable("degrees.unreadable")


def _from_dms(degrees: str, minutes: str, seconds: str) -> Decimal:
    if Decimal(minutes) >= 60 or Decimal(seconds) >= 60:
        raise Unreadable("degrees.unreadable")
    value = Decimal(degrees) + Decimal(minutes) / 60 + Decimal(seconds) / 3600
    return value.quantize(_SIX, ROUND_HALF_UP).normalize()
