"""Visits, the report with its measures, closing, the mine's own view; the agency's people; what duties ask."""

from datetime import timedelta
from uuid import uuid4

import pytest

from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock, events
from kuangan.foundation.kernel.errors import Forbidden, OutOfScope, Refused, SentBefore
from kuangan.governance import actions
from kuangan.governance.models import HelpFile, HelpMeasure, HelpReport, HelpVisit
from kuangan.governance.queries.measures import assistance_visits, help_requests
from kuangan.governance.states import HelpState, MineView
from kuangan.governance.tests import stage
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def guided(mine, officer, county):
    asked = stage.asked(officer, mine, requested_at=clock.start_of_day(stage.days_ago(10)))
    return stage.guided(county, asked)


def test_help_runs_from_request_to_the_word_of_the_mine(guided, officer, county):
    row = stage.reported(county, stage.visited(county, guided))
    assert row.state == HelpState.HELPED
    row = stage.closed(county, row)
    assert (row.state, row.result) == (HelpState.CLOSED, "solved")
    assert actions.respond(officer, row, view=MineView.CONFIRMED).mine_viewed_by == officer.name
    with pytest.raises(Refused, match=officer.name):
        actions.respond(officer, row, view=MineView.OBJECTED, words="改主意了不认可")


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"happened_on": stage.days_ago(-2)}, "happened_on"), ({"happened_on": stage.days_ago(40)}, "happened_on"),
        ({"people": ""}, "people"), ({"advice": "见附件"}, "advice"), ({"next_on": stage.days_ago(0)}, "next_on"),
    ],
)  # fmt: skip
def test_a_visit_says_who_what_and_when(told, field, guided, county):
    with pytest.raises(Refused) as refused:
        stage.visited(county, guided, **told)
    assert refused.value.field == field and not HelpVisit.rows.exists()


def test_a_visit_sent_twice_is_one(guided, county):
    key, papers = uuid4(), [stage.paper("照片.txt")]
    for _time in (1, 2):
        stage.visited(county, guided, entry_key=key, papers=papers)
    assert HelpVisit.rows.count() == 1 and HelpFile.rows.filter(stage="visit").count() == 1
    stage.visited(county, guided, entry_key=key, papers=[*papers, stage.paper("照片二.txt")])
    assert HelpVisit.rows.count() == 1 and HelpFile.rows.filter(stage="visit").count() == 2
    with pytest.raises(SentBefore):
        stage.visited(county, guided, entry_key=key, advice="另行布设十二个观测点")
    with pytest.raises(Refused) as question:
        stage.visited(county, guided, is_another=False)
    assert question.value.field == "is_another" and HelpVisit.rows.count() == 1


def test_nobody_visits_before_there_is_a_helper(mine, officer, county):
    with pytest.raises(Refused, match="没有安排帮扶"):
        stage.visited(county, stage.asked(officer, mine))


def test_guidance_is_reported_on_after_a_visit_and_a_consultation_with_its_file(guided, mine, officer, county):
    with pytest.raises(Refused, match="指导服务记录"):
        stage.reported(county, guided)
    asked = stage.asked(officer, mine, kind="willing_but_weak")
    row = stage.consulted(county, asked, stage.sound_agency())
    with pytest.raises(Refused, match="会诊报告"):
        stage.reported(county, row, papers=[])
    assert stage.reported(county, row).state == HelpState.HELPED


def test_every_measure_has_an_owner_and_a_day(guided, county):
    row = stage.visited(county, guided)
    wrong = [
        ([], "words_1"), ([stage.measure(), stage.measure(owner="")], "owner_2"),
        ([stage.measure(words="略")], "words_1"),
        ([stage.measure(due_on=stage.days_ago(3))], "due_1"),
    ]  # fmt: skip
    for measures, field in wrong:
        with pytest.raises(Refused) as refused:
            stage.reported(county, row, measures=measures)
        assert refused.value.field == field
    assert not HelpReport.rows.exists()


def test_a_later_report_replaces_the_first_and_both_stay(guided, county):
    key = uuid4()
    row = stage.reported(county, stage.visited(county, guided), entry_key=key)
    stage.reported(county, row, entry_key=key)
    assert HelpReport.rows.count() == 1
    with pytest.raises(SentBefore):
        stage.reported(county, row, entry_key=key, measures=[stage.measure(owner="另一人")])
    stage.reported(county, row, summary="复测后调整：先削坡再排水")
    assert list(HelpReport.rows.values_list("version", flat=True)) == [2, 1]


def test_nothing_is_closed_without_a_report(guided, county):
    with pytest.raises(Refused):
        stage.closed(county, stage.visited(county, guided))
    row = stage.reported(county, stage.fresh(guided))
    with pytest.raises(Refused) as refused:
        actions.close(county, row, result="perfect", words="观测点已布设")
    assert refused.value.field == "result"


def test_an_objection_has_words_and_belongs_to_the_mine(guided, officer, county):
    row = stage.closed(county, stage.reported(county, stage.visited(county, guided)), "partly")
    with pytest.raises(Refused, match="哪里不符"):
        actions.respond(officer, row, view=MineView.OBJECTED, words="无")
    with pytest.raises(Forbidden):
        actions.respond(county, row, view=MineView.CONFIRMED)
    assert actions.respond(officer, row, view=MineView.OBJECTED, words="裂缝仍在扩展，没有解决").mine_view == "objected"


def test_a_recommended_measure_is_carried_out_once(guided, officer, county):
    stage.closed(county, stage.reported(county, stage.visited(county, guided)))
    measure = HelpMeasure.rows.get()
    with pytest.raises(Refused, match="报告日期"):
        actions.finish_measure(officer, measure, done_on=stage.days_ago(5), note="观测点全部布设")
    actions.finish_measure(officer, measure, done_on=clock.today(), note="观测点全部布设")
    with pytest.raises(Refused, match=officer.name):
        actions.finish_measure(officer, measure, done_on=clock.today(), note="观测点全部布设")


def test_the_people_of_the_agency_record_their_help_and_nothing_else(mine, officer, county):
    agency = stage.sound_agency()
    expert = cast.as_actor(cast.agency_staff(agency))
    rival = cast.as_actor(cast.agency_staff(stage.sound_agency("另一家技术有限公司"), "邓二"))
    row = stage.consulted(county, stage.asked(officer, mine), agency)
    row = stage.reported(expert, stage.visited(expert, row))
    assert row.state == HelpState.HELPED
    with pytest.raises(OutOfScope):
        stage.visited(rival, row)
    with pytest.raises(Forbidden):
        stage.closed(expert, row)
    stage.guided(county, row, reason="机构退出会诊，改为专家指导")
    with pytest.raises(OutOfScope):
        stage.visited(expert, row)


def test_duties_hear_of_requests_and_count_visits(guided, mine, officer, county):
    declined = stage.asked(officer, mine)
    actions.decline(county, declined, reason="请先补充近三个月位移记录")
    stage.visited(county, guided, happened_on=stage.days_ago(2))
    (found,) = help_requests([mine.pk])
    assert (found.pk, found.mine_id, found.kind) == (guided.pk, mine.pk, "beyond_ability")
    assert [one.pk for one in help_requests()] == [guided.pk] and not list(help_requests([0]))
    scope, week = Scope.of_region(cast.ENPING), stage.days_ago(7)
    assert assistance_visits(scope, mine.pk, week, clock.today()).count() == 1
    assert assistance_visits(scope, None, week, clock.today()).count() == 1
    assert not assistance_visits(scope, mine.pk, clock.today() - timedelta(days=1), clock.today()).exists()
    assert not assistance_visits(Scope.of_region(cast.KAIPING), None, week, clock.today()).exists()


def test_every_act_announces_its_mine(mine, officer, county, django_capture_on_commit_callbacks):
    heard = []

    def hear(mine_id):
        heard.append(mine_id)

    events.subscribe("governance.changed", hear)
    with django_capture_on_commit_callbacks(execute=True):
        row = stage.guided(county, stage.asked(officer, mine))
        row = stage.closed(county, stage.reported(county, stage.visited(county, row)))
        actions.respond(officer, row, view=MineView.CONFIRMED)
    assert heard == [mine.pk] * 6
