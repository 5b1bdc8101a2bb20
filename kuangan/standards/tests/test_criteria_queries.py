"""Which criteria and articles count on a day, and how they are found."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kuangan.foundation.authority.actors import Actor
from kuangan.standards import queries
from kuangan.standards.actions import load_criteria, load_law
from kuangan.standards.models import Criterion, CriterionSet
from kuangan.standards.states import LawKind
from kuangan.standards.tests.samples import FORMER, LAW, PRESENT, SUPPLEMENT, content, load_everything

pytestmark = pytest.mark.django_db
BEFORE, FIRST, CAMPAIGN, AFTER = date(2022, 8, 31), date(2022, 9, 1), date(2023, 5, 20), date(2024, 4, 23)


@pytest.fixture
def loaded() -> None:
    for path in (FORMER, PRESENT, SUPPLEMENT):
        load_criteria(Actor.system(), content(path))


def codes(text="", kind="", on=CAMPAIGN):
    return [row.code for row in queries.find_criteria(text, kind, on)]


@pytest.mark.parametrize(
    ("found_on", "numbers"),
    [
        (BEFORE, {"安监总管一〔2017〕98号"}),
        (FIRST, {"矿安〔2022〕88号"}),
        (CAMPAIGN, {"矿安〔2022〕88号"}),
        (date(2024, 4, 22), {"矿安〔2022〕88号"}),
        (AFTER, {"矿安〔2022〕88号", "矿安〔2024〕41号"}),
    ],
)
def test_a_hazard_is_judged_by_what_was_in_force_on_the_day_it_was_found(loaded, found_on, numbers):
    assert set(queries.in_force_sets(found_on).values_list("document_number", flat=True)) == numbers
    main, extra = Criterion.objects.get(code="OP-04"), Criterion.objects.get(code="OP-S1")
    assert queries.criterion_in_force(main, found_on) == ("矿安〔2022〕88号" in numbers)
    assert queries.criterion_in_force(extra, found_on) == ("矿安〔2024〕41号" in numbers)


def test_a_later_document_ends_this_one_and_its_supplement_and_keeps_what_was_judged(loaded):
    later = {
        **content(PRESENT), "urn": "urn:kuangan:criteria:later", "version": "2026", "title": "新判定标准",
        "effective_from": date(2026, 1, 1), "repeals": content(PRESENT)["urn"],
    }  # fmt: skip
    made = load_criteria(Actor.system(), later)
    assert [row.pk for row in queries.in_force_sets(date(2026, 1, 1))] == [made.pk]
    old = Criterion.objects.get(code="OP-04", criterion_set__version="2022.2")
    assert queries.criterion_in_force(old, CAMPAIGN) and not queries.criterion_in_force(old, date(2026, 1, 1))
    assert queries.set_standings(CAMPAIGN)[old.criterion_set_id].until == date(2025, 12, 31)


def test_a_dump_site_is_judged_by_the_open_pit_criteria(loaded):
    assert codes(kind="dump_site") == codes(kind="open_pit")
    pit, pond = Criterion.objects.get(code="OP-11"), Criterion.objects.get(code="TP-01")
    assert queries.applies_to(pit, "dump_site") and not queries.applies_to(pond, "dump_site")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("OP-04", {"OP-04"}),
        ("op04", {"OP-04"}),
        ("op－０４", {"OP-04"}),
        ("露天第4项", {"OP-04"}),
        ("露天第四项", {"OP-04"}),
        ("二（四）", {"OP-04"}),
        ("工作帮坡角 设计", {"OP-04"}),
        ("露天第7项", {"OP-07", "OP-07-1", "OP-07-2", "OP-07-3"}),
        ("排土场 截", {"OP-11-3"}),
        ("没有这样的字词", set()),
    ],
)
def test_a_criterion_is_found_by_words_code_and_citation(loaded, text, found):
    assert set(codes(text)) == found


def test_a_sub_item_is_found_by_the_words_of_its_item(loaded):
    assert "UG-01-5" in codes("安全出口 梯子")


def test_the_main_document_comes_before_its_supplement_and_each_in_order(loaded):
    found = codes(kind="open_pit", on=AFTER)
    assert found[:2] == ["OP-01", "OP-02"] and found[-2:] == ["OP-S1", "OP-S2"]


def test_counting_items_leaves_sub_items_out(loaded):
    totals = dict(queries.criterion_sets().values_list("version", "items_total"))
    assert totals == {"2017": 0, "2022.2": 64, "2024": 6}


def test_versions_are_listed_newest_first_and_laws_by_their_force():
    load_everything()
    assert [row.version for row in queries.criterion_sets()] == ["2024", "2022.2", "2017"]
    kinds = [row.kind for row in queries.laws()]
    assert kinds == sorted(kinds, key=LawKind.values.index)
    cited = [article.law.kind for article in queries.articles_in_force(CAMPAIGN)]
    assert cited == sorted(cited, key=LawKind.values.index)


def test_an_article_is_cited_by_short_name_and_number_as_of_a_day():
    former = {**content(LAW), "version": "2014", "effective_from": date(2014, 12, 1)}
    old, new = load_law(Actor.system(), former), load_law(Actor.system(), content(LAW))
    assert queries.article("安全生产法", "41(2)", date(2021, 8, 31)).law == old
    assert queries.article("安全生产法", "41(2)", CAMPAIGN).law == new
    assert queries.article("安全生产法", "41(2)", date(2014, 11, 30)) is None
    assert queries.article("安全生产法", "999", CAMPAIGN) is None


def test_every_article_that_can_be_cited_comes_in_two_statements():
    load_everything()
    with CaptureQueriesContext(connection) as asked:
        cited = [article.cited for article in queries.articles_in_force(CAMPAIGN)]
    assert len(asked) == 2
    assert "《安全生产法》第41条第2款" in cited and "《刑法》第134条之一" in cited


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("41(2)", "《安全生产法》第41条第2款"),
        ("第四十一条第二款", "《安全生产法》第41条第2款"),
        ("危险作业罪 关闭", "《刑法》第134条之一"),
        ("应急条例 演练 半年", "《生产安全事故应急条例》第8条"),
    ],
)
def test_an_article_is_found_by_words_and_number(text, cited):
    load_everything()
    assert [article.cited for article in queries.find_articles(text, on=CAMPAIGN)] == [cited]


def test_criteria_of_a_document_that_no_longer_counts_can_still_be_read(loaded):
    row = CriterionSet.objects.get(version="2022.2")
    assert queries.criteria_of(row, "坡角", "open_pit").get().code == "OP-04"
