"""Words people write about hazards, compared: what is empty talk, what was copied, what is the same thing twice."""

import re
import unicodedata

from rapidfuzz import fuzz

from kuangan.foundation.kernel.text import compared, search_text

_SIGNS = re.compile(r"[\s\W_]+")
_NUMBERS = re.compile(r"\d+(\.\d+)?")
EMPTY_TALK = frozenset(
    {
        "无",
        "没有",
        "不详",
        "待定",
        "待补充",
        "同上",
        "略",
        "按要求整改",
        "立即整改",
        "已整改",
        "尽快整改",
        "限期整改",
        "按规定整改",
        "按方案整改",
        "见方案",
        "见附件",
        "落实到位",
        "加强管理",
        "整改",
        "测试",
        "按要求落实",
        "责任人",
    }
)
"""Answers that say nothing. Chinese content: it is compared with what people type."""


def tidy(text: str) -> str:
    """Half-width, trimmed, without repeated spaces; kept line breaks."""
    lines = unicodedata.normalize("NFC", text or "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def bare(text: str) -> str:
    """What is compared: half-width, lower case, no signs and spaces."""
    return _SIGNS.sub("", compared(text or ""))


def says_nothing(text: str, least: int = 2) -> bool:
    """Whether an answer is empty, a stock phrase, one character repeated, or shorter than `least` characters."""
    plain = bare(text)
    return len(plain) < least or plain in EMPTY_TALK or len(set(plain)) == 1


def likeness(one: str, other: str) -> float:
    """How alike two texts are, 0 to 100, whatever the numbers in them.

    Two benches of different height described in the same words are alike; two short words never are by chance only.
    """
    first, second = _NUMBERS.sub("0", bare(one)), _NUMBERS.sub("0", bare(other))
    if not first or not second:
        return 0.0
    return float(fuzz.ratio(first, second))


def near(place: str, description: str, other_place: str, other_description: str) -> float:
    """How near two hazards of one mine are, 0 to 100: mostly what is wrong, partly where."""
    first, second = bare(description), bare(other_description)
    if not first or not second:
        return 0.0
    what = max(
        fuzz.ratio(first, second), 0.9 * fuzz.partial_ratio(first, second) if min(len(first), len(second)) >= 6 else 0
    )
    where = fuzz.partial_ratio(bare(place), bare(other_place)) if bare(place) and bare(other_place) else 0
    return round(0.75 * what + 0.25 * where, 1)


def searched(place: str, description: str, *names: str) -> str:
    """The text a hazard is found in: its place and the mine's names, also by pinyin, and its words."""
    return search_text(place, *names, beside=(description,), limit=600)
