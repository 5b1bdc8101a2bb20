"""Risks on the control list: assessed by LEC or matrix, in four levels, and never lost."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Forbidden, OutOfScope, Refused, SentBefore
from kuangan.hazards import actions
from kuangan.hazards.models import Risk
from kuangan.hazards.queries.risks import RiskFilter, hazards_of_risk, level_counts, risks, risks_of_hazard
from kuangan.hazards.rules.risks import assessed
from kuangan.hazards.states import RiskLevel, RiskState
from kuangan.hazards.tests import stage
from tests import cast


def entry(**told):
    return actions.RiskEntry(**{
        "place": "北帮+85米平台", "description": "边坡滑塌，埋压作业人员", "method": "lec", "likelihood": Decimal("3"),
        "exposure": Decimal("6"), "consequence": Decimal("15"), "controls": "每班检查边坡，雨后停产观察",
        "responsible": "林技术", "review_on": clock.today() + timedelta(days=90), **told,
    })  # fmt: skip


@pytest.fixture
def mine(db):
    return cast.mine()


@pytest.fixture
def officer(mine):
    return cast.actor(Role.MINE_SAFETY_OFFICER, Scope.of_mine(mine.pk), "吴安全员")


@pytest.mark.parametrize(
    ("figures", "score", "level"),
    [
        (("10", "10", "100"), "10000", RiskLevel.MAJOR),
        (("3", "10", "15"), "450", RiskLevel.MAJOR),
        (("0.5", "6", "100"), "300", RiskLevel.LARGER),
        (("3", "6", "15"), "270", RiskLevel.LARGER),
        (("1", "10", "7"), "70", RiskLevel.GENERAL),
        (("3", "3", "7"), "63", RiskLevel.LOW),
        (("0.1", "0.5", "1"), "0.1", RiskLevel.LOW),
    ],
)
def test_lec_comes_to_its_level(figures, score, level):
    likelihood, exposure, consequence = map(Decimal, figures)
    found = assessed("lec", likelihood, consequence, exposure)
    assert (found.score, found.level) == (Decimal(score), level)


@pytest.mark.parametrize(
    ("pair", "level"),
    [
        ((5, 5), "major"),
        ((4, 5), "major"),
        ((3, 5), "larger"),
        ((4, 4), "larger"),
        ((2, 4), "general"),
        ((1, 5), "low"),
    ],
)
def test_the_matrix_comes_to_its_level(pair, level):
    found = assessed("matrix", Decimal(pair[0]), Decimal(pair[1]))
    assert (found.score, found.level) == (Decimal(pair[0] * pair[1]), level)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"likelihood": Decimal("11")}, "likelihood"),
        ({"exposure": None}, "exposure"),
        ({"consequence": Decimal("NaN")}, "consequence"),
        ({"method": "guess"}, "method"),
        ({"method": "matrix", "likelihood": Decimal("2.5"), "consequence": Decimal("3")}, "likelihood"),
        ({"place": " "}, "place"),
        ({"description": "滑塌"}, "description"),
        ({"controls": "加强管理"}, "controls"),
        ({"responsible": "无"}, "responsible"),
        ({"review_on": date(2020, 1, 1)}, "review_on"),
        ({"disaster": "flood"}, "disaster"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(mine, officer, told, field):
    with pytest.raises(Refused) as refusal:
        actions.register_risk(officer, mine, entry(**told))
    assert refusal.value.field == field and not Risk.rows.exists()


def test_the_same_entry_sent_twice_is_one_risk(mine, officer):
    sent = entry(entry_key=uuid4())
    assert actions.register_risk(officer, mine, sent) == actions.register_risk(officer, mine, sent)
    assert Risk.rows.count() == 1
    with pytest.raises(Refused):
        actions.register_risk(cast.actor(Role.MINE_PRINCIPAL, Scope.of_mine(mine.pk), "李老板"), mine, sent)


def test_other_words_under_the_same_key_are_asked_about_and_so_is_a_twin_without_one(mine, officer):
    sent = entry(entry_key=uuid4())
    row = actions.register_risk(officer, mine, sent)
    with pytest.raises(SentBefore):
        actions.register_risk(officer, mine, replace(sent, controls="每班检查，雨后停产三日"))
    with pytest.raises(Refused) as question:
        actions.register_risk(officer, mine, entry())
    assert question.value.field == "is_another" and Risk.rows.get().controls == row.controls
    actions.register_risk(officer, mine, entry(is_another=True))
    assert Risk.rows.count() == 2


def test_a_county_reviewer_cannot_write_the_mines_list_and_strangers_see_nothing(mine, officer):
    row = actions.register_risk(officer, mine, entry())
    reviewer = cast.actor(Role.COUNTY_REVIEWER, Scope.of_region(mine.region_code))
    with pytest.raises(Forbidden):
        actions.register_risk(reviewer, mine, entry())
    stranger = cast.actor(Role.MINE_PRINCIPAL, Scope.of_mine(cast.mine().pk))
    with pytest.raises(OutOfScope):
        actions.assess_risk(stranger, row, entry())
    assert list(risks(reviewer.scope, RiskFilter())) == [row] and not risks(stranger.scope, RiskFilter()).exists()


def test_a_risk_is_assessed_anew_retired_and_brought_back(mine, officer):
    row = actions.register_risk(officer, mine, entry())
    row = actions.assess_risk(officer, row, entry(method="matrix", likelihood=Decimal(2), consequence=Decimal(3)))
    assert (row.level, row.score, row.exposure) == (RiskLevel.LOW, Decimal(6), None)
    event = AuditEvent.objects.unscoped("test").get(kind="hazards.risk_assessed")
    assert (event.before["level"], event.after["level"]) == ("larger", "low")
    with pytest.raises(Refused):
        actions.retire_risk(officer, row, reason="无")
    row = actions.retire_risk(officer, row, reason="该平台已闭坑复绿")
    assert row.state == RiskState.RETIRED
    with pytest.raises(Refused):
        actions.assess_risk(officer, row, entry())
    with pytest.raises(Refused):
        actions.retire_risk(officer, row, reason="该平台已闭坑复绿")
    assert actions.revive_risk(officer, row, reason="平台重新开采").state == RiskState.CONTROLLED


def test_a_hazard_is_linked_with_a_risk_of_its_mine_once(mine, officer):
    row, hazard = actions.register_risk(officer, mine, entry()), stage.found(officer, mine)
    assert actions.link_risk(officer, row, hazard) == actions.link_risk(officer, row, hazard)
    assert list(hazards_of_risk(officer.scope, row)) == [hazard] and list(risks_of_hazard(officer.scope, hazard)) == [
        row
    ]
    both = cast.actor(Role.MINE_PRINCIPAL, Scope(enterprises=frozenset({mine.enterprise_id})))
    elsewhere = stage.found(both, cast.mine(owner=mine.enterprise))
    with pytest.raises(Refused):
        actions.link_risk(both, row, elsewhere)


def test_the_list_counts_levels_and_shows_the_gravest_first(mine, officer):
    low = actions.register_risk(officer, mine, entry(method="matrix", likelihood=Decimal(1), consequence=Decimal(1)))
    grave = actions.register_risk(officer, mine, entry(likelihood=Decimal(10), place="爆破作业面"))
    county = Scope.of_region(mine.region_code)
    assert list(risks(county, RiskFilter())) == [grave, low]
    assert level_counts(county, RiskFilter()) == {"major": 1, "larger": 0, "general": 0, "low": 1}
    assert list(risks(county, RiskFilter.read({"q": "爆破"}))) == [grave]
    with clock.at(clock.start_of_day(clock.today() + timedelta(days=91))):
        assert risks(county, RiskFilter.read({"due": "1"})).count() == 2
    assert not risks(county, RiskFilter.read({"due": "1"})).exists()
