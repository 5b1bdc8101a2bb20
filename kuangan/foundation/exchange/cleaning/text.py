"""Text and codes: stray spaces, full-width characters, lost and self-made characters."""
# ruff: noqa: RUF001 - tables of words read better side by side; the dirt of real files is meant

import re
import unicodedata
from datetime import datetime, time
from functools import lru_cache

from stdnum.cn import uscc

from kuangan.foundation.exchange.cleaning.remarks import Remark, Unreadable
from kuangan.foundation.kernel.text import numbered, visible

NOTHING = frozenset({"", "/", "\\", "-", "--", "—", "——", "―", "－", "／", "*", "N/A", "n/a", "NA", "null", "None"})
NONE_WORDS = NOTHING | {"无", "暂无", "不详", "未知", "没有", "待定", "空"}

_WRAPPED = ("=", "'")
_AS_FORMULA = re.compile(r'=\s*"((?:[^"]|"")*)"')
_APOSTROPHE = re.compile(r"\A'+\s*(?=[\w(（])")
_SPACES = re.compile(r"\s+")
_CJK = r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u3001-\u301f\uff01-\uff5e]"
_CJK_SPACE = re.compile(rf"(?<={_CJK})\s+(?={_CJK})")
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_PEOPLE = re.compile(r"[、，,;；/／|&＆\n\r]+")
_NAMES = re.compile(r"[\u4e00-\u9fff·]{2,}(?:\s+[\u4e00-\u9fff·]{2,})+")
_SEVERAL = re.compile(r"[、;；\n\r|]+|[,，](?!\d)")
_CONFUSED = str.maketrans("OIZS", "0125")
MASKED = re.compile(r"[*●•■#×]|X{3,}")
"""What hides part of a number."""


def plain(raw: object) -> str:
    """Return a cell as text: whole numbers without ".0", no invisible characters, ends trimmed."""
    if isinstance(raw, str):
        text = raw
    elif isinstance(raw, bool):
        text = "是" if raw else "否"
    elif isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        text = str(int(raw))
    elif isinstance(raw, datetime) and raw.time() == time():
        text = raw.date().isoformat()
    else:
        text = str(raw)
    if not text.isascii() or not text.isprintable():
        text = visible(text)
    text = text.strip()
    return unwrapped(text) if text[:1] in _WRAPPED else text


def unwrapped(text: str) -> str:
    """Take off what programs wrap around a text so that Excel leaves it alone: ="0012", '0012, \"0012\"."""
    if whole := _AS_FORMULA.fullmatch(text):
        return whole[1].replace('""', '"').strip()
    return _APOSTROPHE.sub("", text)


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """Return text for comparing and parsing: NFKC (full-width to half-width), no spaces at all."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", visible(text)))


def tidy(text: str) -> str:
    """Return text for keeping: half-width digits and letters, one space at most, none between Chinese characters.

    Punctuation and rare characters stay exactly as written.
    """
    if text.isascii() and "  " not in text and text.isprintable():
        return text
    return _SPACES.sub(" ", _CJK_SPACE.sub("", text.translate(_WIDE))).strip()


def clean_text(raw: object, remarks: list[Remark]) -> str | None:
    """Keep text; tell about lost (U+FFFD) and self-made (private use) characters."""
    text = tidy(plain(raw))
    if text in NOTHING:
        return None
    if text.isascii():
        return text
    if "\ufffd" in text:
        raise Unreadable("text.lost")
    private = sorted(set(_PRIVATE.findall(text)))
    if private:
        remarks.append(Remark("text.private", {"points": " ".join(f"U+{ord(char):04X}" for char in private)}))
    return text


def clean_several(raw: object, remarks: list[Remark]) -> tuple[str, ...] | None:
    """Split a cell that lists several things by 、 ； | or line breaks; "无" is an empty list."""
    text = plain(raw)
    if text in NOTHING:
        return None
    parts = (clean_text(part, remarks) for part in _SEVERAL.split(text))
    return tuple(dict.fromkeys(part for part in parts if part and part not in NONE_WORDS))


def clean_people(raw: object, remarks: list[Remark]) -> tuple[str, ...] | None:
    """Read the names of people: two that stand in one cell stay two, however they are divided; 张 三 is one."""
    text = plain(raw)
    if text in NONE_WORDS:
        return None
    parts: list[str] = []
    for part in _PEOPLE.split(text):
        parts += part.split() if _NAMES.fullmatch(part.strip()) else [part]
    names = (clean_text(part, remarks) for part in parts)
    return tuple(dict.fromkeys(name for name in names if name and name not in NONE_WORDS)) or None


def clean_person(raw: object, remarks: list[Remark]) -> str | None:
    """Read the name of the one person a column asks for; two names are asked about."""
    names = clean_people(raw, remarks)
    if names and len(names) > 1:
        raise Unreadable("people.several", names="、".join(names))
    return names[0] if names else None


def clean_code(raw: object, remarks: list[Remark]) -> str | None:
    """Read a number of a document: half-width, upper case, no spaces. Digits cut by Excel are refused."""
    if isinstance(raw, float) and abs(raw) >= 1e15:
        raise Unreadable("code.cut")
    text = numbered(plain(raw))
    if text in NONE_WORDS:
        return None
    if re.fullmatch(r"\d(\.\d+)?E\+\d+", text):
        raise Unreadable("code.cut")
    return clean_text(text, remarks)


def clean_credit_code(raw: object, remarks: list[Remark]) -> str | None:
    """Read a credit code (统一社会信用代码, GB 32100): kept as it is; letters that cannot occur are remarked on."""
    text = clean_code(raw, remarks)
    if text is None:
        return None
    text = numbered(text.replace("-", ""))
    if len(text) > 18:
        raise Unreadable("credit.length", length=len(text))
    if MASKED.search(text):
        remarks.append(Remark("credit.masked"))
        return text
    if len(text) < 18:
        remarks.append(Remark("credit.length", {"length": len(text)}))
        return text
    if not uscc.is_valid(text):
        likely = text.translate(_CONFUSED)
        confused = likely != text and uscc.is_valid(likely)
        remarks.append(Remark("credit.confused", {"likely": likely}) if confused else Remark("credit.check"))
    return text


_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
_FIXED = re.compile(r"\(?(0\d{2,3})\)?-?(\d{7,8})(?:-(\d{1,6}))?")
_LOCAL = re.compile(r"\d{7,8}")


def clean_phone(raw: object, remarks: list[Remark]) -> str | None:
    """Read telephone numbers: 11-digit mobiles, fixed lines with area code; several are joined by 、."""
    text = plain(raw)
    if folded(text) in NONE_WORDS:
        return None
    numbers = [_one_phone(part) for part in re.split(r"[、,，;；/／\n]+|\s{2,}", text) if part.strip()]
    return "、".join(dict.fromkeys(numbers)) or None


def _one_phone(text: str) -> str:
    number = re.sub(r"[—–―‐－]", "-", folded(text))
    if mobile := _MOBILE.fullmatch(number.replace("-", "")):
        return mobile[1]
    if fixed := _FIXED.fullmatch(number):
        return f"{fixed[1]}-{fixed[2]}" + (f"-{fixed[3]}" if fixed[3] else "")
    if _LOCAL.fullmatch(number.replace("-", "")):
        return number.replace("-", "")
    raise Unreadable("phone.unreadable")
