"""Jiangmen's package: loads, answers every row and clause, keeps the plan's dates, and no code knows of it."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

from kuangan.plan.package.findings import ERROR
from kuangan.plan.package.opening import Opened
from kuangan.plan.package.parts import Duty, PlanPackage
from kuangan.plan.package.tracing import trace
from kuangan.plan.rules.parameters import values
from kuangan.plan.rules.periods import due_at, periods
from kuangan.plan.rules.predicates import holds

END = date(2100, 1, 1)


def days(package: PlanPackage, duty: str) -> list[datetime]:
    found = package.duty(duty)
    parameters = values(package.parameters)
    moments = [due_at(found.due, each, parameters) for each in periods(found.cadence, package.window, END, parameters)]
    return [moment for moment in moments if moment]


def test_it_loads_without_errors_and_warns_of_deadlines_before_publication(jiangmen_opened: Opened) -> None:
    assert [str(each) for each in jiangmen_opened.findings if each.level == ERROR] == []
    contact = [each for each in jiangmen_opened.findings if "明确1名联系人" in each.message]
    assert len(contact) == 1 and contact[0].file == "duties/1-deployment.yaml" and contact[0].line > 1


def test_every_row_and_every_clause_is_answered(jiangmen: PlanPackage) -> None:
    report = trace(jiangmen)
    assert (report.answered, len(report.rows)) == (109, 109)
    assert report.missing_rows == report.strange_rows == report.bare_clauses == ()


def test_rows_that_are_no_duty_are_named_as_something_else(jiangmen: PlanPackage) -> None:
    report = trace(jiangmen)
    without_duty = {row for row in report.rows if row not in report.duty_rows}
    assert without_duty == {2, 3, 6, 9, 10, 12, 56, 84, 91, 109}


def test_every_task_of_the_twelve_has_a_duty(jiangmen: PlanPackage) -> None:
    assert {duty.task for duty in jiangmen.duties if duty.task} == set(range(1, 13))


def test_the_hard_dates_of_the_plan(jiangmen: PlanPackage) -> None:
    dates = {
        "contact-person": ["2023-03-24"],
        "county-plan": ["2023-03-31"],
        "county-mobilise": ["2023-03-31"],
        "self-check-package": ["2023-04-30"],
        "three-batches-plan": ["2023-04-30"],
        "inspector-training": ["2023-05-31"],
        "drill-comprehensive": ["2023-06-30", "2023-12-31"],
        "drill-special": ["2023-06-30", "2023-12-31"],
        "inspection-joint": ["2023-09-30"],
        "self-check-oversight": ["2023-11-30"],
        "summary-report": ["2023-12-25"],
        "archive": ["2023-12-25"],
    }
    assert {name: [day.date().isoformat() for day in days(jiangmen, name)] for name in dates} == dates


def test_what_the_plan_does_not_fix_is_a_parameter_with_an_owner(jiangmen: PlanPackage) -> None:
    fixed = {
        duty.id: duty.due.day.fixed.isoformat()
        for duty in jiangmen.duties
        if duty.due.day is not None and duty.due.day.fixed is not None
    }
    assert set(fixed.values()) <= {"2023-03-24", "2023-03-31", "2023-04-30", "2023-09-30", "2023-11-30", "2023-12-25"}
    assert {name for name, day in fixed.items() if day == "2023-04-30"} == {
        "self-check", "self-check-plan", "self-check-package", "three-batches-plan"
    }  # fmt: skip
    assert {name for name, day in fixed.items() if day == "2023-11-30"} == {"self-check-oversight", "spot-check"}
    counted = [duty for duty in jiangmen.duties if duty.due.span and not duty.due.span.days.parameter]
    assert {duty.id for duty in counted} == {"inspection-flood", "slope-evacuation", "withdraw-people"}, "1 and 0 days"
    assert all(parameter.set_by for parameter in jiangmen.parameters)


def test_every_parameter_has_an_effect(jiangmen: PlanPackage) -> None:
    body = json.dumps({key: jiangmen.data[key] for key in ("duties", "chains")}, ensure_ascii=False)
    assert [each.id for each in jiangmen.parameters if f'"{each.id}"' not in body] == []


def test_how_often_is_what_the_parameter_says(jiangmen: PlanPackage) -> None:
    hearing, parameters = jiangmen.duty("government-hearing"), values(jiangmen.parameters)
    usual = periods(hearing.cadence, jiangmen.window, END, parameters)
    often = periods(hearing.cadence, jiangmen.window, END, {**parameters, "hearing_rhythm": "monthly"})
    assert [each.key for each in usual] == ["2023-Q2", "2023-Q3", "2023-Q4"] and len(often) == 9


def test_what_the_package_adds_is_marked_as_its_own(jiangmen: PlanPackage) -> None:
    added = {duty.id for duty in jiangmen.duties if duty.added}
    assert added == {"mine-receipt", "resumption-check"} and all(jiangmen.duty(name).note for name in added)


def test_a_major_hazard_at_a_watched_mine_is_put_in_place_and_listed_too(jiangmen: PlanPackage) -> None:
    for name in ("major-hazard-five", "listed-supervision", "root-cause"):
        assert all(holds(jiangmen.duty(name).applies, {"scope": scope}) for scope in ("full", "watch")), name


def test_the_filled_checklist_is_asked_for_once(jiangmen: PlanPackage) -> None:
    asking = [duty.id for duty in jiangmen.duties for each in duty.evidence if each.checklist == "campaign-self-check"]
    assert asking == ["self-check"]


def test_ten_monthly_checks_and_ten_monthly_returns_each_by_month_end(jiangmen: PlanPackage) -> None:
    for name in ("monthly-major-check", "monthly-return"):
        ends = [day.date().isoformat() for day in days(jiangmen, name)]
        assert len(ends) == 10 and ends[0] == "2023-03-31" and ends[3] == "2023-06-30" and ends[-1] == "2023-12-31"


def per_mine(package: PlanPackage) -> list[Duty]:
    return [duty for duty in package.duties if duty.bearer.kind == "mine" or duty.bearer.for_each == "mine"]


def test_the_board_of_mines_has_a_readable_number_of_columns(jiangmen: PlanPackage) -> None:
    parameters = values(jiangmen.parameters)
    columns = [duty for duty in per_mine(jiangmen) if duty.cadence.kind != "on_event" and duty.in_force(parameters)]
    assert 22 <= len(columns) <= 30
    assert len({duty.short for duty in jiangmen.duties}) == len(jiangmen.duties)


def test_groups_of_the_board_stand_together(jiangmen: PlanPackage) -> None:
    groups = [duty.group for duty in jiangmen.duties]
    runs = [group for number, group in enumerate(groups) if number == 0 or groups[number - 1] != group]
    assert len(runs) == len(set(runs)) == len(set(groups))


def test_every_duty_can_be_delivered_without_the_ledgers_to_come(jiangmen: PlanPackage) -> None:
    now = {"file", "form", "statement", "acknowledgement", "fact", "zero_report"}
    for duty in jiangmen.duties:
        assert duty.evidence, duty.id
        for evidence in duty.evidence:
            kinds = {each.kind for each in evidence.until_ledger} or {evidence.kind}
            assert kinds <= now, (duty.id, evidence.key)


def test_acts_of_leaders_are_recorded_but_never_scored(jiangmen: PlanPackage) -> None:
    for duty in jiangmen.duties:
        if set(duty.rows) & {*range(55, 64)}:
            assert not duty.counted, duty.id


def test_may_must_and_encouraged_are_kept_apart(jiangmen: PlanPackage) -> None:
    assert {duty.id: duty.force for duty in jiangmen.duties if duty.force != "must"} == {
        "smart-mine": "encouraged",
        "lenient-opinion": "may",
    }


def test_forms_made_here_are_marked_as_not_official(jiangmen: PlanPackage) -> None:
    for duty in jiangmen.duties:
        for evidence in (*duty.evidence, *(each for own in duty.evidence for each in own.until_ledger)):
            assert evidence.kind != "form" or not evidence.official, (duty.id, evidence.key)
    annexes = [each for name in ("contact-person", "monthly-return") for each in jiangmen.duty(name).evidence]
    assert all("参考样式" in each.label for each in annexes if each.kind == "form")


def test_no_code_of_this_room_knows_a_city() -> None:
    room = Path(__file__).parents[1]
    for file in room.rglob("*.py"):
        if "tests" not in file.parts:
            text = file.read_text("utf-8").lower()
            assert not any(word in text for word in ("jiangmen", "江门", "4407")), file
