"""Reading what people type: full-width digits, 2023年4月30日, 4.30, 1,200元. Pure functions."""

import re
from datetime import date, time

_FULL = {ord(wide): narrow for wide, narrow in zip("０１２３４５６７８９．，－／：", "0123456789.,-/:", strict=True)}
_FULL[0x3000] = " "
_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
_CODE = re.compile(r"^[\x20-\x7e\uff01-\uff5e\u3000]*[0-9\uff10-\uff19][\x20-\x7e\uff01-\uff5e\u3000]*$")
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years of days that people write; beyond them arithmetic with time zones and deadlines leaves the calendar."""
LARGEST_WHOLE = 2**31 - 1
"""What a column of a whole number holds on both databases."""
_PLAIN = re.compile(r"^[+-]?\d{0,15}(\.\d{0,15})?$")
_YMD = re.compile(r"^(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?$")
_MD = re.compile(r"^(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?$")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_TIME = re.compile(r"^(\d{1,2})\s*[:.时點点時]\s*(?:(\d{1,2})\s*分?|(半)|([一1三3])刻|整)?$")
_TIME_BARE = re.compile(r"^(\d{1,2})(\d{2})$")
_HALF_DAYS = (
    ("凌晨", 0),
    ("清晨", 0),
    ("早上", 0),
    ("上午", 0),
    ("中午", 12),
    ("下午", 12),
    ("傍晚", 12),
    ("晚上", 12),
)


def narrow(text: str) -> str:
    """Full-width digits and marks as half-width ones, without spaces at the ends."""
    return text.translate(_FULL).strip()


def plain(text: str) -> str:
    """A number, a day, a time or a code at half width; words stay as they are written.

    For what arrives with an address or in a body of the API, before anybody knows which field it is for.
    """
    return text if text.isascii() or not _CODE.match(text) else text.translate(_WIDE)


def digits(text: str) -> str:
    """A code or a telephone number as machines compare it: half-width, without blanks."""
    return "".join(narrow(text).split())


def number(text: str) -> str:
    """A number as Python reads it: no thousands commas, no spaces, no unit 元 behind it."""
    return re.sub(r"[,，\s]|元$", "", narrow(text))


def is_plain_number(text: str) -> bool:
    """Whether it is written in digits, few enough to be kept: no exponent, no infinity."""
    return bool(_PLAIN.match(text))


def day(text: str, this_year: int) -> date | None:
    """A day from 2023-4-30, 2023年4月30日, 2023.4.30, 20230430, or 4月30日 (of this year); None if it is none."""
    plain = narrow(text)
    if found := _YMD.match(plain) or _COMPACT.match(plain):
        year, month, dom = (int(part) for part in found.groups())
    elif found := _MD.match(plain):
        year, (month, dom) = this_year, (int(part) for part in found.groups())
    else:
        return None
    try:
        return date(year, month, dom)
    except ValueError:
        return None


def clock_time(text: str) -> time | None:
    """A time of day from 8:05, 8：05, 8.05, 0805, 8时5分, 8点, 8点半, 8点一刻, 下午3点; None if it is none.

    An hour in words (下午) counts from noon; a lone figure is no time, for it may be a count.
    """
    plain = narrow(text)
    word, later = next((one for one in _HALF_DAYS if plain.startswith(one[0])), ("", 0))
    plain = plain.removeprefix(word).strip()
    if found := _TIME_BARE.match(plain):
        hour, minute = int(found[1]), int(found[2])
    elif found := _TIME.match(plain):
        hour, minute = int(found[1]), int(found[2] or 0)
        minute = 30 if found[3] else 45 if found[4] in ("三", "3") else 15 if found[4] else minute
    else:
        return None
    hour += 12 if later and hour < 12 and not (word == "中午" and hour == 11) else 0
    return time(hour, minute) if hour < 24 and minute < 60 else None
