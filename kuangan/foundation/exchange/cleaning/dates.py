"""Dates as text, as day counts, as periods: 2023年4月30日, 2023.4.30, 20230430, 45046."""
# ruff: noqa: RUF001 - the dirt of real files is meant

import re
import unicodedata
from datetime import date, datetime, timedelta

from kuangan.foundation.exchange.cleaning.remarks import Remark, Unreadable
from kuangan.foundation.exchange.cleaning.text import NONE_WORDS, folded, plain
from kuangan.foundation.exchange.columns import Column

_SEPARATOR = r"[年./\-、。·]"
_FULL = re.compile(rf"(?<!\d)(\d{{4}}){_SEPARATOR}(\d{{1,2}})[月./\-、。·](\d{{1,2}})(?!\d)[日号]?")
_PACKED = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)")
_REVERSED = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_MONTH = re.compile(rf"\d{{4}}{_SEPARATOR}\d{{1,2}}月?")
_SHORT = re.compile(r"(\d{2}[年./-])?\d{1,2}[月./-]\d{1,2}[日号]?")
_SPACES = re.compile(r"\s+")
_CLOCK = re.compile(r"[T上下午\s]{0,4}\d{1,2}[:时]\d{1,2}([:分]\d{1,2}(\.\d+)?秒?)?(AM|PM)?$", re.IGNORECASE)
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_OPEN = frozenset({"长期", "永久", "长期有效", "无期限", "不限"})
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
SERIALS = (3_654, 109_573)  # 1910 to 2199 as day counts of Excel


def clean_date(raw: object, column: Column, remarks: list[Remark], *, date1904: bool = False) -> date | None:
    """Read a date. Day-month guesses are refused as ambiguous rather than taken."""
    if isinstance(raw, datetime):
        return _plausible(raw.date())
    if isinstance(raw, date):
        return _plausible(raw)
    if isinstance(raw, bool):
        raise Unreadable("date.unreadable")
    if isinstance(raw, int | float):
        return _from_number(float(raw), remarks, date1904=date1904)
    text = plain(raw)
    if folded(text) in NONE_WORDS:
        return None
    if folded(text) in _OPEN:
        remarks.append(Remark("date.open"))
        return None
    return _from_text(_chinese(_closed_up(text)), column, remarks, date1904=date1904)


def _closed_up(text: str) -> str:
    """Half-width, without the spaces around separators; the space before a clock time stays."""
    half = _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip()
    return re.sub(r"\s*([年月日号./\-、至到])\s*", r"\1", half)


def from_serial(days: float, *, date1904: bool = False) -> date:
    """Turn Excel's day count into a date (epoch 1899-12-30 after the false leap day, or 1904-01-01)."""
    return (date(1904, 1, 1) if date1904 else date(1899, 12, 30)) + timedelta(days=int(days))


def _from_number(number: float, remarks: list[Remark], *, date1904: bool) -> date:
    if number.is_integer() and (packed := _PACKED.fullmatch(str(int(number)))):
        return _build(*packed.groups())
    if SERIALS[0] <= number <= SERIALS[1]:
        found = from_serial(number, date1904=date1904)
        remarks.append(Remark("date.serial", {"date": found.isoformat()}))
        return found
    raise Unreadable("date.unreadable")


def _from_text(text: str, column: Column, remarks: list[Remark], *, date1904: bool) -> date:
    found = [_build(*match.groups()) for match in _FULL.finditer(text)] or [
        _build(*match.groups()) for match in _PACKED.finditer(text)
    ]
    if len(found) == 1:
        return _alone(text, found[0])
    if len(found) == 2 and column.range_part:
        remarks.append(Remark("date.of_range"))
        return found[1] if column.range_part == "end" else found[0]
    if len(found) > 1:
        raise Unreadable("date.range")
    if re.fullmatch(r"\d{5}(\.0+)?", text):
        return _from_number(float(text), remarks, date1904=date1904)
    if reversed_date := _REVERSED.fullmatch(text):
        return _from_reversed(*(int(part) for part in reversed_date.groups()))
    if _MONTH.fullmatch(text) or re.fullmatch(r"(19|20)\d{2}(0[1-9]|1[0-2])", text):
        raise Unreadable("date.no_day")
    if _SHORT.fullmatch(text):
        raise Unreadable("date.ambiguous")
    raise Unreadable("date.unreadable")


def _alone(text: str, found: date) -> date:
    """Refuse a date that stands among other words; a clock time, a weekday or 至/前/止 may stand beside it."""
    rest = _PACKED.sub("", _FULL.sub("", text))
    rest = re.sub(
        r"(有效期|至|到|截止|截至|前|止|为|[::()（）]|星期[一二三四五六日天]|周[一二三四五六日])",
        "",
        _CLOCK.sub("", rest),
    )
    if rest.strip(",。.;、 ") != "":
        raise Unreadable("date.unreadable")
    return found


def _from_reversed(first: int, second: int, year: int) -> date:
    if first > 12 >= second:
        return _build(year, second, first)
    if second > 12 >= first:
        return _build(year, first, second)
    if first == second:
        return _build(year, first, second)
    raise Unreadable("date.ambiguous")


def _build(year: object, month: object, day: object) -> date:
    try:
        return _plausible(date(int(str(year)), int(str(month)), int(str(day))))
    except ValueError:
        raise Unreadable("date.impossible") from None


def _plausible(day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        raise Unreadable("date.impossible")
    return day


def _chinese(text: str) -> str:
    """Turn 二〇二三年四月三十日 into 2023年4月30日."""
    if not re.fullmatch(r"[〇○零一二三四五六七八九十年月日号]+", text):
        return text
    year, _, rest = text.partition("年")
    parts = re.split(r"[月]", rest.rstrip("日号"))
    return year.translate(_CHINESE_DIGITS) + "年" + "月".join(_chinese_number(part) for part in parts)


def _chinese_number(text: str) -> str:
    if "十" not in text:
        return text.translate(_CHINESE_DIGITS)
    tens, _, ones = text.partition("十")
    return f"{(tens or '一')}{(ones or '零')}".translate(_CHINESE_DIGITS)
