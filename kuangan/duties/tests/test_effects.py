"""What a parameter or a version does to the duties is said before somebody decides, and kept after."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from kuangan.duties.actions.derive import derive
from kuangan.duties.models import Assignment
from kuangan.duties.tests import campaign
from kuangan.duties.tests.campaign import DUTIES, ISSUED, SYSTEM, at, authorities, put_in_force
from kuangan.foundation.kernel.errors import Refused
from kuangan.plan.actions import foresee_parameter, load, publish, set_parameter
from kuangan.plan.models import Effect, ParameterValue, Plan, PlanVersion
from kuangan.plan.queries import foresee
from tests.cast import people, places

pytestmark = pytest.mark.django_db
APRIL, MAY = date(2023, 4, 10), date(2023, 5, 10)
OPEN = """
parameters:
  - {id: monthly_checks, title: 是否逐月排查, type: yes_no, default: true, set_by: [city_office], clauses: [二]}
  - {id: contractors_by, title: 外包专项期限, type: date, default: 2023-06-30, set_by: [city_office], clauses: [二]}
scope:
"""


@pytest.fixture
def plan(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Plan:
    monkeypatch.setattr(
        campaign, "HEAD", campaign.HEAD.replace("\nscope:\n", OPEN.replace("{", "{{").replace("}", "}}"))
    )
    duties = DUTIES.replace("    cadence: monthly\n", "    when: {monthly_checks: true}\n    cadence: monthly\n")
    duties = duties.replace("due: {on: 2023-06-30}", "due: {on: {parameter: contractors_by}}")
    authorities()
    with at(ISSUED):
        return put_in_force(tmp_path, duties).plan


def _living(plan: Plan) -> set[tuple[Any, ...]]:
    rows = Assignment.rows.filter(plan=plan).exclude(state="voided")
    return set(rows.values_list("duty_slug", "bearer_key", "period_key", "planned_due_at"))


def _set(name: str, value: Any) -> dict[str, Any]:
    return {"name": name, "value": value, "reason": "市局会议"}


def test_the_dry_run_writes_nothing_and_foretells_exactly_what_derivation_then_does(plan: Plan) -> None:
    with at(MAY):
        places.mine(has_contractors=True)
        places.mine()
        derive(SYSTEM, plan, cause="test")
        for name, value in (("monthly_checks", False), ("contractors_by", "2023-07-15"), ("monthly_checks", True)):
            before = _living(plan)
            foreseen = foresee_parameter(SYSTEM, plan, **_set(name, value))
            assert foreseen is not None and _living(plan) == before
            row = set_parameter(SYSTEM, plan, **_set(name, value))
            derive(SYSTEM, plan, cause="test")
            after = _living(plan)
            keys = {item[:3] for item in before}, {item[:3] for item in after}
            moved = {item[:3] for item in before - after} & keys[1]
            expected = len(keys[1] - keys[0]), len(keys[0] - keys[1]), len(moved)
            assert (foreseen.appears, foreseen.vanishes, foreseen.moves) == expected != (0, 0, 0)
            assert len(foreseen.changes) == sum(expected)
            kept = Effect.objects.get(value=row)
            assert (kept.appears, kept.vanishes, kept.moves) == expected


def test_the_page_shows_vanishing_overdue_duties_before_and_the_list_after(plan: Plan, client: Any) -> None:
    with at(APRIL):
        mine = places.mine(name="逾期石场", has_contractors=True)
        derive(SYSTEM, plan, cause="test")
        row = Assignment.rows.get(mine=mine, duty_slug="monthly", period_key="2023-03")
        Assignment.rows.filter(pk=row.pk).update(due_at=row.planned_due_at, late_on_arrival=False)
    with at(MAY):
        derive(SYSTEM, plan, cause="test")
        client.force_login(people.city_office())
        url = reverse("plan:set_parameter", args=[plan.pk, "monthly_checks"])
        told = {"value": "no", "region": plan.region_code, "effective_on": "2023-05-10", "reason": "市局会议"}
        shown = client.post(url, told)
        page = shown.content.decode()
        assert shown.status_code == 200 and ParameterValue.objects.count() == 0
        assert "逾期石场" in page and "项已逾期" in page and reverse("duties:duty", args=[row.pk]) in page
        done = client.post(url, {**told, "seen": shown.context["foreseen"].seen})
        assert done.status_code == 302 and ParameterValue.objects.count() == 1
        kept = client.get(done["Location"]).content.decode()
        assert "逾期石场" in kept and "项已逾期" in kept
        client.force_login(people.county_reviewer(places.KAIPING))
        assert "逾期石场" not in client.get(done["Location"]).content.decode()


def test_a_version_under_which_overdue_duties_vanish_needs_a_reason(plan: Plan, tmp_path: Any, client: Any) -> None:
    with at(APRIL):
        mine = places.mine(has_contractors=True)
        derive(SYSTEM, plan, cause="test")
    with at(date(2023, 7, 10)):
        path = tmp_path / "two.yaml"
        shorter = DUTIES[: DUTIES.index("  - id: contractors")]
        path.write_text(campaign.HEAD.format(version="2.0.0") + shorter, encoding="utf-8")
        draft = load(SYSTEM, path)
        foreseen = foresee(plan, version=draft)
        assert foreseen is not None and foreseen.overdue >= 1
        client.force_login(people.city_leader())
        assert "项已逾期" in client.get(reverse("plan:version", args=[draft.pk])).content.decode()
        with pytest.raises(Refused):
            publish(SYSTEM, draft)
        publish(SYSTEM, draft, reason="外包专项并入常态检查")
        derive(SYSTEM, plan, cause="test")
    assert Assignment.rows.get(mine=mine, duty_slug="contractors").state == "voided"
    assert PlanVersion.objects.get(pk=draft.pk).effect.overdue == foreseen.overdue
