"""Names in a package against what the installation supplies, and whom a plan can bind."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from kuangan.foundation.authority.scopes import Scope
from kuangan.plan import actions
from kuangan.plan.package.findings import ERROR, WARNING, Finding
from kuangan.plan.package.opening import Opened, open_package
from kuangan.plan.package.parts import PlanPackage
from kuangan.plan.package.serving import services
from kuangan.plan.package.tracing import trace
from kuangan.plan.queries import preview
from kuangan.plan.rules.supplies import EVENT, LIST, MEASURE, supplied
from kuangan.plan.tests import factories as cast
from tests.cast import people

PLAN = Path(__file__).parents[3] / "content" / "plans" / "jiangmen-2023"
MEASURED = {"key": "five", "kind": "fact", "label": "五落实", "measure": "hazards.five_in_place", "value": True}
FILE = {"key": "paper", "kind": "file", "label": "材料", "accepts": ["document"]}


def duty(id: str = "new", **changes: Any) -> dict[str, Any]:
    plain = {"id": id, "title": f"责任{id}", "short": id[:8], "group": "自查", "summary": "办理。", "clauses": ["二"]}
    return {**plain, "bearer": "mine", "cadence": "once", "evidence": [FILE], **changes}


def found(folder: Path, *duties: Mapping[str, Any], **parts: Any) -> list[Finding]:
    content = cast.data(**parts)
    content["duties"] += duties
    return [each for each in open_package(cast.package_file(folder, content)).findings if "二" not in each.path]


def errors(folder: Path, *duties: Mapping[str, Any], **parts: Any) -> list[Finding]:
    return [each for each in found(folder, *duties, **parts) if each.level == ERROR]


def test_a_measure_that_nobody_supplies_is_an_error_with_its_line_and_the_nearest_names(tmp_path: Path) -> None:
    spec = {"key": "five", "kind": "fact", "label": "五落实", "measure": "hazards.five_in_plase", "value": True}
    (finding,) = errors(tmp_path, duty(evidence=[spec]))
    assert finding.file == "plan.yaml" and finding.path == "duties[4].evidence[0].measure"
    assert "hazards.five_in_plase" in finding.message and "hazards.five_in_place" in finding.mend
    text = (tmp_path / "plan.yaml").read_text("utf-8").splitlines()
    assert "five_in_plase" in text[finding.line - 1]


@pytest.mark.parametrize(
    "changes",
    [
        {"cadence": {"on_event": "moon_risen"}},
        {"cadence": {"on_event": "hazard_found", "match": {"grade": ["huge"]}}},
        {"cadence": {"on_event": "hazard_found", "match": {"colour": ["red"]}}},
        {"cadence": {"on_event": "appointed", "match": {"post": ["astronaut"]}}},
        {"applies": {"fact": "status", "in": ["producing", "sleeping"]}},
        {"evidence": [{"key": "list", "kind": "checklist", "label": "检查表", "checklist": "no-such-list"}]},
        {"evidence": [{**MEASURED, "arguments": {"colour": "red"}}]},
        {"cadence": {"on_answer": {"duty": "slope", "form": "none", "field": "none", "is": True}}},
        {"cadence": {"on_delivery": "nothing"}},
        {"cadence": {"on_delivery": "county-meeting"}},
    ],
    ids=["event", "value", "detail", "post", "choice", "checklist", "argument", "answer", "delivery", "about no mine"],
)  # fmt: skip
def test_whatever_nothing_answers_is_one_error(tmp_path: Path, changes: dict[str, Any]) -> None:
    (finding,) = errors(tmp_path, duty(**changes))
    assert finding.mend


def test_a_list_from_a_ledger_that_nobody_keeps_is_an_error(tmp_path: Path) -> None:
    item = {"id": "moons", "title": "月亮清单", "columns": [{"key": "name", "label": "名称"}], "source": "sky.moons"}
    (finding,) = errors(tmp_path, lists=[{**item, "owner": "mine"}])
    assert "sky.moons" in finding.message and finding.path == "lists[0].source"


def test_a_fact_that_the_package_declares_and_no_registry_holds_has_to_be_awaited(tmp_path: Path) -> None:
    fact = {"name": "moons", "label": "月亮", "type": "number"}
    owed = duty(applies={"fact": "moons", "at_least": 1})
    (finding,) = errors(tmp_path, owed, facts=[fact])
    assert "moons" in finding.message
    assert errors(tmp_path / "awaiting", owed, facts=[{**fact, "awaits": "天文台账"}]) == []


def test_what_is_awaited_loads_and_is_said_of_the_duty(tmp_path: Path) -> None:
    owed = duty(cadence={"on_event": "moon_risen", "awaits": "天文台账"})
    file = cast.package_file(tmp_path, {**cast.data(), "duties": [*cast.data()["duties"], owed]})
    opened = open_package(file)
    assert opened.package is not None, opened.findings
    service = services(opened.package.data)[("duties", "new")]
    assert (service.state, service.words, service.awaits_event) == ("awaits", ("天文台账",), True)


def test_awaiting_what_is_supplied_is_warned_of(tmp_path: Path) -> None:
    owed = duty(cadence={"on_event": "hazard_found", "awaits": "隐患台账"})
    findings = [each for each in found(tmp_path, owed) if "hazard_found" in each.message]
    assert [each.level for each in findings] == [WARNING]


@pytest.mark.parametrize(
    ("event", "measure"),
    [("people_withdrawn", "hazards.evacuated"), ("contractor_cleared", "contractors_cleared"),
     ("appointed", "contact_person_named")],
)  # fmt: skip
def test_a_duty_must_not_arise_from_its_own_fulfilment(tmp_path: Path, event: str, measure: str) -> None:
    spec = {"key": "done", "kind": "fact", "label": "已办理", "measure": measure, "value": True}
    (finding,) = errors(tmp_path, duty(cadence={"on_event": event}, evidence=[spec]))
    assert event in finding.message
    assert errors(tmp_path / "welcome", duty(cadence={"on_event": event}, evidence=[{**spec, "required": False}])) == []


def test_duties_that_wait_for_one_another_are_errors(tmp_path: Path) -> None:
    one, two = duty("one", cadence={"on_delivery": "two"}), duty("two", cadence={"on_delivery": ["one"]})
    assert len(errors(tmp_path, one, two)) == 2


@pytest.mark.parametrize("bearer", ["province", {"together": ["county_bureau", "province"]}])
def test_a_plan_binds_nobody_above_its_issuer(tmp_path: Path, bearer: Any) -> None:
    (finding,) = errors(tmp_path, duty(bearer=bearer))
    assert finding.path.startswith("duties[4].bearer") and "principles" in finding.mend
    assert errors(tmp_path / "beside", duty(bearer="city_government")) == []


def test_a_county_plan_cannot_bind_its_city(tmp_path: Path) -> None:
    issuer = {"region": "440785", "name": "县局"}
    (finding,) = errors(tmp_path, duty(bearer="city_bureau"), issuer=issuer)
    assert "县局" in finding.message


def test_a_parameter_that_nothing_depends_on_is_warned_of(tmp_path: Path) -> None:
    spare = {"id": "spare", "title": "闲置", "type": "integer", "default": 1, "set_by": ["city_office"]}
    findings = found(tmp_path, parameters=[*cast.data()["parameters"], spare])
    assert [each.level for each in findings if "spare" in each.message] == [WARNING]


# ── the plan of Jiangmen ────────────────────────────────────────────────────


def test_no_duty_of_jiangmen_is_dead_without_saying_so(jiangmen: PlanPackage) -> None:
    served = services(jiangmen.data)
    assert [key for key, service in served.items() if service.missing] == []
    silent = [
        duty.id
        for duty in jiangmen.duties
        if duty.cadence.event and duty.cadence.event not in {*supplied(EVENT), "form_answer", "duty_delivered"}
        and not duty.cadence.awaits
    ]  # fmt: skip
    assert silent == []


def test_jiangmen_awaits_nothing_that_is_supplied(jiangmen_opened: Opened) -> None:
    assert [each for each in jiangmen_opened.findings if "awaits" in each.message or "awaits" in each.mend] == []
    assert {"hazard_found", "major_hazard_missed", "help_requested"} <= set(supplied(EVENT))
    assert {"hazards.problems", "hazards.risks", "hazards.major_closed"} <= set(supplied(LIST))
    assert "hazards.five_in_place" in supplied(MEASURE)


def test_trace_counts_what_works_and_not_what_is_labelled(jiangmen: PlanPackage) -> None:
    report = trace(jiangmen)
    counts = {state: len(rows) for state, rows in report.service.items()}
    assert sum(counts.values()) == 109 and counts["not_served"] == 0
    assert report.state_of(94) == "awaits" and report.state_of(39) == "served" and report.state_of(84) == "in_words"


def test_trace_as_json_names_row_duty_and_what_is_awaited() -> None:
    out = io.StringIO()
    call_command("plan", "trace", str(PLAN), "--json", stdout=out)
    told = json.loads(out.getvalue())
    (row,) = [each for each in told["rows"] if each["row"] == 94]
    assert row["state"] == "awaits" and row["answers"][0]["awaits"] == ["执法处置台账"]
    assert told["service"]["not_served"] == 0 and len(told["rows"]) == 109


@pytest.mark.django_db
@pytest.mark.usefixtures("march")
def test_outline_and_preview_show_what_is_awaited(tmp_path: Path) -> None:
    cast.counties()
    mine = cast.mine("A")
    owed = duty(cadence={"on_event": "moon_risen", "awaits": "天文台账"}, applies={"scope": "full"})
    content = cast.data()
    content["duties"].append(owed)
    version = actions.publish(
        cast.city_leader(), actions.load(cast.city_office(), cast.package_file(tmp_path, content))
    )
    (line,) = [each for each in preview(Scope.everywhere(), version, mine.code).own if each.duty.id == "new"]
    assert line.awaits == ("天文台账",) and line.awaits_event
    browser = people.client(people.city_office())
    assert "天文台账" in browser.get(reverse("plan:outline", args=[version.plan_id])).content.decode()
    assert "天文台账" in browser.get(reverse("plan:preview", args=[version.plan_id]), {"mine": "A"}).content.decode()
