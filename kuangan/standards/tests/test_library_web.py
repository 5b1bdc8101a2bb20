"""Pages of criteria and laws as the browser sees them, without the accounts of access."""

from datetime import date, time
from types import SimpleNamespace

import pytest
from django.db import connection
from django.http import Http404
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Forbidden
from kuangan.foundation.ui import panels
from kuangan.standards.actions import load_checklist
from kuangan.standards.models import Article, Criterion, CriterionSet, Law
from kuangan.standards.tests.samples import actor, load_everything, sample
from kuangan.standards.web import views

pytestmark = pytest.mark.django_db
PAGES = [views.home, views.criteria, views.laws]


@pytest.fixture(autouse=True)
def in_the_campaign():
    load_everything()
    load_checklist(Actor.system(), sample())
    with clock.at(clock.moment(date(2023, 5, 20), time(9))):
        yield


def get(view, query="", role=Role.MINE_SAFETY_OFFICER, **kwargs):
    request = RequestFactory().get("/standards/", query)
    request.user = SimpleNamespace(is_authenticated=True)
    request.actor = actor(role)
    return view(request, **kwargs)


def page(view, query="", **kwargs):
    return get(view, query, **kwargs).content.decode()


def own_statements(view, query="", **kwargs) -> int:
    with CaptureQueriesContext(connection) as asked:
        get(view, query, **kwargs)
    return sum("standards_" in one["sql"] for one in asked)


def test_the_landing_page_leads_to_all_three_parts():
    shown = page(views.home)
    for word in ("矿安〔2022〕88号", "安全生产法", "露天矿山安全生产综合整治检查表"):
        assert word in shown
    assert shown.count("已失效") == 1 and "尚未施行" in shown


def test_one_search_finds_criteria_and_articles():
    shown = page(views.home, {"q": "破坏 篡改"})
    assert "露天第7项" in shown and "《刑法》第134条之一" in shown
    assert "没有同时含有" in page(views.home, {"q": "没有这样的字词"})


def test_the_set_is_shown_by_part_with_sub_items_and_how_far_each_wording_was_compared():
    row = CriterionSet.objects.get(version="2022.2")
    shown = page(views.criterion_set, pk=row.pk)
    for code in Criterion.objects.filter(criterion_set=row).values_list("code", flat=True):
        assert f'id="{code}"' in shown
    assert shown.count("未与印发文本核对") == row.criteria.filter(wording="unverified").count()
    assert shown.count("部分与印发文本核对") == row.criteria.filter(wording="partly").count()
    assert "引用以印发文本为准" in shown and "第2小项" in shown


def test_a_search_in_a_set_keeps_the_item_above_a_sub_item_that_fits():
    row = CriterionSet.objects.get(version="2022.2")
    shown = page(views.criterion_set, {"q": "OP-11-3", "kind": "open_pit"}, pk=row.pk)
    assert 'id="OP-11"' in shown and 'id="OP-11-3"' in shown and 'id="OP-11-2"' not in shown
    assert "没有符合的条目" in page(views.criterion_set, {"q": "OP-11-3", "kind": "underground"}, pk=row.pk)


def test_a_superseded_head_says_that_its_criteria_are_not_kept():
    shown = page(views.criterion_set, pk=CriterionSet.objects.get(version="2017").pk)
    assert "条目未收录" in shown and "已失效" in shown and "2022年8月31日" in shown


def test_criteria_are_asked_for_as_of_the_day_a_hazard_was_found():
    assert "露天补充第1项" not in page(views.criteria, {"kind": "open_pit", "on": "2023年5月20日"})
    assert "露天补充第1项" in page(views.criteria, {"kind": "open_pit", "on": "2024-05-01"})
    assert "没有符合的条目" in page(views.criteria, {"on": "2020-01-01"})


def test_an_odd_address_is_answered():
    for odd in ({"q": "\x00"}, {"on": "0001-01-01"}, {"on": "9999-12-31"}, {"on": "soon"}, {"kind": "x"}):
        assert [get(view, odd).status_code for view in PAGES] == [200, 200, 200]


def test_a_criterion_names_its_document_its_sub_items_and_the_checklist_items_that_point_to_it():
    head = Criterion.objects.get(code="OP-07")
    shown = page(views.criterion, pk=head.pk)
    for word in ("露天第7项", "矿安〔2022〕88号", "第3小项", "排土场也按露天部分判定", "现行有效"):
        assert word in shown
    assert "OP-07-1" in shown and "#item-" in shown
    below = page(views.criterion, pk=Criterion.objects.get(code="OP-07-2").pk)
    assert head.text in below and "露天第7项第2小项" in below


def test_a_room_above_adds_its_panel_to_a_criterion(monkeypatch):
    monkeypatch.setattr(panels, "_panels", {})
    panels.add("standards.criterion", "tried", lambda _request, row: f"<p>有关{row.code}</p>")
    row = Criterion.objects.get(code="OP-04")
    assert "有关OP-04" in page(views.criterion, pk=row.pk)


def test_a_law_shows_its_articles_and_an_article_how_it_is_cited():
    law = Law.objects.get(short="安全生产法")
    shown = page(views.law, pk=law.pk)
    article = law.articles.get(number="41(2)")
    assert f'id="article-{article.pk}"' in shown and "隐患排查治理" in shown
    assert "挂靠" not in page(views.law, {"q": "重大隐患督办"}, pk=law.pk)
    alone = page(views.article, pk=article.pk)
    assert "《中华人民共和国安全生产法》第四十一条第二款" in alone and "引用以印发文本为准" in alone


def test_what_is_not_there_is_not_found():
    for view in (views.criterion_set, views.criterion, views.law, views.article):
        with pytest.raises(Http404):
            get(view, pk=999_999)


def test_administrators_do_not_read_standards():
    for view in PAGES:
        with pytest.raises(Forbidden):
            get(view, role=Role.AUDIT_ADMIN)


def test_the_lists_cost_few_statements_however_much_they_show(monkeypatch):
    monkeypatch.setattr(panels, "_panels", {})
    row = CriterionSet.objects.get(version="2022.2")
    assert own_statements(views.home) <= 5
    assert own_statements(views.home, {"q": "安全"}) <= 4
    assert own_statements(views.criteria, {"kind": "underground"}) <= 4
    assert own_statements(views.criterion_set, pk=row.pk) <= 4
    assert own_statements(views.laws, {"q": "罚款"}) <= 4
    assert own_statements(views.law, pk=Law.objects.get(short="安全生产法").pk) <= 3
    assert own_statements(views.criterion, pk=Criterion.objects.get(code="OP-07").pk) <= 4
    assert own_statements(views.article, pk=Article.objects.first().pk) <= 2
