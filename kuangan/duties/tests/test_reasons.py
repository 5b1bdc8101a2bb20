"""Reasons as people read them: the exact clause, no day before the campaign, a word for what a correction took away."""

from datetime import date
from typing import Any

import pytest

from kuangan.duties.actions.derive import derive
from kuangan.duties.models import Assignment
from kuangan.duties.queries.explaining import gone_words, why
from kuangan.duties.tests.campaign import DUTIES, ISSUED, SYSTEM, at, authorities, change, put_in_force
from kuangan.plan.models import Plan
from tests.cast import places

pytestmark = pytest.mark.django_db
RESUMED = """
  - id: resumed
    title: 复工前检查
    short: 复工检查
    group: 县局
    summary: 复工前检查。
    clauses: [二, 二1]
    bearer: {kind: county_bureau, for_each: mine, link: county}
    applies: {scope: full}
    cadence: {on_event: status_changed, match: {to: [resuming]}}
    due: {after: event, days: 5}
    evidence: [{key: record, kind: file, label: 记录, accepts: [document]}]
"""


@pytest.fixture
def plan(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Plan:
    from kuangan.duties.tests import campaign

    below = "  - {{id: 二, heading: 任务}}\n"
    monkeypatch.setattr(
        campaign, "HEAD", campaign.HEAD.replace(below, below + "  - {{id: 二1, heading: 检查, parent: 二}}\n")
    )
    authorities()
    with at(ISSUED):
        return put_in_force(tmp_path, DUTIES + RESUMED).plan


def _row(slug: str, **which: Any) -> Assignment:
    related = ("duty__version__plan", "plan", "mine", "authority", "agency")
    return Assignment.rows.select_related(*related).get(duty_slug=slug, **which)


def test_an_event_whose_day_is_corrected_says_so_where_its_duty_ends(plan: Plan) -> None:
    with at(date(2023, 5, 6)):
        mine = places.mine(status="long_stopped", people_working=False)
        derive(SYSTEM, plan, cause="test")
        change(mine, date(2023, 5, 4), status="resuming")
        change(mine, date(2023, 5, 1), status="resuming")
        ended, living = _row("resumed", state="voided"), _row("resumed", state="open")
    assert living.event_on == date(2023, 5, 1)
    assert gone_words(ended, ended.duty.version) == ["所依据的事项原记为2023年5月4日，已更正为2023年5月1日。"]


def test_an_event_that_is_taken_back_says_so(plan: Plan) -> None:
    with at(date(2023, 5, 6)):
        mine = places.mine(status="long_stopped", people_working=False)
        change(mine, date(2023, 5, 4), status="resuming")
        change(mine, date(2023, 5, 4), status="long_stopped")
        ended = _row("resumed", state="voided")
    assert gone_words(ended, ended.duty.version) == ["所依据的事项（2023年5月4日）已更正，不再存在。"]


def test_the_most_exact_clause_is_the_one_that_is_cited(plan: Plan) -> None:
    with at(date(2023, 5, 6)):
        mine = places.mine(status="long_stopped", people_working=False)
        change(mine, date(2023, 5, 4), status="resuming")
        assert _row("resumed").duty.clause == "二1"


def test_no_reason_names_a_day_before_the_campaign_began(plan: Plan) -> None:
    with at(date(2023, 4, 10)):
        mine = places.mine(since=date(2022, 5, 1))
        derive(SYSTEM, plan, cause="test")
        reasons = why(_row("package", mine=mine)).because
    assert "2023年3月23日" in reasons[0] and not any("2022" in words for words in reasons)
