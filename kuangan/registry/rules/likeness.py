"""Names of enterprises and mines as they are compared: what two offices write differently without meaning it."""
# ruff: noqa: RUF001 - what looks alike is meant

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from kuangan.foundation.kernel.text import compared

NEAR = 90
"""Per cent of likeness (rapidfuzz ratio) of enterprise and mine together, from which two mines may be the same."""
NEAR_ALONE = 80
"""Per cent above which the mines' own names must be alike where the enterprise is the same anyway."""
_FORM = re.compile(r"(股份有限公司|有限责任公司|有限公司|\(有限合伙\)|有限合伙|公司)$")
_SIGNS = re.compile(r"[\s·•.,，、。“”\"'‘’\-—_()（）〔〕\[\]【】]+")
_DIGITS = re.compile(r"\d+")
_NUMERAL = re.compile(r"[零〇○一二三四五六七八九十]+")
# Pairs that look alike: Cyrillic and Greek letters, kana, characters that differ by a stroke; traditional forms.
_ALIKE = (
    "аaвbеeкkмmнhоoрpсcтtуyхxіiαaβbεeιiκkοoρpτtυyχxニ二ハ八ロ口カ力タ夕エ工ト卜"
    "巳已己已末未土士曰日囗口入人礦矿鑛矿場场塲场廠厂採采東东國国業业龍龙門门萬万號号區区開开長长華华興兴發发銀银鐵铁銅铜"
    "錫锡鎢钨岡冈崗岗嶺岭頭头灣湾橋桥馬马魚鱼雲云陽阳陰阴勝胜豐丰廣广聯联順顺寶宝責责任任壹一贰二貳二叁三肆四伍五陆六陸六柒七捌八玖九拾十#号"
)
_FOLDED = str.maketrans(_ALIKE[::2], _ALIKE[1::2])
_LETTERS = str.maketrans("oil", "011")
_VALUES = {mark: value for value, marks in enumerate(("零〇○", *"一二三四五六七八九")) for mark in marks}


@lru_cache(maxsize=65_536)  # the names of a large roster, each of which is compared many times
def bare_name(name: str) -> str:
    """A name without legal form, brackets, spaces and signs, half-width: 恩平市丹砾石业有限公司 → 恩平市丹砾石业."""
    text = compared(name or "")
    return _SIGNS.sub("", _FORM.sub("", _SIGNS.sub("", text)))


@lru_cache(maxsize=65_536)
def outline(name: str) -> str:
    """A name as it looks from afar: one sign for those that look alike, numbers as digits. Two mines may share it."""
    text = bare_name(name).translate(_FOLDED)
    return _NUMERAL.sub(lambda found: str(_number(found[0])), text).translate(_LETTERS)


def _number(numeral: str) -> str:
    """十二 is 12, 二〇 is 20."""
    if "十" not in numeral:
        return "".join(str(_VALUES[mark]) for mark in numeral)
    tens, _ten, ones = numeral.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return numeral
    return str((_VALUES[tens] if tens else 1) * 10 + (_VALUES[ones] if ones else 0))


@dataclass(frozen=True)
class Called:
    """How a mine is called: its own names, those of its enterprise with the credit code (masked ones too), and its
    kind, "" where it is not known: the dump of a quarry bears nearly the name of the quarry and is another one."""

    name: str
    owner: str
    short_name: str = ""
    credit_code: str = ""
    kind: str = ""

    @property
    def names(self) -> frozenset[str]:
        """The outlines of its own names."""
        return frozenset(outline(name) for name in (self.name, self.short_name) if name)


def same_numbers(one: str, other: str) -> bool:
    """Whether two outlines hold the same numbers: 1号采场 and 2号采场 are two, however alike."""
    return _DIGITS.findall(one) == _DIGITS.findall(other)


def is_twin(one: Called, other: Called) -> bool:
    """Whether two mines of a county may be the same: alike in one name under one enterprise, or nearly altogether."""
    owners = outline(one.owner), outline(other.owner)
    is_one_owner = owners[0] == owners[1] or (one.credit_code and one.credit_code == other.credit_code)
    if is_one_owner and one.names & other.names:
        return True
    own = outline(one.name), outline(other.name)
    if one.kind and other.kind and one.kind != other.kind:
        return False
    if not same_numbers(owners[0] + own[0], owners[1] + own[1]):
        return False
    if is_one_owner:
        return fuzz.ratio(*own) > NEAR_ALONE
    return fuzz.ratio(owners[0] + own[0], owners[1] + own[1]) >= NEAR
