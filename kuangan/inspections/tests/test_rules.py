"""What a check must hold before it is signed, on plain values."""

from dataclasses import replace
from datetime import date, time

import pytest

from kuangan.inspections.rules.gaps import AnswerTold, AreaTold, Sheet, gaps
from kuangan.inspections.rules.repeating import reads_the_same
from kuangan.inspections.rules.sealing import digest

AREA = AreaTold("北帮", "坡面、浮石", "clear", "", 0)
ANSWER = AnswerTold("露天第4项", "absent", "", 0, 0)
WHOLE = Sheet(
    checked_on=date(2023, 4, 20), today=date(2023, 4, 20), began=time(8), ended=time(11), led_by_principal=True,
    leader="", people=2, alone_reason="", areas=(AREA,), answers=(ANSWER,), photos=2,
)  # fmt: skip


def test_a_whole_check_lacks_nothing():
    assert gaps(WHOLE) == []


@pytest.mark.parametrize(
    ("wrong", "step"),
    [
        ({"checked_on": date(2023, 4, 21)}, "basics"),
        ({"ended": None}, "basics"),
        ({"led_by_principal": False}, "basics"),
        ({"people": 0}, "basics"),
        ({"people": 1}, "basics"),
        ({"areas": ()}, "route"),
        ({"areas": (replace(AREA, result=""),)}, "route"),
        ({"areas": (replace(AREA, looked_at=""),)}, "route"),
        ({"areas": (replace(AREA, hazards=1),)}, "route"),
        ({"areas": (replace(AREA, result="found", words="坡面有裂缝"),)}, "findings"),
        ({"photos": 1}, "route"),
        ({"answers": ()}, "criteria"),
        ({"answers": (replace(ANSWER, answer=""),)}, "criteria"),
        ({"answers": (replace(ANSWER, answer="not_involved"),)}, "criteria"),
        ({"answers": (replace(ANSWER, answer="present"),)}, "findings"),
        ({"answers": (replace(ANSWER, answer="present", hazards=1),)}, "findings"),
        ({"answers": (replace(ANSWER, hazards=1, grave=1),)}, "criteria"),
    ],
)
def test_what_is_missing_is_said_for_its_part(wrong, step):
    assert [gap.step for gap in gaps(replace(WHOLE, **wrong))] == [step]


def test_one_alone_with_a_reason_and_a_grave_hazard_for_what_exists_are_enough():
    assert gaps(replace(WHOLE, people=1, alone_reason="安全员请假")) == []
    assert gaps(replace(WHOLE, answers=(replace(ANSWER, answer="present", hazards=1, grave=1),))) == []


def test_only_the_same_route_in_the_same_words_reads_the_same():
    assert reads_the_same([AREA], [replace(AREA, looked_at=" 坡面， 浮石 ")])
    assert not reads_the_same([AREA], [replace(AREA, looked_at="坡面、裂缝")])
    assert not reads_the_same([AREA, AREA], [AREA])
    assert not reads_the_same([], [])


def test_the_digest_changes_with_every_word_and_not_with_the_order_of_keys():
    assert digest({"a": 1, "b": "甲"}) == digest({"b": "甲", "a": 1}) != digest({"a": 1, "b": "乙"})
