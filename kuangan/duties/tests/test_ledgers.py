"""Duties that the hazard ledger opens and fulfils: by the facts, each by its own hazard, and once."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.conf import settings

from kuangan.duties.actions.derive import derive
from kuangan.duties.actions.review import Seen, return_
from kuangan.duties.actions.settle import settle_by_ledger
from kuangan.duties.models import Assignment, DerivationRun
from kuangan.duties.queries.evidence import dossier
from kuangan.duties.queries.hazard_measures import MEASURES
from kuangan.duties.queries.measures import is_supplied
from kuangan.duties.tasks import follow_ledger
from kuangan.duties.tests.campaign import SYSTEM, at, authorities, put_in_force
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock
from kuangan.hazards import actions
from kuangan.hazards.models import Hazard
from kuangan.hazards.states import RiskMethod
from kuangan.hazards.tests import stage as hazards
from kuangan.plan.package.opening import open_package
from tests.cast import people, places

FIVE = """
  - id: five
    title: 五落实
    short: 五落实
    group: 企业
    summary: 每项重大隐患五落实。
    clauses: [二]
    bearer: mine
    applies: {scope: full}
    cadence: {on_event: hazard_found, match: {grade: [major]}}
    due: {after: event, working_days: 3}
    evidence:
      - key: five
        kind: ledger
        label: 五落实齐全
        measure: hazards.five_in_place
        comparison: equals
        value: true
        until_ledger: [{key: five_file, kind: file, label: 五落实, accepts: [document]}]
    chain: [{by: county_bureau, act: review}]
  - id: listing
    title: 挂牌督办
    short: 挂牌督办
    group: 治理
    summary: 市局挂牌督办。
    clauses: [二]
    bearer: {kind: city_bureau, for_each: mine, link: city}
    applies: {scope: full}
    cadence: {on_event: hazard_found, match: {grade: [major]}}
    due: {after: event, days: 10}
    evidence:
      - key: notice
        kind: ledger
        label: 挂牌督办通知
        measure: hazards.listed
        comparison: equals
        value: true
        until_ledger: [{key: notice_file, kind: file, label: 通知, accepts: [document]}]
  - id: treated
    title: 督促整改
    short: 督促整改
    group: 治理
    summary: 到期隐患全部整改。
    clauses: [二]
    bearer: county_bureau
    applies: {region_has: {scope: full}}
    cadence: once
    due: {on: 2023-11-30}
    evidence:
      - key: closed
        kind: coverage
        label: 到期隐患全部整改
        measure: hazards.due_closed
        population: 到期的隐患
        value: 100
        until_ledger: [{key: closed_file, kind: file, label: 台账, accepts: [document]}]
    chain: [{by: city_bureau, act: file_record}]
  - id: lists
    title: 两个清单
    short: 两个清单
    group: 企业
    summary: 报送两个清单。
    clauses: [二]
    bearer: mine
    applies: {scope: full}
    cadence: once
    due: {on: 2023-04-30}
    evidence:
      - {key: problems, kind: list, label: 问题隐患清单, list: problem-list}
      - {key: risks, kind: list, label: 风险管控清单, list: risk-list}
      - key: figures
        kind: form
        label: 情况
        fields:
          - {key: found, label: 查出问题, type: number, required: true, measure: hazards.self_found}
          - {key: closed, label: 已整改, type: number, required: true, measure: hazards.self_found_closed}
          - {key: words, label: 情况, type: longtext}
    chain: [{by: county_bureau, act: review}]
"""
_COLUMN = "columns: [{key: place, label: 部位, required: true}]"
LISTS = f"""
lists:
  - {{id: problem-list, title: 问题隐患清单, source: hazards.problems, owner: mine, {_COLUMN}, clauses: [二]}}
  - {{id: risk-list, title: 风险管控清单, source: hazards.risks, owner: mine, {_COLUMN}, clauses: [二]}}
"""
FIRST = date(2023, 4, 10)


@pytest.fixture
def told(db, tmp_path) -> Iterator[SimpleNamespace]:
    """A mine of 开平 under a plan that asks the ledger; the clock stands at 20 April 2023."""
    authorities()
    with at(date(2023, 3, 23)):
        plan = put_in_force(tmp_path, FIVE + LISTS).plan
        mine = places.mine(code=places.KAIPING)
        derive(SYSTEM, plan, cause="test")
    county = Scope.of_region(places.KAIPING)
    users = {"reviewer": people.county_reviewer(places.KAIPING), "principal": people.principal(mine)}
    with at(date(2023, 4, 20)):
        yield SimpleNamespace(
            plan=plan,
            mine=mine,
            users=users,
            principal=people.as_actor(users["principal"]),
            safety=people.actor(Role.MINE_SAFETY_OFFICER, Scope.of_mine(mine.pk), "吴安全员"),
            officer=people.actor(Role.COUNTY_REVIEWER, county, "陈主任"),
            city=people.actor(Role.CITY_OFFICE, Scope.of_region(places.JIANGMEN), "黄科长"),
        )


def major(told, day=FIRST, **words):
    """A hazard found and determined to be major on a day."""
    with at(day):
        return hazards.determined(told.principal, hazards.found(told.principal, told.mine, **words))


def owed(slug, **more):
    return list(Assignment.rows.filter(duty_slug=slug, **more).order_by("pk"))


def finding(row, key):
    return dossier(Assignment.rows.select_related("duty__version", "plan", "mine").get(pk=row.pk)).finding(key)


def test_a_major_hazard_opens_its_duties_on_the_day_of_its_determination(told):
    hazard = major(told)
    follow_ledger.call(told.mine.pk)
    (five,), (listing,) = owed("five"), owed("listing")
    assert five.period_key == listing.period_key == f"event:hazard:{hazard.pk}"
    assert five.event_on == FIRST and clock.day_of(five.due_at) == date(2023, 4, 13)
    assert listing.authority.region_code == places.JIANGMEN and listing.mine_id == told.mine.pk


def test_confirming_the_grade_moves_nothing_and_lowering_it_ends_the_duty(told):
    hazard = major(told)
    follow_ledger.call(told.mine.pk)
    hazards.determined(told.officer, hazard, reasons="复核现场，仍然符合判定标准第4项")
    follow_ledger.call(told.mine.pk)
    ((five,),) = [owed("five")]
    assert five.event_on == FIRST and five.state == "open"
    actions.determine(told.officer, hazards.fresh(hazard), grade="general", reasons="复测后台阶高度符合设计")
    follow_ledger.call(told.mine.pk)
    assert owed("five")[0].state == "voided"
    hazards.determined(told.officer, hazards.fresh(hazard), reasons="再次实测台阶高度超过设计")
    follow_ledger.call(told.mine.pk)
    (again,) = owed("five")
    assert again.pk == five.pk and again.state == "open" and again.event_on == date(2023, 4, 20)


def test_each_duty_measures_its_own_hazard_and_says_what_was_found(told):
    first, second = major(told), major(told, place="南帮", description="运输道路没有挡车墙")
    follow_ledger.call(told.mine.pk)
    rows = {row.period_key: row for row in owed("five")}
    actions.put_in_place(told.principal, first, **hazards.five())
    unsigned = finding(rows[f"event:hazard:{first.pk}"], "five")
    assert not unsigned.found and "主要负责人" in unsigned.words and unsigned.url == f"/hazards/{first.pk}/"
    actions.sign_five(told.principal, first, proven=True)
    signed = finding(rows[f"event:hazard:{first.pk}"], "five")
    assert signed.found and "林技术" in signed.words and "86万元" in signed.words and "李老板" in signed.words
    assert not finding(rows[f"event:hazard:{second.pk}"], "five").found


def test_the_facts_alone_deliver_a_duty_and_its_county_reviews_it(told):
    hazard = hazards.in_rectification(told.principal, major(told))
    assert follow_ledger.call(told.mine.pk) == 1
    (five,) = owed("five")
    submission = five.submissions.get()
    assert five.state == "submitted" and five.waiting_for.region_code == places.KAIPING
    assert submission.content["measured"] == {"five": 1.0} and submission.submitted_by_id is None
    assert owed("listing")[0].state == "open"
    hazards.listed(told.city, hazard)
    follow_ledger.call(told.mine.pk)
    assert owed("listing")[0].state == "accepted"


def test_what_was_returned_is_the_mines_own_to_deliver_again(told):
    hazards.in_rectification(told.principal, major(told))
    follow_ledger.call(told.mine.pk)
    (five,) = owed("five")
    seen = Seen(five.submissions.get().number, 0)
    reviewer = people.as_actor(told.users["reviewer"])
    return_(reviewer, five, seen=seen, opinion="资金来源没有依据", correct_by=date(2023, 4, 28))
    assert follow_ledger.call(told.mine.pk) == 0
    assert settle_by_ledger(SYSTEM, told.plan) == 0
    assert owed("five")[0].state == "returned"


def test_the_night_finds_what_no_announcement_told(told):
    hazards.in_rectification(told.principal, major(told))
    derive(SYSTEM, told.plan, cause="nightly")
    assert settle_by_ledger(SYSTEM, told.plan) == 1
    assert owed("five")[0].state == "submitted"


def test_a_general_hazard_wakes_nothing(told, django_capture_on_commit_callbacks, django_assert_max_num_queries):
    with django_capture_on_commit_callbacks() as callbacks:
        hazards.found(told.principal, told.mine)
    with django_assert_max_num_queries(0):
        for callback in callbacks:
            callback()
    runs = DerivationRun.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        major(told)
    assert DerivationRun.objects.count() > runs
    assert owed("five")


def test_people_ordered_off_a_slope_wake_the_duties_even_before_anybody_judged(
    told, django_capture_on_commit_callbacks
):
    hazard = hazards.found(told.principal, told.mine, disaster="slide")
    with django_capture_on_commit_callbacks() as callbacks:
        actions.evacuate(told.principal, hazard, area="北帮坡下", extent="area", people_inside=3)
    assert callbacks
    runs = DerivationRun.objects.count()
    for callback in callbacks:
        callback()
    assert DerivationRun.objects.count() > runs


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


def test_the_form_offers_the_figures_of_the_ledger(told):
    hazards.found(told.principal, told.mine)
    (row,) = owed("lists")
    page = people.client(told.users["principal"]).get(f"/duties/{row.pk}/evidence/figures/").content.decode()
    assert 'name="f-found" value="1"' in page and 'name="f-closed" value="0"' in page
    assert "台账" in page


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


def test_every_measure_that_the_plan_of_jiangmen_asks_of_hazards_is_supplied():
    package = open_package(settings.BASE_DIR / "content/plans/jiangmen-2023").package
    assert package is not None
    asked = {
        name
        for duty in package.duties
        for spec in duty.evidence
        for name in (spec.measure, *(item.measure for item in spec.fields))
    } | {target.measure for target in package.targets}
    assert {name for name in asked if name.startswith("hazards.") and not is_supplied(name)} == set()
