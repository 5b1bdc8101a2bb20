"""The audit viewer speaks the reader's language: names, codes, days, yes and no."""

from typing import Any

import pytest
from django.utils import translation

from kuangan.access import kinds as access
from kuangan.access.web import wording
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import build
from kuangan.foundation.integrity.kinds import Kind, Named, explain, word_of

SYSTEM = Actor.system("worker")


@pytest.fixture(autouse=True)
def chinese() -> Any:
    with translation.override("zh-hans"):
        yield


def test_codes_days_and_yes_or_no_are_worded() -> None:
    given = build(SYSTEM, access.GRANTED, after={"role": "city_office", "valid_from": "2023-02-18", "mine_id": None})
    told = {name: after for name, _before, after in wording.changes(given)}
    assert told == {"角色": "市局基础科", "生效日期": "2023年2月18日", "矿山编号": "—"}
    refused = build(SYSTEM, access.REFUSED, outside=True, page="/x/")
    assert dict(wording.details(refused))[str(word_of("outside"))] == "是"


def test_moments_lists_and_tables_become_sentences() -> None:
    assert wording.text_of("2023-03-31T15:59:59Z").endswith("3月31日23:59")
    assert wording.text_of(["甲", "乙"]) == "甲、乙"
    assert wording.text_of([{"phone": "1"}, {"phone": "2"}]) == "电话：1；电话：2"
    assert wording.text_of("2023-13-45") == "2023-13-45"


def test_a_room_words_its_own_names_and_a_code_nobody_knows_stays() -> None:
    kind = Kind("access.worded_by_a_room", "worded")
    explain(kind, lambda event: {"slope": Named("边坡高度", lambda value: f"{int(value)}米")})
    event = build(SYSTEM, kind, after={"slope": "30"}, before={"slope": "高"}, role="gone")
    assert wording.changes(event) == [("边坡高度", "高", "30米")]
    assert dict(wording.details(event))["角色"] == "gone"
