"""What the campaign itself and the registry answer for the figures of a form, so that nobody types what is known."""

from datetime import date

import pytest

from kuangan.duties.actions.derive import derive
from kuangan.duties.actions.review import Seen, accept
from kuangan.duties.models import Assignment
from kuangan.duties.queries import campaign_measures
from kuangan.duties.tests.campaign import DUTIES, SYSTEM, change, put_in_force
from kuangan.foundation.kernel import clock
from kuangan.plan.models import Plan
from kuangan.registry import actions as registry
from tests.cast import places

PHASED = DUTIES.replace("    group: 企业\n", "    group: 企业\n    phase: self-check\n")
BUREAU = """
  - id: inspection-visit
    title: 逐矿检查
    short: 逐矿检查
    group: 监管
    phase: inspection
    summary: 逐矿检查。
    clauses: [二]
    bearer: {kind: county_bureau, for_each: mine, link: county}
    applies: {scope: full}
    cadence: once
    due: {on: 2023-09-30}
    evidence:
      - {key: record, kind: file, label: 检查记录, accepts: [document]}
    chain: [{by: city_bureau, act: review}]
phases:
  - {id: self-check, title: 企业自查自改, starts: 2023-03-23, ends: 2023-04-30, clause: 二}
  - {id: inspection, title: 重点检查, starts: 2023-03-23, ends: 2023-09-30, clause: 二}
"""


def asked(code: str, plan: Plan, **more) -> Assignment:
    """A duty of the bureau of a region, as a return would ask from it."""
    return Assignment(plan=plan, region_code=code, authority=places.bureau(code), period_key="once", **more)


def answer(name: str, row: Assignment):
    return campaign_measures.MEASURES[name](row, {})


def test_the_mines_of_the_region_in_full_scope_are_counted_and_no_others(stage):
    for told in ({"status": "long_stopped", "people_working": False}, {}):
        places.mine(code=places.KAIPING, **told)
    places.mine(code=places.ENPING)
    row = asked(places.KAIPING, stage.plan)
    assert answer("registry.mines_in_scope", row).value == 2
    change(stage.mine, date(2023, 4, 10), status="closed")
    assert answer("registry.mines_in_scope", row).value == 1
    assert answer("registry.mines_in_scope", asked(places.JIANGMEN, stage.plan)).value == 2


def phased(stage, tmp_path) -> Assignment:
    """The same plan with phases: three duties of self-check, and a visit to each mine."""
    put_in_force(tmp_path, PHASED + BUREAU, version="2.0.0")
    derive(SYSTEM, stage.plan, cause="test")
    row = stage.assignment()
    return asked(row.region_code, stage.plan, duty=row.duty)


def test_a_mine_has_checked_itself_when_nothing_of_its_self_check_is_left(stage, tmp_path):
    row = phased(stage, tmp_path)
    assert answer("duties.self_checked", row).value == 0
    made = stage.delivered()
    accept(stage.reviewer, stage.assignment(), seen=Seen(made.number, 0), opinion="材料齐全")
    accept(stage.city, stage.assignment(), seen=Seen(made.number, 1))
    assert answer("duties.self_checked", row).value == 0, "the monthly checks are left"
    Assignment.rows.filter(mine=stage.mine, duty_slug="monthly").update(state="voided", voided_at=clock.now())
    found = answer("duties.self_checked", row)
    assert found.value == 1 and "1座" in found.found and "county=" in found.url


def test_a_mine_counts_as_inspected_when_its_visit_is_on_file_and_not_before(stage, tmp_path):
    row = phased(stage, tmp_path)
    assert answer("inspections.mines_inspected", row).value == 0
    Assignment.rows.filter(duty_slug="inspection-visit").update(state="accepted", accepted_at=clock.now())
    assert answer("inspections.mines_inspected", row).value == 1
    assert answer("inspections.mines_inspected", asked(places.ENPING, stage.plan, duty=row.duty)).value == 0


def test_a_plan_without_the_phase_leaves_the_figure_to_be_typed(stage):
    row = asked(places.KAIPING, stage.plan, duty=stage.assignment().duty)
    assert answer("duties.self_checked", row) is None and answer("inspections.mines_inspected", row) is None


def test_inspectors_on_record_are_counted_once_and_only_while_in_office(stage):
    row, bureau = asked(places.KAIPING, stage.plan), places.bureau(places.KAIPING)
    assert answer("registry.inspectors", row) is None
    posts = [
        registry.appoint_named(SYSTEM, bureau, name=name, post="inspector", appointed_on=date(2023, 3, 1))
        for name in ("何队长", "余队长")
    ]
    assert answer("registry.inspectors", row).value == 2
    registry.end_appointment(SYSTEM, posts[0], on=date(2023, 4, 1))
    assert answer("registry.inspectors", row).value == 1


@pytest.mark.parametrize("part", ["name", "phone"])
def test_the_contact_person_is_told_as_the_registry_has_them(stage, part):
    row, name = asked(places.KAIPING, stage.plan), f"contact_person.{part}"
    assert answer(name, row) is None
    registry.appoint_named(
        SYSTEM, row.authority, name="陈联系", post="contact_person", appointed_on=date(2023, 3, 1), phone="0750-2211000"
    )
    assert answer(name, row).text == {"name": "陈联系", "phone": "0750-2211000"}[part]


def test_a_slope_angle_that_nobody_entered_is_not_zero(stage):
    row = Assignment(plan=stage.plan, mine=stage.mine, region_code=places.KAIPING)
    assert answer("registry.slope_angle_deg", row) is None
    change(stage.mine, date(2023, 4, 10), slope_angle_deg=55)
    stage.mine.refresh_from_db()
    assert answer("registry.slope_angle_deg", Assignment(plan=stage.plan, mine=stage.mine)).value == 55
