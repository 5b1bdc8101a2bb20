"""What the ledgers say to the requirements of a plan: figures of a period, lists, checks, help."""

from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings

from kuangan.duties.models import Assignment
from kuangan.duties.queries import check_measures, help_measures
from kuangan.duties.queries.evidence import dossier
from kuangan.duties.queries.hazard_measures import MEASURES
from kuangan.duties.queries.measures import COVER, covered, is_supplied
from kuangan.duties.tests.campaign import SYSTEM, at
from kuangan.duties.tests.ledger_plan import finding, major, owed
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock
from kuangan.governance import actions as governance
from kuangan.hazards import actions
from kuangan.hazards.models import Hazard
from kuangan.hazards.queries import lists
from kuangan.hazards.states import RiskMethod
from kuangan.hazards.tests import stage as hazards
from kuangan.inspections.models import MonthlyCheck
from kuangan.inspections.states import CheckState
from kuangan.plan.package.opening import open_package
from tests.cast import places


def test_the_share_of_due_hazards_counts_what_is_closed_and_names_what_has_no_deadline(told):
    (row,) = [one for one in owed("treated") if one.region_code == places.KAIPING]
    assert finding(row, "closed").words == "还没有到期的隐患"
    for place in ("北帮", "南帮"):
        with at(date(2023, 4, 1)):
            hazard = hazards.found(told.principal, told.mine, place=place)
            hazards.in_rectification(told.principal, hazard, days=5)
    hazards.found(told.principal, told.mine, place="破碎站")
    late = finding(row, "closed")
    assert not late.found and "2项" in late.words and "0%" in late.words and "1项" in late.words
    for hazard in Hazard.rows.exclude(deadline_at=None):
        actions.accept(told.officer, hazards.applied(told.principal, hazard), opinion="现场看过，已整改到位")
    assert finding(row, "closed").found


def test_the_two_lists_come_from_the_ledgers(told):
    (row,) = owed("lists")
    assert finding(row, "problems").found and not finding(row, "risks").found
    hazard = hazards.found(told.principal, told.mine)
    lacking = finding(row, "problems")
    assert not lacking.found and "1项" in lacking.words
    hazards.in_rectification(told.principal, hazard)
    assert finding(row, "problems").found
    actions.register_risk(
        told.principal,
        told.mine,
        actions.RiskEntry(
            place="东侧边坡", description="雨后滑坡伤人", method=RiskMethod.MATRIX,
                likelihood=Decimal(4), consequence=Decimal(4),
            controls="每日巡查，雨后停工", responsible="林技术", review_on=clock.today() + timedelta(days=90),
        ),
    )  # fmt: skip
    assert finding(row, "risks").found


def test_a_list_says_what_it_covers_and_counts_no_day_outside(told):
    hazards.in_rectification(told.principal, hazards.found(told.principal, told.mine))
    for over, start, expected in (("campaign", date(2023, 12, 1), 1), ("period", date(2023, 12, 1), 0)):
        row = Assignment(plan=told.plan, region_code=places.KAIPING, period_start=start,
                         period_end=date(2023, 12, 31), period_key="once")  # fmt: skip
        cover = covered(row, over, "辖区的重大事故隐患")
        major(told, date(2023, 4, 12)) if not Hazard.rows.filter(grade="major").exists() else None
        found = MEASURES["hazards.major_found"](row, {COVER: cover})
        assert found.value == expected, over
    assert covered(row, "campaign", "重大事故隐患").words == "重大事故隐患，整治期内（3月23日至12月31日）"


def test_the_close_out_list_of_the_archive_covers_the_campaign(told):
    major(told, date(2023, 4, 12))
    row = Assignment(plan=told.plan, region_code=places.KAIPING, period_start=date(2023, 12, 1),
                     period_end=date(2023, 12, 25), period_key="once")  # fmt: skip
    package = open_package(settings.BASE_DIR / "content/plans/jiangmen-2023").package
    assert package is not None
    kept = package.list("close-out-list")
    found = MEASURES[f"list.{kept.source}"](row, {COVER: covered(row, kept.over, kept.population)})
    assert "1项" in found.found and len(found.rows) == 1


def test_every_list_of_the_plan_says_its_population_and_its_days():
    package = open_package(settings.BASE_DIR / "content/plans/jiangmen-2023").package
    assert package is not None
    assert all(one.population and one.over for one in package.lists)
    counted = {"ledger", "coverage"}
    recurring = [duty for duty in package.duties if duty.cadence.kind != "on_event"]
    asked = [spec for duty in recurring for spec in duty.evidence if spec.kind in counted]
    assert asked and all(spec.over for spec in asked)
    fields = [item for duty in package.duties for spec in duty.evidence for item in spec.fields if item.measure]
    assert fields and all(item.over for item in fields)


def test_figures_belong_to_the_period_and_the_place_of_the_assignment(told):
    other = places.mine(code=places.ENPING)
    with at(date(2023, 4, 3)):
        hazards.found(SYSTEM, other)
        closed = hazards.in_rectification(told.principal, hazards.found(told.principal, told.mine))
        actions.accept(told.officer, hazards.applied(told.principal, closed), opinion="现场看过，已整改到位")
    major(told, date(2023, 4, 19))
    for start, end, expected in (
        (date(2023, 4, 1), date(2023, 4, 30), {"general_found": 1, "general_closed": 1, "major_found": 1}),
        (date(2023, 4, 5), date(2023, 4, 30), {"general_found": 0, "general_closed": 0, "major_found": 1}),
        (date(2023, 3, 1), date(2023, 3, 31), {"general_found": 0, "general_closed": 0, "major_found": 0}),
    ):
        row = Assignment(region_code=places.KAIPING, period_start=start, period_end=end, period_key="x")
        found = {name: MEASURES[f"hazards.{name}"](row, {}).value for name in expected}
        assert found == expected


def test_a_signed_check_fulfils_the_month_by_being_there(told):
    row = Assignment(
        mine=told.mine, region_code=places.KAIPING, period_key="2023-04", period_start=date(2023, 4, 1),
        period_end=date(2023, 4, 30),
    )  # fmt: skip
    measure = check_measures.MEASURES["inspections.major_hazard_checks"]
    assert measure(row, {}).value == 0
    signed_check(told, date(2023, 4, 12), attested=True)
    signed_check(told, date(2023, 3, 30), attested=True)
    found = measure(row, {})
    assert (found.value, found.found) == (1, "4月12日排查，未发现重大隐患，李老板作零隐患承诺")
    signed_check(told, date(2023, 4, 18), major_total=2)
    assert measure(row, {}).found.endswith("；4月18日排查，发现重大隐患（含疑似）2项")


def signed_check(told, day, *, attested=False, major_total=0):
    """A check that the principal led and signed."""
    MonthlyCheck.rows.create(
        mine=told.mine, region_code=told.mine.region_code, state=CheckState.SIGNED, month=day.replace(day=1),
        checked_on=day, leader="李老板", is_attested=attested, major_total=major_total, content={"route": []},
        content_hash="0" * 64, signed_at=clock.now(), signed_by="李老板", entered_by="李老板",
        attestation="没有发现重大隐患" if attested else "",
    )  # fmt: skip


def test_a_request_for_help_opens_what_the_county_owes_and_its_report_fulfils_it(told):
    words = "北帮裂缝扩展，没有监测能力"
    asked = governance.ask(SYSTEM, told.mine, governance.Asking(kind="beyond_ability", topic="disasters", words=words))
    (one,) = help_measures.helps_requested({told.mine.pk})
    assert (one.occurrence.key, one.occurrence.data) == (f"help:{asked.pk}", {"kind": "beyond_ability"})
    row = Assignment(mine=told.mine, region_code=places.KAIPING, period_key=f"event:help:{asked.pk}",
                     period_start=date(2023, 4, 1), period_end=date(2023, 12, 31))  # fmt: skip
    given, visits = (help_measures.MEASURES[f"governance.{name}"] for name in ("help_given", "assistance_visits"))
    assert not given(row, {}).value and not visits(row, {}).value
    governance.assign(SYSTEM, asked, governance.Helping(form="one_to_one", name="周专家", task="三日内上门查看北帮"))
    governance.add_visit(SYSTEM, asked, happened_on=clock.today(), people="周专家", advice="裂缝两侧布设观测点")
    assert visits(row, {}).value == 1 and "4月20日" in visits(row, {}).found
    measure = governance.Measure("布设位移观测点", "林技术", clock.today())
    governance.report(SYSTEM, asked, reported_on=clock.today(), summary="先排水后削坡", measures=[measure])
    assert given(row, {}).value and given(row, {}).url == f"/governance/help/{asked.pk}/"


def test_what_is_signed_over_a_list_changes_with_its_lines_and_not_with_their_progress(told):
    (row,) = owed("lists")
    empty = finding_code(row)
    hazard = hazards.in_rectification(told.principal, hazards.found(told.principal, told.mine))
    listed = finding_code(row)
    actions.add_progress(told.principal, hazard, text="削坡到+98米", percent=40)
    assert finding_code(row) == listed != empty
    hazards.in_rectification(told.principal, hazards.found(told.principal, told.mine, place="南帮"))
    assert finding_code(row) != listed


def finding_code(row):
    """The hash to which a signature over this duty is bound."""
    return dossier(row).content_hash


def test_the_measures_count_the_lines_of_the_lists_themselves(told):
    hazards.in_rectification(told.principal, hazards.found(told.principal, told.mine))
    hazards.found(told.principal, told.mine, place="南帮")
    (row,) = owed("lists")
    problems = finding(row, "problems")
    assert "2项" in problems.words and "1项" in problems.words and not problems.found
    assert len(problems.figure.rows) == len(lists.problems_list(Scope.everywhere(), told.mine)) == 2


def test_every_measure_that_the_plan_of_jiangmen_asks_of_hazards_is_supplied():
    package = open_package(settings.BASE_DIR / "content/plans/jiangmen-2023").package
    assert package is not None
    asked = {
        name
        for duty in package.duties
        for spec in duty.evidence
        for name in (spec.measure, *(item.measure for item in spec.fields))
    } | {target.measure for target in package.targets}
    rooms = ("hazards.", "governance.assistance", "governance.help", "inspections.major_hazard")
    missing = {name for name in asked if name.startswith(rooms) and not is_supplied(name)}
    assert not missing and is_supplied("list.hazards.major_closed")
