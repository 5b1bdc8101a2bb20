"""The two lists of a mine, the close-out list and the recurrence watch say what the ledger holds."""

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from django.conf import settings
from django.test import Client
from django.urls import reverse

from kuangan.duties.tests.test_formulas import EVIL, check_workbook
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.hazards import actions
from kuangan.hazards.models import Hazard, Setting
from kuangan.hazards.queries.lists import closed_list, problems_list, risk_list
from kuangan.hazards.queries.recurring import MINE, groups, with_hazards
from kuangan.hazards.sheets import CLOSED, PROBLEMS, RISKS
from kuangan.hazards.tests import stage
from kuangan.hazards.tests.test_risks import entry
from tests import cast

pytestmark = pytest.mark.django_db
CITY = Scope.of_region(cast.JIANGMEN)


@pytest.fixture
def mine() -> Any:
    return cast.mine("青山石场")


@pytest.fixture
def officer(mine: Any) -> Any:
    return cast.as_actor(cast.safety_officer(mine))


@pytest.fixture
def principal(mine: Any) -> Any:
    return cast.as_actor(cast.principal(mine))


@pytest.fixture
def county() -> Client:
    return cast.client(cast.county_reviewer())


def moved(row: Hazard, days: int) -> Hazard:
    """The hazard as if it had been found so many days ago."""
    Hazard.rows.filter(pk=row.pk).update(found_at=clock.now() - timedelta(days=days))
    return stage.fresh(row)


def test_the_columns_are_those_of_the_plan() -> None:
    path = Path(settings.BASE_DIR) / "content" / "plans" / "jiangmen-2023" / "lists.yaml"
    wanted = {one["source"]: one for one in yaml.safe_load(path.read_text(encoding="utf-8"))["lists"]}
    for spec in (PROBLEMS, RISKS, CLOSED):
        told = wanted[spec.name]
        assert spec.title == told["title"]
        assert [(one.key, one.title) for one in spec] == [(one["key"], one["label"]) for one in told["columns"]]


def test_the_problem_list_holds_what_was_found_and_what_was_still_open(mine: Any, officer: Any) -> None:
    today = clock.today()
    old_open = moved(stage.found(officer, mine, place="甲", description="甲处浮石未清理"), 90)
    new = stage.in_rectification(officer, stage.found(officer, mine, place="乙", description="乙处护栏缺失"))
    gone = stage.found(officer, mine, place="丙", description="丙处标识褪色")
    actions.withdraw(officer, gone, reason="登记错了矿山，另行登记")
    found = problems_list(CITY, mine, today - timedelta(days=30), today)
    assert [row.hazard_id for row in found] == [old_open.pk, new.pk]
    line = found[1]
    assert (line.place, line.problem, line.grade, line.person) == ("乙", "乙处护栏缺失", "一般", "林技术")
    assert (line.measure, line.deadline) == (stage.MEASURES, today + timedelta(days=30)) and line.done_on is None
    assert [row.hazard_id for row in problems_list(CITY, mine, None, today - timedelta(days=60))] == [old_open.pk]
    assert problems_list(Scope.of_region(cast.KAIPING), mine) == []


def test_a_closed_hazard_leaves_the_list_once_a_period_begins_after_it(mine: Any, officer: Any) -> None:
    row = stage.applied(officer, stage.in_rectification(officer, moved(stage.found(officer, mine), 90)))
    reviewer = cast.as_actor(cast.county_reviewer())
    actions.accept(reviewer, row, opinion="现场复核台阶高度符合设计")
    today = clock.today()
    assert problems_list(CITY, mine, today, today)[0].done_on == today
    assert problems_list(CITY, mine, today + timedelta(days=1), today + timedelta(days=9)) == []


def test_a_suspected_hazard_is_not_called_major_in_a_list(mine: Any, officer: Any, principal: Any) -> None:
    stage.found(officer, mine, grade="suspected")
    major = stage.determined(officer, stage.found(officer, mine, place="南帮", description="南帮台阶高度超过设计"))
    grades = {row.hazard_id: (row.grade, row.basis) for row in problems_list(CITY, mine)}
    assert grades.pop(major.pk) == ("重大", "露天第4项")
    assert list(grades.values()) == [("疑似重大", "")]


def test_both_lists_are_two_sheets_of_one_workbook(mine: Any, officer: Any, county: Client) -> None:
    stage.found(officer, mine, description=f"{EVIL[0]}浮石未清理", place=EVIL[4] + "北帮")
    actions.register_risk(officer, mine, entry())
    page = county.get(reverse("hazards:two_lists"), {"mine": mine.pk}).content.decode()
    assert "浮石未清理" in page and risk_list(CITY, mine)[0].risk in page
    answer = county.get(reverse("hazards:two_lists_export"), {"mine": mine.pk})
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["问题隐患清单", "风险管控清单"]
    first = book.worksheets[0]
    assert first["A1"].value == "青山石场问题隐患清单" and first["B3"].value == "系统和部位"
    assert check_workbook(answer.content) >= 2
    assert AuditEvent.rows.filter(kind="hazards.exported", details__rows=2).exists()


def test_a_mine_sees_its_own_lists_without_choosing_and_no_others(mine: Any, officer: Any) -> None:
    other = cast.mine("白云石场")
    client = cast.client(cast.safety_officer(mine))
    assert "青山石场" in client.get(reverse("hazards:two_lists")).content.decode()
    for name in ("two_lists", "two_lists_export"):
        assert client.get(reverse(f"hazards:{name}"), {"mine": other.pk}).status_code == 404
    chooser = cast.client(cast.city_office()).get(reverse("hazards:two_lists"), {"q": "白云"}).content.decode()
    assert "白云石场" in chooser and "青山石场" not in chooser


def closed_major(officer: Any, principal: Any, mine: Any) -> Hazard:
    """A major hazard on its whole way."""
    row = stage.determined(officer, stage.found(officer, mine))
    actions.report(officer, row)
    actions.put_in_place(officer, row, **stage.five())
    actions.sign_five(principal, row, proven=True)
    row = stage.explained(officer, stage.applied(officer, stage.fresh(row)))
    stage.checked(cast.as_actor(cast.county_inspector()), cast.as_actor(cast.county_reviewer()), row)
    actions.close(cast.as_actor(cast.city_leader()), stage.fresh(row), unlisted_reason="当场整改完毕，未及挂牌")
    return stage.fresh(row)


def test_the_close_out_list_names_who_verified_and_leaves_general_ones_out(
    mine: Any, officer: Any, principal: Any, county: Client
) -> None:
    row = closed_major(officer, principal, mine)
    still = stage.determined(officer, stage.found(officer, mine, place="南帮", description="南帮台阶高度超过设计"))
    stage.found(officer, mine, place="西帮", description="西帮护栏缺失")
    today = clock.today()
    (line,) = closed_list(CITY, cast.ENPING, today, today)
    assert (line.hazard_id, line.mine, line.closed_on, line.verifier) == (row.pk, "青山石场", today, row.verified_by)
    assert closed_list(CITY, cast.KAIPING) == [] == closed_list(CITY, cast.ENPING, None, today - timedelta(days=1))
    assert [one.closed_on for one in closed_list(CITY, with_open=True)] == [today, None]
    page = county.get(reverse("hazards:closed_list"), {"open": "1"}).content.decode()
    assert row.description in page and still.description in page
    answer = county.get(reverse("hazards:closed_export"))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert [cell.value for cell in sheet[4]][:3] == [1, "青山石场", row.description]


def test_a_criterion_found_again_is_shown_with_the_lasting_measure_of_the_one_before(
    mine: Any, officer: Any, principal: Any, county: Client
) -> None:
    first = moved(stage.explained(officer, stage.determined(officer, stage.found(officer, mine))), 40)
    other = cast.mine("白云石场")
    theirs = cast.as_actor(cast.safety_officer(other))
    second = moved(stage.determined(theirs, stage.found(theirs, other)), 30)
    third = moved(stage.determined(officer, stage.found(officer, mine, place="南帮", description="南帮超高")), 10)
    (group,) = with_hazards(CITY, list(groups(CITY)))
    assert (group.count, group.mines) == (3, 2)
    assert [one.row.pk for one in group.hazards] == [third.pk, second.pk, first.pk]
    latest = group.hazards[0]
    assert (latest.days, latest.is_same_mine) == (30, True) and latest.measure == first.root_cause
    assert (group.hazards[1].days, group.hazards[1].is_same_mine) == (10, False)
    (same,) = with_hazards(CITY, list(groups(CITY, watch=MINE)))
    assert [one.row.pk for one in same.hazards] == [third.pk, first.pk]
    page = county.get(reverse("hazards:recurrence")).content.decode()
    assert "每月由测量员测量并公示台阶高度" in page and "同一矿山" in page and second.description in page


def test_the_watch_ends_where_the_area_has_decided(mine: Any, officer: Any) -> None:
    moved(stage.determined(officer, stage.found(officer, mine)), 100)
    stage.determined(officer, stage.found(officer, mine, place="南帮", description="南帮台阶高度超过设计"))
    assert len(groups(CITY)) == 1 and len(groups(Scope.of_region(cast.KAIPING))) == 0
    Setting(region_code=cast.ENPING, name="recurrence_months", value="3", effective_on=date(2000, 1, 1), reason="试行",
            set_by="某").save()  # fmt: skip
    assert list(groups(CITY)) == []
