"""A basis (检查依据) taken apart: 安全生产法第31-34条, GB 16423-2020 5.2.4, 矿安〔2022〕88号 二(七)1."""

import re
from dataclasses import dataclass

from kuangan.standards.rules.citing import CLAUSE, SECTION

_REMARK = re.compile(r"（[^（）]*）$")
_NUMBERED = re.compile(r"^(?P<document>.+?)第(?P<numbers>\d[\d、，,\-~～]*)(?P<unit>条|章)"
                       r"(?:之(?P<of>[一二三四五六七八九]))?(?:第(?P<paragraph>\d{1,2})款)?"
                       r"(?:第(?P<item>\d{1,2})项)?$")  # fmt: skip
_TAIL = re.compile(r"^(?P<document>.+?)[\s　]+(?P<tail>\S+)$")
_RANGE = re.compile(r"^(\d+)[-~～](\d+)$")
_DIGITS = "零一二三四五六七八九"
_CRITERION = re.compile(r"^(?P<part>[一二三])\((?P<item>[一二三四五六七八九十]+)\)(?P<sub>\d{1,2})?$")
_PARTS = {"一": "UG", "二": "OP", "三": "TP"}
LONGEST_RANGE = 30
"""Articles that one basis may span; a longer range is read as its two ends."""


@dataclass(frozen=True)
class Basis:
    """One basis: its words, the document it names, and the places in it (41(2), 134-1, 5.2.4, c6, 五(一)2)."""

    text: str
    document: str
    places: tuple[str, ...] = ()


def basis(text: str) -> Basis:
    """Take a basis apart. What cannot be read as a place stays part of the document's name; a closing remark in
    brackets is left out of it: 刑法第343条（移送线索）, 生产经营单位安全培训规定（总局令3号）."""
    bare = text.strip()
    while shortened := _REMARK.sub("", bare).strip():
        if shortened == bare:
            break
        bare = shortened
    if numbered := _NUMBERED.match(bare):
        return Basis(text, numbered["document"].strip("《》 　"), tuple(_places(numbered)))
    if (tail := _TAIL.match(bare)) and (SECTION.match(tail["tail"]) or CLAUSE.match(tail["tail"])):
        return Basis(text, tail["document"].strip("《》"), (tail["tail"],))
    return Basis(text, bare.strip("《》"))


def criterion_code(place: str) -> str:
    """OP-07-1 from 二(七)1, a place in the determination criteria; empty when it is not one."""
    named = _CRITERION.match(place)
    if named is None:
        return ""
    code = f"{_PARTS[named['part']]}-{_count(named['item']):02d}"
    return f"{code}-{named['sub']}" if named["sub"] else code


def without_paragraph(place: str) -> str:
    """41 from 41(2): the article that holds a paragraph."""
    return place.partition("(")[0] if place[:1].isdigit() else place


def _places(numbered: re.Match[str]) -> list[str]:
    numbers = [number for part in re.split(r"[、，,]", numbered["numbers"]) for number in _spanned(part)]
    if numbered["unit"] == "章":
        return [f"c{number}" for number in numbers]
    last = numbers.pop()
    if numbered["of"]:
        last += f"-{_DIGITS.index(numbered['of'])}"
    if numbered["paragraph"] or numbered["item"]:
        last += f"({numbered['paragraph'] or 1}){numbered['item'] or ''}"
    return [*numbers, last]


def _spanned(part: str) -> list[str]:
    ends = _RANGE.match(part)
    if ends is None:
        return [part] if part else []
    first, last = int(ends[1]), int(ends[2])
    if not first < last < first + LONGEST_RANGE:
        return [ends[1], ends[2]]
    return [str(number) for number in range(first, last + 1)]


def _count(words: str) -> int:
    """13 from 十三; up to 99."""
    tens, ten, ones = words.rpartition("十")
    return (_DIGITS.index(tens) if tens else 1) * 10 * bool(ten) + (_DIGITS.index(ones) if ones else 0)
