"""How an article is cited, short as in a table and in full as on a letter."""

import re
from collections.abc import Callable

NUMBER = re.compile(r"^(?P<article>\d{1,4})(-(?P<of>\d{1,2}))?(\((?P<paragraph>\d{1,2})\)(?P<item>\d{1,2})?)?$")
"""41, 134-1 (第134条之一), 41(2) (第2款), 97(1)3 (第1款第3项)."""
SECTION = re.compile(r"^\d{1,2}(\.\d{1,2}){1,4}$")
"""5.2.4: a section of a standard, which has no articles."""
CHAPTER = re.compile(r"^c(?P<chapter>\d{1,2})$")
"""c6: a whole chapter of a standard (第6章)."""
CLAUSE = re.compile(r"^[一二三四五六七八九十]{1,3}(\([一二三四五六七八九十]{1,3}\))?(\d{1,2})?(\(\d{1,2}\))?$")
"""五(一)2, 五(一)6(1): a clause of a policy document."""
_DIGITS = "〇一二三四五六七八九"


def is_place(number: str) -> bool:
    """Whether it names an article, a section, a chapter or a clause in one of the forms above."""
    return any(form.match(number) for form in (NUMBER, SECTION, CHAPTER, CLAUSE))


def article_label(number: str) -> str:
    """第41条第2款 from 41(2), 第134条之一 from 134-1, 第6章 from c6; 5.2.4 and 五(一)2 stay.

    Raises ValueError for another form.
    """
    return _label(number, str)


def article_formally(number: str) -> str:
    """第四十一条第二款 from 41(2): as it is written on a letter. Raises ValueError for another form."""
    return _label(number, chinese_number)


def _label(number: str, words: Callable[[int], str]) -> str:
    if SECTION.match(number) or CLAUSE.match(number):
        return number
    if chapter := CHAPTER.match(number):
        return f"第{words(int(chapter['chapter']))}章"
    found = NUMBER.match(number)
    if found is None:
        raise ValueError(number)
    text = f"第{words(int(found['article']))}条"
    if found["of"]:
        text += f"之{chinese_number(int(found['of']))}"
    if found["paragraph"]:
        text += f"第{words(int(found['paragraph']))}款"
    return text + (f"第{words(int(found['item']))}项" if found["item"] else "")


def chinese_number(number: int) -> str:
    """四十一 for 41, 一百零三 for 103; whole numbers from 1 to 9999."""
    if not 1 <= number <= 9999:
        raise ValueError(number)
    text, gap = "", False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + unit
            gap = False
        else:
            gap = True
    return text.removeprefix("一") if 10 <= number < 20 else text
