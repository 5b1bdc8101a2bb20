"""The criteria that come with the system are those of the published documents, item by item."""

import re

import pytest

from kuangan.standards import rules
from kuangan.standards.tests.samples import CONTENT, FORMER, PRESENT, SUPPLEMENT, content

SUB_ITEMS = {
    "UG-01": 5, "UG-04": 5, "UG-05": 3, "UG-07": 4, "UG-09": 3, "UG-10": 2, "UG-11": 2, "UG-13": 3, "UG-15": 2,
    "UG-16": 3, "UG-18": 3, "UG-20": 6, "UG-22": 5, "UG-23": 4, "UG-27": 2, "UG-28": 2,
    "OP-07": 3, "OP-08": 3, "OP-11": 3,
    "TP-02": 3, "TP-09": 3, "TP-13": 3, "TP-14": 4, "TP-17": 3,
}  # fmt: skip
"""How many situations stand under an item; the others stand alone."""
SEEN = {
    *(f"UG-{n:02}" for n in (1, 2, 3, 4, 5, 6, 8, 12, 21, 32)),
    *(f"UG-01-{n}" for n in range(1, 6)), *(f"UG-04-{n}" for n in range(1, 6)), *(f"UG-05-{n}" for n in range(1, 4)),
    "UG-07", "UG-07-3", "UG-07-4", "UG-09", "UG-09-2", "UG-10", "UG-10-2", "UG-11", "UG-11-2", "UG-13", "UG-16",
    "UG-16-1", "UG-18", "UG-18-1", "UG-20", "UG-22", "UG-22-2", "UG-23", "UG-23-2", "UG-27", "UG-27-2",
    *(f"OP-{n:02}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 10)), *(f"OP-07-{n}" for n in range(1, 4)), "OP-08-1", "OP-08-2",
    "TP-01", "TP-03", "TP-04", "TP-09", "TP-09-3", "TP-13", "TP-13-2",
}  # fmt: skip
"""What was seen in an excerpt of the printed text; nothing was compared word by word."""


def test_the_document_of_2022_has_32_13_and_19_items_with_all_their_situations():
    lines = rules.lines(content(PRESENT))
    heads = {line.code for line in lines if not line.parent}
    expected = {f"{part}-{n:02}" for part, last in (("UG", 32), ("OP", 13), ("TP", 19)) for n in range(1, last + 1)}
    assert heads == expected
    below = {line.code for line in lines if line.parent}
    assert below == {f"{head}-{n}" for head, last in SUB_ITEMS.items() for n in range(1, last + 1)}


def test_every_line_says_how_far_its_wording_was_seen():
    lines = rules.lines(content(PRESENT))
    assert {line.code for line in lines if line.wording == "partly"} == SEEN
    assert {line.wording for line in lines} == {"partly", "unverified"}


def test_the_supplement_adds_the_same_two_situations_to_each_part_and_says_that_its_date_is_unverified():
    data = content(SUPPLEMENT)
    by_part = {kind: [text for _code, _wording, text in rows] for kind, rows in data["parts"].items()}
    assert len(by_part) == 3 and len({tuple(texts) for texts in by_part.values()}) == 1
    assert {line.wording for line in rules.lines(data)} == {"unverified"}
    assert "施行日期" in data["source"] and "未核对" in data["source"]


def test_the_document_of_2017_is_a_head_alone():
    assert rules.lines(content(FORMER)) == [] and content(FORMER)["effective_to"]


@pytest.mark.parametrize("path", sorted(CONTENT.glob("criteria/*.yaml")), ids=lambda path: path.stem)
def test_every_file_of_criteria_is_in_order(path):
    assert rules.criteria_problems(content(path)) == []


@pytest.mark.parametrize("path", sorted(CONTENT.glob("laws/*.yaml")), ids=lambda path: path.stem)
def test_every_file_of_a_law_is_in_order_and_has_its_articles_in_order(path):
    data = content(path)
    assert rules.law_problems(data) == []
    numbers = [tuple(int(part) for part in re.findall(r"\d+", entry.number)) for entry in rules.entries(data)
               if entry.number[0].isdigit()]  # fmt: skip
    assert numbers == sorted(numbers)
