"""What keeps criteria and laws from being loaded, told in sentences; how things are cited; which version counts."""

from datetime import date

import pytest

from kuangan.foundation.kernel.errors import Refused
from kuangan.standards import rules
from kuangan.standards.rules import Version
from kuangan.standards.tests.samples import LAW, PRESENT, content


def spoiled(**changes):
    return {**content(PRESENT), **changes}


def told(problems, *words):
    return any(all(word in problem for word in words) for problem in problems)


def part(*rows, total=1):
    return spoiled(parts={"open_pit": [list(row) for row in rows]}, items_total=total)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (part(("OP-01", "partly", "甲"), total=2), ("2", "1", "补齐")),
        (part(("OP-01", "partly", "甲"), ("OP-01", "partly", "乙"), total=2), ("重复", "OP-01")),
        (part(("OP-01", "partly", "甲"), ("OP-02-1", "partly", "乙")), ("所属条款", "OP-02-1")),
        (part(("OP-01-1", "partly", "乙"), ("OP-01", "partly", "甲")), ("所属条款", "OP-01-1")),
        (part(("UG-01", "partly", "甲")), ("不符", "UG-01")),
        (part(("OP-1x", "partly", "甲")), ("不符", "OP-1x")),
        (part(("OP-01", "certain", "甲")), ("核对情况", "OP-01", "verified")),
        (part(("OP-01", "partly", "  ")), ("没有内容", "OP-01")),
        (part(("OP-01", "partly", "长" * 601)), ("600", "OP-01")),
        (part(("OP-01", "partly")), ("open_pit", "第1条")),
        (part(total=0), ("effective_to",)),
        (spoiled(parts={"dump_site": []}), ("dump_site", "open_pit")),
        (spoiled(parts=[]), ("parts",)),
        (spoiled(items_total="64"), ("items_total",)),
        (spoiled(effective_from="2022-09-01"), ("2023-03-20",)),
        (spoiled(effective_to=date(2022, 8, 1)), ("早于",)),
        (spoiled(issued_on="July"), ("2023-03-20",)),
        (spoiled(repeals="2017"), ("URN", "2017")),
        (spoiled(supplements=spoiled()["urn"]), ("supplements", "自身")),
        (spoiled(title="长" * 201), ("title", "200")),
        (spoiled(efective_to=None), ("efective_to",)),
        (spoiled(urn="", source=""), ("source",)),
    ],
)  # fmt: skip
def test_what_is_wrong_with_criteria_is_named(data, words):
    found = rules.criteria_problems(data)
    assert told(found, *words), found


def law(*rows, **changes):
    return {**content(LAW), "articles": [list(row) for row in rows], **changes}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (law() | {"articles": None}, ("articles",)),
        (law(("41", "verified", "甲")), ("第1条",)),
        (law(("forty", "verified", "甲", "乙")), ("无法识别", "forty")),
        (law(("41", "verified", "甲", "乙"), ("41", "verified", "甲", "乙")), ("重复", "41")),
        (law(("41", "verified", "", "乙")), ("主题", "41")),
        (law(("41", "verified", "甲", "长" * 801)), ("800", "41")),
        (law(("41", "sure", "甲", "乙")), ("核对情况", "41")),
        (law(("41", "verified", "甲", "乙"), kind="custom"), ("custom", "regulation")),
        (law(("41", "verified", "甲", "乙"), short=""), ("short",)),
    ],
)
def test_what_is_wrong_with_a_law_is_named(data, words):
    found = rules.law_problems(data)
    assert told(found, *words), found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("urn: a\nparts:\n  open_pit: [OP-01, partly", ("行",)),
        ("urn: a\nparts: {}\nparts: {}\n", ("第3行", "parts")),
        ("just a word", ("urn",)),
        ("day: 2023-02-30", ("2023-03-20",)),
        ("a: !!python/object/apply:os.system [ls]", ("第1行",)),
    ],
)
def test_a_file_that_cannot_be_read_names_the_line(text, words):
    with pytest.raises(Refused) as refused:
        rules.read(text)
    assert told([str(refused.value)], *words), str(refused.value)


@pytest.mark.parametrize(
    ("number", "short", "formal"),
    [
        ("41", "第41条", "第四十一条"),
        ("41(2)", "第41条第2款", "第四十一条第二款"),
        ("134-1", "第134条之一", "第一百三十四条之一"),
        ("97(1)3", "第97条第1款第3项", "第九十七条第一款第三项"),
        ("15", "第15条", "第十五条"),
        ("103", "第103条", "第一百零三条"),
        ("110", "第110条", "第一百一十条"),
        ("5.2.4", "5.2.4", "5.2.4"),
    ],
)
def test_an_article_is_cited_short_and_as_on_a_letter(number, short, formal):
    assert (rules.article_label(number), rules.article_formally(number)) == (short, formal)


DAY = date(2023, 5, 1)
BASE = Version(1, "urn:a", date(2022, 9, 1))


def counting(*versions, on=DAY):
    return {key for key, stand in rules.standings(versions, on).items() if stand.counts}


def test_a_version_counts_from_its_first_day_to_its_last():
    ended = Version(1, "urn:a", date(2022, 9, 1), date(2023, 5, 1))
    assert counting(ended, on=date(2022, 8, 31)) == set()
    assert counting(ended, on=date(2022, 9, 1)) == {1}
    assert counting(ended, on=date(2023, 5, 1)) == {1}
    assert counting(ended, on=date(2023, 5, 2)) == set()


def test_a_newer_version_takes_the_place_of_the_older_from_its_day():
    newer = Version(2, "urn:a", date(2023, 6, 1))
    assert counting(BASE, newer, on=date(2023, 5, 31)) == {1}
    assert counting(BASE, newer, on=date(2023, 6, 1)) == {2}
    assert rules.standings([BASE, newer], DAY)[1].until == date(2023, 5, 31)


def test_a_correction_with_the_same_first_day_counts_alone():
    correction = Version(2, "urn:a", date(2022, 9, 1))
    assert counting(BASE, correction) == {2}
    assert rules.standings([BASE, correction], DAY)[1].until is None


def test_a_replaced_version_does_not_come_back_when_its_successor_ends():
    short_lived = Version(2, "urn:a", date(2023, 1, 1), date(2023, 2, 1))
    assert counting(BASE, short_lived) == set()


def test_another_document_repeals_from_its_own_first_day():
    repealing = Version(2, "urn:b", date(2023, 5, 1), repeals="urn:a")
    assert counting(BASE, repealing, on=date(2023, 4, 30)) == {1}
    assert counting(BASE, repealing, on=date(2023, 5, 1)) == {2}


def test_a_supplement_counts_only_with_what_it_adds_to():
    supplement = Version(2, "urn:s", date(2023, 1, 1), supplements="urn:a")
    repealing = Version(3, "urn:b", date(2023, 7, 1), repeals="urn:a")
    assert counting(BASE, supplement) == {1, 2}
    assert counting(supplement) == set()
    assert counting(BASE, supplement, repealing, on=date(2023, 7, 1)) == {3}
    stand = rules.standings([BASE, supplement, repealing], date(2023, 7, 1))[2]
    assert (str(stand.standing), stand.until) == ("ended", date(2023, 6, 30))


def test_a_supplement_stays_when_what_it_adds_to_is_corrected():
    supplement = Version(2, "urn:s", date(2023, 1, 1), supplements="urn:a")
    correction = Version(3, "urn:a", date(2023, 4, 1))
    assert counting(BASE, supplement, correction) == {2, 3}
