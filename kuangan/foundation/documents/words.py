"""Words on their way into a document: nothing that is no character, nothing that no face can show."""

import re
import unicodedata
from typing import Any

MISSING = "〓"
"""Stands where a character cannot be shown, as printers have always done."""
BREAK = "\u200b"
"""Where a line may break inside a run of letters; not seen."""
_DROPPED = {"Cc", "Cf", "Cs"}
_SELECTORS = range(0xFE00, 0xFE10)
_LONG_RUN = re.compile(r"[!-~]{17,}")
_PART = 12


def plain(text: str) -> str:
    """The text without control and direction marks and without surrogates; lines stay lines."""
    if text.isprintable():
        return text
    kept = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(
        one for one in kept
        if one in ("\n", BREAK) or not _is_no_character(one)
    )  # fmt: skip


def _is_no_character(one: str) -> bool:
    point = ord(one)
    return unicodedata.category(one) in _DROPPED or point in _SELECTORS or point & 0xFFFE == 0xFFFE


def settable(value: Any, shown: frozenset[str]) -> Any:
    """The same value with every text in it made plain, and 〓 for what is not among the characters `shown`."""
    if isinstance(value, str):
        text = plain(value)
        lost = set(text) - shown - {"\n", BREAK}
        return text.translate({ord(one): MISSING for one in lost}) if lost else text
    if isinstance(value, dict):
        return {name: settable(one, shown) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [settable(one, shown) for one in value]
    return value


def breakable(text: str) -> str:
    """The text with places to break in runs of letters and digits longer than a narrow column."""
    return _LONG_RUN.sub(lambda run: BREAK.join(_parts(run[0])), text)


def _parts(run: str) -> list[str]:
    return [run[start : start + _PART] for start in range(0, len(run), _PART)]


_DIGITS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """A number from 1 to 99 in Chinese, as headings are counted (一、十二、二十)."""
    tens, ones = divmod(number, 10)
    front = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return front + (_DIGITS[ones] if ones else "")
